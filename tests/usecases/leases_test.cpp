// Trip leases: who grants them, for what and how long, what a phone is given by one, and how it ends.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "tests/usecases/small_house.hpp"
#include "usecases/leases.hpp"
#include "usecases/people_admin.hpp"
#include "usecases/restore.hpp"
#include "usecases/sync.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;
using usecases::Trip;

namespace {

#define ON_EACH_ENGINE()                                              \
  const std::string engine = GENERATE(from_range(tests::engines()));  \
  INFO(engine);                                                       \
  SmallHouse h(engine)

bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }
ProblemCode why_not(const auto& result) { return result ? ProblemCode::our_fault : result.error().code; }
auto grant(SmallHouse& h, Member& by, const Member& to, std::int64_t hours, Trip trip = Trip::reading, std::vector<RecordId> files = {}) {
  return usecases::grant_lease(h.house(), by.session, to.person, hours, trip, files);
}
auto take(SmallHouse& h, Member& m, std::vector<usecases::LeaseHeld> held = {}) { return usecases::take_lease(h.house(), m.session, held); }
std::optional<usecases::Lease> at_contact(SmallHouse& h, Member& m) { return usecases::synchronise(h.house(), m.session, {})->lease; }

void revoke(SmallHouse& h, const Member& m) {
  h.house().writer.run<bool>([&](usecases::Draft& d) {
    auto device = usecases::find_device(d.change, m.pen.device);
    usecases::revoke_in(d, *device);
    return true;
  });
}

PlacementBegun in_the_shelter(SmallHouse& h) {
  PlacementBegun b;
  b.unit = h.shelter;
  b.placement_kind = {"shelter"};
  b.place = "Lieu-canari";
  b.begun_on = Date{20'000};
  return b;
}
VisitRecorded visit() {
  VisitRecorded v;
  v.visited_on = Date{20'000};
  v.mode = {"home"};
  v.child_seen = {"yes"};
  return v;
}

}  // namespace

TEST_CASE("a supervisor grants a lease of at most 72 hours to somebody they answer for, of the caseload or of files that are theirs to assign; nobody else does") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa), elsewhere = h.open_file(h.stranger);
  for (Member* m : {&h.awa, &h.fatou, &h.codou, &h.admin, &h.ndeye}) CHECK(why_not(grant(h, *m, h.awa, 24)) == ProblemCode::not_allowed);
  for (Member* m : {&h.stranger, &h.ndeye, &h.moussa}) CHECK(why_not(grant(h, h.moussa, *m, 24)) == ProblemCode::person_unknown);
  for (std::int64_t hours : {0, 73}) CHECK(why_not(grant(h, h.moussa, h.awa, hours)) == ProblemCode::number_out_of_range);
  CHECK(why_not(grant(h, h.moussa, h.awa, 24, Trip::visit)) == ProblemCode::missing_field);
  CHECK(why_not(grant(h, h.moussa, h.awa, 24, Trip::reading, {child, elsewhere})) == ProblemCode::not_found);
  CHECK_FALSE(at_contact(h, h.awa));
  CHECK(why_not(take(h, h.awa)) == ProblemCode::not_found);

  const auto lease = grant(h, h.moussa, h.awa, 72, Trip::reading, {child});
  REQUIRE(lease);
  CHECK(lease->until == h.now + hours(72));
  const auto row = h.house().store.accesses_of(RecordId{h.awa.person.uuid}, INT64_MAX, 1).front();
  CHECK(row.person == h.moussa.person);
  CHECK(holds(row.row, "account.grant_lease"));
  CHECK(usecases::leases_of(h.house(), h.moussa.session).size() == 1);
  CHECK(usecases::leases_of(h.house(), h.awa.session).front().own);
  CHECK(usecases::leases_of(h.house(), h.fatou.session).empty());
  REQUIRE(at_contact(h, h.awa));
  CHECK_FALSE(at_contact(h, h.fatou));
}

