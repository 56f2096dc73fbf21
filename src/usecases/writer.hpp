#pragma once
// The one writer. Jobs from many threads become one durable transaction after another; a job's answer is given only when its transaction is
// committed, and memory (files, briefs, directory) learns of it at the same moment.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include "domain/directory.hpp"
#include "usecases/memory.hpp"
#include "usecases/ports/store.hpp"
#include "usecases/vault.hpp"

namespace nibbi::usecases {

/// What one job sees and changes: the transaction, and over it the files that this job and those before it in the transaction have changed.
class Draft {
 public:
  Change& change;
  Instant now;  ///< when what is written now was received; histories that are made up set it themselves

  /// The file as it stands in this transaction; nullptr when there is none.
  FilePtr file(RecordId);
  void put_file(File);  ///< its state is sealed and written once, when the transaction ends, however many entries it took
  const domain::Directory& directory() const { return *directory_; }
  /// A directory of one's own to change.
  domain::Directory& change_directory();
  /// Children who take one of a unit's places; and those who live with families that it follows too. What this transaction has changed is counted in.
  std::int64_t housed_at(UnitId unit) const { return count_at(unit, &domain::Ties::housed, memory_.caseload.housed_at(unit)); }
  std::int64_t placed_at(UnitId unit) const { return count_at(unit, &domain::Ties::placed, memory_.caseload.placed_at(unit)); }
  bool has_code(std::string_view) const;
  /// Runs `work` so that what it throws undoes what it wrote, here and in the transaction, and nothing else; the exception goes on.
  void nested(const std::function<void()>& work);
  const Vault& vault() const { return vault_; }

 private:
  friend class Writer;
  using Files = std::map<RecordId, FilePtr>;
  std::int64_t count_at(UnitId, std::vector<UnitId> domain::Ties::*where, std::int64_t before) const;
  Draft(Change& c, Instant at, const Vault& vault, Memory& memory, const Files& before, std::shared_ptr<const domain::Directory> directory)
      : change(c), now(at), vault_(vault), memory_(memory), before_(before), directory_(std::move(directory)) {}
  const Vault& vault_;
  Memory& memory_;
  const Files& before_;
  Files mine_;
  std::shared_ptr<const domain::Directory> directory_;
  std::shared_ptr<domain::Directory> own_directory_;
};

/// What is known of a job before it runs. It makes a transaction of many jobs cost few ways to the database and back.
struct Ahead {
  Wanted reads = {};        ///< read for all jobs of a transaction at once
  bool may_repeat = false;  ///< it may run twice, and only what it did the second time counts: it changes nothing but the draft, or sets it anew
};

class Writer {
 public:
  using Clock = std::function<Instant()>;
  Writer(Store&, const Vault&, Memory&, Clock);
  ~Writer();  ///< finishes what was asked for
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Runs `job` in the next transaction and waits until it is durable. What the job throws undoes what it wrote and comes out here;
  /// StoreFailed undoes the whole transaction for everybody in it.
  template <class T>
  T run(std::function<T(Draft&)> job, Ahead ahead = {}) {
    auto promise = std::make_shared<std::promise<T>>();
    auto answer = promise->get_future();
    auto result = std::make_shared<std::optional<T>>();
    enqueue({[job = std::move(job), result](Draft& d) { result->emplace(job(d)); },
             [promise, result](std::exception_ptr failed) { failed ? promise->set_exception(failed) : promise->set_value(std::move(**result)); },
             std::move(ahead)});
    return answer.get();
  }

  /// The head of the log after the last transaction that was committed.
  LogHead head() const {
    std::lock_guard lock(mutex_);
    return head_;
  }
  /// Jobs that wait for the next transaction.
  std::size_t waiting() const {
    std::lock_guard lock(mutex_);
    return queue_.size();
  }
  /// Transactions so far, for measuring how many jobs share one.
  std::int64_t transactions() const { return transactions_; }

 private:
  struct Job {
    std::function<void(Draft&)> work;
    std::function<void(std::exception_ptr)> done;
    Ahead ahead;
  };
  using Group = std::deque<Job>;
  static Wanted reads_of(const Group&);
  void enqueue(Job);
  void loop();
  void commit(Group);
  /// One transaction. `apart`: each job by itself, so that what it did wrong is its own; otherwise what any of them did wrong undoes all, and
  /// comes out.
  void commit(Group&, bool apart);

  Store& store_;
  const Vault& vault_;
  Memory& memory_;
  Clock clock_;
  mutable std::mutex mutex_;
  LogHead head_;
  std::atomic<std::int64_t> transactions_ = 0;
  std::condition_variable asked_;
  Group queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace nibbi::usecases
