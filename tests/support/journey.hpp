#pragma once
// The usual things that are said in a file, so that a test names only what it is about.
#include <set>
#include <string>

#include "tests/support/house.hpp"

namespace nibbi::tests {

domain::ChildOpened a_child(std::string_view sex = "girl");
/// Consent of child and guardian that these classes go to this unit.
domain::ConsentGiven consent_to(const House&, const std::string& unit, domain::DataClasses);
domain::ReferralSent referral_to(const House&, const std::string& unit, std::string_view service, domain::DataClasses = {}, std::string_view basis = "vital_urgency");
domain::PlacementBegun living_at(const House&, const std::string& unit);
/// With the reason that another organisation's people are chosen for.
inline How with_reason() { return {.seen = {}, .reason = "Il est tard, et c’est là qu’on veille sur elle.", .amends = {}, .factor = domain::Factor::fresh}; }
domain::WishRecorded wish(const House&, std::string_view wants, std::string_view about = "return");
domain::ReturnPlanned plan_to(const House&, const std::string& receiving_unit, const std::string& accompanying);

/// Binta's file of a girl, just opened, and what is said in it. Throws OurFault where was_said() is not what came of it.
struct OpenFile {
  House house;
  Log k{house};
  OpenFile();
  std::string says(const char* who, domain::Body, How = {});
  void was_said(const char* who, domain::Body, How = {});
};

/// Binta's file of a girl, with all that a departure needs but what `missing` names: `wish`, a condition of list waiver_condition, or `accord`
/// (the second person of the determination). Awa travels with the child, to Casa. Returns the plan.
EntryId ready_to_go_home(Log&, const std::set<std::string>& missing = {});

}  // namespace nibbi::tests
