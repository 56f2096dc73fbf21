#include "usecases/memory.hpp"

namespace nibbi::usecases {

FilePtr FileCache::find(RecordId id) {
  std::lock_guard lock(mutex_);
  auto it = lines_.find(id);
  if (it == lines_.end()) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, it->second.place);
  return it->second.file;
}

void FileCache::put(FilePtr file) {
  std::lock_guard lock(mutex_);
  const RecordId id = file->record.id;
  if (auto it = lines_.find(id); it != lines_.end()) {
    if (it->second.file->record.n <= file->record.n) it->second.file = std::move(file);
    by_use_.splice(by_use_.begin(), by_use_, it->second.place);
    return;
  }
  by_use_.push_front(id);
  lines_.emplace(id, Line{std::move(file), by_use_.begin()});
  if (lines_.size() > most_) {
    lines_.erase(by_use_.back());
    by_use_.pop_back();
  }
}

void FileCache::drop(RecordId id) {
  std::lock_guard lock(mutex_);
  auto it = lines_.find(id);
  if (it == lines_.end()) return;
  by_use_.erase(it->second.place);
  lines_.erase(it);
}

std::shared_ptr<const crypto::VerifyKey> KeyCache::of(const std::string& spki) {
  {
    std::lock_guard lock(mutex_);
    if (auto it = keys_.find(spki); it != keys_.end()) return it->second;
  }
  auto made = crypto::VerifyKey::from_spki(spki);
  if (!made) return nullptr;
  auto key = std::make_shared<const crypto::VerifyKey>(std::move(*made));
  std::lock_guard lock(mutex_);
  if (keys_.size() >= most_) keys_.clear();
  keys_.emplace(spki, key);
  return key;
}

}  // namespace nibbi::usecases
