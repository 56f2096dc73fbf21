// What must be in the file before a child leaves: each condition alone, and each way of setting one aside.
#include "domain/departure.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

struct Journey {
  House house;
  Log k{house};
  EntryId plan;
  explicit Journey(const std::set<std::string>& missing = {}) { plan = ready_to_go_home(k, missing); }
  std::string depart() { return said(k.say("Binta", MovementDeparted{plan, {}})); }
  std::string waive(const char* who, const char* condition, EntryId which) {
    return said(k.say(who, ReturnWaived{{condition}, which, {"waiting_is_worse"}, "Le danger est plus grand ici."}));
  }
};

struct Case { std::string missing, refusal; };
const std::vector<Case> kConditions{{"best_interests", "best_interests_missing"}, {"determination", "determination_missing"}, {"family_assessment", "family_assessment_missing"},
                                    {"authorisation", "authorisation_missing"}, {"health_check", "health_check_missing"}, {"papers", "papers_missing"},
                                    {"receiver", "receiver_missing"}, {"accompanying_adult", "accompanying_adult_missing"}, {"woman_accompanies", "woman_accompanying_missing"}};

}  // namespace

TEST_CASE("a child for whom everything is ready leaves") {
  Journey there;
  CHECK(there.depart() == "accepted");
}

TEST_CASE("a child doesn't leave while one condition isn't met") {
  for (const auto& [missing, refusal] : kConditions)
    DYNAMIC_SECTION(missing) {
      Journey there({missing});
      const auto n = there.k.n();
      CHECK(there.depart() == refusal);
      CHECK(there.k.n() == n);
    }
}

TEST_CASE("the conditions are those that can be waived, by name and number") {
  Journey there;
  std::set<std::string> named;
  for (const Condition& c : departure_conditions(rules(), there.k.state(), *there.k.state().last<ReturnPlanned>(), there.house.today())) {
    named.insert(std::string(c.name));
    CHECK(c.met);
    CHECK(rules().in_list("waiver_condition", c.name));
  }
  CHECK(named.size() == rules().lists.find("waiver_condition")->second.place.size());
  CHECK(named.size() == kConditions.size());
}

TEST_CASE("a condition is waived by the coordinator with grounds and a second person, never alone") {
  for (const auto& [missing, refusal] : kConditions)
    DYNAMIC_SECTION(missing) {
      Journey there({missing});
      CHECK(there.waive("Binta", missing.c_str(), there.plan) == "not_allowed");
      CHECK(said(there.k.say("Mame", ReturnWaived{{missing}, there.plan, {"waiting_is_worse"}, {}})) == "reason_needed");
      REQUIRE(there.waive("Mame", missing.c_str(), there.plan) == "pending");
      const EntryId waiver = there.k.last();
      CHECK(there.depart() == refusal);
      CHECK(said(there.k.say("Mame", SecondAgreed{waiver})) == "not_the_same_person");
      CHECK(there.depart() == refusal);
      REQUIRE(said(there.k.say("Demba", SecondAgreed{waiver})) == "accepted");
      // Without an assessment nobody knows whether the child is alone, so the determination has to be set aside too.
      if (missing == "best_interests") {
        CHECK(there.depart() == "determination_missing");
        return;
      }
      CHECK(there.depart() == "accepted");
    }
}

TEST_CASE("a waiver that the second person declined waives nothing") {
  Journey there({"papers"});
  REQUIRE(there.waive("Mame", "papers", there.plan) == "pending");
  REQUIRE(there.k.say("Demba", SecondDeclined{there.k.last(), "Les papiers arrivent demain."}));
  CHECK(there.depart() == "papers_missing");
}

TEST_CASE("a waiver of one condition waives no other") {
  Journey there({"papers", "health_check"});
  REQUIRE(there.waive("Mame", "papers", there.plan) == "pending");
  REQUIRE(there.k.say("Demba", SecondAgreed{there.k.last()}));
  CHECK(there.depart() == "health_check_missing");
}

