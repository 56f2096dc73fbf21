// Records beside a child's file are corrected, closed and opened again: field by field, by whom they belong to, and nobody else is told that they are there.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "tests/usecases/proposal.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/change_beside.hpp"
#include "usecases/journeys.hpp"
#include "usecases/linked.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::Receipt;
using usecases::ReceiptStatus;

namespace {

struct Beside {
  RecordId record;
  EntryId opened;
};
Beside opened_by(SmallHouse& h, Member& who, Body body) {
  const RecordId record{crypto::new_uuid(h.now)};
  REQUIRE(h.say(who, record, std::move(body)).status == ReceiptStatus::accepted);
  return {record, h.last_entry()};
}

/// A correction as a device sends it; `seen`: how much of the record its author had before them.
Receipt correct(SmallHouse& h, Member& who, RecordId record, Body body, std::int64_t seen, EntryId amends, EntryId id = {}, bool attended = true) {
  if (id.is_none()) id = EntryId{crypto::new_uuid(h.now)};
  const auto e = usecases::written(h.house(), who.pen, record, seen, std::move(body), {}, h.now, id, {{}, amends});
  const auto proposal = tests::proposal_of(h.house(), e);
  return usecases::accept_entries(h.house(), who.session, attended, {&proposal, 1}).front();
}
std::string refusal(const Receipt& r) { return r.problem ? std::string(word(r.problem->code)) : "none"; }

usecases::RecordBeside stands(SmallHouse& h, RecordId record) {
  auto there = usecases::record_beside(h.house().store, h.house().vault, record);
  REQUIRE(there.has_value());
  return std::move(*there);
}
InquiryOpened inquiry() {
  InquiryOpened i{"GW-1", {"GW"}, "Fatumata Canari", "Bafatá", "+245 955 000 000", "Récit-canari"};
  i.relation = {"mother"};
  i.first_name = "Mamadu Canari";
  return i;
}
const InquiryOpened& told(const usecases::RecordBeside& there) { return std::get<InquiryOpened>(there.stands); }

}  // namespace

TEST_CASE("a telephone number is corrected, and two who correct different things at once lose nothing of each other") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const auto [record, opening] = opened_by(h, h.carla, inquiry());
  InquiryOpened phone = inquiry(), village = inquiry();
  phone.phone = "+245 966 111 111";
  village.village = "Sintcham Canari";
  const EntryId first{crypto::new_uuid(h.now)};
  REQUIRE(correct(h, h.carla, record, phone, 1, opening, first).status == ReceiptStatus::accepted);
  // Written by somebody who had not seen the first one.
  REQUIRE(correct(h, h.carla, record, village, 1, opening).status == ReceiptStatus::accepted);
  auto there = stands(h, record);
  CHECK(told(there).phone == "+245 966 111 111");
  CHECK(told(there).village == "Sintcham Canari");
  CHECK(told(there).text == "Récit-canari");
  REQUIRE(there.said.size() == 2);
  REQUIRE(there.said[0].changes.size() == 1);
  CHECK(there.said[0].changes[0].field == "phone");
  CHECK(there.said[0].changes[0].was == "\"+245 955 000 000\"");
  CHECK(there.said[1].changes[0].field == "village");

  // Who saw both takes the number away; what is not said again in a part that came stands no more.
  InquiryOpened without = told(there);
  without.phone.clear();
  REQUIRE(correct(h, h.carla, record, without, 3, there.last).status == ReceiptStatus::accepted);
  CHECK(told(stands(h, record)).phone.empty());
  h.reopen();
  CHECK(told(stands(h, record)).phone.empty());
  CHECK(told(stands(h, record)).village == "Sintcham Canari");
}

TEST_CASE("who goes on from their own correction that had not arrived takes it back by saying so") {
  SmallHouse h("sqlite");
  const auto [record, opening] = opened_by(h, h.carla, inquiry());
  InquiryOpened wrong = inquiry();
  wrong.phone = "+245 900";
  const EntryId first{crypto::new_uuid(h.now)};
  REQUIRE(correct(h, h.carla, record, wrong, 1, opening, first).status == ReceiptStatus::accepted);
  REQUIRE(correct(h, h.carla, record, inquiry(), 1, first).status == ReceiptStatus::accepted);
  CHECK(told(stands(h, record)).phone == "+245 955 000 000");
}

TEST_CASE("a part that does not come with a correction stays as it was") {
  SmallHouse h("sqlite");
  const auto [record, opening] = opened_by(h, h.carla, inquiry());
  InquiryOpened bare = inquiry();
  bare.where.clear();
  bare.text.clear();
  bare.phone = "+245 1";
  REQUIRE(correct(h, h.carla, record, bare, 1, opening).status == ReceiptStatus::accepted);
  CHECK(told(stands(h, record)).where == "Bafatá");
  CHECK(told(stands(h, record)).text == "Récit-canari");
}

