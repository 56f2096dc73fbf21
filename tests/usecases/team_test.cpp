// A supervisor's people and what is on their desks.
#include <catch2/catch_test_macros.hpp>

#include "tests/usecases/small_house.hpp"
#include "usecases/team.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;
using usecases::ReceiptStatus;

namespace {

const usecases::TeamMember* member(const std::vector<usecases::TeamMember>& people, const Member& who) {
  for (const auto& one : people)
    if (one.person == who.person) return &one;
  return nullptr;
}

}  // namespace

TEST_CASE("a supervisor sees the people they supervise with their open files; nobody else sees anybody") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  const auto people = usecases::team(h.house(), h.moussa.session);
  REQUIRE(member(people, h.awa));
  REQUIRE(member(people, h.awa)->files.size() == 1);
  CHECK(member(people, h.awa)->files[0].brief->record == child);
  CHECK(member(people, h.awa)->files[0].name == "Prénom-canari");
  REQUIRE(member(people, h.fatou));
  CHECK(member(people, h.fatou)->files.empty());
  CHECK(!member(people, h.ndeye));
  CHECK(!member(people, h.moussa));
  for (const Member* other : {&h.awa, &h.fatou, &h.ndeye, &h.joana, &h.codou, &h.admin}) CHECK(usecases::team(h.house(), other->session).empty());
  // In another role the same person supervises nobody.
  usecases::Session as_worker = h.moussa.session;
  as_worker.role = Role::case_worker;
  CHECK(usecases::team(h.house(), as_worker).empty());
}

TEST_CASE("what waits for the worker is counted as the worker has it on their own screen") {
  SmallHouse h("sqlite");
  h.open_file(h.awa);
  const auto people = usecases::team(h.house(), h.moussa.session);
  const auto& file = member(people, h.awa)->files.at(0);
  CHECK(file.tasks == 3);  // the first days: the child’s health, the competent unit, and the situation
  CHECK(file.now == 0);
  CHECK(file.late == 0);
  h.pass(hours(25));
  const auto later = usecases::team(h.house(), h.moussa.session);
  CHECK(member(later, h.awa)->files.at(0).late == 2);  // within a day nobody saw to the health, nor told the unit
}

TEST_CASE("a file that is given to another person goes from one desk to the other") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  REQUIRE(h.say(h.moussa, child, AssignmentMade{h.fatou.person, h.team}).status == ReceiptStatus::accepted);
  const auto people = usecases::team(h.house(), h.moussa.session);
  CHECK(member(people, h.awa)->files.empty());
  CHECK(member(people, h.fatou)->files.size() == 1);
}

TEST_CASE("a roll call is no work on the file; a note is") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  const Instant opened = h.now;
  const auto last = [&] { return member(usecases::team(h.house(), h.moussa.session), h.awa)->files.at(0).last_entry; };
  h.pass(days(3));
  REQUIRE(h.say(h.awa, child, FormSaved{{"roll_call"}, 1, {{"roll_call.presence", std::string("here")}}}).status == ReceiptStatus::accepted);
  CHECK(last() == opened);
  REQUIRE(h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, "Il a bien dormi."}).status == ReceiptStatus::accepted);
  CHECK(last() == h.now);
}
