#pragma once
// What the server holds in memory and follows the log: briefs of all files, the files last worked with, who works where.
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "crypto/signature.hpp"
#include "domain/directory.hpp"
#include "readmodels/caseload.hpp"
#include "usecases/kept_index.hpp"
#include "usecases/vault.hpp"

namespace nibbi::usecases {

/// The files last used, the longest unused going first.
class FileCache {
 public:
  explicit FileCache(std::size_t most) : most_(most) {}
  FilePtr find(RecordId);
  /// Keeps the newer of two versions of a file.
  void put(FilePtr);
  void drop(RecordId);

 private:
  using Order = std::list<RecordId>;
  struct Line { FilePtr file; Order::iterator place; };
  std::mutex mutex_;
  std::size_t most_;
  Order by_use_;
  std::unordered_map<RecordId, Line> lines_;
};

/// Public keys as OpenSSL wants them, which takes as long to make as to check a signature with. What a key is depends on its bytes alone, so
/// that nothing here grows old; who may use it is asked of the store each time.
class KeyCache {
 public:
  explicit KeyCache(std::size_t most) : most_(most) {}
  /// nullptr for what is no key.
  std::shared_ptr<const crypto::VerifyKey> of(const std::string& spki);

 private:
  std::mutex mutex_;
  std::size_t most_;
  std::unordered_map<std::string, std::shared_ptr<const crypto::VerifyKey>> keys_;
};

struct Memory {
  FileCache files{1000};
  KeyCache keys{1000};
  readmodels::Caseload caseload;
  KeptIndexes indexes;

  std::shared_ptr<const domain::Directory> directory() const {
    std::lock_guard lock(mutex_);
    return directory_;
  }
  void set_directory(std::shared_ptr<const domain::Directory> d) {
    std::lock_guard lock(mutex_);
    directory_ = std::move(d);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const domain::Directory> directory_ = std::make_shared<const domain::Directory>();
};

}  // namespace nibbi::usecases
