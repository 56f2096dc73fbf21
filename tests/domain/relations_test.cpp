// What ties a person to a file, hour by hour.
#include "domain/relations.hpp"

#include <catch2/catch_test_macros.hpp>

#include "domain/evolve.hpp"
#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

struct Open : OpenFile {
  bool has(const char* who, Relation r) { return held(who).has(r); }
  RelationSet held(const char* who) { return relations(ties_of(k.state()), house.someone(who).actor, house.directory, house.now, house.today()); }
};

}  // namespace

TEST_CASE("whoever opens a file has it, until a supervisor assigns it") {
  Open there;
  CHECK(there.held("Binta") == RelationSet{Relation::assigned});
  CHECK(there.held("Demba") == RelationSet{Relation::team});
  CHECK(there.held("Sadio").empty());  // supervises nobody here
  CHECK(there.held("Khady").empty());
  there.was_said("Demba", AssignmentMade{there.house.person_id("Khady"), there.house.unit_id("Parcours")});
  CHECK(there.held("Binta").empty());
  CHECK(there.held("Khady") == RelationSet{Relation::assigned});
}

TEST_CASE("a file is somebody's for one unit: the same person for another unit has no tie") {
  Open there;
  Someone elsewhere = there.house.someone("Binta");
  elsewhere.actor.unit = there.house.unit_id("Casa");
  CHECK(relations(ties_of(there.k.state()), elsewhere.actor, there.house.directory, there.house.now, there.house.today()).empty());
}

TEST_CASE("a cover holds from its first day to its last, and is corrected like anything else") {
  Open there;
  const Date day = there.house.today();
  there.was_said("Demba", CoverSet{there.house.person_id("Khady"), Date{day.day + 1}, Date{day.day + 3}});
  const EntryId cover = there.k.last();
  CHECK_FALSE(there.has("Khady", Relation::assigned));
  there.house.pass(days(1));
  CHECK(there.has("Khady", Relation::assigned));
  CHECK(there.has("Binta", Relation::assigned));
  there.house.pass(days(2));
  CHECK(there.has("Khady", Relation::assigned));
  there.house.pass(days(1));
  CHECK_FALSE(there.has("Khady", Relation::assigned));
  there.was_said("Demba", CoverSet{there.house.person_id("Awa"), there.house.today(), Date{there.house.today().day + 1}}, {.reason = "Elle est près de l’enfant.", .amends = cover});
  CHECK(there.has("Awa", Relation::assigned));
  CHECK_FALSE(there.has("Khady", Relation::assigned));
}

TEST_CASE("a cover holds for a person's posts in the organisation that has the file, and for no other of their posts") {
  Open there;
  const Date day = there.house.today();
  const auto as = [&](const char* who, const char* unit) {
    Someone someone = there.house.someone(who);
    someone.actor.unit = there.house.unit_id(unit);
    return relations(ties_of(there.k.state()), someone.actor, there.house.directory, there.house.now, there.house.today());
  };
  there.house.directory.people.at(there.house.person_id("Khady")).posts.push_back({Role::case_worker, there.house.unit_id("Santé"), {}});
  there.was_said("Demba", CoverSet{there.house.person_id("Khady"), day, day});
  CHECK(as("Khady", "Parcours").has(Relation::assigned));
  CHECK(as("Khady", "Santé").empty());
  // Who has no post there covers from where they work.
  there.was_said("Demba", CoverSet{there.house.person_id("Awa"), day, day}, {.reason = "Elle est près de l’enfant."});
  CHECK(as("Awa", "Rue").has(Relation::assigned));
  // A post that has to do with money, say, is none in which a file is covered.
  there.house.directory.people.at(there.house.person_id("Awa")).posts.push_back({Role::finance_officer, there.house.unit_id("Parcours"), {}});
  CHECK(as("Awa", "Rue").has(Relation::assigned));
}

TEST_CASE("a search is for the unit that it names, and for no other post of who searches") {
  Open there;
  there.was_said("Binta", TracingTasked{there.house.person_id("Carla"), there.house.unit_id("Bairro"), {"GW"}, {}, {}}, {.reason = "La tante est là-bas."});
  CHECK(there.has("Carla", Relation::tracing));
  Someone elsewhere = there.house.someone("Carla");
  elsewhere.actor.unit = there.house.unit_id("Casa");
  there.house.directory.people.at(there.house.person_id("Carla")).posts.push_back({Role::tracing_officer, elsewhere.actor.unit, {}});
  const auto held = [&] { return relations(ties_of(there.k.state()), elsewhere.actor, there.house.directory, there.house.now, there.house.today()); };
  CHECK(held().empty());
  there.was_said("Binta", TracingTasked{there.house.person_id("Carla"), {}, {"GW"}, {}, {}}, {.reason = "La tante est là-bas."});  // names no unit
  CHECK(held().has(Relation::tracing));
}