TEST_CASE("the child's wish can't be waived") {
  Journey there({"wish"});
  CHECK(there.depart() == "wish_missing");
  CHECK(there.waive("Mame", "wish", there.plan) == "not_in_list");
  CHECK(there.depart() == "wish_missing");
}

TEST_CASE("a waiver counts for the plan that it was given for, and for its corrections while the child goes to the same people") {
  Journey there({"papers"});
  REQUIRE(there.waive("Mame", "papers", there.plan) == "pending");
  REQUIRE(there.k.say("Demba", SecondAgreed{there.k.last()}));
  ReturnPlanned plan = plan_to(there.house, "Casa", "Awa");
  SECTION("a new plan is another one") {
    REQUIRE(there.k.say("Binta", plan, with_reason()));
    CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "papers_missing");
  }
  SECTION("a correction of the day is the same one") {
    plan.depart_on = there.house.today();
    REQUIRE(there.k.say("Binta", plan, {.reason = "Elle la connaît.", .amends = there.plan}));
    CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "accepted");
  }
  SECTION("a correction of who receives the child is not") {
    plan.receiver_name = "Tio Terceiro";
    FamilyAssessed f;
    f.assessed_on = there.house.today();
    f.mode.value = "home";
    f.answer.value = "ready";
    f.receiver_name = plan.receiver_name;
    REQUIRE(there.k.say("Binta", f));
    REQUIRE(there.k.say("Binta", plan, {.reason = "Elle la connaît.", .amends = there.plan}));
    CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "papers_missing");
  }
}

TEST_CASE("the family that was assessed is the one that receives the child") {
  Journey there({"family_assessment"});
  FamilyAssessed f;
  f.assessed_on = there.house.today();
  f.mode.value = "home";
  f.answer.value = "ready";
  ReturnPlanned elsewhere = plan_to(there.house, "Casa", "Awa");
  elsewhere.receiver_name = "Tio Terceiro";
  SECTION("one that is named otherwise does not count") {
    f.receiver_name = "Tio Terceiro";
    REQUIRE(there.k.say("Binta", f));
    CHECK(there.depart() == "family_assessment_missing");
  }
  SECTION("the words of the name count, not their order") {
    f.receiver_name = "segunda tia";
    REQUIRE(there.k.say("Binta", f));
    CHECK(there.depart() == "accepted");
  }
  SECTION("without a name it is whoever was to receive the child then") {
    REQUIRE(there.k.say("Binta", f));
    REQUIRE(there.k.say("Binta", elsewhere, with_reason()));
    CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "accepted");  // no plan named anybody else since
    CHECK(there.depart() == "family_assessment_missing");                                   // the first plan does: it was another family's
  }
  SECTION("a new receiver after the assessment is to be assessed") {
    REQUIRE(there.k.say("Binta", f));
    REQUIRE(there.k.say("Binta", plan_to(there.house, "Casa", "Awa"), with_reason()));
    REQUIRE(there.k.say("Binta", elsewhere, with_reason()));
    CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "family_assessment_missing");
  }
}

TEST_CASE("of two words that were said without knowledge of each other, the more protective stands until somebody who knows both speaks") {
  Journey there;
  const std::int64_t before = there.k.n();
  REQUIRE(there.k.say("Demba", CoverSet{there.house.person_id("Khady"), there.house.today(), there.house.today()}));
  SECTION("a no that was heard meanwhile is not undone by a yes from a phone that was away") {
    REQUIRE(there.k.say("Binta", wish(there.house, "refuses")));
    REQUIRE(there.k.say("Khady", wish(there.house, "wants"), {.seen = before}));
    CHECK(there.depart() == "child_refuses");
    REQUIRE(there.k.say("Binta", wish(there.house, "wants")));
    CHECK(there.depart() == "accepted");
  }
  SECTION("nor is a doubt") {
    REQUIRE(there.k.say("Binta", wish(there.house, "unsure")));
    REQUIRE(there.k.say("Khady", wish(there.house, "wants"), {.seen = before}));
    CHECK(there.depart() == "wish_missing");
  }
  SECTION("a doctor's no is not undone by a yes that did not know of it") {
    HealthChecked check;
    check.checked_on = there.house.today();
    check.fit_to_travel.value = "not_fit";
    REQUIRE(there.k.say("Binta", check));
    check.fit_to_travel.value = "fit";
    REQUIRE(there.k.say("Khady", check, {.seen = before}));
    CHECK(there.depart() == "health_check_missing");
  }
  SECTION("a family's no neither") {
    FamilyAssessed f;
    f.assessed_on = there.house.today();
    f.mode.value = "home";
    f.answer.value = "not_ready";
    REQUIRE(there.k.say("Binta", f));
    f.answer.value = "ready";
    REQUIRE(there.k.say("Demba", f, {.seen = before}));
    CHECK(there.depart() == "family_assessment_missing");
  }
}

