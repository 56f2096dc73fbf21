// What somebody does with a reason, asks of two people, or does under a broken glass leaves a line in the file's access log, written with the deed; what
// they do by a right that needs none leaves no more than the entry.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "tests/usecases/small_house.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

struct Line { std::string action, decision, did, reason; PersonId person; };

struct Log {
  SmallHouse& h;
  RecordId child;
  std::size_t count() { return h.house().store.accesses_of(child, INT64_MAX, 500).size(); }
  Line last() {
    const auto row = h.house().store.accesses_of(child, INT64_MAX, 1).front();
    const auto j = wire::Json::parse(row.row);
    return {j["action"].as<std::string>(), j["decision"].as<std::string>(), j.contains("did") ? j["did"].as<std::string>() : std::string{}, h.house().vault.open_reason(child, row.sealed_reason), row.person};
  }
  /// How many lines it left.
  std::size_t left_by(Member& m, Body body, Telling telling = {}, bool attended = true) {
    const std::size_t before = count();
    const auto receipt = h.say(m, child, std::move(body), attended, std::move(telling));
    REQUIRE((receipt.status == ReceiptStatus::accepted || receipt.status == ReceiptStatus::pending));
    return count() - before;
  }
};

const NoteAdded kNote{{"observation"}, {}, {}, "Rien-canari"};

}  // namespace

TEST_CASE("a deed with a reason stands in the access log with it, sealed; a deed that needs none does not") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  Log log{h, h.open_file(h.fatou)};
  CHECK(log.left_by(h.fatou, kNote) == 0);
  CHECK(log.left_by(h.fatou, kNote, {.reason = "Pour mémoire"}) == 0);
  CHECK(log.left_by(h.codou, kNote) == 0);

  const ReferralSent asked{.to_unit = h.shelter, .service = {"shelter"}, .priority = {"emergency_24h"}, .basis = {"vital_urgency"}};
  CHECK(log.left_by(h.fatou, asked) == 0);
  CHECK(h.say(h.codou, log.child, asked).problem->code == ProblemCode::reason_needed);
  CHECK(log.left_by(h.codou, asked, {.reason = "Motif-canari"}) == 1);
  const Line line = log.last();
  CHECK(line.action == "refer");
  CHECK(line.decision == "reason");
  CHECK(line.did == "referral.sent");
  CHECK(line.reason == "Motif-canari");
  CHECK(line.person == h.codou.person);
  CHECK(log.left_by(h.codou, asked, {.reason = "Hors ligne"}, false) == 1);
}

TEST_CASE("asking a second person, and answering, stand in the access log as what was asked for") {
  SmallHouse h("sqlite");
  Log log{h, h.open_file(h.fatou)};
  h.fatou.session.factor_at = h.moussa.session.factor_at = h.now;
  CHECK(log.left_by(h.fatou, SecondAsked{{"export_file"}, {}, "Le juge-canari", {}}) == 1);
  Line line = log.last();
  CHECK(line.action == "export_file");
  CHECK(line.decision == "two");
  CHECK(line.did == "second.asked");
  CHECK(line.reason == "Le juge-canari");
  const EntryId request = h.last_entry();
  CHECK(log.left_by(h.moussa, SecondAgreed{request}) == 1);
  line = log.last();
  CHECK(line.action == "export_file");
  CHECK(line.did == "second.agreed");
  CHECK(line.person == h.moussa.person);
}

TEST_CASE("what is done under a broken glass stands in the access log, and only that") {
  SmallHouse h("sqlite");
  Log log{h, h.open_file(h.fatou)};
  REQUIRE(h.say(h.stranger, log.child, BreakGlassOpened{}, true, {.reason = "Nuit-canari"}, 1).status == ReceiptStatus::accepted);
  CHECK(log.left_by(h.stranger, kNote) == 1);
  const Line line = log.last();
  CHECK(line.action == "note");
  CHECK(line.decision == "allow");
  CHECK(line.did == "note.added");
  CHECK(line.person == h.stranger.person);
  // Whoever may write in the file anyway does it by that right.
  REQUIRE(h.say(h.fatou, log.child, BreakGlassOpened{}, true, {.reason = "Moi aussi"}).status == ReceiptStatus::accepted);
  CHECK(log.left_by(h.fatou, kNote) == 0);
}
