#pragma once
// What must be in the file before a child leaves. The child's own wish can't be waived; everything else can, by the coordinator, with a
// reason and a second person.
#include <vector>

#include "domain/child_state.hpp"
#include "domain/rules.hpp"

namespace nibbi::domain {

/// The staff who travel with the child.
std::vector<PersonId> accompanying(const ReturnPlanned&);

struct Condition {
  std::string_view name;   ///< list `waiver_condition`
  ProblemCode missing;     ///< what is said when it isn't met
  bool met = false;
  bool waived = false;
};

/// Every condition of departure and whether the file meets it today; screens show this list, the guard refuses at the first unmet one.
std::vector<Condition> departure_conditions(const Rules&, const ChildState&, const Kept<ReturnPlanned>&, Date today);

/// Whether the child's last word about going, whoever heard it, is no; of words whose hearers did not know of each other, one no is enough.
bool refuses_to_go(const ChildState&);
/// The child's own wish as a line of that list: no list of conditions names it, since nobody can waive it.
Condition wish_condition(const ChildState&, const ReturnPlanned&);

/// The last plan that may still lead to a departure: not corrected, not stopped, nobody left under it, and not one to stay; nullptr where there is none.
const Kept<ReturnPlanned>* plan_to_leave(const ChildState&);

/// Refuses child_refuses, wish_missing, wish_recorder_accompanies, or the first condition that is neither met nor waived.
Result<void> may_depart(const Rules&, const ChildState&, EntryId plan, Date today);

}  // namespace nibbi::domain
