// An order to keep (a court, an audit, an open concern) binds a file that rests as well, and is lifted there, by whoever sets one on an open file.
#include <catch2/catch_test_macros.hpp>

#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

struct Resting : OpenFile {
  Resting() {
    was_said("Binta", ClosureRequested{{"other"}, {}, {}});
    REQUIRE(says("Demba", ClosureApproved{k.last()}) == "accepted");
    REQUIRE(k.state().status == FileState::closed);
  }
};

const KeepOrderSet kOrder{{"court"}, "12/2026", {}};

}  // namespace

TEST_CASE("a supervisor sets an order to keep on a closed file, which is held until it is lifted") {
  Resting there;
  for (const char* who : {"Binta", "Mame"}) CHECK(there.says(who, kOrder) == "file_closed");
  CHECK(there.says("Sadio", kOrder) == "not_found");
  CHECK(there.says("Demba", kOrder) == "accepted");
  CHECK(there.k.state().status == FileState::held);
  const EntryId order = there.k.last();
  CHECK(there.says("Demba", kOrder) == "accepted");
  const EntryId second = there.k.last();

  CHECK(there.says("Binta", KeepOrderLifted{order}) == "file_held");
  CHECK(there.says("Demba", KeepOrderLifted{EntryId{there.house.fresh_id()}}) == "no_such_step");
  CHECK(there.says("Demba", KeepOrderLifted{order}) == "accepted");
  CHECK(there.k.state().status == FileState::held);  // the other one stands
  CHECK(there.says("Demba", KeepOrderLifted{second}) == "accepted");
  CHECK(there.k.state().status == FileState::closed);
  // Nothing else is done there that was not before.
  CHECK(there.says("Demba", AssignmentMade{there.house.person_id("Khady"), there.house.unit_id("Parcours")}) == "file_closed");
}

TEST_CASE("an order that was set while the file was open is lifted after it was closed") {
  OpenFile there;
  there.was_said("Demba", kOrder);
  const EntryId order = there.k.last();
  there.was_said("Binta", ClosureRequested{{"other"}, {}, {}});
  REQUIRE(there.says("Demba", ClosureApproved{there.k.last()}) == "accepted");
  REQUIRE(there.k.state().status == FileState::held);
  CHECK(there.says("Demba", KeepOrderLifted{order}) == "accepted");
  CHECK(there.k.state().status == FileState::closed);
}
