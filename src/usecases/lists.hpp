#pragma once
// What is on somebody's desk: today's tasks, their files, their unit's referrals. Each line shows no more than the policy opens on that file.
#include <string>
#include <vector>

#include "domain/tasks.hpp"
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// The files that may concern this person, newest first: their own, their unit's, and for supervisors and coordinators those of the people and
/// places they answer for. Rights are judged on each by the caller.
std::vector<readmodels::BriefPtr> desk_of(House&, const Session&);

struct TodayLine {
  domain::Task task;
  std::string code;
  std::string name;  ///< empty unless identity is open to this person without a reason
};
std::vector<TodayLine> today(House&, const Session&);

enum class FindScope : std::uint8_t { mine, unit, team };
struct FoundChild {
  readmodels::BriefPtr brief;
  domain::RelationSet relations;
  std::string name;
};
/// Files that this person may find, by code or by a part of the name as it sounds folded; newest first, at most `limit`.
/// Seeing names in a list is a sight of identity and is logged as one line for each file.
/// What is found only with a reason is left out without one; a reason that is given is kept with each such file. Refuses reason_needed to who
/// always needs one.
Result<std::vector<FoundChild>> find_children(House&, const Session&, std::string_view query, FindScope, const std::string& reason, std::size_t limit);

struct ReferralLine {
  readmodels::BriefPtr brief;
  domain::Ties::Sent referral;
  domain::ReferralSent facts;  ///< while it waits for an answer: what was said so that a unit can say yes or no
};
/// Referrals sent to this person's unit, or by it. Listing what came in is what tells the sender that it was received.
std::vector<ReferralLine> referral_box(House&, const Session&, bool incoming);

}  // namespace nibbi::usecases
