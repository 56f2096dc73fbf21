// The hand-over on two phones: one sheet, two signatures, in whichever order they come home.
#include <catch2/catch_test_macros.hpp>

#include "domain/handover.hpp"
#include "domain/relations.hpp"
#include "tests/support/invent.hpp"
#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

/// A child on the road to Casa, where Ines waits; Awa travels along.
struct OnTheRoad {
  House house;
  Log k{house};
  EntryId plan = ready_to_go_home(k);
  const std::string digest = std::string("0000162e") + std::string(56, 'a');  // 5678 as a number
  EntryId departed;
  HandoverSigned sheet;
  OnTheRoad() {
    REQUIRE(k.say("Binta", referral_to(house, "Casa", "shelter")));
    REQUIRE(k.say("Ines", ReferralAccepted{k.last(), {}, {}}));
    REQUIRE(k.say("Binta", MovementDeparted{plan, {}}));
    departed = k.last();
    sheet.departed = departed;
    sheet.handed_on = house.today();
    sheet.received_by_unit = house.unit_id("Casa");
    sheet.received_by_name = "Tia Segunda";
    sheet.sheet_sha256 = digest;
  }
};

}  // namespace

TEST_CASE("both sides sign one sheet: by its digest, or by the six digits that were said; another one is refused") {
  OnTheRoad there;
  REQUIRE(said(there.k.say("Awa", there.sheet)) == "accepted");
  const EntryId handover = there.k.last();
  CHECK(said(there.k.say("Ines", HandoverReceived{handover, std::string(64, 'b'), {}})) == "sheets_differ");
  CHECK(said(there.k.say("Ines", HandoverReceived{handover, "567900", {}})) == "sheets_differ");
  CHECK(said(there.k.say("Ines", HandoverReceived{handover, "5678", {}})) == "sheets_differ");
  SECTION("the digits") { CHECK(said(there.k.say("Ines", HandoverReceived{handover, "567812", {}})) == "accepted"); }
  SECTION("the digest") { CHECK(said(there.k.say("Ines", HandoverReceived{handover, there.digest, {}})) == "accepted"); }
  SECTION("none: nobody signs what they did not hold against the other") { CHECK(said(there.k.say("Ines", HandoverReceived{handover, {}, {}})) == "sheets_differ"); }
}

TEST_CASE("whether six digits are of a sheet") {
  const std::string sheet = std::string("0000162e") + std::string(56, 'a');
  CHECK(is_of_sheet("567899", sheet));
  CHECK_FALSE(is_of_sheet("567799", sheet));
  CHECK_FALSE(is_of_sheet("56789", sheet));
  CHECK_FALSE(is_of_sheet("567899", "no digest at all"));
  CHECK_FALSE(is_of_sheet("", sheet));
  CHECK(is_of_sheet("567899", ""));
}

namespace {

/// The id that the fifth thing said on such a road has: ids are drawn in order, so another one like it tells.
EntryId id_of_the_fifth() {
  OnTheRoad twin;
  for (int said_before = 0; said_before < 4; ++said_before) REQUIRE(twin.k.say("Binta", NoteAdded{{"observation"}, {}, {}, "Rien à signaler."}));
  REQUIRE(twin.k.say("Awa", twin.sheet));
  return twin.k.last();
}

}  // namespace

TEST_CASE("a receipt may come home before its sheet, from the unit that the plan names, and the sheet then has to be the same") {
  const EntryId coming = id_of_the_fifth();
  OnTheRoad there;
  const auto in_charge = [&] { return relations(ties_of(there.k.state()), there.house.someone("Awa").actor, there.house.directory, there.house.now, there.house.today()).has(Relation::placed); };
  CHECK(said(there.k.say("Ines", HandoverReceived{coming, {}, {}})) == "no_such_step");
  CHECK(said(there.k.say("Binta", HandoverReceived{coming, there.digest, {}})) == "not_allowed");
  REQUIRE(said(there.k.say("Ines", HandoverReceived{coming, there.digest, {}})) == "accepted");
  CHECK(said(there.k.say("Ines", HandoverReceived{coming, there.digest, {}})) == "already_handed_over");
  CHECK(in_charge());
  SECTION("the sheet that it names") {
    CHECK(said(there.k.say("Awa", there.sheet)) == "accepted");
    CHECK(there.k.last() == coming);
    CHECK_FALSE(in_charge());
  }
  SECTION("another sheet under its id") {
    there.sheet.sheet_sha256 = std::string(64, 'c');
    CHECK(said(there.k.say("Awa", there.sheet)) == "sheets_differ");
    CHECK(in_charge());
  }
  SECTION("both by one person") { CHECK(said(there.k.say("Ines", there.sheet)) == "not_the_same_person"); }
}

TEST_CASE("for a family that no unit receives for, they sign on the phone of who brings the child, and how is written down") {
  OnTheRoad there;
  there.sheet.received_by_unit = {};
  REQUIRE(said(there.k.say("Awa", there.sheet)) == "accepted");
  const EntryId handover = there.k.last();
  CHECK(said(there.k.say("Awa", HandoverReceived{handover, there.digest, {}})) == "missing_field");
  CHECK(said(there.k.say("Ines", HandoverReceived{handover, there.digest, "Tia Segunda"})) == "not_allowed");
  CHECK(said(there.k.say("Awa", HandoverReceived{handover, there.digest, "Tia Segunda a tracé son signe, devant le chef du village."})) == "accepted");
}

TEST_CASE("a no on the way stops the hand-over, however it was written down, until the child says yes again") {
  OnTheRoad there;
  REQUIRE(there.k.say("Binta", wish(there.house, "refuses")));
  CHECK(said(there.k.say("Awa", there.sheet)) == "child_refuses");
  CHECK(said(there.k.say("Ines", HandoverReceived{EntryId{there.house.fresh_id()}, there.digest, {}})) == "child_refuses");
  REQUIRE(there.k.say("Binta", wish(there.house, "wants")));
  CHECK(said(there.k.say("Awa", there.sheet)) == "accepted");
}
