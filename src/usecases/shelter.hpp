#pragma once
// A unit's house as it is now: who lives there, who is awaited, and who was there at the last roll call.
#include <optional>
#include <string>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::usecases {

/// A child who lives at the unit now, or with a family that it follows.
struct Resident {
  readmodels::BriefPtr brief;
  std::string name;                   ///< empty unless identity is open to this person without a reason
  bool takes_a_place = true;          ///< not with a family that the unit follows
  Date since;
  std::optional<Date> expected_end;
  domain::Code presence;              ///< list presence, as last said at a roll call of this stay; empty: not counted yet
  Instant counted_at;
};
/// A child whom the unit said yes to for shelter, and who does not live there yet.
struct Awaited {
  readmodels::BriefPtr brief;
  std::string name;
  EntryId referral;
  Instant sent_at;
};
struct Shelter {
  std::optional<std::int64_t> places; ///< none: not a unit with places
  std::int64_t taken = 0;             ///< as the directory of units tells everybody
  std::vector<Resident> residents;    ///< longest there first
  std::vector<Awaited> awaited;
};

/// The house of the unit that this person acts for. Only lines on which they may see where the child lives; each such sight is logged.
Shelter shelter(House&, const Session&);

}  // namespace nibbi::usecases