TEST_CASE("a phone that takes a lease up is given the views of its files, logged, and only what changed when it comes again") {
  ON_EACH_ENGINE();
  const RecordId named = h.open_file(h.awa, "Canari-pris"), other = h.open_file(h.awa, "Canari-resté");
  REQUIRE(h.say(h.awa, named, in_the_shelter(h), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  REQUIRE(grant(h, h.moussa, h.awa, 24, Trip::reading, {named}));
  const auto taken = take(h, h.awa);
  REQUIRE(taken);
  REQUIRE(taken->views.size() == 1);
  CHECK(taken->views[0].record == named);
  CHECK(holds(taken->views[0].json, "Canari-pris"));
  CHECK_FALSE(holds(taken->views[0].json, "Lieu-canari"));
  CHECK(holds(h.house().store.accesses_of(named, INT64_MAX, 1).front().row, "\"delivered\""));
  const std::vector<usecases::LeaseHeld> held{{named, taken->views[0].hash}, {other, "x"}};
  const auto again = take(h, h.awa, held);
  REQUIRE(again);
  CHECK(again->views.empty());
  CHECK(again->forget == std::vector<RecordId>{other});
  REQUIRE(h.say(h.awa, named, NoteAdded{{"observation"}, {}, {}, "Depuis"}).status == ReceiptStatus::accepted);
  CHECK(take(h, h.awa, held)->views.size() == 1);

  REQUIRE(grant(h, h.moussa, h.awa, 24));
  CHECK(take(h, h.awa)->views.size() == 2);  // the caseload
}

TEST_CASE("it belongs to the phone that took it up; contact makes it longer while it runs, and nothing does afterwards") {
  ON_EACH_ENGINE();
  h.open_file(h.awa);
  REQUIRE(grant(h, h.moussa, h.awa, 24));
  h.pass(hours(20));
  CHECK(at_contact(h, h.awa)->until == h.now + hours(4));  // nobody took it up: nothing runs on
  REQUIRE(take(h, h.awa));
  h.pass(hours(23));
  const auto longer = at_contact(h, h.awa);
  REQUIRE(longer);
  CHECK(longer->until == h.now + hours(24));

  Member other_phone = h.awa;
  other_phone.pen = h.house().writer.run<usecases::Pen>([&](usecases::Draft& d) { return usecases::take_pen(d, h.awa.person, h.awa.role, h.awa.unit); });
  other_phone.session.device = other_phone.pen.device;
  CHECK(why_not(take(h, other_phone)) == ProblemCode::other_device);
  CHECK_FALSE(at_contact(h, other_phone));
  revoke(h, other_phone);
  CHECK(at_contact(h, h.awa));  // the phone that is gone was not the one that travels

  h.pass(hours(24));
  CHECK_FALSE(at_contact(h, h.awa));
  CHECK(why_not(take(h, h.awa)) == ProblemCode::not_found);
  CHECK(usecases::leases_of(h.house(), h.moussa.session).empty());
}

TEST_CASE("it ends when a supervisor or its traveller says so, when another is granted, and with the device or the person's post") {
  ON_EACH_ENGINE();
  h.open_file(h.awa);
  const auto begin = [&] {
    const auto lease = grant(h, h.moussa, h.awa, 24);
    REQUIRE(lease);
    REQUIRE(take(h, h.awa));
    return lease->id;
  };
  const Uuid first = begin();
  for (Member* m : {&h.fatou, &h.ndeye, &h.stranger}) CHECK(why_not(usecases::end_lease(h.house(), m->session, first)) == ProblemCode::not_found);
  REQUIRE(at_contact(h, h.awa));
  REQUIRE(usecases::end_lease(h.house(), h.moussa.session, first));
  CHECK_FALSE(at_contact(h, h.awa));
  REQUIRE(usecases::end_lease(h.house(), h.awa.session, begin()));
  CHECK_FALSE(at_contact(h, h.awa));
  const Uuid third = begin();
  REQUIRE(grant(h, h.moussa, h.awa, 12));
  CHECK(why_not(usecases::end_lease(h.house(), h.moussa.session, third)) == ProblemCode::not_found);
  begin();
  revoke(h, h.awa);
  CHECK(usecases::leases_of(h.house(), h.moussa.session).empty());
  CHECK_FALSE(take(h, h.awa));
  const auto anew = grant(h, h.moussa, h.awa, 24);
  CHECK(why_not(take(h, h.awa)) == ProblemCode::not_found);  // granted anew, the phone that is gone takes nothing up
  REQUIRE(usecases::end_lease(h.house(), h.moussa.session, anew->id));

  REQUIRE(grant(h, h.moussa, h.fatou, 24));
  REQUIRE(at_contact(h, h.fatou));
  REQUIRE(usecases::revoke_post(h.house(), "test", h.fatou.person, h.fatou.role, h.fatou.unit));
  CHECK_FALSE(at_contact(h, h.fatou));
  REQUIRE(usecases::grant_post(h.house(), "test", h.fatou.person, {h.fatou.role, h.fatou.unit, {}}));
  CHECK_FALSE(at_contact(h, h.fatou));
  CHECK(why_not(take(h, h.fatou)) == ProblemCode::not_found);

  // A return to an earlier day would bring back what was ended since.
  REQUIRE(grant(h, h.moussa, h.fatou, 24));
  REQUIRE(usecases::leases_of(h.house(), h.moussa.session).size() == 1);
  usecases::begin_epoch(h.house(), 7);
  CHECK(usecases::leases_of(h.house(), h.moussa.session).empty());
}

TEST_CASE("where a child is travels along only on a visit or a journey of named files, to who sees it anyway, and until it is over") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, child, in_the_shelter(h), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const auto given = [&](Member& m) {
    const auto taken = take(h, m);
    return taken && !taken->views.empty() ? taken->views[0].json : std::string{};
  };
  REQUIRE(grant(h, h.moussa, h.awa, 24, Trip::visit, {child}));
  CHECK(holds(given(h.awa), "Lieu-canari"));
  CHECK(holds(h.house().store.accesses_of(child, INT64_MAX, 1).front().row, "placement"));
  CHECK_FALSE(holds(usecases::synchronise(h.house(), h.awa.session, {})->views.front().json, "Lieu-canari"));  // nowhere else

  // A colleague who searches for the family sees no place, and is not given it by a lease.
  REQUIRE(h.say(h.awa, child, TracingTasked{h.fatou.person, h.team, {}}).status == ReceiptStatus::accepted);
  REQUIRE(grant(h, h.moussa, h.fatou, 24, Trip::visit, {child}));
  CHECK(holds(given(h.fatou), "Prénom-canari"));
  CHECK_FALSE(holds(given(h.fatou), "Lieu-canari"));

  h.pass(minutes(1));
  REQUIRE(h.say(h.fatou, h.open_file(h.fatou), visit()).status == ReceiptStatus::accepted);  // another child's visit
  CHECK(at_contact(h, h.awa));
  REQUIRE(h.say(h.moussa, child, visit()).status == ReceiptStatus::accepted);  // another's visit of the same child
  CHECK(at_contact(h, h.awa));
  REQUIRE(h.say(h.awa, child, visit()).status == ReceiptStatus::accepted);
  CHECK_FALSE(at_contact(h, h.awa));
  CHECK(why_not(take(h, h.awa)) == ProblemCode::not_found);
}
