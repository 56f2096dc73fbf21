// The judgement of an entry: rights first, then the rules of the house. Whole stories are in tests/scenarios; here are the edges.
#include "domain/decide.hpp"
#include "domain/second.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "tests/support/invent.hpp"
#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

/// Binta's open file.
struct Open : OpenFile {
  void lives_at(const char* unit) { was_said("Binta", living_at(house, unit), with_reason()); }
  void referred_to(const char* unit, const char* service, const char* by_whom, DataClasses shared) {
    was_said("Binta", consent_to(house, unit, shared));
    was_said("Binta", referral_to(house, unit, service, shared, "consent"));
    was_said(by_whom, ReferralAccepted{k.last(), {}, {}});
  }
};

Body note(const char* text = "Rien à signaler.") { return NoteAdded{{"observation"}, {}, {}, text}; }
Body answer(const char* question, Answer value) {
  const std::string id = question;
  return FormSaved{{id.substr(0, id.find('.'))}, 1, {{id, std::move(value)}}};
}

/// A body of this kind that the codec reads.
Body some(Kind kind, const House& house) {
  Chance chance(static_cast<std::uint64_t>(kind) + 1);
  Voice voice(chance, rules());
  Cast cast;
  cast.units = {house.unit_id("Espoir"), house.unit_id("Casa")};
  cast.people = {house.person_id("Awa")};
  return invent_body(kind, voice, cast);
}

}  // namespace

TEST_CASE("nobody has seen what isn't written yet") {
  Open there;
  CHECK(there.says("Binta", note(), {.seen = 2}) == "seen_in_the_future");
  CHECK(there.says("Binta", note(), {.seen = 1'000'000}) == "seen_in_the_future");
  CHECK(there.says("Binta", note(), {.seen = -1}) == "seen_in_the_future");
  CHECK(there.says("Binta", note(), {.seen = 0}) == "accepted");
  CHECK(there.says("Binta", note(), {.seen = 2}) == "accepted");
}

TEST_CASE("a file is opened once, by somebody who works with children, and nothing comes before") {
  House house;
  Log k(house);
  for (Kind kind : child_kinds())
    if (kind != Kind::child_opened) {
      INFO(word(kind));
      const auto early = k.say("Binta", some(kind, house));
      CHECK_FALSE(early);
    }
  CHECK(said(k.say("Oumy", a_child())) == "not_allowed");
  ChildOpened wrong = a_child();
  wrong.code = "SN-000000-0";
  CHECK(said(k.say("Awa", wrong)) == "wrong_type");
  CHECK(said(k.say("Awa", a_child())) == "accepted");
  CHECK(said(k.say("Awa", a_child())) == "already_open");
  CHECK(said(k.say("Binta", a_child())) == "already_open");
}

TEST_CASE("to somebody without a tie to the file every act is as if there were no file") {
  Open there;
  for (Kind kind : child_kinds()) {
    if (kind == Kind::child_opened || kind == Kind::break_glass_opened) continue;
    INFO(word(kind));
    const std::string answer = there.says("Penda", some(kind, there.house), {.reason = "Pour voir."});
    CHECK(answer == "not_found");
  }
  CHECK(there.k.n() == 1);
}

TEST_CASE("those who never see a child do nothing in a file, whatever ties them to it") {
  Open there;
  for (Role role : {Role::administrator, Role::trainer, Role::finance_officer, Role::programme_manager}) {
    const std::string name(word(role));
    there.house.add_person(name, role, "Parcours");
    Someone who = there.house.someone("Binta");  // the person whose file it is, acting as something else
    who.actor.role = role;
    for (Kind kind : child_kinds()) {
      INFO(name << " " << word(kind));
      CHECK_FALSE(there.k.say_as(who, some(kind, there.house), {.reason = "Pour voir."}));
      CHECK_FALSE(there.k.say(name, some(kind, there.house), {.reason = "Pour voir."}));
    }
  }
}

// But for what somebody said of two files, which it says in the other one (tests/usecases/pairs_test.cpp).
TEST_CASE("entries of the system are said by the system alone, and it says no others") {
  Open there;
  for (Kind kind : child_kinds()) {
    INFO(word(kind));
    const bool system = rules().gates[static_cast<std::size_t>(kind)].by == Gate::By::system;
    if (system) CHECK(there.says("Binta", some(kind, there.house)) == "not_allowed");
    else if (kind != Kind::child_opened && kind != Kind::pair_judged) CHECK_FALSE(there.k.say_as_system(some(kind, there.house)));
  }
}

