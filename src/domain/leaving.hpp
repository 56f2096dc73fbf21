#pragma once
// With whom a child goes to live. A journey ends with a hand-over and two signatures; a stay that begins with a family, or ends there, is the same step
// without the journey: nobody unnamed, nobody who must not have the child, and not against the child's wish.
#include "domain/child_state.hpp"
#include "domain/entry.hpp"

namespace nibbi::domain {

/// Whether a child placed so lives with people, not in a unit or alone: they have a name.
bool is_with_family(const Code& placement_kind);

/// Refuses missing_field {carer_name}, not_to_be_given_to. What was copied from an old paper may not tell the name.
Result<void> may_live_with(const ChildState&, const Entry&, const PlacementBegun&);

/// Refuses missing_field {left_with}, not_to_be_given_to, child_refuses; and reason_needed where the child goes back to a family, no hand-over was signed
/// and nobody says why.
Result<void> may_leave_with(const ChildState&, const Entry&, const PlacementEnded&);

}  // namespace nibbi::domain
