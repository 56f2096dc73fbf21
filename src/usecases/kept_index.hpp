#pragma once
// The index that somebody searched with last, kept while they type: made of what they may see, and used again only while that is, word for word,
// what they may see still (decision 0017).
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "base/time.hpp"
#include "crypto/digest.hpp"
#include "names/index.hpp"

namespace nibbi::usecases {

class KeptIndexes {
 public:
  using IndexPtr = std::shared_ptr<const names::Index>;

  /// `of` is a digest of all that the index would hold. nullptr: it has to be made.
  IndexPtr find(const std::string& whose, const crypto::Digest& of, Instant now);
  void keep(const std::string& whose, const crypto::Digest& of, IndexPtr, Instant now);
  /// What nobody searched with for ten minutes goes.
  void forget_unused(Instant now);
  /// All of them: something was erased.
  void forget();
  std::size_t size() const;

 private:
  struct Line { std::string whose; crypto::Digest of; IndexPtr index; Instant used; };
  mutable std::mutex mutex_;
  std::list<Line> lines_;  ///< the last used first
};

}  // namespace nibbi::usecases