TEST_CASE("what belongs in another kind of record is refused in a child's file") {
  Open there;
  for (std::size_t i = 0; i < kind_count; ++i) {
    const auto kind = static_cast<Kind>(i);
    if (record_of(kind) == RecordKind::child) continue;
    INFO(word(kind));
    CHECK_FALSE(there.k.say("Binta", some(kind, there.house)));
    CHECK_FALSE(there.k.say_as_system(some(kind, there.house)));
  }
  CHECK(there.k.n() == 1);
}

TEST_CASE("what needs a fresh factor asks to step up when it was written off line") {
  Open there;
  there.was_said("Binta", ClosureRequested{{"goals_reached"}, {}, {}, {}, {}, {}, {}});
  CHECK(there.says("Demba", ClosureApproved{there.k.last()}, {.factor = Factor::stale}) == "step_up");
  CHECK(there.says("Demba", ClosureApproved{there.k.last()}) == "accepted");
}

TEST_CASE("a right that needs a reason says so, and takes one") {
  Open there;
  there.lives_at("Espoir");
  CHECK(there.says("Ousmane", referral_to(there.house, "Santé", "medical")) == "reason_needed");
  CHECK(there.says("Ousmane", referral_to(there.house, "Santé", "medical"), {.reason = "Elle a de la fièvre."}) == "accepted");
  CHECK(there.says("Penda", BreakGlassOpened{}) == "reason_needed");
}

TEST_CASE("a question that its author can't read is written only where nothing can be lost by it") {
  Open there;
  there.lives_at("Espoir");
  there.was_said("Binta", answer("assessment.schooling", std::string("never")));
  there.was_said("Binta", answer("assessment.hopes", std::string("Devenir couturière.")));
  SECTION("what only the last of stands is refused to who can't read it") {
    CHECK(there.says("Fatou", answer("assessment.schooling", std::string("primary_begun"))) == "not_allowed");
  }
  SECTION("a set takes what they add and keeps what was there") {
    CHECK(there.says("Fatou", answer("assessment.hopes", std::string("Chanter."))) == "accepted");
    CHECK(there.k.state().answers.at("assessment.hopes").values.size() == 2);
  }
  SECTION("who can read it corrects it") {
    CHECK(there.says("Demba", answer("assessment.schooling", std::string("primary_begun"))) == "accepted");
  }
}

TEST_CASE("a unit corrects what it wrote itself") {
  Open there;
  SECTION("where the child lives") {
    there.lives_at("Espoir");
    there.was_said("Fatou", answer("assessment.schooling", std::string("never")));
    CHECK(there.says("Ousmane", answer("assessment.schooling", std::string("primary_begun"))) == "accepted");
  }
  SECTION("where a referral was accepted and shares something else") {
    there.referred_to("Santé", "medical", "Aissatou", classes({DataClass::health}));
    there.was_said("Aissatou", answer("assessment.schooling", std::string("never")));
    CHECK(there.says("Aissatou", answer("assessment.schooling", std::string("primary_begun"))) == "accepted");
  }
}

TEST_CASE("who writes in their own part corrects nothing of another unit's") {
  Open there;
  RiskAssessed risk;
  risk.level.value = "high";
  risk.not_to_be_given_to = "Samba Baldé";
  there.was_said("Binta", risk);
  const EntryId by_binta = there.k.last();
  there.referred_to("Santé", "medical", "Aissatou", classes({DataClass::health}));
  risk.not_to_be_given_to.clear();
  CHECK(there.says("Aissatou", risk, {.amends = by_binta}) == "not_allowed");
  there.was_said("Aissatou", risk);
  CHECK(there.says("Aissatou", risk, {.amends = there.k.last()}) == "accepted");
  CHECK(there.says("Demba", risk, {.amends = by_binta}) == "accepted");
}

