#pragma once
// The one place where an entry is judged: once, on the server, when it arrives (and as advice, on a device). Its verdict is stored and never
// made again.
#include "domain/child_state.hpp"
#include "domain/directory.hpp"
#include "domain/relations.hpp"
#include "domain/rules.hpp"

namespace nibbi::domain {

/// What a judgement may look at beside the file itself.
struct Context {
  const Rules& rules;
  const Directory& directory;
  Instant now;
  Date today;                    ///< at the actor's unit
  Factor factor = Factor::stale; ///< of the session; what was written off line counts as stale
  std::int64_t places_taken = 0; ///< children who take one of its places now at the unit that a placement names
};

enum class Effect : std::uint8_t {
  now,      ///< accepted, and it counts
  pending,  ///< accepted; it counts when a second person agrees
};

/// Whether this entry may stand on a child's file as it is now. Refuses with the Problem that a person can act on; `state` is as it stood
/// before, and `entry.n` is where it would stand. Rights first, then whether the rules of the house let it happen.
Result<Effect> decide(const ChildState& state, const Entry& entry, const Context&);

/// The right alone: what this actor may do with an entry of this kind. For screens ("actions allowed now") and for `late`.
Access access_to(const Ties&, Kind, const Actor&, const Context&);

}  // namespace nibbi::domain
