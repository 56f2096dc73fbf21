#include "usecases/kept_index.hpp"

#include <algorithm>

namespace nibbi::usecases {
namespace {

/// An index of 50,000 files takes about four megabytes.
constexpr std::size_t kMost = 8;
constexpr Milliseconds kUnused = minutes(10);

}  // namespace

KeptIndexes::IndexPtr KeptIndexes::find(const std::string& whose, const crypto::Digest& of, Instant now) {
  std::lock_guard lock(mutex_);
  const auto line = std::ranges::find_if(lines_, [&](const Line& one) { return one.whose == whose; });
  if (line == lines_.end()) return nullptr;
  if (line->of != of) {
    lines_.erase(line);
    return nullptr;
  }
  line->used = now;
  lines_.splice(lines_.begin(), lines_, line);
  return line->index;
}

void KeptIndexes::keep(const std::string& whose, const crypto::Digest& of, IndexPtr index, Instant now) {
  std::lock_guard lock(mutex_);
  std::erase_if(lines_, [&](const Line& one) { return one.whose == whose; });
  lines_.push_front({whose, of, std::move(index), now});
  if (lines_.size() > kMost) lines_.pop_back();
}

void KeptIndexes::forget_unused(Instant now) {
  std::lock_guard lock(mutex_);
  std::erase_if(lines_, [&](const Line& one) { return now > one.used + kUnused; });
}

void KeptIndexes::forget() {
  std::lock_guard lock(mutex_);
  lines_.clear();
}

std::size_t KeptIndexes::size() const {
  std::lock_guard lock(mutex_);
  return lines_.size();
}

}  // namespace nibbi::usecases