TEST_CASE("nobody leaves by a plan to stay") {
  Journey there;
  ReturnPlanned plan = plan_to(there.house, "Casa", "Awa");
  plan.answer.value = "stay";
  REQUIRE(there.k.say("Binta", plan, with_reason()));
  CHECK(plan_to_leave(there.k.state()) == nullptr);
  CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "no_such_step");
}

TEST_CASE("leave to go is an authority's, by its name and number") {
  Journey there({"authorisation"});
  LegalActRecorded act;
  act.legal_act_kind.value = "return_authorisation";
  REQUIRE(there.k.say("Binta", act));
  CHECK(there.depart() == "authorisation_missing");
  act.authority.value = "children_judge";
  REQUIRE(there.k.say("Binta", act));
  CHECK(there.depart() == "authorisation_missing");
  act.reference = "A-1";
  REQUIRE(there.k.say("Binta", act));
  CHECK(there.depart() == "accepted");
}

TEST_CASE("the last word of the child about going counts") {
  Journey there;
  SECTION("a refusal after a yes stops the journey") {
    REQUIRE(there.k.say("Binta", wish(there.house, "refuses")));
    CHECK(there.depart() == "child_refuses");
  }
  SECTION("who is not sure any more doesn't leave") {
    REQUIRE(there.k.say("Binta", wish(there.house, "unsure")));
    CHECK(there.depart() == "wish_missing");
  }
  SECTION("a yes after a refusal lets the child leave") {
    REQUIRE(there.k.say("Binta", wish(there.house, "refuses")));
    REQUIRE(there.k.say("Binta", wish(there.house, "wants")));
    CHECK(there.depart() == "accepted");
  }
  SECTION("a yes about something else is no yes to the journey") {
    REQUIRE(there.k.say("Binta", wish(there.house, "refuses")));
    for (const char* about : {"school_or_trade", "family_contact", "complaint", "other", "living_place"}) REQUIRE(there.k.say("Binta", wish(there.house, "wants", about)));
    CHECK(there.depart() == "child_refuses");
  }
  SECTION("a no to something else doesn't stop the journey") {
    REQUIRE(there.k.say("Binta", wish(there.house, "refuses", "school_or_trade")));
    CHECK(there.depart() == "accepted");
  }
}

TEST_CASE("a yes about something else alone is no wish to go") {
  Journey there({"wish"});
  REQUIRE(there.k.say("Binta", wish(there.house, "wants", "school_or_trade")));
  CHECK(there.depart() == "wish_missing");
}

TEST_CASE("whoever heard the wish doesn't travel with the child") {
  Journey there({"wish"});
  REQUIRE(there.k.say("Binta", AssignmentMade{there.house.person_id("Awa"), there.house.unit_id("Rue")}).error().code == ProblemCode::not_allowed);
  REQUIRE(there.k.say("Demba", AssignmentMade{there.house.person_id("Awa"), there.house.unit_id("Rue")}, {.reason = "La tante est là-bas."}));
  REQUIRE(there.k.say("Awa", wish(there.house, "wants")));
  CHECK(said(there.k.say("Awa", MovementDeparted{there.plan, {}})) == "wish_recorder_accompanies");
}