TEST_CASE("a child lives in one place, the last that was said by whoever knew of the others") {
  Open there;
  there.lives_at("Espoir");
  const auto seen = there.k.n();
  auto standing = [&] { return std::ranges::count_if(there.k.state().placements, [](const Placement& p) { return p.ended_n == 0; }); };
  SECTION("who knew of the first ends it") {
    there.lives_at("Kër");
    CHECK(standing() == 1);
  }
  SECTION("two who didn't know of each other leave both, for a person to decide") {
    there.was_said("Binta", living_at(there.house, "Kër"), {.seen = seen, .reason = "Il est tard."});
    there.was_said("Demba", living_at(there.house, "Casa"), {.seen = seen, .reason = "Il est tard."});
    CHECK(standing() == 2);
  }
  SECTION("one person on one device always knows what they wrote before") {
    there.was_said("Binta", living_at(there.house, "Kër"), {.seen = seen, .reason = "Il est tard."});
    there.was_said("Binta", living_at(there.house, "Casa"), {.seen = seen, .reason = "Il est tard."});
    CHECK(standing() == 1);
    CHECK(there.k.state().placement()->begun.unit == there.house.unit_id("Casa"));
  }
}

TEST_CASE("a form that the house doesn't know, or not yet, is refused") {
  Open there;
  CHECK(there.says("Binta", FormSaved{{"weather"}, 1, {}}) == "not_in_list");
  CHECK(there.says("Binta", FormSaved{{"consent"}, 1, {}}) == "not_in_list");  // a form, but one that writes another kind
  CHECK(there.says("Binta", FormSaved{{"intake"}, 2, {}}) == "unknown_version");
}

TEST_CASE("a referral goes to a unit that is there, is another, is open and offers the service") {
  Open there;
  auto refer = [&](UnitId to, const char* service) {
    ReferralSent r = referral_to(there.house, "Espoir", service);
    r.to_unit = to;
    return there.says("Binta", r);
  };
  CHECK(refer(there.house.unit_id("Espoir"), "shelter") == "accepted");
  CHECK(refer(there.house.unit_id("Espoir"), "medical") == "unit_does_not_offer");
  CHECK(refer(there.house.unit_id("Parcours"), "psychosocial") == "unit_unknown");
  CHECK(refer(UnitId{there.house.fresh_id()}, "shelter") == "unit_unknown");
  there.house.directory.units.at(there.house.unit_id("Espoir")).closed = true;
  CHECK(refer(there.house.unit_id("Espoir"), "shelter") == "unit_unknown");
}

TEST_CASE("a file is assigned to somebody who works with children at that unit") {
  Open there;
  const auto& h = there.house;
  CHECK(there.says("Demba", AssignmentMade{h.person_id("Khady"), h.unit_id("Parcours")}) == "accepted");
  CHECK(there.says("Demba", AssignmentMade{h.person_id("Khady"), h.unit_id("Rue")}) == "person_unknown");
  CHECK(there.says("Demba", AssignmentMade{h.person_id("Oumy"), h.unit_id("Ensemble SN")}) == "person_unknown");
  CHECK(there.says("Demba", AssignmentMade{PersonId{there.house.fresh_id()}, h.unit_id("Parcours")}) == "person_unknown");
  CHECK(there.says("Khady", AssignmentMade{h.person_id("Binta"), h.unit_id("Parcours")}) == "not_allowed");
}

TEST_CASE("a cover ends after it begins") {
  Open there;
  const Date day = there.house.today();
  const PersonId khady = there.house.person_id("Khady");
  CHECK(there.says("Demba", CoverSet{khady, day, Date{day.day - 1}}) == "number_out_of_range");
  CHECK(there.says("Demba", CoverSet{PersonId{there.house.fresh_id()}, day, day}) == "person_unknown");
  CHECK(there.says("Demba", CoverSet{khady, day, day}) == "accepted");
}

TEST_CASE("a family is confirmed by a second person of another unit") {
  Open there;
  auto tasked = [&](const char* who) { return TracingTasked{there.house.person_id(who), there.house.unit_id("Bairro"), {"GW"}, {}, {}}; };
  there.was_said("Binta", tasked("Carla"), {.reason = "La tante est là-bas."});
  there.was_said("Binta", tasked("Nino"), {.reason = "La tante est là-bas."});
  there.was_said("Carla", TraceProposed{{}, "Família Mané, Bafatá", "Le même arbre, la même rivière."});
  const EntryId proposed = there.k.last();
  CHECK(there.says("Carla", TraceConfirmed{proposed, {"found"}, {}}) == "not_the_same_person");
  CHECK(there.says("Nino", TraceConfirmed{proposed, {"found"}, {}}) == "other_unit_needed");
  there.house.add_person("Fanta", Role::tracing_officer, "Parcours");
  there.was_said("Binta", TracingTasked{there.house.person_id("Fanta"), there.house.unit_id("Parcours"), {"SN"}, {}, {}});
  CHECK(there.says("Fanta", TraceConfirmed{EntryId{there.house.fresh_id()}, {"found"}, {}}) == "no_such_step");
  CHECK(there.says("Fanta", TraceConfirmed{proposed, {"found"}, {}}) == "accepted");
}

