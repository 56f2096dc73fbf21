// What a phone that was away delivers late undoes no later word that protects more (decision 0025): a consent that was taken back, danger at a visit, a child
// whom the roll call missed, the level of risk, whether the child is alone.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "domain/brief.hpp"
#include "domain/departure.hpp"
#include "domain/evolve.hpp"
#include "domain/roll_call.hpp"
#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

const DataClasses kName = classes({DataClass::name});

/// Khady covers for Binta, and had this file on her phone before anything else was said.
struct Away : OpenFile {
  std::int64_t before = 0;
  Away() {
    was_said("Demba", CoverSet{house.person_id("Khady"), house.today(), house.today()});
    before = k.n();
  }
  void late(Body body, EntryId amends = {}) { was_said("Khady", std::move(body), {.seen = before, .reason = "Elle le tient de la famille.", .amends = amends}); }
  std::string refer(const char* unit, const char* service) { return says("Binta", referral_to(house, unit, service, kName, "consent")); }
  EntryId consent(const char* unit) {
    was_said("Binta", consent_to(house, unit, kName));
    return k.last();
  }
  void takes_back(EntryId consent) { was_said("Binta", ConsentWithdrawn{consent, {"child"}, "Je ne veux plus."}); }
  bool awaits(Await what) {
    const auto all = awaited_in(k.state());
    return std::ranges::any_of(all, [&](const Awaited& one) { return one.what == what; });
  }
  std::string risk() { return brief_of(k.record(), k.state()).risk.value; }
  bool missing() { return !brief_of(k.record(), k.state()).missing.is_none(); }
};

VisitRecorded visit(const House& house, const char* safety) {
  VisitRecorded v;
  v.visited_on = house.today();
  v.mode = {"home"};
  v.child_seen = {"yes"};
  v.safety = {safety};
  return v;
}
RiskAssessed risk(const char* level) {
  RiskAssessed r;
  r.level = {level};
  return r;
}
FormSaved called(const char* presence) { return {{"roll_call"}, 1, {{std::string(kPresence), std::string(presence)}}}; }

}  // namespace

TEST_CASE("a consent that was taken back is not renewed by somebody who did not know of it") {
  Away there;
  const EntryId consent = there.consent("Santé");
  REQUIRE(there.refer("Santé", "medical") == "accepted");
  SECTION("whichever of the two comes first") {
    there.takes_back(consent);
    there.late(consent_to(there.house, "Santé", kName));
    CHECK(there.refer("Santé", "medical") != "accepted");
  }
  SECTION("also where the taking back comes last") {
    const std::int64_t known = there.k.n();
    there.was_said("Khady", consent_to(there.house, "Santé", kName), {.seen = known});
    REQUIRE(there.refer("Santé", "medical") == "accepted");
    there.was_said("Demba", ConsentWithdrawn{consent, {"child"}, "Non."}, {.seen = known});
    CHECK(there.refer("Santé", "medical") != "accepted");
  }
  SECTION("for others it stands") {
    there.takes_back(consent);
    there.late(consent_to(there.house, "Espoir", kName));
    CHECK(there.refer("Espoir", "shelter") == "accepted");
    return;
  }
  SECTION("who knew of two and took one back left the other standing") {
    there.was_said("Binta", consent_to(there.house, "Santé", kName));
    there.takes_back(consent);
    CHECK(there.refer("Santé", "medical") == "accepted");
    return;
  }
  // Whoever knows of it asks the child again.
  there.was_said("Binta", consent_to(there.house, "Santé", kName));
  CHECK(there.refer("Santé", "medical") == "accepted");
}

TEST_CASE("nor is it by a correction of somebody who did not know of it, whomever the correction names") {
  Away there;
  const EntryId consent = there.consent("Santé");
  const std::int64_t known = there.k.n();
  const auto corrects = [&] { there.was_said("Khady", consent_to(there.house, "Espoir", kName), {.seen = known, .amends = consent}); };
  SECTION("the correction comes last") {
    there.takes_back(consent);
    corrects();
    CHECK(there.refer("Espoir", "shelter") != "accepted");
  }
  SECTION("the taking back comes last") {
    corrects();
    REQUIRE(there.refer("Espoir", "shelter") == "accepted");
    there.was_said("Demba", ConsentWithdrawn{consent, {"child"}, "Non."}, {.seen = known});
    CHECK(there.refer("Espoir", "shelter") != "accepted");
  }
  there.was_said("Binta", consent_to(there.house, "Espoir", kName));
  CHECK(there.refer("Espoir", "shelter") == "accepted");
}

TEST_CASE("danger at a visit is answered only by who knew of it") {
  Away there;
  there.was_said("Binta", visit(there.house, "danger"));
  REQUIRE(there.awaits(Await::danger_seen));
  SECTION("not by an older quiet visit") { there.late(visit(there.house, "steady")); }
  SECTION("not by a risk that was looked at before") { there.late(risk("low")); }
  SECTION("not by a place that was found before") { there.late(living_at(there.house, "Espoir")); }
  SECTION("not by another unit that was asked before") { there.late(referral_to(there.house, "Santé", "medical")); }
  CHECK(there.awaits(Await::danger_seen));
  there.was_said("Binta", visit(there.house, "steady"));
  CHECK_FALSE(there.awaits(Await::danger_seen));
}

