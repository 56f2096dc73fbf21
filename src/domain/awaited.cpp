#include "domain/awaited.hpp"

#include <algorithm>
#include <array>

#include "domain/departure.hpp"
#include "domain/legal_title.hpp"
#include "domain/referral.hpp"
#include "domain/standing.hpp"

namespace nibbi::domain {
namespace {

constexpr std::array<AwaitRow, await_count> kRows{{
    {Await::unit_told, "unit_to_tell", "unit_told_after_intake"},
    {Await::health_seen, "health_to_check", "health_after_intake"},
    {Await::assessment, "situation_to_assess", "assessment_after_intake", true},
    {Await::need_24h, "need_to_meet", "referral_answer_emergency", true},
    {Await::need_72h, "need_to_meet", "referral_answer_urgent", true},
    {Await::need_14d, "need_to_meet", "referral_answer_normal", true},
    {Await::planned_service, "service_planned", ""},
    {Await::requisition_end, "act_ending", "police_requisition"},
    {Await::act_end, "act_ending", ""},
    {Await::hearing, "hearing_to_prepare", ""},
    {Await::title, "title_missing", "legal_title_missing", true},
    {Await::stay_limit, "stay_ending", "cpa_stay"},
    {Await::stay_end, "stay_ending", ""},
    {Await::risk_review, "risk_to_review", ""},
    {Await::consent_end, "consent_to_renew", ""},
    {Await::decision_review, "decision_to_review", ""},
    {Await::family_age, "family_to_assess", "family_assessment_validity"},
    {Await::health_age, "health_to_check", "health_check_validity"},
    {Await::papers_end, "papers_to_renew", ""},
    {Await::appointment, "appointment_to_keep", ""},
    {Await::call, "call_after_arrival", "call_after_arrival"},
    {Await::second_call, "call_after_arrival", "second_call_after_arrival"},
    {Await::visit, "visit_due", "follow_up_visit", true},
    {Await::monitoring_end, "monitoring_done", "post_return_monitoring"},
    {Await::danger_seen, "danger_to_answer", "referral_answer_emergency"},
}};
static_assert([] {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].what != static_cast<Await>(i)) return false;
  return true;
}(), "the rows stand in the order of the words");

bool is_one_of(const Code& code, std::initializer_list<std::string_view> words) { return std::ranges::contains(words, std::string_view(code.value)); }

/// How far apart the visits are that a plan names (list visit_rhythm).
std::optional<int> days_between(const Code& rhythm) {
  constexpr std::array<std::pair<std::string_view, int>, 4> kDays{{{"weekly", 7}, {"two_weeks", 14}, {"monthly", 30}, {"quarterly", 91}}};
  for (const auto& [word, days] : kDays)
    if (rhythm.value == word) return days;
  return std::nullopt;
}

/// One file, read since it was last opened, and what is found to be awaited.
struct Reading {
  const ChildState& s;
  std::int64_t since_n = 0;
  Instant since_at;
  std::vector<Awaited> found;

  explicit Reading(const ChildState& state) : s(state), since_at(state.opened_at) {
    if (const auto* reopened = s.last<FileReopened>()) {
      since_n = reopened->n;
      since_at = heard(reopened->n);
    }
  }

  Instant heard(std::int64_t n) const {
    const Said* said = s.entry(n);
    return said ? said->received_at : Instant{};
  }
  template <KeptBody T>
  bool counts(const Kept<T>& kept) const { return kept.amended_by == 0 && kept.n > since_n; }
  template <KeptBody T>
  const Kept<T>* last() const {
    const auto* last = s.last<T>();
    return last && last->n > since_n ? last : nullptr;
  }
  /// Whether an entry of this kind for which `is` holds came after n.
  template <KeptBody T, class Is>
  bool any_after(std::int64_t n, Is is) const {
    const auto& all = s.all<T>();
    return std::any_of(all.begin(), all.end(), [&](const auto& kept) { return kept.amended_by == 0 && kept.n > n && is(kept.body); });
  }

