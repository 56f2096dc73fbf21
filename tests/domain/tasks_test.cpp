// What stands on somebody's list of today: the way from one person's hands to the next one's.
#include "domain/tasks.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "domain/departure.hpp"
#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

struct Desk {
  House house;
  Log k{house};

  void was_said(const std::string& who, Body body, How how = {}) { REQUIRE(said(k.say(who, std::move(body), std::move(how))) == "accepted"); }
  std::vector<std::string> today_of(const std::string& who) {
    const auto& actor = house.someone(who).actor;
    const auto brief = brief_of(k.record(), k.state());
    const auto held = relations(brief.ties, actor, house.directory, house.now, house.today());
    std::vector<std::string> names;
    for (const Task& task : tasks_of(brief, actor, held, rules(), house.directory, house.now, house.today())) names.emplace_back(task.name);
    return names;
  }
  std::optional<Task> task_of(const std::string& who, std::string_view name) {
    const auto& actor = house.someone(who).actor;
    const auto brief = brief_of(k.record(), k.state());
    for (const Task& task : tasks_of(brief, actor, relations(brief.ties, actor, house.directory, house.now, house.today()), rules(), house.directory, house.now, house.today()))
      if (task.name == name) return task;
    return std::nullopt;
  }
  bool has(const std::string& who, const std::string& task) {
    const auto all = today_of(who);
    return std::find(all.begin(), all.end(), task) != all.end();
  }
  TracingTasked task_for(const char* who, const char* unit, const char* country) { return {house.person_id(who), house.unit_id(unit), {country}, {}, {}}; }
};

}  // namespace

TEST_CASE("who traces has a family to look for, then a match of another unit's to check, then nothing once the family is found") {
  Desk there;
  there.house.add_person("Sira", Role::tracing_officer, "Parcours");
  there.was_said("Binta", a_child());
  there.was_said("Binta", there.task_for("Carla", "Bairro", "GW"), {.reason = "La tante est là-bas."});
  there.was_said("Binta", there.task_for("Sira", "Parcours", "SN"));
  CHECK(there.has("Carla", "family_to_trace"));
  CHECK_FALSE(there.has("Nino", "family_to_trace"));

  there.was_said("Sira", TraceProposed{{}, "Uma família", "A canção"});
  const EntryId proposed = there.k.last();
  CHECK(there.has("Carla", "match_to_check"));
  CHECK_FALSE(there.has("Sira", "match_to_check"));

  there.was_said("Carla", TraceConfirmed{proposed, {"found"}, {}});
  CHECK_FALSE(there.has("Carla", "match_to_check"));
  CHECK_FALSE(there.has("Carla", "family_to_trace"));
}

TEST_CASE("a search that was asked for a day is of that day, and late after it, for whom it was asked") {
  Desk there;
  there.house.add_person("Sira", Role::tracing_officer, "Parcours");
  there.was_said("Binta", a_child());
  const Date today = there.house.today();
  auto asked = [&](const char* who, const char* unit, std::optional<Date> due) {
    TracingTasked task = there.task_for(who, unit, "SN");
    task.due = due;
    there.was_said("Binta", task, {.reason = "La tante est là-bas."});
  };
  asked("Sira", "Parcours", std::nullopt);
  asked("Carla", "Bairro", Date{today.day + 3});
  auto group = [&](const char* who) { return there.task_of(who, "family_to_trace").value().group; };
  CHECK(group("Sira") == TaskGroup::week);
  CHECK(there.task_of("Sira", "family_to_trace").value().due.unix_ms == 0);
  CHECK(group("Carla") == TaskGroup::week);
  CHECK(there.task_of("Carla", "family_to_trace").value().due.unix_ms == (today.day + 3) * std::int64_t{86'400'000});
  asked("Carla", "Bairro", today);
  CHECK(group("Carla") == TaskGroup::now);
  asked("Carla", "Bairro", Date{today.day - 1});
  CHECK(group("Carla") == TaskGroup::late);
  CHECK(group("Sira") == TaskGroup::week);
}

TEST_CASE("a transfer that a unit said yes to is the supervisor's to finish, until the file is theirs") {
  Desk there;
  there.was_said("Binta", a_child());
  ReferralSent asked = referral_to(there.house, "Bairro", "family_mediation");
  there.was_said("Binta", asked);
  there.was_said("Nino", ReferralAccepted{there.k.last(), {}, {}});
  CHECK_FALSE(there.has("Demba", "transfer_to_finish"));  // a service, and no transfer
  asked.transfer.value = "yes";
  there.was_said("Binta", asked);
  CHECK_FALSE(there.has("Demba", "transfer_to_finish"));
  there.was_said("Nino", ReferralAccepted{there.k.last(), {}, {}});
  CHECK(there.task_of("Demba", "transfer_to_finish").value().group == TaskGroup::now);
  CHECK_FALSE(there.has("Binta", "transfer_to_finish"));
  there.was_said("Demba", AssignmentMade{there.house.person_id("Nino"), there.house.unit_id("Bairro")});
  CHECK_FALSE(there.has("Demba", "transfer_to_finish"));
}

TEST_CASE("an answer that lasts where the child is, is followed as long as a return") {
  Desk there;
  there.was_said("Binta", a_child());
  ReintegrationPlanned plan;
  plan.rhythm = {"monthly"};
  there.was_said("Binta", plan);
  CHECK_FALSE(there.has("Binta", "monitoring_done"));
  there.house.pass(days(200));
  CHECK(there.has("Binta", "monitoring_done"));
  there.was_said("Binta", plan_to(there.house, "Casa", "Awa"), with_reason());
  CHECK_FALSE(there.has("Binta", "monitoring_done"));  // on the way home: it is counted from the arrival
}