TEST_CASE("a request is corrected by who opened it and by who answers for them; to anybody else it is not there") {
  SmallHouse h("sqlite");
  const auto [record, opening] = opened_by(h, h.fatou, inquiry());
  InquiryOpened next = inquiry();
  next.phone = "+245 2";
  Member elsewhere_too = h.another(Role::supervisor, h.shelter);
  for (Member* other : {&h.awa, &h.carla, &h.joana, &h.stranger, &h.codou, &h.admin, &h.ndeye, &elsewhere_too}) {
    CHECK(refusal(correct(h, *other, record, next, 1, opening)) == "not_found");
    CHECK_FALSE(usecases::record_to_change(h.house(), other->session, record));
  }
  CHECK(stands(h, record).n == 1);
  const auto looks = h.house().store.accesses_of(record, INT64_MAX, 10).size();
  CHECK(usecases::record_to_change(h.house(), h.moussa.session, record));
  CHECK(h.house().store.accesses_of(record, INT64_MAX, 10).size() == looks + 1);
  CHECK(correct(h, h.moussa, record, next, 1, opening).status == ReceiptStatus::accepted);

  // Somebody who wrote in it and may no more is told so, and what they wrote meanwhile does not stand.
  Member elsewhere = h.fatou;
  elsewhere.unit = elsewhere.pen.unit = elsewhere.session.unit = h.shelter;
  next.phone = "+245 3";
  CHECK(refusal(correct(h, elsewhere, record, next, 2, opening, {}, false)) == "not_allowed");
  CHECK(told(stands(h, record)).phone == "+245 2");
}

TEST_CASE("the code never changes, and a correction names what it corrects") {
  SmallHouse h("sqlite");
  const auto [record, opening] = opened_by(h, h.carla, inquiry());
  InquiryOpened next = inquiry();
  next.code = "GW-2";
  CHECK(refusal(correct(h, h.carla, record, next, 1, opening)) == "not_allowed");
  CHECK(refusal(correct(h, h.carla, record, inquiry(), 1, EntryId{crypto::new_uuid(h.now)})) == "no_such_step");
  CHECK(refusal(correct(h, h.carla, record, inquiry(), 2, opening)) == "seen_in_the_future");
  CHECK(refusal(correct(h, h.carla, record, FamilyOpened{"GW-1", {}, "Canari", {}, {}, {}}, 1, opening)) == "not_found");
  CHECK(refusal(correct(h, h.carla, record, inquiry(), 1, {})) == "already_open");
  CHECK(refusal(correct(h, h.carla, RecordId{crypto::new_uuid(h.now)}, inquiry(), 1, opening)) == "not_found");
}

TEST_CASE("a request is closed with a reason and opened again with one") {
  SmallHouse h("sqlite");
  const auto [record, opening] = opened_by(h, h.carla, inquiry());
  h.carla.session.factor_at = h.now;
  CHECK(refusal(h.say(h.carla, record, InquiryReopened{"Canari"}, true, {}, 1)) == "already_open");
  CHECK(refusal(h.say(h.carla, record, InquiryClosed{{"other"}, {}}, true, {}, 1)) == "reason_needed");
  CHECK(refusal(h.say(h.stranger, record, InquiryClosed{{"found"}, {}}, true, {}, 1)) == "not_found");
  REQUIRE(h.say(h.carla, record, InquiryClosed{{"withdrew"}, "Canari"}, true, {}, 1).status == ReceiptStatus::accepted);
  CHECK(stands(h, record).closed() != nullptr);
  // Who had not seen it says why it ends too; who had has nothing to close.
  CHECK(h.say(h.carla, record, InquiryClosed{{"unreachable"}, {}}, false, {}, 1).status == ReceiptStatus::accepted);
  CHECK(refusal(h.say(h.carla, record, InquiryClosed{{"found"}, {}}, true, {}, 3)) == "no_such_step");
  REQUIRE(h.say(h.carla, record, InquiryReopened{"Canari"}, true, {}, 3).status == ReceiptStatus::accepted);
  CHECK(stands(h, record).closed() == nullptr);
}