TEST_CASE("the people of the unit where the child lives are tied to the file while the child lives there") {
  Open there;
  there.was_said("Binta", living_at(there.house, "Espoir"), with_reason());
  for (const char* who : {"Fatou", "Ousmane"}) CHECK(there.held(who) == RelationSet{Relation::placed});
  CHECK(there.held("Penda").empty());
  there.was_said("Binta", living_at(there.house, "Kër"), with_reason());
  CHECK(there.held("Fatou").empty());
  CHECK(there.has("Penda", Relation::placed));
  PlacementEnded left;
  left.placement = there.k.last();
  left.end_reason.value = "child_asked";
  left.ended_on = there.house.today();
  there.was_said("Binta", left);
  CHECK(there.held("Penda").empty());
}

TEST_CASE("a referral ties the unit that it is for, first a little, then more, then for 90 days a little") {
  Open there;
  there.was_said("Binta", referral_to(there.house, "Santé", "medical"));
  const EntryId referral = there.k.last();
  CHECK(there.held("Aissatou") == RelationSet{Relation::referred_pending});
  there.was_said("Aissatou", ReferralAccepted{referral, {}, {}});
  CHECK(there.held("Aissatou") == RelationSet{Relation::referred_accepted});
  there.was_said("Aissatou", ReferralServiceGiven{referral, {"yes"}, {}});
  CHECK(there.held("Aissatou") == RelationSet{Relation::referred_accepted});
  there.was_said("Aissatou", ReferralClosed{referral, {}});
  CHECK(there.held("Aissatou") == RelationSet{Relation::referred_closed});
  there.house.pass({days(90).count - 1000});
  CHECK(there.held("Aissatou") == RelationSet{Relation::referred_closed});
  there.house.pass({1000});
  CHECK(there.held("Aissatou").empty());
}

TEST_CASE("a referral that was declined or taken back ties nobody") {
  Open there;
  there.was_said("Binta", referral_to(there.house, "Santé", "medical"));
  there.was_said("Aissatou", ReferralDeclined{there.k.last(), {"full"}, {}});
  CHECK(there.held("Aissatou").empty());
  there.was_said("Binta", referral_to(there.house, "Santé", "medical"));
  there.was_said("Binta", ReferralWithdrawn{there.k.last(), {}});
  CHECK(there.held("Aissatou").empty());
}

TEST_CASE("a referral whose time ran out still ties the unit that it is for") {
  Open there;
  there.was_said("Binta", referral_to(there.house, "Santé", "medical"));
  REQUIRE(there.k.say_as_system(ReferralExpired{there.k.last()}));
  CHECK(there.held("Aissatou") == RelationSet{Relation::referred_pending});
}

TEST_CASE("a broken glass lasts four hours, or until somebody ends it") {
  Open there;
  there.was_said("Penda", BreakGlassOpened{}, {.reason = "L’enfant est à notre porte."});
  const EntryId glass = there.k.last();
  CHECK(there.held("Penda") == RelationSet{Relation::break_glass});
  SECTION("four hours") {
    there.house.pass({hours(4).count - 1});
    CHECK(there.has("Penda", Relation::break_glass));
    there.house.pass({1});
    CHECK(there.held("Penda").empty());
  }
  SECTION("ended") {
    there.was_said("Binta", BreakGlassEnded{glass});
    CHECK(there.held("Penda").empty());
    CHECK_FALSE(there.k.say("Binta", BreakGlassEnded{glass}));
  }
  SECTION("ended by the clock") {
    REQUIRE(there.k.say_as_system(BreakGlassEnded{glass}));
    CHECK(there.held("Penda").empty());
  }
  SECTION("it ties the one person, not their unit") {
    there.house.add_person("Ngoné", Role::shelter_staff, "Kër");
    CHECK(there.held("Ngoné").empty());
  }
}

TEST_CASE("somebody who traces is tied to the file until the task is corrected away from them") {
  Open there;
  there.was_said("Binta", TracingTasked{there.house.person_id("Carla"), there.house.unit_id("Bairro"), {"GW"}, {}, {}}, {.reason = "La tante est là-bas."});
  const EntryId task = there.k.last();
  CHECK(there.held("Carla") == RelationSet{Relation::tracing});
  CHECK(there.has("Lucia", Relation::country));  // a task is open in her country
  there.was_said("Binta", TracingTasked{there.house.person_id("Nino"), there.house.unit_id("Bairro"), {"GW"}, {}, {}}, {.reason = "La tante est là-bas.", .amends = task});
  CHECK(there.held("Carla").empty());
  CHECK(there.has("Nino", Relation::tracing));
}