TEST_CASE("a second person answers once, within 72 hours") {
  Open there;
  BestInterestsAssessed a;
  a.assessed_on = there.house.today();
  a.child_view = "Elle veut rester.";
  a.options = codes({"stay"});
  BestInterestsDetermined d;
  d.determined_on = there.house.today();
  d.panel_roles = codes({"social_worker"});
  d.lasting_answer.value = "stay";
  d.grounds = "Elle a une famille ici.";
  CHECK(there.says("Mame", d) == "best_interests_missing");
  there.was_said("Binta", a);
  REQUIRE(there.says("Mame", d) == "pending");
  const EntryId asked = there.k.last();
  SECTION("not the one who asked") { CHECK(there.says("Mame", SecondAgreed{asked}) == "not_the_same_person"); }
  SECTION("not of the same unit") {
    there.house.add_person("Coumba", Role::country_coordinator, "Ensemble SN", codes({"SN"}));
    CHECK(there.says("Coumba", SecondAgreed{asked}) == "other_unit_needed");
  }
  SECTION("once") {
    there.was_said("Demba", SecondAgreed{asked});
    CHECK(there.says("Binta", SecondAgreed{asked}) == "no_such_step");
    CHECK(there.says("Binta", SecondDeclined{asked, {}}) == "no_such_step");
  }
  SECTION("within 72 hours") {
    there.house.pass({hours(72).count - 1000});
    CHECK(there.says("Demba", SecondAgreed{asked}) == "accepted");
  }
  SECTION("not after 72 hours") {
    there.house.pass(hours(72));
    CHECK(there.says("Demba", SecondAgreed{asked}) == "request_lapsed");
  }
  SECTION("not by somebody to whom the page gives no such decision, not even to say no") {
    there.lives_at("Espoir");
    CHECK(there.says("Ousmane", SecondAgreed{asked}) == "not_allowed");
    CHECK(there.says("Ousmane", SecondDeclined{asked, {}}) == "not_allowed");
    CHECK(there.says("Binta", SecondAgreed{asked}) == "not_allowed");
  }
  SECTION("with a fresh factor, but a no needs none") {
    CHECK(there.says("Demba", SecondAgreed{asked}, {.factor = Factor::stale}) == "step_up");
    CHECK(there.says("Demba", SecondDeclined{asked, {}}, {.factor = Factor::stale}) == "accepted");
  }
  SECTION("not about what asks for nobody") {
    there.was_said("Binta", note());
    CHECK(there.says("Demba", SecondAgreed{there.k.last()}) == "no_such_step");
  }
  SECTION("not about what nobody said") { CHECK(there.says("Demba", SecondAgreed{EntryId{there.house.fresh_id()}}) == "no_such_step"); }
  SECTION("not by somebody who sees nothing of the file") { CHECK(there.says("Penda", SecondAgreed{asked}) == "not_found"); }
}