TEST_CASE("a journey that was stopped doesn't begin, by that plan") {
  Journey there;
  REQUIRE(there.k.say("Binta", ReturnWithdrawn{there.plan, {"child"}, "Je ne veux plus."}));
  CHECK(there.depart() == "child_refuses");
  REQUIRE(there.k.say("Binta", plan_to(there.house, "Casa", "Awa"), with_reason()));
  CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "accepted");
}

TEST_CASE("nobody departs by a plan that was corrected, or twice by one") {
  Journey there;
  ReturnPlanned better = plan_to(there.house, "Casa", "Awa");
  better.receiver_name.clear();
  REQUIRE(there.k.say("Binta", better, {.reason = "Elle la connaît.", .amends = there.plan}));
  CHECK(there.depart() == "no_such_step");
  Journey other;
  REQUIRE(other.depart() == "accepted");
  CHECK(other.depart() == "already_departed");
}

TEST_CASE("a determination counts when a second person of another unit agreed") {
  Journey there({"accord"});
  CHECK(there.depart() == "determination_missing");
  const EntryId determined = there.k.state().last<BestInterestsDetermined>()->id;
  CHECK(said(there.k.say("Mame", SecondAgreed{determined})) == "not_the_same_person");
  REQUIRE(said(there.k.say("Demba", SecondAgreed{determined})) == "accepted");
  CHECK(there.depart() == "accepted");
}

TEST_CASE("a determination that was declined doesn't count") {
  Journey there({"accord"});
  REQUIRE(there.k.say("Demba", SecondDeclined{there.k.state().last<BestInterestsDetermined>()->id, "Le foyer n’a pas été vu."}));
  CHECK(there.depart() == "determination_missing");
}

TEST_CASE("a child with the adults who answer for them needs no determination") {
  Journey there({"determination"});
  BestInterestsAssessed a;
  a.unaccompanied.value = "no";
  a.assessed_on = there.house.today();
  a.child_view = "Avec sa mère.";
  a.options = codes({"return"});
  REQUIRE(there.k.say("Binta", a));
  CHECK(there.depart() == "best_interests_missing");  // it comes to no end
  a.recommendation.value = "stay";
  REQUIRE(there.k.say("Binta", a));
  CHECK(there.depart() == "best_interests_missing");  // nor to this one
  a.recommendation.value = "return";
  REQUIRE(there.k.say("Binta", a));
  CHECK(there.depart() == "accepted");
}

TEST_CASE("papers and authorisations that ran out are none") {
  Journey there({"papers", "authorisation"});
  LegalActRecorded act;
  act.legal_act_kind.value = "travel_authorisation";
  act.authority.value = "prosecutor";
  act.reference = "T-1";
  act.valid_until = Date{there.house.today().day - 1};
  REQUIRE(there.k.say("Binta", act));
  CHECK(there.depart() == "authorisation_missing");
  act.valid_until = there.house.today();
  REQUIRE(there.k.say("Binta", act));
  PapersRecorded papers;
  papers.complete.value = "yes";
  papers.papers = codes({"passport"});
  papers.valid_until = Date{there.house.today().day - 1};
  REQUIRE(there.k.say("Binta", papers));
  CHECK(there.depart() == "papers_missing");
  papers.valid_until = there.house.today();
  papers.complete.value = "no";
  REQUIRE(there.k.say("Binta", papers));
  CHECK(there.depart() == "papers_missing");
  papers.complete.value = "yes";
  REQUIRE(there.k.say("Binta", papers));
  CHECK(there.depart() == "accepted");
}

TEST_CASE("a child who isn't fit to travel doesn't leave; one who needs care on the way may") {
  Journey there({"health_check"});
  HealthChecked check;
  check.checked_on = there.house.today();
  check.fit_to_travel.value = "not_fit";
  REQUIRE(there.k.say("Binta", check));
  CHECK(there.depart() == "health_check_missing");
  check.fit_to_travel.value = "fit_with_care";
  REQUIRE(there.k.say("Binta", check));
  CHECK(there.depart() == "accepted");
}