  void by_clock(Await what, EntryId about, Instant since) { found.push_back({what, about, since, {}}); }
  void by_day(Await what, EntryId about, std::optional<Date> on) { if (on) found.push_back({what, about, {}, on}); }
};

Instant midnight(Date day) { return Instant{day.day * std::int64_t{86'400'000}}; }

bool asked_of_a_unit(const Reading& r, std::int64_t after, std::initializer_list<std::string_view> services, std::initializer_list<ReferralState> in) {
  return std::ranges::any_of(r.s.referrals, [&](const Referral& one) { return one.n > after && is_one_of(one.sent.service, services) && std::ranges::contains(in, one.state); });
}

bool given_after(const Reading& r, std::int64_t n, std::initializer_list<std::string_view> services) {
  return r.any_after<ServiceGiven>(n, [&](const ServiceGiven& given) { return given.outcome.value != "no" && is_one_of(given.service, services); });
}

/// A bed is what shelter means, whoever gave it; a doctor who was seen answers an emergency too.
bool is_met(const Reading& r, std::int64_t n, std::string_view service) {
  if (service == "shelter" && std::ranges::any_of(r.s.placements, [&](const Placement& stay) { return stay.n > n && takes_a_place(stay.begun.placement_kind); })) return true;
  if (service == "medical" || service == "emergency_care") return given_after(r, n, {"medical", "emergency_care"}) || r.any_after<HealthChecked>(n, [](const auto&) { return true; });
  return given_after(r, n, {service});
}

bool duty_unit_was_called(const Reading& r) {
  const auto calls = r.s.answers.find("intake.calls");
  if (calls == r.s.answers.end()) return false;
  return std::ranges::any_of(calls->second.values, [](const GivenAnswer& given) {
    const auto* codes = std::get_if<Codes>(&given.value);
    return codes && std::ranges::contains(*codes, Code{"duty_unit"});
  });
}

/// The first days after a child was found. A file copied from an older list is not of today: its first days are over.
void first_days(Reading& r) {
  using enum ReferralState;
  if (r.s.stage == Stage::identified || r.s.stage == Stage::reopened) r.by_clock(Await::assessment, {}, r.since_at);
  if (r.since_n == 0 && (r.s.said.empty() || !r.s.said.front().copied_from.empty())) return;
  const bool given_on = !r.s.assignments.empty() && r.s.assignments.back().unit != r.s.opened_by_unit;
  const bool told = given_on || duty_unit_was_called(r) || std::ranges::any_of(r.s.referrals, [&](const Referral& one) { return one.n > r.since_n; });
  if (r.since_n == 0 && !told) r.by_clock(Await::unit_told, {}, r.since_at);
  const bool seen = r.last<HealthChecked>() || given_after(r, r.since_n, {"medical", "emergency_care"}) ||
                    asked_of_a_unit(r, r.since_n, {"medical", "emergency_care"}, {accepted, served, closed});
  if (!seen) r.by_clock(Await::health_seen, {}, r.since_at);
}

void needs(Reading& r) {
  using enum ReferralState;
  for (const auto& need : r.s.all<NeedRecorded>()) {
    if (!r.counts(need)) continue;
    const std::string_view service = need.body.need.value;
    const bool planned = r.any_after<ServicePlanned>(need.n, [&](const ServicePlanned& plan) { return plan.service.value == service; });
    if (planned || is_met(r, need.n, service) || asked_of_a_unit(r, need.n, {service}, {sent, received, opened, asked, accepted, served, closed})) continue;
    const std::string_view clock = clock_of_priority(need.body.urgency.value);
    for (const Await what : {Await::need_24h, Await::need_72h, Await::need_14d})
      if (row(what).clock == clock) r.by_clock(what, need.id, r.heard(need.n));
  }
  for (const auto& plan : r.s.all<ServicePlanned>())
    if (r.counts(plan) && !r.any_after<ServiceGiven>(plan.n, [&](const ServiceGiven& given) { return given.planned == plan.id && given.outcome.value != "no"; }))
      r.by_day(Await::planned_service, plan.id, plan.body.planned_on);
}

