// Rule 5 of the page: whom the safeguarding focal points set aside from a file has nothing of it, and is not chosen for it, until they lift it.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "domain/brief.hpp"
#include "domain/tasks.hpp"
#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

/// Binta's file; Mame and Lucia are named for concerns.
struct Concern {
  House house;
  Log k{house};
  Concern() {
    house.safeguards("Mame");
    house.safeguards("Lucia");
    REQUIRE(k.say("Binta", a_child()));
  }
  std::string says(const char* who, Body body, How how = {}) { return said(k.say(who, std::move(body), how)); }
  Body aside_of(const char* person) const { return SetAsideBegun{house.person_id(person), {}, "Une plainte est ouverte."}; }
  Body aside_of_unit(const char* unit) const { return SetAsideBegun{{}, house.unit_id(unit), "Une plainte est ouverte."}; }
  Ties ties() const { return ties_of(k.state()); }
};

Body note() { return NoteAdded{{"observation"}, {}, {}, "Rien à signaler."}; }

}  // namespace

TEST_CASE("whoever is set aside has nothing of the file, the emergency included, until a focal point lifts it") {
  Concern there;
  CHECK(there.says("Binta", note()) == "accepted");
  REQUIRE(there.says("Mame", there.aside_of("Binta")) == "accepted");
  const EntryId aside = there.k.last();
  CHECK(there.says("Binta", note()) == "not_found");
  CHECK(there.says("Binta", BreakGlassOpened{}, {.reason = "Elle est en danger."}) == "not_found");
  CHECK(there.says("Khady", note()) != "accepted");
  CHECK(there.says("Demba", note()) == "accepted");
  CHECK(there.says("Binta", SetAsideLifted{aside, "Tout va bien."}) == "not_found");
  REQUIRE(there.says("Lucia", SetAsideLifted{aside, "La plainte est close."}) == "accepted");
  CHECK(there.says("Binta", note()) == "accepted");
  CHECK(there.says("Lucia", SetAsideLifted{aside, "Encore."}) == "no_such_step");
  CHECK(there.says("Lucia", SetAsideLifted{aside, ""}) == "reason_needed");
}

TEST_CASE("a unit that is set aside is set aside with everybody who has a post there, whichever post they act from") {
  Concern there;
  REQUIRE(there.says("Binta", living_at(there.house, "Espoir"), with_reason()) == "accepted");
  there.house.add_person("Deux", Role::case_worker, "Parcours");
  there.house.directory.people.at(there.house.person_id("Deux")).posts.push_back({Role::shelter_staff, there.house.unit_id("Espoir"), {}});
  CHECK_FALSE(is_aside(there.ties(), there.house.person_id("Fatou"), there.house.directory));
  REQUIRE(there.says("Mame", there.aside_of_unit("Espoir")) == "accepted");
  CHECK(is_aside(there.ties(), there.house.unit_id("Espoir")));
  CHECK(is_aside(there.ties(), there.house.person_id("Fatou"), there.house.directory));
  CHECK(is_aside(there.ties(), there.house.person_id("Deux"), there.house.directory));
  CHECK(limits(there.ties(), there.house.someone("Deux").actor, there.house.directory).set_aside);
  CHECK_FALSE(limits(there.ties(), there.house.someone("Binta").actor, there.house.directory).set_aside);
  CHECK(there.says("Fatou", note()) == "not_found");
}

TEST_CASE("only who was named for it sets aside or lifts, whatever else they are; and nobody lifts what is about themselves") {
  Concern there;
  for (const char* who : {"Binta", "Demba", "Oumy", "Awa"}) CHECK(there.says(who, there.aside_of("Khady")) == "not_found");
  REQUIRE(there.says("Lucia", there.aside_of("Mame")) == "accepted");
  const EntryId aside = there.k.last();
  CHECK(there.says("Mame", SetAsideLifted{aside, "Je n’ai rien fait."}) == "not_found");
  CHECK(there.says("Mame", there.aside_of("Khady")) == "not_found");
}

