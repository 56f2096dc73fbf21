#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/random.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/clockwork.hpp"
#include "usecases/lists.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

#define ON_EACH_ENGINE()                                              \
  const std::string engine = GENERATE(from_range(tests::engines()));  \
  INFO(engine);                                                       \
  SmallHouse h(engine)

std::string problem(const usecases::Receipt& r) { return r.problem ? std::string(word(r.problem->code)) : "none"; }

ReferralSent to_shelter(const SmallHouse& h) {
  ReferralSent r;
  r.to_unit = h.shelter;
  r.service = {"shelter"};
  r.priority = {"emergency_24h"};
  r.data_classes.add(DataClass::name);
  r.basis = {"vital_urgency"};
  r.context = "Contexte-canari";
  return r;
}

PlacementBegun living_at(UnitId unit) {
  PlacementBegun b;
  b.unit = unit;
  b.placement_kind = {"shelter"};
  b.begun_on = Date{20'000};
  return b;
}

ClosureRequested closing() {
  ClosureRequested c;
  c.closure_reason = {"goals_reached"};
  return c;
}

bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("what was acknowledged is there after a restart, and the log verifies") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, "Note-canari"});
  const std::string before = h.view(h.awa, child);
  h.reopen();
  CHECK(h.view(h.awa, child) == before);
  CHECK(holds(before, "Note-canari"));
  const auto verified = usecases::verify_log(h.house().store, &h.house().vault);
  CHECK(verified.finding_count == 0);
  CHECK(verified.states == 1);
  INFO(usecases::summary(verified));
  CHECK(verified.signatures == 3);
}

TEST_CASE("an entry sent twice is there once and answers with the same receipt") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  const auto p = h.propose(h.awa, child, NoteAdded{{"observation"}, {}, {}, "une fois"});
  const auto first = usecases::accept_entries(h.house(), h.awa.session, true, {&p, 1}).front();
  const auto again = usecases::accept_entries(h.house(), h.awa.session, true, {&p, 1}).front();
  CHECK(first.status == ReceiptStatus::accepted);
  CHECK(again.status == ReceiptStatus::accepted);
  CHECK(first.n == again.n);
  CHECK(first.pos == again.pos);
  CHECK(h.house().file(child)->record.n == first.n);
}

TEST_CASE("a broken signature, envelope or commitment is refused and nothing is written") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  const auto head = h.house().store.head();
  const auto whole = h.propose(h.awa, child, NoteAdded{{"observation"}, {}, {}, "x"});
  auto signature = whole;
  signature.signature[5] ^= 1;
  CHECK(problem(usecases::accept_entries(h.house(), h.awa.session, false, {&signature, 1}).front()) == "bad_signature");
  auto envelope = whole;
  envelope.envelope[80] ^= 1;
  CHECK(problem(usecases::accept_entries(h.house(), h.awa.session, false, {&envelope, 1}).front()) == "bad_envelope");
  auto header = whole;
  header.header.insert(1, " ");
  CHECK(problem(usecases::accept_entries(h.house(), h.awa.session, false, {&header, 1}).front()) == "bad_signature");
  auto other = whole;
  CHECK(problem(usecases::accept_entries(h.house(), h.ndeye.session, false, {&other, 1}).front()) == "not_yourself");
  CHECK(h.house().store.head() == head);
}

TEST_CASE("identity stays hidden from the unit that was asked until it accepts, and each look is logged") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa, "Prénom-canari");
  CHECK(h.view(h.ndeye, child) == "not_found");
  REQUIRE(h.say(h.awa, child, to_shelter(h)).status == ReceiptStatus::accepted);
  const EntryId referral = h.last_entry();

  const std::string asked = h.view(h.ndeye, child);
  CHECK(holds(asked, "referred_pending"));
  CHECK(!holds(asked, "Prénom-canari"));
  CHECK(!holds(asked, "Contexte-canari"));
  CHECK(h.house().store.accesses_of(child, INT64_MAX, 10).size() == 0);

  REQUIRE(h.say(h.ndeye, child, ReferralOpened{referral}).status == ReceiptStatus::accepted);
  REQUIRE(h.say(h.ndeye, child, ReferralAccepted{referral, {}, ""}).status == ReceiptStatus::accepted);
  const std::string accepted = h.view(h.ndeye, child);
  CHECK(holds(accepted, "Prénom-canari"));
  CHECK(!holds(accepted, "Contexte-canari"));  // notes were not shared
  const auto looks = h.house().store.accesses_of(child, INT64_MAX, 10);
  REQUIRE(looks.size() == 1);
  CHECK(looks[0].person == h.ndeye.person);
  CHECK(h.view(h.stranger, child) == "not_found");
  CHECK(h.view(h.admin, child) == "not_found");
}

