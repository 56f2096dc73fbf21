#include "domain/departure.hpp"

#include <algorithm>

namespace nibbi::domain {
namespace {

bool contains(const std::vector<PersonId>& people, PersonId one) { return std::find(people.begin(), people.end(), one) != people.end(); }

/// What was said before a file was opened anew counts no longer: the child comes back into another life, and is asked and looked at again.
std::int64_t since(const ChildState& s) {
  const auto* reopened = s.last<FileReopened>();
  return reopened ? reopened->n : 0;
}
template <KeptBody T>
const Kept<T>* last_since(const ChildState& s) {
  const auto* last = s.last<T>();
  return last && last->n > since(s) ? last : nullptr;
}

/// The last thing that the child said about going, whoever heard it.
Result<void> wish_holds(const ChildState& s, const ReturnPlanned& plan) {
  const Kept<WishRecorded>* wish = nullptr;
  for (const auto& said : s.all<WishRecorded>())
    if (said.amended_by == 0 && said.n > since(s) && said.body.about.value == "return") wish = &said;
  if (!wish) return refuse(ProblemCode::wish_missing);
  if (wish->body.wish.value == "refuses") return refuse(ProblemCode::child_refuses);
  if (wish->body.wish.value != "wants") return refuse(ProblemCode::wish_missing);
  const Said* said = s.entry(wish->n);
  if (said && contains(accompanying(plan), said->author)) return refuse(ProblemCode::wish_recorder_accompanies);
  return {};
}

bool is_girl(const ChildState& s) {
  auto it = s.answers.find("intake.sex");
  if (it == s.answers.end()) return s.opened.sex.value == "girl";
  // Where two people wrote at the same time, one "girl" is enough to protect her; where nobody gave a sex, the opening's stands.
  bool given = false;
  for (const GivenAnswer& answer : it->second.values)
    if (const auto* code = std::get_if<std::string>(&answer.value)) {
      if (*code == "girl") return true;
      given = true;
    }
  return !given && s.opened.sex.value == "girl";
}

/// Whether a second person agreed to what stands under this id.
bool agreed(const ChildState& s, EntryId asked) {
  const auto& all = s.all<SecondAgreed>();
  return std::any_of(all.begin(), all.end(), [&](const auto& a) { return a.body.asked == asked; });
}

/// A decision that the child stays is no decision to leave.
bool allows(const BestInterestsDetermined& decided, const ReturnPlanned& plan) {
  return plan.answer.empty() ? decided.lasting_answer.value != "stay" : decided.lasting_answer == plan.answer;
}

}  // namespace

std::vector<PersonId> accompanying(const ReturnPlanned& plan) {
  std::vector<PersonId> all = plan.accompanying;
  if (!plan.accompanying_person.is_none()) all.push_back(plan.accompanying_person);
  return all;
}

std::vector<Condition> departure_conditions(const Rules& rules, const ChildState& s, const ReturnPlanned& plan, Date today) {
  const auto* assessed = last_since<BestInterestsAssessed>(s);
  const auto* determined = last_since<BestInterestsDetermined>(s);
  const auto* family = last_since<FamilyAssessed>(s);
  const auto* health = last_since<HealthChecked>(s);
  const auto* papers = last_since<PapersRecorded>(s);
  const auto& acts = s.all<LegalActRecorded>();
  const bool authorised = std::any_of(acts.begin(), acts.end(), [&](const auto& act) {
    return act.amended_by == 0 && act.n > since(s) && (act.body.legal_act_kind.value == "return_authorisation" || act.body.legal_act_kind.value == "travel_authorisation") &&
           (!act.body.valid_until || *act.body.valid_until >= today);
  });
  /// Where the programme has set how long such a finding holds; a day that nobody gave is not held against it.
  auto holds = [&](std::string_view clock, const std::optional<Date>& on) {
    const auto keeps = rules.clock(clock);
    return !keeps || !on || today.day - on->day <= keeps->count / days(1).count;
  };
  const bool ready = family && (family->body.answer.value == "ready" || family->body.answer.value == "ready_with_help");
  const bool recent = ready && holds("family_assessment_validity", family->body.assessed_on);

  std::vector<Condition> all{
      {"best_interests", ProblemCode::best_interests_missing, assessed != nullptr},
      {"determination", ProblemCode::determination_missing, (determined && agreed(s, determined->id) && allows(determined->body, plan)) || (assessed && assessed->body.unaccompanied.value == "no")},
      {"family_assessment", ready && !recent ? ProblemCode::family_assessment_old : ProblemCode::family_assessment_missing, recent},
      {"authorisation", ProblemCode::authorisation_missing, authorised},
      {"health_check", ProblemCode::health_check_missing, health && health->body.fit_to_travel.value.starts_with("fit") && holds("health_check_validity", health->body.checked_on)},
      {"papers", ProblemCode::papers_missing, papers && papers->body.complete.value == "yes" && (!papers->body.valid_until || *papers->body.valid_until >= today)},
      {"receiver", ProblemCode::receiver_missing, !plan.receiver_name.empty() && plan.receiver_verified.value == "yes"},
      {"accompanying_adult", ProblemCode::accompanying_adult_missing, !accompanying(plan).empty() || !plan.accompanying_name.empty()},
      {"woman_accompanies", ProblemCode::woman_accompanying_missing, !is_girl(s) || plan.accompanied_by_woman.value == "yes" || plan.girl_asked_otherwise.value == "yes"},
  };
  for (Condition& condition : all)
    for (const auto& waiver : s.all<ReturnWaived>())
      if (waiver.amended_by == 0 && waiver.n > since(s) && waiver.body.condition.value == condition.name && agreed(s, waiver.id)) condition.waived = true;
  return all;
}

Condition wish_condition(const ChildState& s, const ReturnPlanned& plan) {
  const auto wish = wish_holds(s, plan);
  return {"wish", wish ? ProblemCode::wish_missing : wish.error().code, wish.has_value()};
}

const Kept<ReturnPlanned>* plan_to_leave(const ChildState& s) {
  const auto* plan = last_since<ReturnPlanned>(s);
  if (!plan) return nullptr;
  auto of_it = [&](const auto& list) { return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.body.plan == plan->id; }); };
  return of_it(s.all<ReturnWithdrawn>()) || of_it(s.all<MovementDeparted>()) ? nullptr : plan;
}

Result<void> may_depart(const Rules& rules, const ChildState& s, EntryId plan_id, Date today) {
  const auto* plan = s.find<ReturnPlanned>(plan_id);
  if (!plan || plan->amended_by != 0 || plan->n < since(s)) return refuse(ProblemCode::no_such_step);  // a corrected plan, or one of an earlier life, is not what will happen
  if (auto wish = wish_holds(s, plan->body); !wish) return wish;
  for (const Condition& c : departure_conditions(rules, s, plan->body, today))
    if (!c.met && !c.waived) return refuse(c.missing, {{"condition", std::string(c.name)}});
  return {};
}

}  // namespace nibbi::domain
