#pragma once
// A store over SQL connections: one that writes, and a pool that reads.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "store/sql_reads.hpp"

namespace nibbi::store {

/// Connections to read from. It opens as many as are in use at once (a callback may read while it is being read to) and keeps a few.
class ReaderPool {
 public:
  using Open = std::function<std::unique_ptr<Session>()>;
  explicit ReaderPool(Open open) : open_(std::move(open)) {}
  /// One statement; tried again on a new connection if an idle one had died.
  void once(const std::function<void(Session&)>& work);
  /// Several statements that see one state.
  void snapshot(const std::function<void(Session&)>& work);

 private:
  std::unique_ptr<Session> take();
  void give_back(std::unique_ptr<Session>);
  void forget_idle();

  const Open open_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;
};

/// Only reads: for a standby that follows the log, and for looking at a database that another process is serving.
class SqlFollower final : public Reading<usecases::StoreReader> {
 public:
  explicit SqlFollower(ReaderPool::Open open) : readers_(std::move(open)) {}

 protected:
  void with_session(const Work& work) override { readers_.once(work); }
  void with_snapshot(const Work& work) override { readers_.snapshot(work); }

 private:
  ReaderPool readers_;
};

/// Who came first goes first. With a plain mutex a thread that writes without a pause would keep a copy waiting for ever.
class Queue {
 public:
  void lock();
  void unlock();

 private:
  std::mutex mutex_;
  std::condition_variable turn_;
  std::uint64_t next_ = 0, served_ = 0;
};

/// When the writing connection breaks (the database server was restarted, a disk gave an error), nothing more is written, unless it was told to heal():
/// then the next that writes opens it again, at most once a second. Only where the log then ends as this process last knew it: a commit whose outcome was unknown may have been kept,
/// or another node may have written, and then what is in memory is old. Such a store is lost() for this process.
class SqlStore : public Reading<usecases::Store> {
 public:
  SqlStore(std::unique_ptr<Session> writer, ReaderPool::Open open_reader, ReaderPool::Open open_writer)
      : open_writer_(std::move(open_writer)), writer_(std::move(writer)), readers_(std::move(open_reader)) {}
  void transact(const std::function<void(usecases::Change&)>& work) override;
  /// Before anything is written.
  void heal() { heals_ = true; }
  /// Nothing will be written any more: the process must start anew, and builds its memory from the log as it is.
  bool lost() const { return lost_; }

 protected:
  void with_session(const Work& work) override { readers_.once(work); }
  void with_snapshot(const Work& work) override { readers_.snapshot(work); }
  /// Runs `work` on the writing connection, outside of any transaction.
  void with_writer(const std::function<void(Session&)>& work);

 private:
  void open_again();

  Queue writing_;
  std::atomic<std::thread::id> writing_thread_;
  std::atomic<bool> lost_ = false;
  bool heals_ = false;
  const ReaderPool::Open open_writer_;
  std::optional<usecases::LogHead> head_;  ///< as this process last saw it under its lock, or made it
  std::chrono::steady_clock::time_point next_try_;
  std::unique_ptr<Session> writer_;  // Before readers_: the last connection to close is the writer, which may tidy up.
  ReaderPool readers_;
};

}  // namespace nibbi::store