constexpr std::initializer_list<std::string_view> kForTheRoad{"return_authorisation", "travel_authorisation", "parental_authorisation"};

/// An act runs out; what takes its place is a later one of its kind, for custody any title. Custody has its end when the child was handed over, a
/// leave to travel when the child left.
void the_law(Reading& r) {
  for (const auto& act : r.s.all<LegalActRecorded>()) {
    if (!r.counts(act)) continue;
    const Code& kind = act.body.legal_act_kind;
    const bool replaced = r.any_after<LegalActRecorded>(act.n, [&](const LegalActRecorded& later) {
      return later.legal_act_kind == kind || later.legal_act_kind.value == "end_of_measure" || (gives_custody(kind) && gives_custody(later.legal_act_kind));
    });
    const auto ever = [](const auto&) { return true; };
    const bool used = (is_one_of(kind, kForTheRoad) && r.any_after<MovementDeparted>(act.n, ever)) || (gives_custody(kind) && r.any_after<HandoverReceived>(act.n, ever));
    if (!replaced && !used) {
      if (act.body.valid_until) r.by_day(Await::act_end, act.id, act.body.valid_until);
      else if (kind.value == "requisition") r.by_clock(Await::requisition_end, act.id, act.body.issued_on ? midnight(*act.body.issued_on) : r.heard(act.n));
    }
    if (act.body.next_date && !r.any_after<LegalActRecorded>(act.n, [](const auto&) { return true; })) r.by_day(Await::hearing, act.id, act.body.next_date);
  }
}

void the_roof(Reading& r) {
  const Placement* stay = r.s.placement();
  if (!stay || stay->n <= r.since_n) return;
  const bool titled = !stay->begun.legal_act.is_none() || r.any_after<LegalActRecorded>(stay->n, [](const LegalActRecorded& act) { return gives_custody(act.legal_act_kind); });
  const Instant since = stay->begun.begun_on ? midnight(*stay->begun.begun_on) : stay->since;
  if (!titled) r.by_clock(Await::title, stay->id, since);
  if (takes_a_place(stay->begun.placement_kind)) r.by_clock(Await::stay_limit, stay->id, since);
  r.by_day(Await::stay_end, stay->id, stay->begun.expected_end);
}

void reviews(Reading& r) {
  // Of several that were written beside each other, the first day.
  const Kept<RiskAssessed>* soonest = nullptr;
  for (const auto* risk : standing<RiskAssessed>(r.s, r.since_n, [](const auto&) { return true; }))
    if (risk->body.review_on && (!soonest || *risk->body.review_on < *soonest->body.review_on)) soonest = risk;
  if (soonest) r.by_day(Await::risk_review, soonest->id, soonest->body.review_on);
  if (const auto* decided = r.last<BestInterestsDetermined>())
    if (!r.any_after<BestInterestsAssessed>(decided->n, [](const auto&) { return true; })) r.by_day(Await::decision_review, decided->id, decided->body.review_on);
  if (const auto* consent = r.last<ConsentGiven>())
    if (!r.any_after<ConsentWithdrawn>(consent->n, [&](const ConsentWithdrawn& gone) { return gone.consent == consent->id; })) r.by_day(Await::consent_end, consent->id, consent->body.until);
}

/// While a way home is planned: what was looked at may grow too old before the day.
void before_leaving(Reading& r) {
  const auto* health = r.last<HealthChecked>();
  if (health && !given_after(r, health->n, {"medical", "emergency_care"})) r.by_day(Await::appointment, health->id, health->body.next_appointment);
  if (!plan_to_leave(r.s)) return;
  if (const auto* family = r.last<FamilyAssessed>()) r.by_clock(Await::family_age, family->id, family->body.assessed_on ? midnight(*family->body.assessed_on) : r.heard(family->n));
  if (health) r.by_clock(Await::health_age, health->id, health->body.checked_on ? midnight(*health->body.checked_on) : r.heard(health->n));
  if (const auto* papers = r.last<PapersRecorded>()) r.by_day(Await::papers_end, papers->id, papers->body.valid_until);
}

