#pragma once
// The fold: pure and total. One record, accepted entries in the order of n; no context, clock, chance or failure.
#include "domain/child_state.hpp"
#include "domain/rules.hpp"

namespace nibbi::domain {

/// Raised whenever the same log would fold to another state; states kept under another version are folded again.
inline constexpr std::int64_t kFoldVersion = 9;

/// The state after `entry`, which stands after everything that `state` has folded.
/// An entry that finds nothing to act on (a step of a referral that isn't there) changes nothing but the history.
void evolve(const Rules&, ChildState& state, const Entry& entry);

/// The state after an entry that the server keeps in quarantine for this reason. It counts for nothing; what only a supervisor can settle is noted.
void keep_apart(ChildState& state, const Header&, std::int64_t n, ProblemCode why);

}  // namespace nibbi::domain