TEST_CASE("a child whom the roll call missed is found only by who knew of it, or who says that it was on a later day") {
  Away there;
  there.was_said("Binta", living_at(there.house, "Espoir"), with_reason());
  const std::int64_t known = there.k.n();
  there.was_said("Fatou", called("not_here"));
  REQUIRE(there.missing());
  there.was_said("Ousmane", called("here"), {.seen = known});
  CHECK(there.missing());
  CHECK(counted_during(there.k.state(), *there.k.state().placement())->presence.value == "not_here");
  there.was_said("Ousmane", called("here"));
  CHECK_FALSE(there.missing());

  // The other way round: who says that a child is missing need not have known of a "here".
  const std::int64_t before = there.k.n();
  there.was_said("Ousmane", called("here"));
  there.was_said("Fatou", called("not_here"), {.seen = before});
  CHECK(there.missing());
}

TEST_CASE("of two roll calls beside each other the later one counts where both say when they were") {
  Away there;
  there.was_said("Binta", living_at(there.house, "Espoir"), with_reason());
  ChildState state = there.k.state();
  const std::int64_t known = state.n;
  const auto calls = [&](const char* who, const char* presence, std::optional<Date> day) {
    const Someone& someone = there.house.someone(who);
    Entry entry;
    entry.header = {.id = EntryId{there.house.fresh_id()}, .record = there.k.record(), .kind = Kind::form_saved, .seen = known,
                    .author = someone.actor.person, .role = someone.actor.role, .unit = someone.actor.unit, .device = someone.device};
    entry.telling.happened = {day, day, {}};
    entry.body = called(presence);
    entry.n = state.n + 1;
    entry.received_at = there.house.now;
    evolve(rules(), state, entry);
  };
  const Date today = there.house.today();
  calls("Fatou", "not_here", Date{today.day - 2});
  SECTION("the day after") {
    calls("Ousmane", "here", Date{today.day - 1});
    CHECK_FALSE(missing_at_roll_call(state));
  }
  SECTION("the day before") {
    calls("Ousmane", "here", Date{today.day - 3});
    CHECK(missing_at_roll_call(state));
  }
  SECTION("a day that nobody gave") {
    calls("Ousmane", "here", std::nullopt);
    CHECK(missing_at_roll_call(state));
  }
}

TEST_CASE("of two levels of risk beside each other the higher counts, and the nearer day to look again") {
  Away there;
  const Date today = there.house.today();
  RiskAssessed high = risk("high"), low = risk("low");
  high.review_on = Date{today.day + 2};
  low.review_on = Date{today.day + 60};
  there.was_said("Binta", high);
  there.late(low);
  CHECK(there.risk() == "high");
  const auto all = awaited_in(there.k.state());
  const auto review = std::ranges::find(all, Await::risk_review, &Awaited::what);
  REQUIRE(review != all.end());
  CHECK(review->on == high.review_on);
  there.was_said("Binta", risk("medium"));
  CHECK(there.risk() == "medium");
  CHECK_FALSE(there.awaits(Await::risk_review));
}

TEST_CASE("a determination is needed until everybody who assessed the child beside each other says that the child is not alone") {
  House house;
  Log k(house);
  const EntryId plan = ready_to_go_home(k, {"determination"});
  const auto depart = [&] { return said(k.say("Binta", MovementDeparted{plan, {}})); };
  REQUIRE(said(k.say("Demba", CoverSet{house.person_id("Khady"), house.today(), house.today()})) == "accepted");
  const std::int64_t before = k.n();
  BestInterestsAssessed alone, not_alone;
  alone.assessed_on = house.today();
  alone.child_view = "Elle veut rentrer.";
  alone.options = {{"return"}};
  alone.recommendation = {"return"};
  not_alone = alone;
  alone.unaccompanied = {"yes"};
  not_alone.unaccompanied = {"no"};
  REQUIRE(said(k.say("Binta", alone)) == "accepted");
  REQUIRE(said(k.say("Khady", not_alone, {.seen = before})) == "accepted");
  CHECK(depart() == "determination_missing");
  REQUIRE(said(k.say("Binta", not_alone)) == "accepted");
  CHECK(depart() == "accepted");
}

TEST_CASE("of two determinations beside each other both have to let the child go") {
  House house;
  house.add_person("Ndeye", Role::country_coordinator, "Ensemble SN", codes({"SN"}));
  Log k(house);
  const EntryId plan = ready_to_go_home(k);
  const std::int64_t before = k.n();
  const auto determine = [&](const char* who, const char* answer, std::int64_t seen) {
    BestInterestsDetermined d;
    d.determined_on = house.today();
    d.panel_roles = codes({"social_worker"});
    d.lasting_answer.value = answer;
    d.grounds = "Le comité s’est réuni.";
    REQUIRE(said(k.say(who, d, {.seen = seen})) == "pending");
    REQUIRE(said(k.say("Demba", SecondAgreed{k.last()})) == "accepted");
  };
  const auto depart = [&] { return said(k.say("Binta", MovementDeparted{plan, {}})); };
  determine("Ndeye", "stay", before);
  determine("Mame", "return", before);
  CHECK(depart() == "determination_missing");
  determine("Mame", "return", k.n());
  CHECK(depart() == "accepted");
}