void after_arriving(Reading& r) {
  const auto* arrived = r.last<HandoverReceived>();
  const auto* plan = r.last<ReintegrationPlanned>();
  const auto* visit = r.last<VisitRecorded>();
  if (arrived) {
    const Instant then = r.heard(arrived->n);
    auto after = [&](const auto& list, auto is) { return std::ranges::count_if(list, [&](const auto& kept) { return kept.amended_by == 0 && kept.n > arrived->n && is(kept.body); }); };
    const auto heard_of = after(r.s.all<VisitRecorded>(), [](const auto&) { return true; }) + after(r.s.all<NoteAdded>(), [](const NoteAdded& note) { return note.note_kind.value == "call"; });
    const auto* sheet = r.s.find<HandoverSigned>(arrived->body.handover);
    if (heard_of == 0) r.found.push_back({Await::call, arrived->id, then, sheet ? sheet->body.next_call_on : std::nullopt});
    else if (heard_of == 1) r.by_clock(Await::second_call, arrived->id, then);
    r.by_clock(Await::monitoring_end, arrived->id, then);
  } else if (plan && !plan_to_leave(r.s)) {
    // An answer that lasts where the child is, is followed as long as a return.
    r.by_clock(Await::monitoring_end, plan->id, r.heard(plan->n));
  }
  const auto rhythm = plan ? days_between(plan->body.rhythm) : std::nullopt;
  auto next_after = [&](EntryId about, Instant then, std::optional<Date> named, std::optional<Date> day) {
    if (!named && rhythm && day) named = Date{day->day + *rhythm};
    r.found.push_back({Await::visit, about, then, named});
  };
  if (visit) next_after(visit->id, r.heard(visit->n), visit->body.next_visit_on, visit->body.visited_on);
  else if (plan) next_after(plan->id, r.heard(plan->n), plan->body.first_visit_on, std::nullopt);
  else if (arrived) next_after(arrived->id, r.heard(arrived->n), std::nullopt, std::nullopt);
}

/// One word of danger goes before all the others of a visit, and waits for an answer: another unit is asked, the child is elsewhere, the risks are
/// looked at anew, or the next visit finds no danger.
void danger(Reading& r) {
  using enum ReferralState;
  const auto is_danger = [](const VisitRecorded& v) {
    return std::ranges::any_of(std::array{&v.safety, &v.learning, &v.health, &v.daily_life, &v.family, &v.community}, [](const Code* rating) { return rating->value == "danger"; });
  };
  // What somebody wrote who knew of no danger is no answer to it, whenever it comes: a quiet visit of last week, a risk looked at the day before.
  for (const auto* visit : standing<VisitRecorded>(r.s, r.since_n, [](const auto&) { return true; })) {
    if (!is_danger(visit->body)) continue;
    const auto knew = [&](const auto& one) { return knew_of(r.s, one.n, visit->n); };
    const bool referred = std::ranges::any_of(r.s.referrals, [&](const Referral& one) {
      return knew(one) && std::ranges::contains(std::array{sent, received, opened, asked, accepted, served, closed}, one.state);
    });
    const bool assessed = std::ranges::any_of(r.s.all<RiskAssessed>(), [&](const auto& one) { return one.amended_by == 0 && knew(one); });
    if (!referred && !std::ranges::any_of(r.s.placements, knew) && !assessed) {
      r.by_clock(Await::danger_seen, visit->id, r.heard(visit->n));
      return;  // the one that was heard of first: one alarm, and its clock runs since then
    }
  }
}

}  // namespace

const AwaitRow& row(Await what) { return kRows[static_cast<std::size_t>(what)]; }

std::vector<Awaited> awaited_in(const ChildState& s) {
  if (s.status != FileState::open) return {};
  Reading r(s);
  first_days(r);
  needs(r);
  the_law(r);
  the_roof(r);
  reviews(r);
  before_leaving(r);
  after_arriving(r);
  danger(r);
  return std::move(r.found);
}

}  // namespace nibbi::domain
