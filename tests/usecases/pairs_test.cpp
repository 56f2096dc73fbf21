// Two files that look alike: who is told, who may say that they are of two children, how long that is remembered, and that it can be taken back.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>

#include "crypto/random.hpp"
#include "domain/pair.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/already_known.hpp"
#include "usecases/lists.hpp"
#include "usecases/pairs.hpp"
#include "usecases/people_admin.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

RecordId told(SmallHouse& h, Member& who, const std::string& first, const std::string& family, const std::string& village, const std::string& mother,
               const std::string& father = "Ibrahima", const std::string& siblings = "Awa, Sory") {
  const RecordId record = h.open_file(who, first);
  REQUIRE(h.say(who, record, FormSaved{{"intake"}, 1, {{"intake.family_name", family}, {"intake.village", village}}}).status == ReceiptStatus::accepted);
  REQUIRE(h.say(who, record, FormSaved{{"tracing"}, 1, {{"tracing.mother", mother}, {"tracing.siblings", siblings}, {"tracing.father", father + " " + family}}}).status == ReceiptStatus::accepted);
  return record;
}

/// A child with two files of one case worker, in two spellings, among some others.
struct Pair : SmallHouse {
  explicit Pair(const std::string& engine) : SmallHouse(engine) {
    told(*this, stranger, "Ousmane Canari", "Sow", "Thiès", "Kadiatou Barry", "Cheikh", "Rokhaya, Pape");
    told(*this, stranger, "Lamine Canari", "Ndiaye", "Louga", "Aminata Fall", "Modou", "Binta, Kéba");
    older = told(*this, fatou, "Mamadou Canari", "Diallo", "Sintchã Canari", "Fatoumata Baldé");
    newer = told(*this, fatou, "Momodou Canari", "Jallow", "Sintcha Canari", "Fatumata Balde");
    usecases::follow_families(house());
  }
  RecordId older, newer;

  std::int64_t n(RecordId r) { return house().file(r)->record.n; }
  PairJudged word_on(RecordId other, const char* verdict) { return {other, n(other), {verdict}, {}, "Canari : je les ai vus tous les deux."}; }
  std::string answer(Member& m, RecordId record, Body body, std::int64_t seen = -1) {
    const Telling telling = std::holds_alternative<PlacementBegun>(body) ? tests::sleeps_there() : Telling{};
    const auto r = say(m, record, std::move(body), true, telling, seen);
    usecases::follow_families(house());
    return r.problem ? std::string(word(r.problem->code)) : std::string(usecases::word(r.status));
  }
  std::vector<RecordId> alike(Member& m, RecordId record) {
    std::vector<RecordId> all;
    const auto found = usecases::alike_files(house(), m.session, record);
    REQUIRE(found);
    for (const auto& one : *found) all.push_back(one.record);
    return all;
  }
  std::size_t tasks(Member& m) {
    const auto lines = usecases::today(house(), m.session).lines;
    return static_cast<std::size_t>(std::ranges::count_if(lines, [](const auto& l) { return l.task.name == "two_files_to_compare"; }));
  }
  const Kept<PairJudged>* stands(RecordId here, RecordId there) { return standing_judgement(house().file(here)->state, there); }
  std::size_t looks_at(RecordId record) { return house().store.accesses_of(record, INT64_MAX, 1000).size(); }
};
using Ids = std::vector<RecordId>;

}  // namespace

TEST_CASE("whoever sees both of two files alike is told once, with what agrees; whoever sees one of them is told nothing") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Pair h(engine);
  CHECK(h.tasks(h.fatou) == 1);
  const auto before = h.looks_at(h.older);
  const auto found = usecases::alike_files(h.house(), h.fatou.session, h.newer);
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK(found->front().record == h.older);
  CHECK(found->front().band != names::Band::weak);
  CHECK(found->front().facts.front().side == names::Side::speaks_for);
  CHECK(h.looks_at(h.older) == before + 1);
  CHECK(h.tasks(h.moussa) == 1);  // who supervises her sees both as well

  // The shelter where one of the two lives sees that one.
  REQUIRE(h.answer(h.fatou, h.newer, PlacementBegun{.placement_kind = {"shelter"}, .unit = h.shelter, .begun_on = h.house().today_at(h.team, *h.house().memory.directory())}) == "accepted");
  CHECK(h.alike(h.ndeye, h.newer).empty());
  CHECK(h.tasks(h.ndeye) == 0);
  const auto unseen = h.looks_at(h.older);
  CHECK(usecases::alike_files(h.house(), h.ndeye.session, h.older).error().code == ProblemCode::not_found);
  CHECK(h.answer(h.ndeye, h.newer, h.word_on(h.older, "not_same")) == "not_found");
  CHECK(h.looks_at(h.older) == unseen);
  for (Member* other : {&h.awa, &h.joana, &h.carla, &h.stranger, &h.admin}) {
    CHECK_FALSE(usecases::alike_files(h.house(), other->session, h.newer));
    CHECK(h.tasks(*other) == 0);
    CHECK(h.answer(*other, h.newer, h.word_on(h.older, "not_same")) == "not_found");
  }
  CHECK(h.stands(h.newer, h.older) == nullptr);
  CHECK(h.stands(h.older, h.newer) == nullptr);
}

