#pragma once
// A list that was taken in whole: which files came of it, what it was called and when. Whoever may see both files of a pair looks the pairs of one list
// through together (pairs.hpp). What it was called is sealed; which files came together, the log's own headers tell anyway.
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"

namespace nibbi::usecases {

struct Draft;
struct House;
class Vault;

struct Batch {
  DeviceId id;  ///< the pen with which it was written, which is its own
  std::string called;
  Instant at;
  UnitId unit;
  std::set<RecordId> files;
};
using Batches = std::vector<Batch>;  ///< newest first

/// Keeps that these files came of this list, in the transaction that writes them. `batch.files` is not looked at.
void keep_batch(Draft&, const Vault&, const Batch& batch, std::span<const RecordId> files);

/// Held in memory; filled from what was kept.
class BatchBoard {
 public:
  std::shared_ptr<const Batches> all() const {
    std::lock_guard lock(mutex_);
    return all_;
  }
  bool has(RecordId file) const {
    std::lock_guard lock(mutex_);
    return files_.contains(file);
  }
  void set(Batches all) {
    std::lock_guard lock(mutex_);
    files_.clear();
    for (const Batch& batch : all) files_.insert(batch.files.begin(), batch.files.end());
    all_ = std::make_shared<const Batches>(std::move(all));
  }
  void note_news() { news_ = true; }
  bool take_news() { return news_.exchange(false); }

 private:
  std::atomic<bool> news_ = true;
  mutable std::mutex mutex_;
  std::shared_ptr<const Batches> all_ = std::make_shared<const Batches>();
  std::set<RecordId> files_;
};

/// Reads anew what was kept, if a list was taken in since; for the clock's thread.
void follow_batches(House&);

}  // namespace nibbi::usecases
