#pragma once
// What was refused stays refused: a copy of a request that the network kept for minutes does not stand after its sender was told that it does
// not. Kept in memory, as long as a session can last: a copy needs the session that it was sent in, and a restart ends all of them.
#include <deque>
#include <map>
#include <mutex>
#include <optional>

#include "base/id.hpp"
#include "base/problem.hpp"
#include "base/time.hpp"
#include "crypto/digest.hpp"

namespace nibbi::usecases {

class Refusals {
 public:
  /// The same words under the same id, however they are numbered. Somebody who corrects what was refused, or asks again, writes it anew: other
  /// salts, other commitments.
  using Key = crypto::Digest;
  static Key key_of(EntryId, const crypto::Commitments&);

  /// `attended`: it was told to somebody at the screen. Sent again by a device whose person never heard that, it is judged anew, and kept.
  void put(const Key&, Problem, bool attended, Instant now);
  /// The transaction that refused it was undone: nobody was told.
  void drop(const Key&);
  std::optional<Problem> find(const Key&, bool attended, Instant now);

 private:
  struct Refused { Problem problem; bool attended; Instant at; };
  std::mutex mutex_;
  std::map<Key, Refused> refused_;
  std::deque<std::pair<Instant, Key>> in_order_;  ///< oldest first
};

}  // namespace nibbi::usecases
