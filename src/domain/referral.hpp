#pragma once
// The referral's state machine, as a table: (state, what happens, whose act it is, next). What has no row is refused.
#include <optional>
#include <span>

#include "domain/child_state.hpp"

namespace nibbi::domain {

enum class Side : std::uint8_t { sender, receiver, either, system };

struct ReferralMove {
  ReferralState from;
  Kind happens;
  Side by;
  ReferralState to;
};

/// Every move there is. The documentation's diagram and the tests are made from it.
std::span<const ReferralMove> referral_moves();
/// The move for what happens in this state, or nullopt: no such step.
std::optional<ReferralMove> referral_move(ReferralState, Kind);

/// The entry of the referral that this body steps on; none for bodies that are not steps of a referral.
EntryId referral_of(const Body&);

/// Answered yes and not ended: what opens the shared part to the receiving unit.
constexpr bool is_accepted(ReferralState s) { return s == ReferralState::accepted || s == ReferralState::served; }
/// Sent and not answered; a referral whose time ran out is not answered either.
constexpr bool is_pending(ReferralState s) {
  return s == ReferralState::sent || s == ReferralState::received || s == ReferralState::opened || s == ReferralState::asked || s == ReferralState::expired;
}

/// The clock that runs for a priority (contract/clocks).
std::string_view clock_of_priority(std::string_view priority);

}  // namespace nibbi::domain
