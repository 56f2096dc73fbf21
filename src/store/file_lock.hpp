#pragma once
// An exclusive lock on a file beside the database, so that only one process writes to it.
#include <string>
#include <utility>

namespace nibbi::store {

/// Held while this lives, also across a crash of the holder: the system lets go for it. An empty one locks nothing.
/// Not the database file itself: closing another descriptor of that one would drop the locks of SQLite.
class FileLock {
 public:
  FileLock() = default;
  /// Throws StoreFailed if another process, or another store of this process, has it.
  explicit FileLock(const std::string& path);
  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileLock();

 private:
  int descriptor_ = -1;
};

/// Makes what was created, renamed or deleted beside `path` durable.
void sync_directory_of(const std::string& path);
/// Makes the content of a file durable.
void sync_file(const std::string& path);

}  // namespace nibbi::store