TEST_CASE("an urgency that nobody looked at within the time of the clock lapses by itself, once; one that was looked at does not") {
  ON_EACH_ENGINE();
  const RecordId seen = h.open_file(h.awa), unseen = h.open_file(h.awa);
  h.say(h.awa, seen, to_shelter(h));
  REQUIRE(h.say(h.moussa, seen, BasisReviewed{h.last_entry(), true, ""}).status == ReceiptStatus::accepted);
  h.say(h.awa, unseen, to_shelter(h));
  const EntryId referral = h.last_entry();
  REQUIRE(h.say(h.ndeye, unseen, ReferralAccepted{referral, {}, ""}).status == ReceiptStatus::accepted);
  h.pass(hours(25));
  usecases::turn_clock(h.house());
  CHECK(usecases::turn_clock(h.house()) == 0);
  const auto& lapsed = h.house().file(unseen)->state.all<BasisLapsed>();
  REQUIRE(lapsed.size() == 1);
  CHECK(lapsed[0].body.basis == referral);
  CHECK(h.house().file(seen)->state.all<BasisLapsed>().empty());
}

TEST_CASE("nobody on the file's list takes the child, in whatever spelling of the name") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  RiskAssessed risk;
  risk.level.value = "high";
  risk.not_to_be_given_to = "Samba Baldé; Mamadou Diallo";
  REQUIRE(h.say(h.awa, child, risk).status == ReceiptStatus::accepted);
  PlacementBegun kin;
  kin.placement_kind.value = "kin";
  kin.begun_on = Date{20'000};
  for (const char* name : {"Samba Balde", "Samba Baldeh", "Jallow Momodou"}) {
    CAPTURE(name);
    kin.carer_name = name;
    const auto receipt = h.say(h.awa, child, kin);
    REQUIRE(receipt.problem);
    CHECK(receipt.problem->code == ProblemCode::not_to_be_given_to);
  }
  kin.carer_name = "Cadi Embaló";
  CHECK(h.say(h.awa, child, kin).status == ReceiptStatus::accepted);
}

TEST_CASE("what was opened is not opened anew, by a stranger least of all") {
  SmallHouse h("sqlite");
  const RecordId place{crypto::new_uuid(h.now)};
  PlaceOpened about;
  about.kind.value = "daara";
  REQUIRE(h.say(h.awa, place, about).status == ReceiptStatus::accepted);
  const auto again = h.say(h.stranger, place, about);
  CHECK(again.status == ReceiptStatus::refused);
  REQUIRE(again.problem);
  CHECK(again.problem->code == ProblemCode::already_open);
}

TEST_CASE("a referral that nobody answers expires by the clock, once, and can still be accepted") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  h.say(h.awa, child, to_shelter(h));
  const EntryId referral = h.last_entry();
  CHECK(usecases::turn_clock(h.house()) == 0);
  h.pass(hours(25));
  CHECK(usecases::turn_clock(h.house()) == 2);  // and the urgency that nobody looked at lapses
  CHECK(usecases::turn_clock(h.house()) == 0);
  CHECK(h.house().file(child)->state.referral(referral)->state == ReferralState::expired);
  CHECK(h.say(h.ndeye, child, ReferralAccepted{referral, {}, ""}).status == ReceiptStatus::accepted);
}

TEST_CASE("listing what came in tells the sender that it was received") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  h.say(h.awa, child, to_shelter(h));
  CHECK(usecases::referral_box(h.house(), h.ndeye.session, true).size() == 1);
  CHECK(h.house().file(child)->state.referrals[0].state == ReferralState::received);
  CHECK(usecases::referral_box(h.house(), h.stranger.session, true).empty());
}

TEST_CASE("a full shelter refuses, and nothing is written; with a reason it takes the child in") {
  ON_EACH_ENGINE();
  const RecordId first = h.open_file(h.awa), second = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, first, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const auto head = h.house().store.head();
  PlacementBegun one_more = living_at(h.shelter);
  CHECK(problem(h.say(h.awa, second, one_more, true, tests::sleeps_there())) == "shelter_full");
  CHECK(h.house().store.head() == head);
  one_more.over_capacity_reason = "Il fait nuit.";
  CHECK(h.say(h.awa, second, one_more, true, tests::sleeps_there()).status == ReceiptStatus::accepted);
}

