// With whom a child goes to live, where no journey ends with two signatures: named, not on the list, and not against the child's wish.
#include "domain/leaving.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

/// A girl who lives at Espoir.
struct AtTheShelter : OpenFile {
  PlacementEnded end;
  AtTheShelter() {
    was_said("Binta", living_at(house, "Espoir"), with_reason());
    end.placement = k.last();
    end.ended_on = house.today();
  }
};

}  // namespace

TEST_CASE("a child lives with nobody who has no name, whatever the kind of family") {
  OpenFile there;
  for (const char* kind : {"kin", "parents", "adult_sibling", "customary_care", "kafala"}) {
    CAPTURE(kind);
    PlacementBegun b;
    b.placement_kind.value = kind;
    b.begun_on = there.house.today();
    CHECK(there.says("Binta", b) == "missing_field");
    b.carer_name = "Tante Sira";
    CHECK(there.says("Binta", b) == "accepted");
  }
}

TEST_CASE("a stay ends with a family that is named, also where the child only moves on to kin") {
  AtTheShelter there;
  there.end.end_reason.value = "moved";
  there.end.next_kind.value = "kin";
  CHECK(there.says("Binta", there.end) == "missing_field");
  RiskAssessed risk;
  risk.level.value = "high";
  risk.not_to_be_given_to = "Samba Baldé";
  there.was_said("Binta", risk);
  there.end.left_with = "Samba Balde";
  CHECK(there.says("Binta", there.end) == "not_to_be_given_to");
  there.end.left_with = "Tante Sira";
  CHECK(there.says("Binta", there.end) == "accepted");
}

TEST_CASE("a child who says no is given to no family at the door of the shelter") {
  AtTheShelter there;
  there.was_said("Binta", wish(there.house, "refuses"));
  there.end.end_reason.value = "back_to_family";
  there.end.left_with = "Tante Sira";
  CHECK(there.says("Binta", there.end, with_reason()) == "child_refuses");
  there.end.end_reason.value = "moved";
  there.end.next_kind.value = "parents";
  CHECK(there.says("Binta", there.end, with_reason()) == "child_refuses");
  there.was_said("Fatou", wish(there.house, "wants"));
  CHECK(there.says("Binta", there.end, with_reason()) == "accepted");
}

TEST_CASE("back to a family without a hand-over says why") {
  AtTheShelter there;
  there.end.end_reason.value = "back_to_family";
  there.end.left_with = "Tante Sira";
  CHECK(there.says("Binta", there.end) == "reason_needed");
  CHECK(there.says("Binta", there.end, with_reason()) == "accepted");
}

TEST_CASE("a child is placed with another organisation's unit by its yes to a referral, or a reason that the file keeps") {
  OpenFile there;
  CHECK(there.says("Binta", living_at(there.house, "Espoir")) == "no_basis");
  SECTION("a reason") { CHECK(there.says("Binta", living_at(there.house, "Espoir"), with_reason()) == "accepted"); }
  SECTION("its yes") {
    there.was_said("Binta", referral_to(there.house, "Espoir", "shelter"));
    CHECK(there.says("Binta", living_at(there.house, "Espoir")) == "no_basis");
    there.was_said("Ousmane", ReferralAccepted{there.k.last(), {}, {}});
    CHECK(there.says("Binta", living_at(there.house, "Espoir")) == "accepted");
  }
}

TEST_CASE("somebody of another organisation travels with the child for a reason that the file keeps") {
  OpenFile there;
  CHECK(there.says("Binta", plan_to(there.house, "Casa", "Khady")) == "accepted");  // a colleague
  CHECK(there.says("Binta", plan_to(there.house, "Casa", "Awa")) == "no_basis");
  CHECK(there.says("Binta", plan_to(there.house, "Casa", "Awa"), with_reason()) == "accepted");
  const EntryId plan = there.k.last();
  CHECK(there.says("Binta", plan_to(there.house, "Casa", "Fatou"), {.amends = plan}) == "no_basis");
  CHECK(there.says("Binta", plan_to(there.house, "Casa", "Awa"), {.amends = plan}) == "accepted");  // a correction of something else
}