TEST_CASE("a coordinator is tied to files with a task in their country, and to no others") {
  Open there;
  CHECK(there.held("Mame") == RelationSet{Relation::country});
  CHECK(there.held("Lucia").empty());
  there.was_said("Binta", referral_to(there.house, "Casa", "shelter"));
  CHECK(there.has("Lucia", Relation::country));
  there.was_said("Ines", ReferralDeclined{there.k.last(), {"full"}, {}});
  CHECK(there.held("Lucia").empty());
  there.was_said("Binta", plan_to(there.house, "Casa", "Awa"), with_reason());
  CHECK(there.has("Lucia", Relation::country));
}

TEST_CASE("on the road a child is in the charge of whoever travels along, until the child is handed over") {
  House house;
  Log k(house);
  const EntryId plan = ready_to_go_home(k);
  auto in_charge = [&] { return relations(ties_of(k.state()), house.someone("Awa").actor, house.directory, house.now, house.today()).has(Relation::placed); };
  CHECK_FALSE(in_charge());
  REQUIRE(k.say("Binta", MovementDeparted{plan, {}}));
  const EntryId departed = k.last();
  CHECK(in_charge());
  HandoverSigned sheet;
  sheet.departed = departed;
  sheet.handed_on = house.today();
  sheet.received_by_unit = house.unit_id("Casa");
  sheet.received_by_name = "Tia Segunda";
  REQUIRE(k.say("Awa", sheet));
  CHECK(in_charge());  // until the other side signed
  const EntryId handover = k.last();
  REQUIRE(k.say("Binta", referral_to(house, "Casa", "shelter")));
  REQUIRE(k.say("Ines", ReferralAccepted{k.last(), {}, {}}));
  REQUIRE(k.say("Ines", HandoverReceived{handover, {}, {}}));
  CHECK_FALSE(in_charge());
}

TEST_CASE("holding nothing ties nobody: an empty person, unit or country") {
  Open there;
  const Ties ties = ties_of(there.k.state());
  for (Role role : every_role) CHECK(relations(ties, {{}, role, {}}, there.house.directory, there.house.now, there.house.today()).empty());
  const Ties none = ties_of(ChildState{});
  for (const char* who : {"Binta", "Demba", "Mame", "Oumy"})
    CHECK(relations(none, there.house.someone(who).actor, there.house.directory, there.house.now, there.house.today()).empty());
}

TEST_CASE("only units that the agreement lists break the glass, and never police or court") {
  House house;
  Ties ties;
  auto breaks = [&](const char* kind, bool listed) {
    house.directory.units[house.unit_id("Espoir")].about.kind.value = kind;
    house.directory.units[house.unit_id("Espoir")].about.breaks_glass = listed;
    return !limits(ties, {{}, Role::shelter_staff, house.unit_id("Espoir")}, house.directory).unit_breaks_no_glass;
  };
  CHECK(breaks("shelter", true));
  CHECK_FALSE(breaks("shelter", false));
  CHECK_FALSE(breaks("police", true));
  CHECK_FALSE(breaks("court", true));
}

TEST_CASE("a partner's officer is the officer of the files that their organisation has to do with, the programme's of all") {
  House house;
  Ties ties;
  ties.assigned_unit = house.unit_id("Parcours");
  auto others = [&](const char* unit) { return limits(ties, {{}, Role::data_protection_officer, house.unit_id(unit)}, house.directory).officer_of_others; };
  CHECK_FALSE(others("Parcours"));
  CHECK_FALSE(others("Ensemble SN"));
  CHECK(others("Bairro"));
  ties.referrals.push_back({.id = {}, .from = house.unit_id("Parcours"), .to = house.unit_id("Bairro"), .state = ReferralState::declined, .sent_at = {}, .answer_by = {}, .ended_at = {}, .service = {}, .priority = {}});
  CHECK_FALSE(others("Bairro"));
  CHECK_FALSE(limits(ties, {{}, Role::case_worker, house.unit_id("Casa")}, house.directory).officer_of_others);
}

TEST_CASE("the duty supervisor of the worker's unit supervises its files on those days, as a supervisor and no longer") {
  Open there;
  CHECK_FALSE(there.has("Sadio", Relation::team));
  const Date today = there.house.today();
  there.house.directory.units.at(there.house.unit_id("Parcours")).duties.push_back({there.house.person_id("Sadio"), today, today});
  there.house.directory.units.at(there.house.unit_id("Parcours")).duties.push_back({there.house.person_id("Khady"), today, today});
  CHECK(there.has("Sadio", Relation::team));
  CHECK(there.has("Demba", Relation::team));
  CHECK_FALSE(there.has("Khady", Relation::team));  // on the list, and no supervisor
  there.house.pass(days(1));
  CHECK_FALSE(there.has("Sadio", Relation::team));
}