TEST_CASE("a child who lives with a family takes no place of the shelter that follows the family") {
  ON_EACH_ENGINE();
  const RecordId first = h.open_file(h.awa), second = h.open_file(h.awa);
  PlacementBegun with_kin = living_at(h.shelter);
  with_kin.placement_kind.value = "kin";
  with_kin.carer_name = "Tante Sira";
  REQUIRE(h.say(h.awa, first, with_kin, true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  CHECK(h.house().memory.caseload.placed_at(h.shelter) == 1);
  CHECK(h.house().memory.caseload.housed_at(h.shelter) == 0);
  CHECK(h.say(h.awa, second, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  CHECK(h.house().memory.caseload.housed_at(h.shelter) == 1);
}

TEST_CASE("a copy that the network kept does not stand after its sender was told that it is refused") {
  ON_EACH_ENGINE();
  const RecordId first = h.open_file(h.fatou), second = h.open_file(h.awa);
  REQUIRE(h.say(h.fatou, first, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const EntryId placement = h.last_entry();
  const auto sent = h.propose(h.awa, second, living_at(h.shelter), tests::sleeps_there());
  auto arrives = [&](const usecases::Proposal& p, bool attended) { return usecases::accept_entries(h.house(), h.awa.session, attended, {&p, 1}).front(); };
  CHECK(problem(arrives(sent, true)) == "shelter_full");
  // Now there is room: what was refused would be taken.
  REQUIRE(h.say(h.ndeye, first, PlacementEnded{placement, {}, {"back_to_family"}, Date{20'001}, {}, "Cadi Embaló", {}, {}}, true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const auto late = arrives(sent, true);
  CHECK(late.status == ReceiptStatus::refused);
  CHECK(problem(late) == "shelter_full");

  SECTION("somebody who tries again writes it anew") { CHECK(h.say(h.awa, second, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted); }
  SECTION("a device whose person never heard the answer sends it again, and it is judged") { CHECK(arrives(sent, false).status == ReceiptStatus::accepted); }
  SECTION("a session that could have sent it is over, and so is the memory of it") {
    h.pass(usecases::kSessionLasts);
    h.pass(Milliseconds{1});
    CHECK(arrives(sent, true).status == ReceiptStatus::accepted);
  }
}

TEST_CASE("what the rules refuse is told to somebody at the screen, and kept for somebody in the field") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  ReferralSent r = to_shelter(h);
  r.basis = {"consent"};
  const auto head = h.house().store.head();
  CHECK(problem(h.say(h.awa, child, r, true)) == "no_basis");
  CHECK(h.house().store.head() == head);
  const auto kept = h.say(h.awa, child, r, false);
  CHECK(kept.status == ReceiptStatus::quarantined);
  CHECK(problem(kept) == "no_basis");
  CHECK(h.house().file(child)->state.referrals.empty());
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("somebody who has nothing to do with a file can write nothing into it, at the screen or not") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  const auto head = h.house().store.head();
  CHECK(problem(h.say(h.stranger, child, NoteAdded{{"observation"}, {}, {}, "x"}, true)) == "not_found");
  CHECK(problem(h.say(h.stranger, child, NoteAdded{{"observation"}, {}, {}, "x"}, false)) == "not_found");
  CHECK(h.house().store.head() == head);
}

TEST_CASE("what was written before the file went to somebody else is kept as late") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  const std::int64_t seen = h.house().file(child)->record.n;
  REQUIRE(h.say(h.moussa, child, AssignmentMade{h.fatou.person, h.team}).status == ReceiptStatus::accepted);
  const auto late = h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, "écrit hors ligne"}, false, {}, seen);
  CHECK(late.status == ReceiptStatus::quarantined);
  CHECK(problem(late) == "late");
}

TEST_CASE("today shows a unit its referrals, and a sender what waits") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  h.say(h.awa, child, to_shelter(h));
  auto names = [&](tests::Member& m) {
    std::vector<std::string> all;
    for (const auto& line : usecases::today(h.house(), m.session).lines) all.emplace_back(line.task.name);
    return all;
  };
  const auto unit = names(h.ndeye), sender = names(h.awa);
  CHECK(std::find(unit.begin(), unit.end(), "referral_to_answer") != unit.end());
  CHECK(std::find(sender.begin(), sender.end(), "referral_sent") != sender.end());
  CHECK(names(h.stranger).empty());
}

TEST_CASE("looking with a reason keeps the reason; without one it is asked for") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  usecases::ViewAsked placement;
  placement.with_reason[Tier::placement] = true;
  CHECK(h.view(h.moussa, child, placement) == "reason_needed");
  placement.reason = "Le tribunal demande où vit l'enfant.";
  CHECK(holds(h.view(h.moussa, child, placement), "\"record\""));
  const auto lines = usecases::accesses_of_child(h.house(), h.moussa.session, child, "", INT64_MAX, 10);
  REQUIRE(lines);
  CHECK(lines->front().reason == placement.reason);
}

TEST_CASE("closure needs a supervisor who is not the asker") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, child, closing()).status == ReceiptStatus::accepted);
  const EntryId request = h.last_entry();
  CHECK(h.say(h.awa, child, ClosureApproved{request}).status == ReceiptStatus::refused);
  CHECK(h.say(h.moussa, child, ClosureApproved{request}).status == ReceiptStatus::accepted);
  CHECK(h.house().file(child)->state.status == FileState::closed);
  CHECK(problem(h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, "x"})) == "file_closed");
}