TEST_CASE("who travels with the child says how it goes, until the hand-over is signed; then the receiving unit has it to sign") {
  Desk there;
  const EntryId plan = ready_to_go_home(there.k);
  there.was_said("Binta", referral_to(there.house, "Casa", "shelter"));
  const EntryId referral = there.k.last();
  there.was_said("Ines", ReferralAccepted{referral, {}, {}});
  CHECK_FALSE(there.has("Awa", "journey_under_way"));
  there.was_said("Binta", MovementDeparted{plan, {}});
  const EntryId departed = there.k.last();
  CHECK(there.has("Awa", "journey_under_way"));

  HandoverSigned sheet;
  sheet.departed = departed;
  sheet.handed_on = there.house.today();
  sheet.received_by_unit = there.house.unit_id("Casa");
  sheet.received_by_name = "Cadi";
  there.was_said("Awa", sheet);
  const EntryId handover = there.k.last();
  CHECK_FALSE(there.has("Awa", "journey_under_way"));
  CHECK(there.has("Ines", "arrival_to_confirm"));

  there.was_said("Ines", HandoverReceived{handover, {}, {}});
  CHECK_FALSE(there.has("Ines", "arrival_to_confirm"));
}

TEST_CASE("a plan waits for a departure until somebody leaves under it, or it is stopped") {
  Desk there;
  const EntryId plan = ready_to_go_home(there.k, {"wish"});
  const auto* waits = plan_to_leave(there.k.state());
  REQUIRE(waits);
  CHECK(waits->id == plan);
  CHECK_FALSE(wish_condition(there.k.state(), waits->body).met);
  CHECK(wish_condition(there.k.state(), waits->body).missing == ProblemCode::wish_missing);

  there.was_said("Binta", wish(there.house, "wants"));
  CHECK(wish_condition(there.k.state(), plan_to_leave(there.k.state())->body).met);
  SECTION("left") { there.was_said("Binta", MovementDeparted{plan, {}}); }
  SECTION("stopped") { there.was_said("Binta", ReturnWithdrawn{plan, {"child"}, {}}); }
  CHECK_FALSE(plan_to_leave(there.k.state()));
}

TEST_CASE("a child whom the roll call did not find is to be looked for by the house, the worker and the supervisor, until somebody says where the child is") {
  Desk there;
  there.was_said("Binta", a_child());
  PlacementBegun stay;
  stay.placement_kind = {"shelter"};
  stay.unit = there.house.unit_id("Espoir");
  stay.begun_on = there.house.today();
  there.was_said("Binta", stay, with_reason());
  const EntryId placement = there.k.last();
  const auto called = [&](const char* presence) { there.was_said("Fatou", FormSaved{{"roll_call"}, 1, {{"roll_call.presence", std::string(presence)}}}); };
  called("out");
  CHECK_FALSE(there.has("Fatou", "child_missing"));
  called("not_here");
  for (const char* who : {"Fatou", "Ousmane", "Binta", "Demba"}) CHECK(there.has(who, "child_missing"));
  for (const char* who : {"Penda", "Awa", "Sadio"}) CHECK_FALSE(there.has(who, "child_missing"));
  called("here");
  for (const char* who : {"Fatou", "Ousmane", "Binta", "Demba"}) CHECK_FALSE(there.has(who, "child_missing"));

  called("not_here");
  PlacementEnded left;
  left.placement = placement;
  left.ended_on = there.house.today();
  left.end_reason = {"moved"};
  left.next_kind = {"kin"};
  left.left_with = "Tante Sira";
  there.was_said("Binta", left);
  CHECK_FALSE(there.has("Binta", "child_missing"));
  // What another house said before tells nothing about this one.
  stay.unit = there.house.unit_id("Kër");
  there.was_said("Binta", stay, with_reason());
  CHECK_FALSE(there.has("Penda", "child_missing"));
  CHECK_FALSE(there.has("Binta", "child_missing"));
}

TEST_CASE("a stay in a centre of the state ends within its clock in the country that has one, and nowhere else") {
  Desk there;
  there.house.add_unit("Cpa", "state_shelter", "SN", {{"shelter"}}, 10);
  there.house.add_person("Rama", Role::shelter_staff, "Cpa");
  there.was_said("Binta", a_child());
  there.was_said("Binta", living_at(there.house, "Espoir"), with_reason());
  there.house.pass(days(80));
  CHECK_FALSE(there.has("Binta", "stay_ending"));

  there.was_said("Binta", living_at(there.house, "Cpa"), with_reason());
  CHECK_FALSE(there.has("Binta", "stay_ending"));
  there.house.pass(days(80));
  CHECK(there.has("Binta", "stay_ending"));
  CHECK(there.has("Rama", "stay_ending"));
  CHECK_FALSE(there.has("Ousmane", "stay_ending"));
}

TEST_CASE("what the programme sets no clock for is no task, unless the task needs none") {
  Desk there;
  there.was_said("Binta", a_child());
  there.was_said("Binta", living_at(there.house, "Espoir"), with_reason());
  CHECK(there.has("Binta", "title_missing"));

  Rules own = rules();
  own.clock_hours["health_after_intake"] = std::nullopt;
  const auto brief = brief_of(there.k.record(), there.k.state());
  const auto& binta = there.house.someone("Binta").actor;
  const auto held = relations(brief.ties, binta, there.house.directory, there.house.now, there.house.today());
  for (const Task& task : tasks_of(brief, binta, held, own, there.house.directory, there.house.now, there.house.today())) CHECK(task.name != "health_to_check");
}