TEST_CASE("not the same: it stands in both files and is remembered until one of them tells something new, and can be taken back") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  const bool in_older = GENERATE(true, false);
  INFO(engine << (in_older ? ", told in the older file" : ", told in the newer file"));
  Pair h(engine);
  REQUIRE(h.answer(h.fatou, h.newer, h.word_on(h.older, "not_same")) == "accepted");
  CHECK(h.alike(h.fatou, h.newer).empty());
  CHECK(h.alike(h.fatou, h.older).empty());
  CHECK(h.tasks(h.fatou) == 0);
  REQUIRE(h.stands(h.older, h.newer) != nullptr);
  // The other file says whose word it is, and nothing of the first but that there is one.
  CHECK(said_by_unit(h.house().file(h.older)->state, *h.stands(h.older, h.newer)) == h.team);
  CHECK(h.stands(h.older, h.newer)->body.text.empty());
  CHECK(h.house().file(h.older)->state.entry(h.stands(h.older, h.newer)->n)->author.is_none());

  // A note is no new fact; nor does a restart forget.
  REQUIRE(h.answer(h.fatou, h.older, NoteAdded{{"observation"}, {}, {}, "Rien de neuf."}) == "accepted");
  h.reopen();
  usecases::follow_families(h.house());
  CHECK(h.alike(h.fatou, h.newer).empty());
  CHECK(h.tasks(h.fatou) == 0);

  // A new fact in either is.
  const RecordId told_in = in_older ? h.older : h.newer;
  REQUIRE(h.answer(h.fatou, told_in, FormSaved{{"intake"}, 1, {{"intake.other_names", std::string("Modou")}}}) == "accepted");
  CHECK(h.alike(h.fatou, h.newer) == Ids{h.older});
  CHECK(h.alike(h.fatou, h.older) == Ids{h.newer});
  CHECK(h.tasks(h.fatou) == 1);
  REQUIRE(h.answer(h.fatou, h.older, h.word_on(h.newer, "not_same")) == "accepted");
  CHECK(h.alike(h.fatou, h.newer).empty());
  CHECK(h.tasks(h.fatou) == 0);

  // Taken back from the other side.
  REQUIRE(h.answer(h.fatou, h.newer, PairReopened{h.stands(h.newer, h.older)->id}) == "accepted");
  CHECK(h.stands(h.older, h.newer) == nullptr);
  CHECK(h.stands(h.newer, h.older) == nullptr);
  CHECK(h.alike(h.fatou, h.older) == Ids{h.newer});
  CHECK(h.tasks(h.fatou) == 1);
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("what somebody had not read yet when they said so is a new fact") {
  const bool in_older = GENERATE(true, false);
  Pair h("sqlite");
  const std::int64_t here = h.n(h.newer);
  const PairJudged said = h.word_on(h.older, "not_same");
  const RecordId told_in = in_older ? h.older : h.newer;
  REQUIRE(h.answer(h.fatou, told_in, FormSaved{{"intake"}, 1, {{"intake.other_names", std::string("Modou")}}}) == "accepted");
  REQUIRE(h.answer(h.fatou, h.newer, said, here) == "accepted");
  CHECK(h.alike(h.fatou, h.newer) == Ids{h.older});
}

TEST_CASE("a child who has three files is found in all of them") {
  Pair h("sqlite");
  const RecordId third = told(h, h.fatou, "Momodu Canari", "Jalloh", "Sintchan Canari", "Fatou Baldé");
  usecases::follow_families(h.house());
  for (const RecordId one : {h.older, h.newer, third}) CHECK(h.alike(h.fatou, one).size() == 2);
  CHECK(h.tasks(h.fatou) == 2);
}