TEST_CASE("a child on the road is handed over once, by one adult to another, and not to somebody on the list") {
  House house;
  Log k(house);
  const EntryId plan = ready_to_go_home(k);
  RiskAssessed risk;
  risk.level.value = "high";
  risk.not_to_be_given_to = "Samba Baldé";
  REQUIRE(k.say("Binta", risk));
  HandoverSigned sheet;
  sheet.handed_on = house.today();
  sheet.received_by_unit = house.unit_id("Casa");
  sheet.received_by_name = "Tia Segunda";
  sheet.departed = plan;
  CHECK(said(k.say("Binta", sheet)) == "not_departed");
  CHECK(said(k.say("Binta", MovementArrived{plan, {}})) == "not_departed");
  REQUIRE(k.say("Binta", MovementDeparted{plan, {}}));
  const EntryId departed = k.last();
  sheet.departed = departed;
  sheet.received_by_name = "samba balde";
  CHECK(said(k.say("Awa", sheet)) == "not_to_be_given_to");
  sheet.received_by_name = "Tia Segunda";
  REQUIRE(said(k.say("Awa", sheet)) == "accepted");  // the child is in Awa's charge
  const EntryId handover = k.last();
  CHECK(said(k.say("Binta", HandoverReceived{handover, {}, {}})) == "not_allowed");
  REQUIRE(k.say("Binta", referral_to(house, "Casa", "shelter")));
  REQUIRE(k.say("Ines", ReferralAccepted{k.last(), {}, {}}));
  CHECK(said(k.say("Ines", HandoverReceived{departed, {}, {}})) == "no_such_step");
  CHECK(said(k.say("Ines", HandoverReceived{handover, {}, {}})) == "accepted");
  CHECK(said(k.say("Ines", HandoverReceived{handover, {}, {}})) == "already_handed_over");
}

TEST_CASE("a request to close is answered once; a file that was reopened needs a new one") {
  Open there;
  const ClosureRequested request{{"goals_reached"}, {}, {}, {}, {}, {}, {}};
  CHECK(there.says("Demba", ClosureApproved{EntryId{there.house.fresh_id()}}) == "closure_not_requested");
  there.was_said("Binta", request);
  const EntryId first = there.k.last();
  SECTION("a later request takes its place") {
    there.was_said("Binta", request);
    CHECK(there.says("Demba", ClosureApproved{first}) == "closure_not_requested");
    CHECK(there.says("Demba", ClosureApproved{there.k.last()}) == "accepted");
  }
  SECTION("refused is answered") {
    there.was_said("Demba", ClosureRefused{first, "Encore une visite."});
    CHECK(there.says("Demba", ClosureApproved{first}) == "closure_not_requested");
  }
  SECTION("approved is answered") {
    there.was_said("Demba", ClosureApproved{first});
    there.was_said("Demba", FileReopened{"Elle est revenue."});
    CHECK(there.says("Demba", ClosureApproved{first}) == "closure_not_requested");
  }
}

TEST_CASE("an open file isn't reopened") {
  Open there;
  CHECK(there.says("Demba", FileReopened{"Par erreur."}) == "already_open");
}

TEST_CASE("an order to keep holds a closed file until every order is lifted") {
  Open there;
  const KeepOrderSet order{{"court"}, "12/2026", {}};
  there.was_said("Demba", order);
  const EntryId wrong_number = there.k.last();
  there.was_said("Demba", order, {.amends = wrong_number});
  const EntryId right_number = there.k.last();
  there.was_said("Binta", ClosureRequested{{"goals_reached"}, {}, {}, {}, {}, {}, {}});
  there.was_said("Demba", ClosureApproved{there.k.last()});
  CHECK(there.k.state().status == FileState::held);
  there.was_said("Demba", FileReopened{"Elle est revenue."});
  there.was_said("Demba", KeepOrderLifted{right_number});
  there.was_said("Binta", ClosureRequested{{"goals_reached"}, {}, {}, {}, {}, {}, {}});
  there.was_said("Demba", ClosureApproved{there.k.last()});
  CHECK(there.k.state().status == FileState::closed);  // the corrected order is no order of its own
}