TEST_CASE("a place is corrected through a child's file, by the unit that wrote it, and not past a child whom one does not see") {
  SmallHouse h("sqlite");
  PlaceOpened place{"L-1", {"SN"}, {"workshop"}, "Nom-canari", "Rue-canari", "Récit-canari"};
  const auto [record, opening] = opened_by(h, h.fatou, place);
  place.where = "Autre rue-canari";
  CHECK(refusal(correct(h, h.fatou, record, place, 1, opening)) == "not_allowed");
  const RecordId child = h.open_file(h.fatou);
  REQUIRE(h.say(h.fatou, child, PlaceLinked{record, {}}).status == ReceiptStatus::accepted);
  CHECK(correct(h, h.fatou, record, place, 1, opening).status == ReceiptStatus::accepted);
  h.fatou.session.factor_at = h.now;
  const auto linked = usecases::linked_to_child(h.house(), h.fatou.session, child);
  REQUIRE(linked);
  REQUIRE(linked->size() == 1);
  CHECK(linked->front().json.find("Autre rue-canari") != std::string::npos);
  CHECK(linked->front().may_change);
  CHECK(linked->front().corrected_at == h.now);
  // Another unit, though it sees the child; and then another unit's child who was there.
  CHECK(refusal(correct(h, h.stranger, record, place, 2, opening)) == "not_found");
  REQUIRE(h.say(h.fatou, child, PlacementBegun{.placement_kind = {"shelter"}, .unit = h.shelter, .begun_on = h.house().today_at(h.team, *h.house().memory.directory())}, true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const auto there = usecases::linked_to_child(h.house(), h.ndeye.session, child);
  REQUIRE(there);
  REQUIRE(there->size() == 1);
  CHECK_FALSE(there->front().may_change);
  PlaceOpened bare{"L-1", {"SN"}, {"workshop"}, {}, {}, {}};
  CHECK(refusal(correct(h, h.ndeye, record, bare, 2, opening)) == "not_found");
  const RecordId theirs = h.open_file(h.stranger);
  REQUIRE(h.say(h.stranger, theirs, PlaceLinked{record, {}}).status == ReceiptStatus::accepted);
  CHECK(refusal(correct(h, h.fatou, record, place, 2, opening)) == "not_allowed");
}

TEST_CASE("a journey whose day was moved shows the new day") {
  SmallHouse h("sqlite");
  MovementOpened journey{"V-1", {"SN"}, {"GW"}, Date::parse("2026-12-10"), {}};
  const auto [record, opening] = opened_by(h, h.fatou, journey);
  const RecordId child = h.open_file(h.fatou);
  REQUIRE(h.say(h.fatou, child, TraceProposed{record, "Canari", "Canari"}).status == ReceiptStatus::accepted);  // whatever names it
  h.fatou.session.factor_at = h.now;
  REQUIRE(usecases::journeys(h.house(), h.fatou.session).size() == 1);
  CHECK(usecases::journeys(h.house(), h.fatou.session).front().day == Date::parse("2026-12-10"));
  journey.day = Date::parse("2026-12-14");
  REQUIRE(correct(h, h.fatou, record, journey, 1, opening).status == ReceiptStatus::accepted);
  CHECK(usecases::journeys(h.house(), h.fatou.session).front().day == Date::parse("2026-12-14"));
}

TEST_CASE("who does not see where a child is changes nothing of where it goes") {
  SmallHouse h("sqlite");
  const RecordId event{crypto::new_uuid(h.now)};
  const EventOpened fire{"E-1", {"SN"}, {"fire_or_accident"}, 36, "Lieu-canari", {}};
  REQUIRE(h.say(h.fatou, event, fire).status == ReceiptStatus::accepted);
  const EntryId opening = h.last_entry();
  const RecordId child{crypto::new_uuid(h.now)};
  REQUIRE(h.say(h.fatou, child, ChildOpened{case_code("SN", 77), {"SN"}, {"girl"}, {"a10_12"}, event}).status == ReceiptStatus::accepted);
  const auto parts = usecases::record_to_change(h.house(), h.fatou.session, event);
  REQUIRE(parts);
  CHECK(parts->parts[Tier::placement]);
  // Her supervisor reads where a child is with a reason only: what they see they correct, and the rest stays.
  const auto some = usecases::record_to_change(h.house(), h.moussa.session, event);
  REQUIRE(some);
  CHECK(some->parts[Tier::plain]);
  CHECK_FALSE(some->parts[Tier::placement]);
  EventOpened fewer = fire;
  fewer.children = 35;
  CHECK(refusal(correct(h, h.moussa, event, fewer, 1, opening)) == "not_allowed");
  fewer.where.clear();
  REQUIRE(correct(h, h.moussa, event, fewer, 1, opening).status == ReceiptStatus::accepted);
  const auto now = stands(h, event);
  CHECK(std::get<EventOpened>(now.stands).children == 35);
  CHECK(std::get<EventOpened>(now.stands).where == "Lieu-canari");
  // A colleague of the unit who has nothing to do with the child.
  CHECK_FALSE(usecases::record_to_change(h.house(), h.awa.session, event));
  CHECK(refusal(correct(h, h.awa, event, fire, 1, opening)) == "not_found");
}