TEST_CASE("a girl travels with a woman unless she asked otherwise, a boy with whom the plan says") {
  SECTION("she asked otherwise") {
    Journey there({"woman_accompanies"});
    ReturnPlanned plan = plan_to(there.house, "Casa", "Awa");
    plan.accompanied_by_woman.value = "no";
    plan.girl_asked_otherwise.value = "yes";
    REQUIRE(there.k.say("Binta", plan, with_reason()));
    CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "accepted");
  }
  SECTION("the intake says that the child is a boy") {
    Journey there({"woman_accompanies"});
    REQUIRE(there.k.say("Binta", FormSaved{{"intake"}, 1, {{"intake.sex", std::string("boy")}}}));
    CHECK(there.depart() == "accepted");
  }
  SECTION("two people wrote at the same time, and one of them girl") {
    Journey there({"woman_accompanies"});
    const auto n = there.k.n();
    REQUIRE(there.k.say("Demba", FormSaved{{"intake"}, 1, {{"intake.sex", std::string("girl")}}}, {.seen = n}));
    REQUIRE(there.k.say("Binta", FormSaved{{"intake"}, 1, {{"intake.sex", std::string("boy")}}}, {.seen = n}));
    CHECK(there.depart() == "woman_accompanying_missing");
  }
  SECTION("it isn't said whether a woman travels") {
    Journey there;
    ReturnPlanned plan = plan_to(there.house, "Casa", "Awa");
    plan.accompanied_by_woman.value = "unknown";
    REQUIRE(there.k.say("Binta", plan, with_reason()));
    CHECK(said(there.k.say("Binta", MovementDeparted{there.k.last(), {}})) == "woman_accompanying_missing");
  }
}

TEST_CASE("after a file was opened anew nothing that was said before lets the child leave: plan, wish and papers are made again") {
  House house;
  Log k(house);
  const EntryId plan = ready_to_go_home(k);
  REQUIRE(k.say("Binta", ClosureRequested{{"goals_reached"}, {}, {}, {}, {}, {}, {}}));
  REQUIRE(k.say("Demba", ClosureApproved{k.last()}));
  REQUIRE(k.say("Demba", FileReopened{"Retrouvée dans la rue."}));
  CHECK(said(k.say("Binta", MovementDeparted{plan, {}})) == "no_such_step");
  CHECK(plan_to_leave(k.state()) == nullptr);
  REQUIRE(k.say("Binta", plan_to(house, "Casa", "Awa"), with_reason()));
  CHECK(said(k.say("Binta", MovementDeparted{k.last(), {}})) == "wish_missing");
  const auto conditions = departure_conditions(rules(), k.state(), *k.state().last<ReturnPlanned>(), house.today());
  for (const Condition& c : conditions)
    if (c.name != "receiver" && c.name != "accompanying_adult" && c.name != "woman_accompanies") CHECK_FALSE(c.met);
}

TEST_CASE("a health check or a family assessment that is older than the programme's own clock lets nobody leave; without a clock it holds") {
  House house;
  Log k(house);
  const EntryId plan = ready_to_go_home(k);
  const Kept<ReturnPlanned>& about = *k.state().find<ReturnPlanned>(plan);
  auto missing = [&](const Rules& r, Date today) {
    std::vector<std::string> all;
    for (const Condition& c : departure_conditions(r, k.state(), about, today))
      if (!c.met) all.emplace_back(word(c.missing));
    return all;
  };
  const Date in_forty_days{house.today().day + 40};
  CHECK(missing(rules(), in_forty_days).empty());
  Rules own = rules();
  own.clock_hours["health_check_validity"] = 30 * 24;
  CHECK(missing(own, house.today()).empty());
  CHECK(missing(own, in_forty_days) == std::vector<std::string>{"health_check_missing"});
  own.clock_hours["family_assessment_validity"] = 30 * 24;
  CHECK(missing(own, in_forty_days) == std::vector<std::string>{"family_assessment_old", "health_check_missing"});
}
