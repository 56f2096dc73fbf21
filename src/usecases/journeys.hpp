#pragma once
// Journeys of one or many children, as the people on both shores, and those who travel along, need them.
#include <string>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::usecases {

struct JourneyChild {
  readmodels::BriefPtr brief;
  std::string name;  ///< empty unless identity is open to this person without a reason
};
struct Journey {
  RecordId record;
  std::string code;
  domain::Code country, to_country;
  std::optional<Date> day;             ///< only to who sees, without a reason, where a child of it is
  std::vector<JourneyChild> children;  ///< those of whom this person sees the outline
};

/// The journeys that open files on this person's desk name, the next one first. Of each child only what the page lets them see; each such sight is logged.
std::vector<Journey> journeys(House&, const Session&);

}  // namespace nibbi::usecases
