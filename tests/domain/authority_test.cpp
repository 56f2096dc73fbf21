// What only an authority can say: who is a victim, and by which title a child lives where the child is placed.
#include <catch2/catch_test_macros.hpp>

#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

TEST_CASE("nobody is called a victim but by an authority that is named, with the day where it is known") {
  OpenFile there;
  IdentificationRecorded i;
  i.status.value = "possible_victim";
  CHECK(there.says("Binta", i) == "accepted");
  i.status.value = "identified_victim";
  i.decided_on = there.house.today();
  CHECK(there.says("Binta", i) == "missing_field");
  i.decided_by.value = "court_or_prosecution";
  i.decided_on.reset();
  CHECK(there.says("Binta", i) == "missing_field");
  i.decided_on = there.house.today();
  CHECK(there.says("Binta", i) == "accepted");
}

TEST_CASE("a placement's title is an act of an authority that stands and gives custody") {
  OpenFile there;
  PlacementBegun stay = living_at(there.house, "Espoir");
  stay.legal_act = EntryId{there.house.fresh_id()};
  CHECK(there.says("Binta", stay, with_reason()) == "no_such_step");
  LegalActRecorded act;
  act.legal_act_kind.value = "complaint";
  there.was_said("Binta", act);
  stay.legal_act = there.k.last();
  CHECK(there.says("Binta", stay, with_reason()) == "no_such_step");
  act.legal_act_kind.value = "provisional_custody";
  there.was_said("Binta", act);
  const EntryId custody = stay.legal_act = there.k.last();
  SECTION("it stands") { CHECK(there.says("Binta", stay, with_reason()) == "accepted"); }
  SECTION("it was corrected") {
    there.was_said("Binta", act, {.amends = custody});
    CHECK(there.says("Binta", stay, with_reason()) == "no_such_step");
  }
}
