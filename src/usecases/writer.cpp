#include "usecases/writer.hpp"

#include <algorithm>

#include "usecases/tally.hpp"

namespace nibbi::usecases {
namespace {

constexpr std::size_t kGroup = 64;  ///< jobs in one transaction, at most

}  // namespace

FilePtr Draft::file(RecordId id) {
  if (auto it = mine_.find(id); it != mine_.end()) return it->second;
  if (auto it = before_.find(id); it != before_.end()) return it->second;
  if (auto cached = memory_.files.find(id)) return cached;
  return vault_.load(change, id);
}

void Draft::put_file(File f) {
  auto file = std::make_shared<const File>(std::move(f));
  mine_[file->record.id] = file;
}

domain::Directory& Draft::change_directory() {
  if (!own_directory_) {
    own_directory_ = std::make_shared<domain::Directory>(*directory_);
    directory_ = own_directory_;
  }
  return *own_directory_;
}

std::int64_t Draft::count_at(UnitId unit, std::vector<UnitId> domain::Ties::*where, std::int64_t count) const {
  auto in = [&](const domain::Ties& ties) { return std::count((ties.*where).begin(), (ties.*where).end(), unit); };
  Files changed = before_;
  for (const auto& [id, file] : mine_) changed[id] = file;
  for (const auto& [id, file] : changed) {
    if (auto brief = memory_.caseload.find(id)) count -= in(brief->ties);
    count += in(domain::ties_of(file->state));
  }
  return count;
}

bool Draft::has_code(std::string_view code) const {
  auto has = [&](const auto& line) { return line.second->state.opened.code == code; };
  return memory_.caseload.has_code(code) || std::any_of(before_.begin(), before_.end(), has) || std::any_of(mine_.begin(), mine_.end(), has);
}

void Draft::nested(const std::function<void()>& work) {
  const Files mine = mine_;
  const auto directory = directory_;
  own_directory_ = nullptr;  // what it changes of the directory, it changes in a copy
  try {
    change.nested(work);
  } catch (...) {
    mine_ = mine;
    directory_ = directory;
    own_directory_ = nullptr;
    throw;
  }
}

Writer::Writer(Store& store, const Vault& vault, Memory& memory, Clock clock)
    : store_(store), vault_(vault), memory_(memory), clock_(std::move(clock)), head_(store.head()), thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  asked_.notify_one();
  thread_.join();
}

Wanted Writer::reads_of(const Group& group) {
  Wanted all;
  for (const Job& job : group) {
    all.entries.insert(all.entries.end(), job.ahead.reads.entries.begin(), job.ahead.reads.entries.end());
    all.things.insert(all.things.end(), job.ahead.reads.things.begin(), job.ahead.reads.things.end());
  }
  return all;
}

void Writer::enqueue(Job job) {
  {
    std::lock_guard lock(mutex_);
    queue_.push_back(std::move(job));
  }
  asked_.notify_one();
}

void Writer::loop() {
  for (;;) {
    Group group;
    {
      std::unique_lock lock(mutex_);
      asked_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      while (!queue_.empty() && group.size() < kGroup) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    commit(std::move(group));
  }
}

void Writer::commit(Group group) {
  try {
    // Whether a job's writes were right is asked once, at the end, and not job by job. When one was wrong, nothing is kept and all are done again,
    // apart: that costs more, and happens next to never.
    if (std::ranges::all_of(group, [](const Job& job) { return job.ahead.may_repeat; })) {
      try {
        return commit(group, false);
      } catch (const StoreFailed&) {
        throw;
      } catch (...) {
      }
    }
    commit(group, true);
  } catch (...) {
    // Nothing of this transaction was kept, whoever's fault it was.
    for (Job& job : group) job.done(std::current_exception());
  }
}

void Writer::commit(Group& group, bool apart) {
  Draft::Files changed;
  auto directory = memory_.directory();
  std::vector<std::exception_ptr> failed(group.size());
  LogHead head;
  store_.transact([&](Change& store) {
    TalliedChange change(store, vault_.own().blind);
    change.foresee(reads_of(group));
    for (std::size_t i = 0; i < group.size(); ++i) {
      Draft draft(change, clock_(), vault_, memory_, changed, directory);
      if (!apart) {
        group[i].work(draft);
      } else {
        try {
          change.nested([&] { group[i].work(draft); });
        } catch (const StoreFailed&) {
          throw;
        } catch (...) {
          failed[i] = std::current_exception();
          continue;
        }
      }
      for (auto& [id, file] : draft.mine_) changed[id] = file;
      directory = draft.directory_;
    }
    for (const auto& [id, file] : changed)
      if (!file->record.erased) change.put_state(vault_.seal_state(*file));
    change.finish();
    head = change.head();
  });
  // Durable from here. Memory follows before anybody is told.
  for (auto& [id, file] : changed) {
    memory_.files.put(file);
    memory_.caseload.put(domain::brief_of(id, file->state));
    if (file->record.erased) memory_.indexes.forget();
  }
  memory_.set_directory(directory);
  ++transactions_;
  {
    std::lock_guard lock(mutex_);
    head_ = head;
  }
  for (std::size_t i = 0; i < group.size(); ++i) group[i].done(failed[i]);
}

}  // namespace nibbi::usecases
