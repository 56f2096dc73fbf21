#pragma once
// What is on somebody's desk: today's tasks, their unit's referrals. Each line shows no more than the policy opens on that file.
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
  std::string code;  ///< empty where the file is not open yet
  std::string name;  ///< empty unless identity is open to this person without a reason
};
struct Today {
  std::vector<TodayLine> lines;
  std::int64_t followed = 0;  ///< open files that are this person's own, or that they cover
};
Today today(House&, const Session&);

struct ReferralLine {
  readmodels::BriefPtr brief;
  domain::Ties::Sent referral;
  domain::ReferralSent facts;  ///< while it waits for an answer: what was said so that a unit can say yes or no
};
/// Referrals sent to this person's unit, or by it. Listing what came in is what tells the sender that it was received.
std::vector<ReferralLine> referral_box(House&, const Session&, bool incoming);

}  // namespace nibbi::usecases