TEST_CASE("the duty supervisor of the place where the child lives answers for it on those days, and sees nothing of the file by that") {
  Open there;
  const Date today = there.house.today();
  Ties ties = ties_of(there.k.state());
  ties.placed = {there.house.unit_id("Espoir")};
  const auto answers = [&](const char* who, Role role, const char* unit) {
    return answers_for_place(ties, {there.house.person_id(who), role, there.house.unit_id(unit)}, there.house.directory, there.house.today());
  };
  CHECK_FALSE(answers("Sadio", Role::supervisor, "Parcours"));
  there.house.directory.units.at(there.house.unit_id("Espoir")).duties.push_back({there.house.person_id("Sadio"), today, today});
  CHECK(answers("Sadio", Role::supervisor, "Parcours"));
  CHECK_FALSE(answers("Sadio", Role::case_worker, "Parcours"));
  CHECK(relations(ties, {there.house.person_id("Sadio"), Role::supervisor, there.house.unit_id("Parcours")}, there.house.directory, there.house.now, today).empty());
  SECTION("and who is kept away from the file is told nothing of it") {
    ties.aside.push_back({{}, there.house.person_id("Sadio"), {}, {}});
    CHECK_FALSE(answers("Sadio", Role::supervisor, "Parcours"));
  }
  SECTION("until the day is over") {
    there.house.pass(days(1));
    CHECK_FALSE(answers("Sadio", Role::supervisor, "Parcours"));
  }
}

TEST_CASE("a tracing task ends when the family was confirmed and assessed, not before; a later one begins anew") {
  Open there;
  const auto task = [&](const char* who) { return TracingTasked{there.house.person_id(who), there.house.unit_id("Bairro"), {"GW"}, {}, {}}; };
  there.was_said("Binta", task("Nino"), {.reason = "La tante est là-bas."});
  there.was_said("Binta", TraceProposed{{}, "Famille Embaló", "Le même village."});
  there.house.add_person("Fanta", Role::tracing_officer, "Casa");
  there.was_said("Binta", TracingTasked{there.house.person_id("Fanta"), there.house.unit_id("Casa"), {"GW"}, {}, {}}, {.reason = "La tante est là-bas."});
  there.was_said("Fanta", TraceConfirmed{there.k.state().all<TraceProposed>().back().id, {"found"}, {}});
  CHECK(there.has("Nino", Relation::tracing));
  FamilyAssessed f;
  f.assessed_on = there.house.today();
  f.mode.value = "home";
  f.answer.value = "ready";
  there.was_said("Binta", f);
  CHECK_FALSE(there.has("Nino", Relation::tracing));
  CHECK_FALSE(there.has("Fanta", Relation::tracing));
  there.was_said("Binta", task("Carla"), {.reason = "La tante est là-bas."});
  CHECK(there.has("Carla", Relation::tracing));
}

TEST_CASE("on the road ends with a hand-over to a family that no unit receives for, or with the next placement after a journey that was withdrawn") {
  House house;
  Log k(house);
  const EntryId plan = ready_to_go_home(k);
  auto in_charge = [&] { return relations(ties_of(k.state()), house.someone("Awa").actor, house.directory, house.now, house.today()).has(Relation::placed); };
  REQUIRE(k.say("Binta", MovementDeparted{plan, {}}));
  SECTION("handed over to the family") {
    HandoverSigned sheet;
    sheet.departed = k.last();
    sheet.handed_on = house.today();
    sheet.received_by_name = "Tia Segunda";
    REQUIRE(k.say("Awa", sheet));
    CHECK(in_charge());  // the family's own signature is still to come, on Awa's phone
    REQUIRE(k.say("Awa", HandoverReceived{k.last(), {}, "Tia Segunda a écrit son nom."}));
    CHECK_FALSE(in_charge());
  }
  SECTION("withdrawn, then placed") {
    REQUIRE(k.say("Binta", ReturnWithdrawn{plan, {"child"}, "Je ne veux plus."}));
    CHECK(in_charge());
    REQUIRE(k.say("Binta", living_at(house, "Espoir"), with_reason()));
    CHECK_FALSE(in_charge());
  }
  SECTION("a night in a house on the way ends nothing") {
    REQUIRE(k.say("Binta", living_at(house, "Espoir"), with_reason()));
    CHECK(in_charge());
  }
}
