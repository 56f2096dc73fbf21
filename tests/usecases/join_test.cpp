// Two files of one child: joined by two people of two units, and parted again.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/random.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/people_admin.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

struct Two : SmallHouse {
  explicit Two(const std::string& engine) : SmallHouse(engine), mine(open_file(fatou)), other(open_file(fatou, "Deux-canari")) {}
  RecordId mine, other;

  SecondAsked asking(RecordId with) const { return {{"merge"}, with, "Même prénom, même cicatrice, même village.", {}}; }
  std::string answer(Member& m, RecordId record, Body body) {
    const auto r = say(m, record, std::move(body));
    return r.problem ? std::string(word(r.problem->code)) : std::string(usecases::word(r.status));
  }
  Stage stage(RecordId r) { return house().file(r)->state.stage; }
};

}  // namespace

TEST_CASE("two files become one when a second person of another unit agrees, and are two again the same way") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Two h(engine);
  REQUIRE(h.answer(h.fatou, h.mine, h.asking(h.other)) == "pending");
  const EntryId asked = h.last_entry();
  CHECK(h.answer(h.fatou, h.mine, SecondAgreed{asked}) == "not_the_same_person");
  CHECK(h.answer(h.moussa, h.mine, SecondAgreed{asked}) == "other_unit_needed");
  CHECK(h.answer(h.stranger, h.mine, SecondAgreed{asked}) == "not_found");
  CHECK(h.stage(h.other) == Stage::identified);
  REQUIRE(h.answer(h.codou, h.mine, SecondAgreed{asked}) == "accepted");
  CHECK(h.stage(h.other) == Stage::duplicate);
  CHECK(h.stage(h.mine) == Stage::identified);
  CHECK(h.house().file(h.mine)->state.all<RecordMerged>().back().body.other == h.other);
  CHECK(h.house().file(h.other)->state.all<RecordAbsorbed>().back().body.survivor == h.mine);

  // What somebody who was off line still writes on the other file is kept there.
  CHECK(h.answer(h.fatou, h.other, NoteAdded{{"observation"}, {}, {}, "Écrit entre-temps."}) == "accepted");

  h.reopen();
  CHECK(h.stage(h.other) == Stage::duplicate);
  REQUIRE(h.answer(h.fatou, h.mine, h.asking(h.other)) == "pending");
  REQUIRE(h.answer(h.codou, h.mine, SecondAgreed{h.last_entry()}) == "accepted");
  CHECK(h.stage(h.other) == Stage::identified);
  CHECK(h.house().file(h.other)->state.all<RecordUnmerged>().size() == 1);

  // And joined once more, the other way round.
  REQUIRE(h.answer(h.fatou, h.other, h.asking(h.mine)) == "pending");
  REQUIRE(h.answer(h.codou, h.other, SecondAgreed{h.last_entry()}) == "accepted");
  CHECK(h.stage(h.mine) == Stage::duplicate);
  CHECK(h.stage(h.other) == Stage::identified);
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("files are not joined by who may not know of both, nor to themselves, nor through a third") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Two h(engine);
  const RecordId theirs = h.open_file(h.stranger);
  CHECK(h.answer(h.fatou, h.mine, h.asking(theirs)) == "not_found");
  CHECK(h.answer(h.fatou, h.mine, h.asking(RecordId{crypto::new_uuid(h.now)})) == "not_found");
  CHECK(h.answer(h.fatou, h.mine, h.asking(h.mine)) == "missing_field");
  CHECK(h.answer(h.fatou, h.mine, RecordMerged{h.other}) == "second_person_needed");

  const RecordId third = h.open_file(h.fatou, "Trois-canari");
  REQUIRE(h.answer(h.fatou, h.mine, h.asking(h.other)) == "pending");
  const EntryId first = h.last_entry();
  REQUIRE(h.answer(h.fatou, third, h.asking(h.other)) == "pending");
  const EntryId second = h.last_entry();
  REQUIRE(h.answer(h.codou, h.mine, SecondAgreed{first}) == "accepted");
  CHECK(h.answer(h.codou, third, SecondAgreed{second}) == "no_such_step");
  CHECK(h.answer(h.fatou, third, h.asking(h.other)) == "no_such_step");
  CHECK(h.stage(third) == Stage::identified);
}

TEST_CASE("what protects the child in one of two joined files protects in the other") {
  Two h("sqlite");
  RiskAssessed risk;
  risk.level.value = "high";
  risk.not_to_be_given_to = "Samba Baldé";
  REQUIRE(h.answer(h.fatou, h.other, risk) == "accepted");
  WishRecorded no;
  no.about.value = "return";
  no.wish.value = "refuses";
  no.heard_on = Date{20'000};
  no.heard_alone.value = "yes";
  REQUIRE(h.answer(h.fatou, h.other, no) == "accepted");
  PlacementBegun kin;
  kin.placement_kind.value = "kin";
  kin.begun_on = Date{20'000};
  kin.carer_name = "Samba Balde";
  REQUIRE(h.answer(h.fatou, h.mine, h.asking(h.other)) == "pending");
  REQUIRE(h.answer(h.codou, h.mine, SecondAgreed{h.last_entry()}) == "accepted");

  CHECK(h.answer(h.fatou, h.mine, kin) == "not_to_be_given_to");
  kin.carer_name = "Tante Sira";
  CHECK(h.answer(h.fatou, h.other, kin) == "no_such_step");  // what leads on goes into the file that is read
  REQUIRE(h.answer(h.fatou, h.mine, kin) == "accepted");
  PlacementEnded end;
  end.placement = h.last_entry();
  end.ended_on = Date{20'001};
  end.end_reason.value = "moved";
  end.next_kind.value = "parents";
  end.left_with = "Cadi Embaló";
  CHECK(h.answer(h.fatou, h.mine, end) == "child_refuses");
  h.pass(hours(1));
  WishRecorded yes = no;
  yes.wish.value = "wants";
  REQUIRE(h.answer(h.fatou, h.mine, yes) == "accepted");
  CHECK(h.answer(h.fatou, h.mine, end) == "accepted");

  REQUIRE(usecases::set_safeguarding(h.house(), "test", h.joana.person, true));
  REQUIRE(h.say(h.joana, h.other, SetAsideBegun{h.awa.person, {}, "Plainte"}, true, {}, 0).status == ReceiptStatus::accepted);
  CHECK(h.answer(h.moussa, h.mine, AssignmentMade{h.awa.person, h.team}) == "not_for_this_file");
}
