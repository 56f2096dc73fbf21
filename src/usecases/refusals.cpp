#include "usecases/refusals.hpp"

#include "usecases/sessions.hpp"

namespace nibbi::usecases {
namespace {
/// Some 20 MB. Beyond it the oldest are forgotten first.
constexpr std::size_t kMost = 100'000;
}  // namespace

Refusals::Key Refusals::key_of(EntryId id, const crypto::Commitments& commitments) { return crypto::sha256(crypto::signed_text(id.text(), commitments)); }

void Refusals::put(const Key& key, Problem problem, bool attended, Instant now) {
  std::lock_guard lock(mutex_);
  while (!in_order_.empty() && (in_order_.size() >= kMost || in_order_.front().first + kSessionLasts < now)) {
    const auto& [at, oldest] = in_order_.front();
    if (auto it = refused_.find(oldest); it != refused_.end() && it->second.at == at) refused_.erase(it);
    in_order_.pop_front();
  }
  refused_.insert_or_assign(key, Refused{std::move(problem), attended, now});
  in_order_.emplace_back(now, key);
}

void Refusals::drop(const Key& key) {
  std::lock_guard lock(mutex_);
  refused_.erase(key);
}

std::optional<Problem> Refusals::find(const Key& key, bool attended, Instant now) {
  std::lock_guard lock(mutex_);
  const auto it = refused_.find(key);
  if (it == refused_.end() || (it->second.attended && !attended) || it->second.at + kSessionLasts < now) return std::nullopt;
  return it->second.problem;
}

}  // namespace nibbi::usecases
