// What people do in stories.
#include "domain/case_code.hpp"
#include "tests/scenarios/story.hpp"
#include "tests/support/journey.hpp"

namespace nibbi::tests {

using namespace domain;

namespace {

Answer answer_of(const Question& q, const std::string& value) {
  if (q.type == QuestionType::codes) {
    Codes all;
    for (const std::string& item : items_of(value)) all.push_back({item});
    return all;
  }
  if (q.type == QuestionType::integer) return static_cast<std::int64_t>(std::stoll(value));
  return value;
}

Body answers(const std::string& word, const std::string& value) {
  const std::string id = question_named(word);
  const Question* q = rules().question(id);
  expect(q != nullptr, "there is no question " + id);
  return FormSaved{{id.substr(0, id.find('.'))}, 1, {{id, answer_of(*q, value)}}};
}

DataClasses classes_of(const std::string& list) {
  DataClasses all;
  if (list == "nothing") return all;
  for (const std::string& item : items_of(list)) {
    const auto one = data_class_of(item);
    expect(one.has_value(), "there is no data class " + item);
    all.add(*one);
  }
  return all;
}

template <class T>
EntryId last(const Log& log, const char* what) {
  const auto* kept = log.state().last<T>();
  expect(kept != nullptr, std::string("there is no ") + what + " in that file");
  return kept->id;
}
EntryId last_referral(const Log& log) {
  expect(!log.state().referrals.empty(), "nobody referred that child");
  return log.state().referrals.back().id;
}
/// What waits for a second person: the last request, determination or waiver.
EntryId last_asked(const Log& log) {
  for (auto it = log.entries().rbegin(); it != log.entries().rend(); ++it)
    if (const Kind k = it->header.kind; k == Kind::second_asked || k == Kind::best_interests_determined || k == Kind::return_waived) return it->header.id;
  throw StoryFails("nobody asked for a second person");
}

void opens(World& w, const Words& x, const char* sex) {
  w.files.emplace(x[1], Log(w.house));
  ChildOpened child = a_child(sex);
  child.code = case_code("SN", w.files.size());
  w.say(x[0], x[1], child);
}
/// Why somebody of another organisation gets the child, or is there without a hand-over; that it is asked for is another test's subject.
constexpr const char* kWhyThere = "Il est tard, et c’est là qu’on veille sur elle.";

void refers(World& w, const Words& x, std::string reason) {
  ReferralSent r = referral_to(w.house, x[2], x[3], classes_of(x[5]), x[4]);
  r.basis_reason = std::move(reason);
  w.say(x[0], x[1], r);
}
void plans(World& w, const Words& x, const char* woman, const char* asked_otherwise) {
  ReturnPlanned plan = plan_to(w.house, "Casa", x[2]);
  plan.accompanied_by_woman.value = woman;
  plan.girl_asked_otherwise.value = asked_otherwise;
  w.say(x[0], x[1], plan, kWhyThere);
}
void wishes(World& w, const Words& x, const char* wants, const char* about) { w.say(x[0], x[1], wish(w.house, wants, about)); }
void ready(World& w, const std::string& name, const std::set<std::string>& but_for) {
  w.files.emplace(name, Log(w.house));
  ready_to_go_home(w.file(name), but_for);
}

Date in_days(const World& w, const std::string& days) { return Date{w.house.today().day + std::stoi(days)}; }
void acts(World& w, const Words& x, std::optional<Date> until, std::optional<Date> next) {
  LegalActRecorded act;
  act.legal_act_kind = {x[1]};
  act.authority = {"prosecutor"};
  act.issued_on = w.house.today();
  act.valid_until = until;
  act.next_date = next;
  w.say(x[0], x[2], act);
}
void visits(World& w, const Words& x, std::optional<Date> next, const char* family = "") {
  VisitRecorded visit;
  visit.visited_on = w.house.today();
  visit.mode = {"home"};
  visit.child_seen = {"yes"};
  visit.family = {family};
  visit.next_visit_on = next;
  w.say(x[0], x[1], visit);
}

std::vector<Step> all_deeds() {
  return {
      // The house
      {"{word} has {number} places, {number} taken", [](World& w, const Words& x) {
         w.house.set_places(x[0], std::stoll(x[1]));
         w.house.others_placed[w.house.unit_id(x[0])] = std::stoll(x[2]);
       }},
      {"{number} hours pass", [](World& w, const Words& x) { w.house.pass(hours(std::stoll(x[0]))); }},
      {"{number} days pass", [](World& w, const Words& x) { w.house.pass(days(std::stoll(x[0]))); }},
      {"{word} goes off line with the file of {word}", [](World& w, const Words& x) { w.seen_off_line[x[0] + " " + x[1]] = w.file(x[1]).n(); }},
      {"{word} is back with the file of {word}", [](World& w, const Words& x) { w.seen_off_line.erase(x[0] + " " + x[1]); }},

      // The file
      {"{word} opens the file of {word}", [](World& w, const Words& x) { opens(w, x, "not_known"); }},
      {"{word} opens the file of {word}, a girl", [](World& w, const Words& x) { opens(w, x, "girl"); }},
      {"{word} opens the file of {word}, a boy", [](World& w, const Words& x) { opens(w, x, "boy"); }},
      {"{word} supervises {word}", [](World& w, const Words& x) { w.house.supervises(x[0], x[1]); }},
      {"{word} gives the file of {word} to {word}", [](World& w, const Words& x) { w.say(x[0], x[1], AssignmentMade{w.house.person_id(x[2]), w.house.someone(x[2]).actor.unit}, "Plus près de l’enfant."); }},
      {"{word} lets {word} cover the file of {word} from tomorrow for {number} days", [](World& w, const Words& x) {
         const Date first{w.house.today().day + 1};
         w.say(x[0], x[2], CoverSet{w.house.person_id(x[1]), first, Date{first.day + static_cast<std::int32_t>(std::stoi(x[3])) - 1}}, "Pendant une absence.");
       }},
      {"{word} writes a note about {word}", [](World& w, const Words& x) { w.say(x[0], x[1], NoteAdded{{"observation"}, {}, {}, "Rien à signaler."}); }},
      {"{word} writes {list} for the {word} of {word}", [](World& w, const Words& x) { w.say(x[0], x[3], answers(x[2], x[1])); }},
      {"{word} writes {text} for the {word} of {word}", [](World& w, const Words& x) { w.say(x[0], x[3], answers(x[2], x[1])); }},
      {"{word} decides that the {word} of {word} is {list}", [](World& w, const Words& x) {
         const Question* q = rules().question(question_named(x[1]));
         expect(q != nullptr, "there is no question " + x[1]);
         w.say(x[0], x[2], ConflictResolved{q->id, answer_of(*q, x[3])});
       }},
      {"{word} breaks the glass of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], BreakGlassOpened{}); }},
      {"{word} breaks the glass of {word}: {text}", [](World& w, const Words& x) { w.say(x[0], x[1], BreakGlassOpened{}, x[2]); }},

      // Consent and referral
      {"{word} records that {word} agrees to share {list} with {word}", [](World& w, const Words& x) { w.say(x[0], x[1], consent_to(w.house, x[3], classes_of(x[2]))); }},
      {"{word} records that {word} agrees to share {list} with any shelter", [](World& w, const Words& x) {
         ConsentGiven c = consent_to(w.house, "Espoir", classes_of(x[2]));
         c.recipient_unit = {};
         c.recipient_kind.value = "shelter";
         w.say(x[0], x[1], c);
       }},
      {"{word} records that {word} agrees to share {list} with {word} for {number} days", [](World& w, const Words& x) {
         ConsentGiven c = consent_to(w.house, x[3], classes_of(x[2]));
         c.until = Date{w.house.today().day + static_cast<std::int32_t>(std::stoi(x[4])) - 1};
         w.say(x[0], x[1], c);
       }},
      {"{word} records that {word} takes the consent back", [](World& w, const Words& x) { w.say(x[0], x[1], ConsentWithdrawn{last<ConsentGiven>(w.file(x[1]), "consent"), {"child"}, {}}); }},
      {"{word} refers {word} to {word} for {word}, by {word}, sharing {list}", [](World& w, const Words& x) { refers(w, x, {}); }},
      {"{word} refers {word} to {word} for {word}, by {word}, sharing {list}, because {text}", [](World& w, const Words& x) { refers(w, x, x[6]); }},
      {"{word} opens the referral of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralOpened{last_referral(w.file(x[1]))}); }},
      {"{word} asks about the referral of {word}: {text}", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralAsked{last_referral(w.file(x[1])), x[2]}); }},
      {"{word} answers about the referral of {word}: {text}", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralAnswered{last_referral(w.file(x[1])), x[2]}); }},
      {"{word} accepts the referral of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralAccepted{last_referral(w.file(x[1])), {}, {}}); }},
      {"{word} declines the referral of {word}: {word}", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralDeclined{last_referral(w.file(x[1])), {x[2]}, {}}); }},
      {"{word} declines the referral of {word} without a reason", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralDeclined{last_referral(w.file(x[1])), {}, {}}); }},
      {"{word} takes the referral of {word} back", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralWithdrawn{last_referral(w.file(x[1])), {}}); }},
      {"{word} says that {word} was helped", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralServiceGiven{last_referral(w.file(x[1])), {"yes"}, {}}); }},
      {"{word} closes the referral of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], ReferralClosed{last_referral(w.file(x[1])), {}}); }},
      {"the time to answer about {word} runs out", [](World& w, const Words& x) {
         Log& log = w.file(x[0]);
         const EntryId referral = last_referral(log);
         w.house.now = log.state().referral(referral)->answer_by;
         expect(log.say_as_system(ReferralExpired{referral}).has_value(), "the clock could not write");
       }},
      {"{word} reviews the urgency of {word} and upholds it", [](World& w, const Words& x) { w.say(x[0], x[1], BasisReviewed{last_referral(w.file(x[1])), true, {}}); }},
      {"{word} reviews the urgency of {word} and does not uphold it", [](World& w, const Words& x) { w.say(x[0], x[1], BasisReviewed{last_referral(w.file(x[1])), false, {}}); }},

      // Where the child lives, and with whom the child goes
      {"{word} takes {word} in at {word}", [](World& w, const Words& x) { w.say(x[0], x[1], living_at(w.house, x[2]), kWhyThere); }},
      {"{word} takes {word} in at {word} beyond its places: {text}", [](World& w, const Words& x) {
         PlacementBegun p = living_at(w.house, x[2]);
         p.over_capacity_reason = x[3];
         w.say(x[0], x[1], p, kWhyThere);
       }},
      {"{word} notes that {word} lives with a family of kind {word}, followed by {word}", [](World& w, const Words& x) {
         PlacementBegun p = living_at(w.house, x[3]);
         p.placement_kind.value = x[2];
         p.carer_name = "Tante Sira";
         w.say(x[0], x[1], p, kWhyThere);
       }},
      {"{word} notes that {word} lives in a place of kind {word}, and no unit is named", [](World& w, const Words& x) {
         PlacementBegun p;
         p.placement_kind.value = x[2];
         p.carer_name = "Tante Sira";
         p.begun_on = w.house.today();
         w.say(x[0], x[1], p, kWhyThere);
       }},
      {"{word} notes that {word} must not be given to {text}", [](World& w, const Words& x) {
         RiskAssessed r;
         r.level.value = "high";
         r.not_to_be_given_to = x[2];
         w.say(x[0], x[1], r);
       }},
      {"{word} lets {word} leave with {text}", [](World& w, const Words& x) {
         const Placement* p = w.file(x[1]).state().placement();
         expect(p != nullptr, "that child lives nowhere");
         PlacementEnded e;
         e.placement = p->id;
         e.end_reason.value = "back_to_family";
         e.ended_on = w.house.today();
         e.left_with = x[2];
         w.say(x[0], x[1], e, kWhyThere);
       }},

      // The way home
      {"{word}, whose file is Binta's, is ready to go home with Awa", [](World& w, const Words& x) { ready(w, x[0], {}); }},
      {"{word}, whose file is Binta's, is ready to go home with Awa but for {list}", [](World& w, const Words& x) {
         const Words but = items_of(x[1]);
         ready(w, x[0], {but.begin(), but.end()});
       }},
      {"{word} hears that {word} wants to go home", [](World& w, const Words& x) { wishes(w, x, "wants", "return"); }},
      {"{word} hears that {word} does not want to go home", [](World& w, const Words& x) { wishes(w, x, "refuses", "return"); }},
      {"{word} hears that {word} is not sure about going home", [](World& w, const Words& x) { wishes(w, x, "unsure", "return"); }},
      {"{word} hears that {word} wants to learn a trade", [](World& w, const Words& x) { wishes(w, x, "wants", "school_or_trade"); }},
      {"{word} plans that {word} travels with {word}", [](World& w, const Words& x) { plans(w, x, "yes", ""); }},
      {"{word} plans that {word} travels with {word} and no woman", [](World& w, const Words& x) { plans(w, x, "no", "no"); }},
      {"{word} plans that {word} travels with {word} and no woman, as she asked", [](World& w, const Words& x) { plans(w, x, "no", "yes"); }},
      {"{word} sends {word} on the way", [](World& w, const Words& x) { w.say(x[0], x[1], MovementDeparted{last<ReturnPlanned>(w.file(x[1]), "plan"), {}}); }},
      {"{word} stops the journey of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], ReturnWithdrawn{last<ReturnPlanned>(w.file(x[1]), "plan"), {"child"}, {}}); }},
      {"{word} sets {word} aside for {word}: {text}", [](World& w, const Words& x) {
         w.say(x[0], x[2], ReturnWaived{{x[1]}, last<ReturnPlanned>(w.file(x[2]), "plan"), {"waiting_is_worse"}, x[3]});
       }},
      {"{word} agrees to what was asked about {word}", [](World& w, const Words& x) { w.say(x[0], x[1], SecondAgreed{last_asked(w.file(x[1]))}); }},
      {"{word} declines what was asked about {word}", [](World& w, const Words& x) { w.say(x[0], x[1], SecondDeclined{last_asked(w.file(x[1])), {}}); }},

      // The end, and a new beginning
      {"{word} records that {word} needs {word}, {word}", [](World& w, const Words& x) { w.say(x[0], x[1], NeedRecorded{{x[2]}, {x[3]}, {}, {}}); }},
      {"{word} plans {word} for {word} in {number} days", [](World& w, const Words& x) {
         ServicePlanned plan;
         plan.service = {x[1]};
         plan.planned_on = in_days(w, x[3]);
         w.say(x[0], x[2], plan);
       }},
      {"{word} gives {word} what was planned, with the outcome {word}", [](World& w, const Words& x) {
         ServiceGiven given;
         const auto* plan = w.file(x[1]).state().last<ServicePlanned>();
         expect(plan != nullptr, "nothing was planned");
         given.planned = plan->id;
         given.service = plan->body.service;
         given.given_on = w.house.today();
         given.outcome = {x[2]};
         w.say(x[0], x[1], given);
       }},
      {"{word} records an act of kind {word} for {word}", [](World& w, const Words& x) { acts(w, x, {}, {}); }},
      {"{word} records an act of kind {word} for {word}, valid for {number} days", [](World& w, const Words& x) { acts(w, x, in_days(w, x[3]), {}); }},
      {"{word} records an act of kind {word} for {word}, with a next date in {number} days", [](World& w, const Words& x) { acts(w, x, {}, in_days(w, x[3])); }},
      {"{word} finds a {word} risk for {word}, to review in {number} days", [](World& w, const Words& x) {
         RiskAssessed risk;
         risk.level = {x[1]};
         risk.review_on = in_days(w, x[3]);
         w.say(x[0], x[2], risk);
       }},
      {"{word} sees to the health of {word}", [](World& w, const Words& x) {
         HealthChecked check;
         check.checked_on = w.house.today();
         check.fit_to_travel = {"fit"};
         w.say(x[0], x[1], check);
       }},
      {"{word} hands {word} over to Ines at the end of the journey", [](World& w, const Words& x) {
         HandoverSigned sheet;
         sheet.departed = last<MovementDeparted>(w.file(x[1]), "departure");
         sheet.handed_on = w.house.today();
         sheet.received_by_unit = w.house.unit_id("Casa");
         sheet.received_by_name = "Cadi";
         w.say(x[0], x[1], sheet);
         w.say("Ines", x[1], HandoverReceived{last<HandoverSigned>(w.file(x[1]), "hand-over"), {}, {}});
       }},
      {"{word} calls about {word}", [](World& w, const Words& x) { w.say(x[0], x[1], NoteAdded{{"call"}, {}, {}, "Tout va bien."}); }},
      {"{word} visits {word}", [](World& w, const Words& x) { visits(w, x, {}); }},
      {"{word} visits {word}, and names the next visit in {number} days", [](World& w, const Words& x) { visits(w, x, in_days(w, x[2])); }},
      {"{word} visits {word}, and sees a danger", [](World& w, const Words& x) { visits(w, x, {}, "danger"); }},
      {"{word} asks to close the file of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], ClosureRequested{{"goals_reached"}, {}, {}, {}, {}, {}, {}}); }},
      {"{word} closes the file of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], ClosureApproved{last<ClosureRequested>(w.file(x[1]), "request to close")}); }},
      {"{word} refuses to close the file of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], ClosureRefused{last<ClosureRequested>(w.file(x[1]), "request to close"), {}}); }},
      {"{word} takes the file of {word} up again: {text}", [](World& w, const Words& x) { w.say(x[0], x[1], FileReopened{x[2]}, x[2]); }},
      {"{word} sets an order to keep the file of {word}", [](World& w, const Words& x) { w.say(x[0], x[1], KeepOrderSet{{"court"}, "12/2026", {}}); }},
  };
}

}  // namespace

const std::vector<Step>& deeds() {
  static const std::vector<Step> kDeeds = all_deeds();
  return kDeeds;
}

}  // namespace nibbi::tests
