// A file whose worker left, or whose silence nobody would hear: it falls to whoever can choose somebody, or act.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "domain/nobody.hpp"
#include "domain/tasks.hpp"
#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

struct Desks : OpenFile {
  std::vector<Task> of(const char* who) {
    const auto& actor = house.someone(who).actor;
    const auto brief = brief_of(k.record(), k.state());
    const auto held = relations(brief.ties, actor, house.directory, house.now, house.today());
    return tasks_of(brief, actor, held, rules(), house.directory, house.now, house.today());
  }
  bool has(const char* who, std::string_view task) {
    return std::ranges::any_of(of(who), [&](const Task& one) { return one.name == task; });
  }
  std::vector<Post>& posts(const char* who) { return house.directory.people.at(house.person_id(who)).posts; }
  void leaves(const char* who) { posts(who).clear(); }
  void nobody_supervises(const char* who) { house.directory.people.at(house.person_id(who)).supervisor = {}; }
  void on_duty(const char* who, const char* unit) { house.directory.units.at(house.unit_id(unit)).duties.push_back({house.person_id(who), house.today(), Date{house.today().day + 30}}); }
};

}  // namespace

TEST_CASE("a file whose worker left the unit is to be given to somebody: the supervisor and the coordinator are told") {
  Desks there;
  for (const char* who : {"Demba", "Mame"}) CHECK_FALSE(there.has(who, "worker_to_choose"));
  SECTION("left") { there.leaves("Binta"); }
  SECTION("works elsewhere now") { there.posts("Binta").front().unit = there.house.unit_id("Rue"); }
  SECTION("does another kind of work there now") { there.posts("Binta").front().role = Role::finance_officer; }
  for (const char* who : {"Demba", "Mame"}) CHECK(there.has(who, "worker_to_choose"));
  for (const char* who : {"Binta", "Khady", "Sadio", "Lucia"}) CHECK_FALSE(there.has(who, "worker_to_choose"));
  there.was_said("Demba", AssignmentMade{there.house.person_id("Khady"), there.house.unit_id("Parcours")});
  for (const char* who : {"Demba", "Mame"}) CHECK_FALSE(there.has(who, "worker_to_choose"));
}

TEST_CASE("where the worker who left has no supervisor, the one on duty for the unit is told") {
  Desks there;
  there.leaves("Binta");
  there.nobody_supervises("Binta");
  CHECK_FALSE(there.has("Sadio", "worker_to_choose"));
  there.on_duty("Sadio", "Parcours");
  CHECK(there.has("Sadio", "worker_to_choose"));
  CHECK(there.has("Mame", "worker_to_choose"));
}

TEST_CASE("what is late in a file that nobody has is told to the supervisor and the coordinator, and what is not late is not") {
  Desks there;
  VisitRecorded visit;
  visit.visited_on = there.house.today();
  visit.mode = {"home"};
  visit.child_seen = {"yes"};
  visit.next_visit_on = Date{there.house.today().day + 3};
  there.was_said("Binta", visit);
  there.house.pass(days(4));
  REQUIRE(there.has("Binta", "visit_due"));
  for (const char* who : {"Demba", "Mame"}) CHECK_FALSE(there.has(who, "visit_due"));
  there.leaves("Binta");
  for (const char* who : {"Demba", "Mame"}) CHECK(there.has(who, "visit_due"));
  there.house.now = there.house.now - days(3);
  for (const char* who : {"Demba", "Mame"}) CHECK_FALSE(there.has(who, "visit_due"));
}

TEST_CASE("a referral that nobody answered in its time is told to the coordinator where nobody answers for the sender, and to the supervisor on duty of the unit that was asked") {
  Desks there;
  there.was_said("Binta", referral_to(there.house, "Santé", "medical"));
  there.house.add_person("Rose", Role::supervisor, "Santé");
  there.house.add_person("Loin", Role::supervisor, "Espoir");
  there.on_duty("Rose", "Santé");
  there.on_duty("Loin", "Santé");
  constexpr std::string_view kSilent = "referral_without_answer";
  for (const char* who : {"Demba", "Mame", "Rose"}) CHECK_FALSE(there.has(who, kSilent));
  there.house.pass(days(15));
  CHECK(there.has("Demba", kSilent));
  CHECK_FALSE(there.has("Mame", kSilent));
  CHECK(there.has("Rose", kSilent));
  CHECK_FALSE(there.has("Loin", kSilent));  // on duty there, and sees nothing of the file
  CHECK_FALSE(there.has("Aissatou", kSilent));

  there.nobody_supervises("Binta");
  CHECK(there.has("Mame", kSilent));
  there.on_duty("Sadio", "Parcours");
  CHECK_FALSE(there.has("Mame", kSilent));
  there.leaves("Sadio");
  CHECK(there.has("Mame", kSilent));
}