TEST_CASE("setting aside names one person or one unit, and says why") {
  Concern there;
  CHECK(there.says("Mame", SetAsideBegun{{}, {}, "Pourquoi"}) == "missing_field");
  CHECK(there.says("Mame", SetAsideBegun{there.house.person_id("Binta"), there.house.unit_id("Parcours"), "Pourquoi"}) == "missing_field");
  CHECK(there.says("Mame", SetAsideBegun{there.house.person_id("Binta"), {}, ""}) == "reason_needed");
  CHECK(there.says("Mame", SetAsideBegun{PersonId{there.house.fresh_id()}, {}, "Pourquoi"}) == "person_unknown");
  CHECK(there.says("Mame", SetAsideBegun{{}, UnitId{there.house.fresh_id()}, "Pourquoi"}) == "unit_unknown");
}

TEST_CASE("whoever is set aside is not chosen for the child: no file, no cover, no referral, no placement, no search, no journey") {
  Concern there;
  REQUIRE(there.says("Mame", there.aside_of("Khady")) == "accepted");
  REQUIRE(there.says("Mame", there.aside_of_unit("Espoir")) == "accepted");
  const UnitId parcours = there.house.unit_id("Parcours");
  CHECK(there.says("Demba", AssignmentMade{there.house.person_id("Khady"), parcours}) == "not_for_this_file");
  CHECK(there.says("Demba", CoverSet{there.house.person_id("Khady"), there.house.today(), there.house.today()}) == "not_for_this_file");
  CHECK(there.says("Binta", living_at(there.house, "Espoir"), with_reason()) == "not_for_this_file");
  CHECK(there.says("Binta", living_at(there.house, "Kër"), with_reason()) == "accepted");
  CHECK(there.says("Binta", referral_to(there.house, "Espoir", "shelter")) == "not_for_this_file");
  CHECK(there.says("Binta", TracingTasked{there.house.person_id("Khady"), parcours, {"SN"}, {}, {}}) == "not_for_this_file");
  CHECK(there.says("Binta", plan_to(there.house, "Casa", "Khady"), with_reason()) == "not_for_this_file");
}

TEST_CASE("a child whose worker was set aside is given to somebody else: the supervisor is told, and not why") {
  Concern there;
  REQUIRE(there.says("Mame", there.aside_of("Binta")) == "accepted");
  const ChildBrief brief = brief_of(there.k.record(), there.k.state());
  const Actor& demba = there.house.someone("Demba").actor;
  const RelationSet held = relations(brief.ties, demba, there.house.directory, there.house.now, there.house.today());
  const auto tasks = tasks_of(brief, demba, held, rules(), there.house.directory, there.house.now, there.house.today());
  CHECK(std::any_of(tasks.begin(), tasks.end(), [](const Task& t) { return t.name == "worker_to_choose"; }));
  REQUIRE(there.says("Demba", AssignmentMade{there.house.person_id("Khady"), there.house.unit_id("Parcours")}) == "accepted");
  const ChildBrief after = brief_of(there.k.record(), there.k.state());
  const auto later = tasks_of(after, demba, held, rules(), there.house.directory, there.house.now, there.house.today());
  CHECK(std::none_of(later.begin(), later.end(), [](const Task& t) { return t.name == "worker_to_choose"; }));
}

TEST_CASE("who was set aside after the plan was made does not leave with the child, and a unit that was does not receive them") {
  House house;
  Log k(house);
  const EntryId plan = ready_to_go_home(k);
  house.safeguards("Lucia");
  SECTION("who travels with the child") {
    REQUIRE(k.say("Lucia", SetAsideBegun{house.person_id("Awa"), {}, "Plainte"}));
    CHECK(said(k.say("Binta", MovementDeparted{plan, {}})) == "not_for_this_file");
  }
  SECTION("the unit on the other shore") {
    REQUIRE(k.say("Binta", MovementDeparted{plan, {}}));
    const EntryId departed = k.last();
    REQUIRE(k.say("Lucia", SetAsideBegun{{}, house.unit_id("Casa"), "Plainte"}));
    HandoverSigned sheet;
    sheet.departed = departed;
    sheet.handed_on = house.today();
    sheet.received_by_unit = house.unit_id("Casa");
    sheet.received_by_name = "Tia Segunda";
    CHECK(said(k.say("Awa", sheet)) == "not_for_this_file");
  }
}
