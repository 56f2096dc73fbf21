#pragma once
// Nothing about a child leaves a unit's hands without a basis that covers exactly those data classes.
#include "domain/child_state.hpp"
#include "domain/directory.hpp"
#include "domain/rules.hpp"

namespace nibbi::domain {

/// Whether this consent (or other basis) stands today: not corrected, not withdrawn, not lapsed, not refused on review.
bool stands(const ChildState&, const Kept<ConsentGiven>&, Date today);

/// Whether it covers these data classes for this unit and this service: the kind of recipient and a purpose must fit, both as the child was told.
bool covers(const ConsentGiven&, DataClasses, const Unit& to, std::string_view service);

/// A consent that stands and covers these data classes for this unit and service, where nobody said no since; or nullptr.
const Kept<ConsentGiven>* covering_consent(const ChildState&, DataClasses, const Unit& to, std::string_view service, Date today);

/// Holds a referral to its basis. Refuses no_basis, basis_too_narrow.
Result<void> basis_holds(const ChildState&, const ReferralSent&, const Directory&, Date today);

/// What is open now to a unit that accepted: the data classes of its referrals whose basis still stands. A withdrawn consent, or an urgency that
/// a second person did not uphold, closes what it had opened.
DataClasses open_to(const ChildState&, UnitId, const Directory&, Date today);

}  // namespace nibbi::domain