TEST_CASE("brothers and sisters are kin in both files, and are not proposed as one child until that is taken back") {
  Pair h("sqlite");
  REQUIRE(h.answer(h.moussa, h.older, h.word_on(h.newer, "siblings")) == "accepted");
  CHECK(h.stands(h.newer, h.older)->body.verdict.value == "siblings");
  REQUIRE(h.answer(h.fatou, h.newer, FormSaved{{"intake"}, 1, {{"intake.other_names", std::string("Modou")}}}) == "accepted");
  CHECK(h.alike(h.fatou, h.newer).empty());
  CHECK(h.tasks(h.fatou) == 0);
  // Whoever met one of them asks whether somebody knows the child: the other one is no answer.
  const auto answer = usecases::ask_already_known(h.house(), h.fatou.session, h.newer);
  REQUIRE(answer);
  CHECK_FALSE(answer->hit);
  REQUIRE(h.answer(h.fatou, h.newer, PairReopened{h.stands(h.newer, h.older)->id}) == "accepted");
  CHECK(h.alike(h.fatou, h.newer) == Ids{h.older});
}

TEST_CASE("a word on two files is about two, as they were seen, and says no more for another unit than it may") {
  Pair h("sqlite");
  CHECK(h.answer(h.fatou, h.newer, PairJudged{h.newer, 1, {"not_same"}, {}, {}}) == "missing_field");
  CHECK(h.answer(h.fatou, h.newer, PairJudged{RecordId{crypto::new_uuid(h.now)}, 1, {"not_same"}, {}, {}}) == "not_found");
  CHECK(h.answer(h.fatou, h.newer, PairJudged{h.older, h.n(h.older) + 1, {"not_same"}, {}, {}}) == "seen_in_the_future");
  CHECK(h.answer(h.fatou, h.newer, PairJudged{h.older, 1, {"not_same"}, h.team, {}}) == "not_allowed");
  CHECK(h.answer(h.fatou, h.newer, PairReopened{EntryId{crypto::new_uuid(h.now)}}) == "no_such_step");
  CHECK(h.answer(h.fatou, h.older, RecordMerged{h.newer}) == "second_person_needed");

  // Both children live in the shelter, which has room for both and whose staff know them best. They take back their own word, and nobody else's.
  REQUIRE(usecases::set_capacity(h.house(), "the test", h.shelter, 5));
  for (const RecordId r : {h.older, h.newer})
    REQUIRE(h.answer(h.fatou, r, PlacementBegun{.placement_kind = {"shelter"}, .unit = h.shelter, .begun_on = h.house().today_at(h.team, *h.house().memory.directory())}) == "accepted");
  CHECK(h.alike(h.ndeye, h.newer) == Ids{h.older});
  REQUIRE(h.answer(h.ndeye, h.newer, h.word_on(h.older, "siblings")) == "accepted");
  const EntryId theirs = h.stands(h.newer, h.older)->id;
  REQUIRE(h.answer(h.ndeye, h.older, PairReopened{h.stands(h.older, h.newer)->id}) == "accepted");
  CHECK(h.answer(h.ndeye, h.newer, PairReopened{theirs}) == "no_such_step");
  REQUIRE(h.answer(h.fatou, h.newer, h.word_on(h.older, "not_same")) == "accepted");
  for (const auto& [here, there] : {std::pair{h.older, h.newer}, {h.newer, h.older}}) CHECK(h.answer(h.ndeye, here, PairReopened{h.stands(here, there)->id}) == "not_allowed");
  CHECK(h.stands(h.newer, h.older) != nullptr);
}

TEST_CASE("a view tells of a pair to who sees who the child is, and only that there is something to the others") {
  Pair h("sqlite");
  REQUIRE(h.answer(h.fatou, h.newer, h.word_on(h.older, "siblings")) == "accepted");
  const auto mine = h.view_json(h.fatou, h.older);
  REQUIRE(mine["state"]["pairs"].size() == 1);
  CHECK(mine["state"]["pairs"][0]["other"].as<std::string>() == h.newer.text());
  CHECK(mine["state"]["pairs"][0]["unit"].as<std::string>() == h.team.text());
  // The coordinator sees identity for a reason only.
  const std::string theirs = h.view(h.codou, h.older);
  CHECK(theirs.find(h.newer.text()) == std::string::npos);
}
