#include "domain/departure.hpp"

#include <algorithm>

#include "domain/names.hpp"
#include "domain/standing.hpp"

namespace nibbi::domain {
namespace {

/// An answer that lasts where the child is: nobody travels by it.
bool stays(const ReturnPlanned& plan) { return plan.answer.value == "stay"; }

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

/// What stands of a kind since the file was last opened.
template <KeptBody T>
std::vector<const Kept<T>*> standing_since(const ChildState& s) {
  return standing<T>(s, since(s), [](const auto&) { return true; });
}

bool is_about_going(const Kept<WishRecorded>& said) { return said.body.about.value == "return"; }

/// The last thing that the child said about going, whoever heard it. Of a yes and a no whose hearers did not know of each other, the no counts.
Result<void> wish_holds(const ChildState& s, const ReturnPlanned& plan) {
  const auto wishes = standing<WishRecorded>(s, since(s), is_about_going);
  if (refuses_to_go(s)) return refuse(ProblemCode::child_refuses);
  if (wishes.empty() || !std::ranges::all_of(wishes, [](const auto* said) { return said->body.wish.value == "wants"; })) return refuse(ProblemCode::wish_missing);
  const auto travels = accompanying(plan);
  const bool heard_by_another = std::ranges::any_of(wishes, [&](const auto* wish) {
    const Said* said = s.entry(wish->n);
    return !said || !contains(travels, said->author);
  });
  return heard_by_another ? Result<void>{} : refuse(ProblemCode::wish_recorder_accompanies);
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

bool is_ready(const FamilyAssessed& f) { return f.answer.value == "ready" || f.answer.value == "ready_with_help"; }

/// Whether this family or unit is the one that the plan names. Where who assessed it named nobody, it is whoever was to receive the child then.
bool is_of_receiver(const ChildState& s, const Kept<FamilyAssessed>& assessed, const ReturnPlanned& plan) {
  const auto receiver = words_of_name(plan.receiver_name);
  if (!assessed.body.receiver_name.empty()) return words_of_name(assessed.body.receiver_name) == receiver;
  const auto& plans = s.all<ReturnPlanned>();
  return std::none_of(plans.begin(), plans.end(), [&](const auto& other) { return other.n > assessed.n && !other.body.receiver_name.empty() && words_of_name(other.body.receiver_name) != receiver; });
}

/// An authority's leave to go: which authority, under which number, and not run out.
bool authorises(const LegalActRecorded& act, Date today) {
  const std::string_view kind = act.legal_act_kind.value;
  return (kind == "return_authorisation" || kind == "travel_authorisation") && !act.authority.empty() && !act.reference.empty() && (!act.valid_until || *act.valid_until >= today);
}

/// A waiver is for one plan, and for its corrections as long as the child goes to the same people.
bool is_for(const ChildState& s, EntryId waived, const Kept<ReturnPlanned>& plan) {
  const auto* earlier = &plan;
  while (earlier && earlier->id != waived) {
    // Back in time only: what an entry says it corrects may be any id, its own too.
    const Said* said = s.entry(earlier->n);
    const auto* corrected = said ? s.find<ReturnPlanned>(said->amends) : nullptr;
    earlier = corrected && corrected->n < earlier->n ? corrected : nullptr;
  }
  if (!earlier) return false;
  const ReturnPlanned &then = earlier->body, &now = plan.body;
  return then.answer == now.answer && then.destination_country == now.destination_country && then.receiving_unit == now.receiving_unit &&
         words_of_name(then.receiver_name) == words_of_name(now.receiver_name);
}

/// Whether it comes to an end, and to this one.
bool recommends(const BestInterestsAssessed& assessed, const ReturnPlanned& plan) {
  const Code& end = assessed.recommendation;
  return !end.empty() && (plan.answer.empty() ? end.value != "stay" : end == plan.answer);
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

bool refuses_to_go(const ChildState& s) {
  return std::ranges::any_of(standing<WishRecorded>(s, since(s), is_about_going), [](const auto* said) { return said->body.wish.value == "refuses"; });
}

std::vector<Condition> departure_conditions(const Rules& rules, const ChildState& s, const Kept<ReturnPlanned>& planned, Date today) {
  const ReturnPlanned& plan = planned.body;
  const auto assessments = standing_since<BestInterestsAssessed>(s);
  const auto determinations = standing_since<BestInterestsDetermined>(s);
  const auto families = standing<FamilyAssessed>(s, since(s), [&](const auto& one) { return is_of_receiver(s, one, plan); });
  const auto checks = standing_since<HealthChecked>(s);
  const auto* papers = last_since<PapersRecorded>(s);
  const auto& acts = s.all<LegalActRecorded>();
  const bool authorised = std::any_of(acts.begin(), acts.end(), [&](const auto& act) { return act.amended_by == 0 && act.n > since(s) && authorises(act.body, today); });
  /// Where the programme has set how long such a finding holds; a day that nobody gave is not held against it.
  auto holds = [&](std::string_view clock, const std::optional<Date>& on) {
    const auto keeps = rules.clock(clock);
    return !keeps || !on || today.day - on->day <= keeps->count / days(1).count;
  };
  // Of several that were written beside each other, all have to say yes.
  const bool ready = !families.empty() && std::ranges::all_of(families, [](const auto* one) { return is_ready(one->body); });
  const bool recent = ready && holds("family_assessment_validity", families.back()->body.assessed_on);
  const bool accompanied = !assessments.empty() && std::ranges::all_of(assessments, [](const auto* one) { return one->body.unaccompanied.value == "no"; });
  const bool fit = !checks.empty() && std::ranges::all_of(checks, [](const auto* one) { return one->body.fit_to_travel.value.starts_with("fit"); });

  const bool decided = !determinations.empty() && std::ranges::all_of(determinations, [&](const auto* one) { return agreed(s, one->id) && allows(one->body, plan); });
  // An assessment that comes to no end is not closed. What a panel decided afterwards stands above what it recommends.
  const bool assessed = !assessments.empty() && (decided || std::ranges::all_of(assessments, [&](const auto* one) { return recommends(one->body, plan); }));

  std::vector<Condition> all{
      {"best_interests", ProblemCode::best_interests_missing, assessed},
      {"determination", ProblemCode::determination_missing, decided || accompanied},
      {"family_assessment", ready && !recent ? ProblemCode::family_assessment_old : ProblemCode::family_assessment_missing, recent},
      {"authorisation", ProblemCode::authorisation_missing, authorised},
      {"health_check", ProblemCode::health_check_missing, fit && holds("health_check_validity", checks.back()->body.checked_on)},
      {"papers", ProblemCode::papers_missing, papers && papers->body.complete.value == "yes" && (!papers->body.valid_until || *papers->body.valid_until >= today)},
      {"receiver", ProblemCode::receiver_missing, !plan.receiver_name.empty() && plan.receiver_verified.value == "yes"},
      {"accompanying_adult", ProblemCode::accompanying_adult_missing, !accompanying(plan).empty() || !plan.accompanying_name.empty()},
      {"woman_accompanies", ProblemCode::woman_accompanying_missing, !is_girl(s) || plan.accompanied_by_woman.value == "yes" || plan.girl_asked_otherwise.value == "yes"},
  };
  for (Condition& condition : all)
    for (const auto& waiver : s.all<ReturnWaived>())
      if (waiver.amended_by == 0 && waiver.n > since(s) && waiver.body.condition.value == condition.name && agreed(s, waiver.id) && is_for(s, waiver.body.plan, planned)) condition.waived = true;
  return all;
}

Condition wish_condition(const ChildState& s, const ReturnPlanned& plan) {
  const auto wish = wish_holds(s, plan);
  return {"wish", wish ? ProblemCode::wish_missing : wish.error().code, wish.has_value()};
}

const Kept<ReturnPlanned>* plan_to_leave(const ChildState& s) {
  const auto* plan = last_since<ReturnPlanned>(s);
  if (!plan || stays(plan->body)) return nullptr;
  auto of_it = [&](const auto& list) { return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.body.plan == plan->id; }); };
  return of_it(s.all<ReturnWithdrawn>()) || of_it(s.all<MovementDeparted>()) ? nullptr : plan;
}

Result<void> may_depart(const Rules& rules, const ChildState& s, EntryId plan_id, Date today) {
  const auto* plan = s.find<ReturnPlanned>(plan_id);
  if (!plan || plan->amended_by != 0 || plan->n < since(s) || stays(plan->body)) return refuse(ProblemCode::no_such_step);  // a corrected plan, or one of an earlier life, is not what will happen
  if (auto wish = wish_holds(s, plan->body); !wish) return wish;
  for (const Condition& c : departure_conditions(rules, s, *plan, today))
    if (!c.met && !c.waived) return refuse(c.missing, {{"condition", std::string(c.name)}});
  return {};
}

}  // namespace nibbi::domain
