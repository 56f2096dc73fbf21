// A unit's house: who lives there, who is awaited, and the roll call.
#include <catch2/catch_test_macros.hpp>

#include "domain/roll_call.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/shelter.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;
using usecases::ReceiptStatus;

namespace {

PlacementBegun living_at(UnitId unit, const char* kind = "shelter") {
  PlacementBegun b;
  b.unit = unit;
  b.placement_kind = {kind};
  if (b.placement_kind.value == "kin") b.carer_name = "Tante Sira";
  b.begun_on = Date{20'000};
  return b;
}
FormSaved counted(const char* presence) { return {{"roll_call"}, 1, {{std::string(kPresence), std::string(presence)}}}; }

ReferralSent for_shelter(UnitId to) {
  ReferralSent r;
  r.to_unit = to;
  r.service = {"shelter"};
  r.priority = {"emergency_24h"};
  r.basis = {"vital_urgency"};
  r.basis_reason = "Il fait nuit.";
  return r;
}

}  // namespace

TEST_CASE("whoever works at the house sees who lives there; who does not, sees nobody") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, child, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const auto house = usecases::shelter(h.house(), h.ndeye.session);
  REQUIRE(house.residents.size() == 1);
  CHECK(house.residents[0].brief->record == child);
  CHECK(house.residents[0].name == "Prénom-canari");
  CHECK(house.residents[0].since == Date{20'000});
  CHECK(house.residents[0].presence.empty());
  CHECK(house.taken == 1);
  CHECK(usecases::shelter(h.house(), h.awa.session).residents.empty());
  CHECK(usecases::shelter(h.house(), h.stranger.session).residents.empty());
  CHECK(usecases::shelter(h.house(), h.admin.session).residents.empty());
}

TEST_CASE("a child with a family that the house follows takes no place in it; one who left is gone") {
  SmallHouse h("sqlite");
  const RecordId kin = h.open_file(h.awa), other = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, kin, living_at(h.shelter, "kin"), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  REQUIRE(h.say(h.awa, other, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const EntryId stay = h.last_entry();
  auto house = usecases::shelter(h.house(), h.ndeye.session);
  REQUIRE(house.residents.size() == 2);
  for (const auto& one : house.residents) CHECK(one.takes_a_place == (one.brief->record == other));
  PlacementEnded ended;
  ended.placement = stay;
  ended.end_reason = {"moved"};
  ended.ended_on = Date{20'010};
  REQUIRE(h.say(h.ndeye, other, ended).status == ReceiptStatus::accepted);
  house = usecases::shelter(h.house(), h.ndeye.session);
  REQUIRE(house.residents.size() == 1);
  CHECK(house.residents[0].brief->record == kin);
}

TEST_CASE("the last roll call of this stay is told, and what another house counted is not") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, child, counted("here")).status == ReceiptStatus::accepted);
  h.pass(hours(1));
  REQUIRE(h.say(h.awa, child, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  CHECK(usecases::shelter(h.house(), h.ndeye.session).residents.at(0).presence.empty());
  h.pass(hours(1));
  REQUIRE(h.say(h.ndeye, child, counted("here")).status == ReceiptStatus::accepted);
  h.pass(hours(12));
  REQUIRE(h.say(h.ndeye, child, counted("not_here")).status == ReceiptStatus::accepted);
  const auto line = usecases::shelter(h.house(), h.ndeye.session).residents.at(0);
  CHECK(line.presence.value == "not_here");
  CHECK(line.counted_at == h.now);
}

TEST_CASE("a child whom the house said yes to is awaited until they come, and not again when they have left") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, child, for_shelter(h.shelter)).status == ReceiptStatus::accepted);
  const EntryId referral = h.last_entry();
  CHECK(usecases::shelter(h.house(), h.ndeye.session).awaited.empty());
  REQUIRE(h.say(h.ndeye, child, ReferralAccepted{referral, {}, ""}).status == ReceiptStatus::accepted);
  CHECK(usecases::shelter(h.house(), h.ndeye.session).awaited.size() == 1);
  CHECK(usecases::shelter(h.house(), h.stranger.session).awaited.empty());
  h.pass(hours(1));
  REQUIRE(h.say(h.ndeye, child, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const EntryId stay = h.last_entry();
  CHECK(usecases::shelter(h.house(), h.ndeye.session).awaited.empty());
  PlacementEnded ended;
  ended.placement = stay;
  ended.end_reason = {"moved"};
  ended.ended_on = Date{20'010};
  REQUIRE(h.say(h.ndeye, child, ended).status == ReceiptStatus::accepted);
  CHECK(usecases::shelter(h.house(), h.ndeye.session).awaited.empty());
}

TEST_CASE("each look at the house is one line in the access log of each child, and says that the place was seen") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, child, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const auto before = h.house().store.accesses_of(child, INT64_MAX, 100).size();
  usecases::shelter(h.house(), h.ndeye.session);
  const auto looks = h.house().store.accesses_of(child, INT64_MAX, 100);
  REQUIRE(looks.size() == before + 1);
  CHECK(looks.front().person == h.ndeye.person);
  CHECK(looks.front().row.find("see_placement") != std::string::npos);
  CHECK(looks.front().row.find("\"identity\",\"placement\"") != std::string::npos);
}
