#pragma once
// What a roll call said of a child (docs/decisions/0012, 0016).
#include <optional>

#include "domain/child_state.hpp"

namespace nibbi::domain {

/// The question that a roll call answers, child by child (contract/forms/roll_call.json).
inline constexpr std::string_view kPresence = "roll_call.presence";

struct Counted {
  EntryId id;
  Code presence;  ///< list presence
  Instant at;
};
/// What was said at the last roll call since this stay began; what another house said before tells nothing about this one.
std::optional<Counted> counted_during(const ChildState&, const Placement&);

/// The last word of the house where the child takes a place was that the child is not there, and nobody knows where.
std::optional<Counted> missing_at_roll_call(const ChildState&);

}  // namespace nibbi::domain