TEST_CASE("a file is erased when officers of two units want it, and never while an order to keep stands") {
  Open there;
  there.house.add_person("Yacine", Role::data_protection_officer, "Ensemble SN");
  there.house.add_person("Paulo", Role::data_protection_officer, "Ensemble GW");
  SecondAsked erase{{"erase"}, {}, "L’enfant l’a demandé.", {"asked_by_person"}};
  CHECK(there.says("Binta", erase) == "not_allowed");
  SecondAsked groundless = erase;
  groundless.ground = {};
  CHECK(there.says("Oumy", groundless) == "missing_field");
  CHECK_FALSE(there.k.say_as_system(RecordErased{{"asked_by_person"}}));
  REQUIRE(there.says("Oumy", erase) == "pending");
  const EntryId asked = there.k.last();
  CHECK(there.says("Oumy", SecondAgreed{asked}) == "not_the_same_person");
  CHECK(there.says("Yacine", SecondAgreed{asked}) == "other_unit_needed");
  SECTION("two agree") {
    there.was_said("Paulo", SecondAgreed{asked});
    REQUIRE(there.k.say_as_system(RecordErased{{"asked_by_person"}}));
    CHECK(there.k.state().status == FileState::erased);
    for (const char* who : {"Binta", "Demba", "Oumy"}) CHECK_FALSE(there.k.say(who, note()));
  }
  SECTION("an order to keep came between") {
    there.was_said("Demba", KeepOrderSet{{"court"}, "12/2026", {}});
    CHECK(there.says("Paulo", SecondAgreed{asked}) != "accepted");
    CHECK_FALSE(there.k.say_as_system(RecordErased{{"asked_by_person"}}));
    CHECK(there.k.state().status == FileState::open);
  }
  SECTION("an order to keep came after") {
    there.was_said("Paulo", SecondAgreed{asked});
    there.was_said("Demba", KeepOrderSet{{"court"}, "12/2026", {}});
    CHECK_FALSE(there.k.say_as_system(RecordErased{{"asked_by_person"}}));
  }
}

TEST_CASE("police and courts never break the glass") {
  Open there;
  there.house.add_unit("Tribunal", "court", "SN", {});
  there.house.add_person("Abdou", Role::unit_focal_point, "Tribunal");
  for (const char* who : {"Modou", "Abdou"}) CHECK(there.says(who, BreakGlassOpened{}, {.reason = "Pour voir."}) == "not_found");
  CHECK(there.says("Penda", BreakGlassOpened{}, {.reason = "Une enfant à notre porte."}) == "accepted");
}

TEST_CASE("a request to see stands for 72 hours, agreed or not, for the one who asked; one that was declined stands no more") {
  Open there;
  there.house.add_person("Paulo", Role::data_protection_officer, "Ensemble GW");
  const Actor oumy = there.house.someone("Oumy").actor;
  const auto standing = [&](PersonId who, Action action) { return standing_request(there.k.state(), who, oumy.unit, action, there.house.now); };
  REQUIRE(there.says("Oumy", SecondAsked{{"see_identity"}, {}, "Une mère demande.", {}}) == "pending");
  const EntryId asked = there.k.last();
  REQUIRE(standing(oumy.person, Action::see_identity));
  CHECK(standing(oumy.person, Action::see_identity)->id == asked);
  CHECK_FALSE(is_agreed(there.k.state(), asked));
  CHECK_FALSE(standing(oumy.person, Action::see_narrative));
  CHECK_FALSE(standing(there.house.person_id("Paulo"), Action::see_identity));
  SECTION("agreed") {
    there.was_said("Paulo", SecondAgreed{asked});
    CHECK(is_agreed(there.k.state(), asked));
    there.house.pass(hours(71));
    CHECK(standing(oumy.person, Action::see_identity));
    there.house.pass(hours(2));
    CHECK_FALSE(standing(oumy.person, Action::see_identity));
  }
  SECTION("declined") {
    there.was_said("Paulo", SecondDeclined{asked, {}});
    CHECK_FALSE(standing(oumy.person, Action::see_identity));
  }
}

TEST_CASE("files are merged and erased by two, never by one") {
  Open there;
  CHECK(there.says("Binta", RecordMerged{RecordId{there.house.fresh_id()}}) == "second_person_needed");
  CHECK(there.says("Binta", RecordUnmerged{EntryId{there.house.fresh_id()}}) == "second_person_needed");
  CHECK(there.says("Oumy", RecordErased{{"asked"}}) == "second_person_needed");
}

TEST_CASE("a departure has one hand-over; to a family the child goes with the person whom somebody verified") {
  House house;
  Log k(house);
  const EntryId plan = ready_to_go_home(k);
  REQUIRE(k.say("Binta", MovementDeparted{plan, {}}));
  HandoverSigned sheet;
  sheet.departed = k.last();
  sheet.handed_on = house.today();
  sheet.received_by_name = "Quelqu’un d’autre";
  CHECK(said(k.say("Awa", sheet)) == "receiver_missing");
  sheet.received_by_name = "tia SEGUNDA";
  REQUIRE(said(k.say("Awa", sheet)) == "accepted");
  CHECK(said(k.say("Binta", sheet)) == "already_handed_over");
}
