#include "domain/sharing.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "domain/referral.hpp"
#include "domain/standing.hpp"

namespace nibbi::domain {
namespace {

struct Pair { std::string_view word, fits; };

// Which kinds of unit a kind of recipient means (lists consent_recipient_kind and unit_kind). What has no row needs the unit named.
constexpr auto kRecipients = std::to_array<Pair>({
    {"shelter", "shelter"}, {"shelter", "state_shelter"}, {"shelter", "foster_network"},
    {"social_service", "social_service"}, {"social_service", "open_setting_service"}, {"social_service", "protection_committee"}, {"social_service", "ngo"},
    {"social_service", "mobile_team"}, {"social_service", "coordination"},
    {"health", "health"}, {"justice", "court"}, {"justice", "civil_registry"}, {"police", "police"}, {"police", "border"}, {"legal_aid", "legal_aid"},
    {"school_training", "school"}, {"school_training", "vocational_centre"}, {"tracing_service", "tracing_service"},
});

// Which services a purpose covers (lists consent_purpose and service_type). `get_service` is every service but those that have a purpose of their own.
constexpr auto kPurposes = std::to_array<Pair>({
    {"protect_now", "emergency_care"}, {"protect_now", "medical"}, {"protect_now", "shelter"}, {"protect_now", "transport"},
    {"shelter", "shelter"}, {"trace_family", "tracing"}, {"trace_family", "family_mediation"},
    {"prepare_return", "best_interests"}, {"prepare_return", "documents"}, {"prepare_return", "transport"}, {"prepare_return", "family_mediation"}, {"prepare_return", "shelter"},
    {"prepare_return", "follow_up"}, {"reintegration", "follow_up"}, {"reintegration", "school_enrolment"}, {"reintegration", "vocational_training"},
    {"reintegration", "income_project"}, {"reintegration", "family_mediation"}, {"reintegration", "psychosocial"}, {"reintegration", "cash"}, {"reintegration", "kit"},
    {"legal_help", "legal"}, {"legal_help", "documents"},
    {"get_service", "psychosocial"}, {"get_service", "medical"}, {"get_service", "emergency_care"}, {"get_service", "interpretation"}, {"get_service", "school_enrolment"},
    {"get_service", "vocational_training"}, {"get_service", "cash"}, {"get_service", "kit"}, {"get_service", "transport"}, {"get_service", "family_mediation"},
    {"get_service", "mediation_master_or_employer"}, {"get_service", "documents"}, {"get_service", "income_project"}, {"get_service", "awareness_meeting"}, {"get_service", "follow_up"},
});

bool has(std::span<const Pair> table, std::string_view word, std::string_view fits) {
  return std::any_of(table.begin(), table.end(), [&](const Pair& row) { return row.word == word && row.fits == fits; });
}
bool receives(std::string_view recipient, std::string_view unit_kind) { return has(kRecipients, recipient, unit_kind); }
bool serves(std::string_view purpose, std::string_view service) { return has(kPurposes, purpose, service); }

/// The consent that this one was written as, before it was corrected.
const Kept<ConsentGiven>& first_written(const ChildState& s, const Kept<ConsentGiven>& consent) {
  const auto* first = &consent;
  for (;;) {
    // Back in time only: what an entry says it corrects may be any id, its own too.
    const Said* said = s.entry(first->n);
    const auto* corrected = said ? s.find<ConsentGiven>(said->amends) : nullptr;
    if (!corrected || corrected->n >= first->n) return *first;
    first = corrected;
  }
}

/// It was taken back as it had been written before, and whoever corrected it knew nothing of that.
bool taken_back_uncorrected(const ChildState& s, const Kept<ConsentGiven>& consent) {
  const EntryId first = first_written(s, consent).id;
  return std::ranges::any_of(s.all<ConsentWithdrawn>(), [&](const auto& withdrawal) {
    const auto* withdrawn = s.find<ConsentGiven>(withdrawal.body.consent);
    return withdrawn && first_written(s, *withdrawn).id == first && !knew_of(s, consent.n, withdrawal.n);
  });
}

}  // namespace

bool stands(const ChildState& s, const Kept<ConsentGiven>& consent, Date today) {
  if (consent.amended_by != 0 || (consent.body.until && *consent.body.until < today)) return false;
  auto ended_by = [&](const auto& list, auto entry_of) {
    return std::any_of(list.begin(), list.end(), [&](const auto& kept) { return entry_of(kept.body) == consent.id; });
  };
  if (ended_by(s.all<ConsentWithdrawn>(), [](const ConsentWithdrawn& w) { return w.consent; }) || taken_back_uncorrected(s, consent)) return false;
  if (ended_by(s.all<BasisLapsed>(), [](const BasisLapsed& l) { return l.basis; })) return false;
  return !ended_by(s.all<BasisReviewed>(), [](const BasisReviewed& r) { return r.upheld ? EntryId{} : r.basis; });
}

bool meet(DataClasses a, DataClasses b) {
  for (std::size_t i = 0; i < data_class_count; ++i)
    if (a.has(static_cast<DataClass>(i)) && b.has(static_cast<DataClass>(i))) return true;
  return false;
}

/// Urgency, best interests and duty have guards of their own where something is shared: a consent that rests on them is none. The basis of assent says
/// both, the child's yes and the guardian's: whichever of them was heard by who wrote it down, the guardian has a name. What two workers or an authority
/// decide is another basis. A yes is worth what was understood: where none of the seven points was explained, it opens nothing.
bool is_by_consent(const ConsentGiven& c) {
  if (c.explained.empty()) return false;
  if (c.basis.value == "consent") return true;
  const std::string_view by = c.given_by.value;
  return c.basis.value == "assent_with_guardian" && (by == "child" || by == "guardian" || by == "child_and_guardian") && !c.guardian_name.empty();
}

/// Somebody said no to this service or to one of these data, and who wrote the consent down knew of no such no: until a new consent.
bool refused_since(const ChildState& s, const Kept<ConsentGiven>& consent, DataClasses shared, std::string_view service) {
  const auto& refusals = s.all<ConsentRefused>();
  return std::any_of(refusals.begin(), refusals.end(), [&](const auto& no) {
    if (no.amended_by != 0 || knew_of(s, consent.n, no.n)) return false;
    const bool purpose = no.body.purposes.empty() || std::any_of(no.body.purposes.begin(), no.body.purposes.end(), [&](const Code& p) { return serves(p.value, service); });
    return purpose && (no.body.data_classes.empty() || meet(no.body.data_classes, shared));
  });
}

/// A consent for this unit and this service, whatever data it covers.
bool is_for(const ConsentGiven& c, const Unit& to, std::string_view service) {
  if (std::none_of(c.purposes.begin(), c.purposes.end(), [&](const Code& purpose) { return serves(purpose.value, service); })) return false;
  if (!c.recipient_unit.is_none()) return c.recipient_unit == to.id;
  return receives(c.recipient_kind.value, to.about.kind.value);
}

bool covers(const ConsentGiven& c, DataClasses shared, const Unit& to, std::string_view service) { return c.data_classes.covers(shared) && is_for(c, to, service); }

/// A consent for this unit and service was taken back, beside this one: neither of those who wrote it down knew of the other. The no counts, until
/// somebody who knows of it writes down a yes. Who took one of two back and knew of both left the other standing.
bool taken_back_beside(const ChildState& s, const Kept<ConsentGiven>& consent, const Unit& to, std::string_view service) {
  return std::ranges::any_of(s.all<ConsentWithdrawn>(), [&](const auto& withdrawal) {
    const auto* withdrawn = s.find<ConsentGiven>(withdrawal.body.consent);
    return withdrawn && is_for(withdrawn->body, to, service) && !knew_of(s, consent.n, withdrawal.n) && !knew_of(s, withdrawal.n, consent.n);
  });
}

const Kept<ConsentGiven>* covering_consent(const ChildState& s, DataClasses shared, const Unit& to, std::string_view service, Date today) {
  const auto& consents = s.all<ConsentGiven>();
  const auto found = std::ranges::find_if(consents, [&](const auto& consent) {
    return stands(s, consent, today) && is_by_consent(consent.body) && covers(consent.body, shared, to, service) && !refused_since(s, consent, shared, service) &&
           !taken_back_beside(s, consent, to, service);
  });
  return found == consents.end() ? nullptr : &*found;
}

Result<void> basis_holds(const ChildState& s, const ReferralSent& r, const Directory& d, Date today) {
  const std::string& basis = r.basis.value;
  if (basis.empty()) return refuse(ProblemCode::no_basis);
  if (basis == "vital_urgency") return {};  // at once; a second person reviews it within 24 hours (a task)
  if (basis == "best_interests" || basis == "legal_duty") {
    if (r.basis_reason.empty()) return refuse(ProblemCode::no_basis, {{"basis", basis}, {"missing", "basis_reason"}});
    return {};
  }
  const Unit* unit = d.unit(r.to_unit);
  if (unit && covering_consent(s, r.data_classes, *unit, r.service.value, today)) return {};
  const auto& consents = s.all<ConsentGiven>();
  const bool any = std::any_of(consents.begin(), consents.end(), [&](const auto& consent) { return stands(s, consent, today) && is_by_consent(consent.body); });
  return refuse(any ? ProblemCode::basis_too_narrow : ProblemCode::no_basis, {{"basis", basis}});
}

DataClasses open_to(const ChildState& s, UnitId unit, const Directory& d, Date today) {
  DataClasses open;
  for (const Referral& r : s.referrals) {
    if (r.sent.to_unit != unit || !is_accepted(r.state) || !basis_holds(s, r.sent, d, today)) continue;
    const auto& reviews = s.all<BasisReviewed>();
    const auto& lapsed = s.all<BasisLapsed>();
    const bool refused = std::any_of(reviews.begin(), reviews.end(), [&](const auto& review) { return review.body.basis == r.id && !review.body.upheld; });
    // Nobody looked within the time of the clock: what it opened is shut, until a second person upholds it.
    const bool upheld = std::any_of(reviews.begin(), reviews.end(), [&](const auto& review) { return review.body.basis == r.id && review.body.upheld; });
    const bool unseen = !upheld && std::any_of(lapsed.begin(), lapsed.end(), [&](const auto& l) { return l.body.basis == r.id; });
    if (!refused && !unseen) open.add_all(r.sent.data_classes);
  }
  return open;
}

}  // namespace nibbi::domain
