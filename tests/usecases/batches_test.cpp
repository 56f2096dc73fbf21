// Lists that came in whole: their pairs are one task, told to who may judge both files and to nobody else; what was found outlives a restart; and the
// question after an intake, for intakes that came late.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "domain/pair.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/already_known.hpp"
#include "usecases/join.hpp"
#include "usecases/lists.hpp"
#include "usecases/pairs.hpp"
#include "usecases/take_in.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

struct Told {
  std::string first, family, village, mother, father = "Ibrahima", siblings = "Awa, Sory";
};
const Told kHere{"Mamadou Canari", "Diallo", "Sintchã Canari", "Fatoumata Baldé"}, kInList{"Momodou Canari", "Jallow", "Sintcha Canari", "Fatumata Balde"};

std::map<std::string, Answer> facts(const Told& t) { return {{"intake.first_name", t.first}, {"intake.family_name", t.family}, {"intake.village", t.village}}; }
std::map<std::string, Answer> parents(const Told& t) { return {{"tracing.mother", t.mother}, {"tracing.siblings", t.siblings}, {"tracing.father", t.father + " " + t.family}}; }

struct Lists : SmallHouse {
  explicit Lists(const std::string& engine) : SmallHouse(engine) {
    for (const Told& other : {Told{"Ousmane Canari", "Sow", "Thiès", "Kadiatou Barry", "Cheikh", "Rokhaya, Pape"}, {"Lamine Canari", "Ndiaye", "Louga", "Aminata Fall", "Modou", "Binta, Kéba"}, {"Pape Canari", "Faye", "Fatick", "Coumba Sarr", "Mor", "Astou"}}) file(stranger, other);
    usecases::follow_families(house());
    usecases::tell_met_again(house());
  }

  RecordId file(Member& who, const Told& t) {
    const RecordId record = open_file(who, t.first);
    REQUIRE(say(who, record, FormSaved{{"intake"}, 1, facts(t)}).status == ReceiptStatus::accepted);
    REQUIRE(say(who, record, FormSaved{{"tracing"}, 1, parents(t)}).status == ReceiptStatus::accepted);
    return record;
  }

  /// A list of these children, taken in by somebody.
  std::vector<RecordId> list(Member& who, const std::string& called, const std::vector<Told>& rows) {
    auto key = std::make_shared<const crypto::SigningKey>(crypto::SigningKey::generate());
    usecases::Pen pen{who.person, who.role, who.unit, DeviceId{crypto::new_uuid(now)}, std::move(key), 0};
    std::vector<usecases::PreparedHistory> histories;
    std::vector<RecordId> records;
    for (const Told& t : rows) {
      auto& history = histories.emplace_back(usecases::begin_history(house(), RecordId{crypto::new_uuid(now)}, RecordKind::child));
      records.push_back(history.file.record.id);
      std::int64_t n = 0;
      for (Body body : std::vector<Body>{ChildOpened{case_code("SN", code_++), {"SN"}, {"boy"}, {"a10_12"}, {}}, FormSaved{{"intake"}, 1, facts(t)}, FormSaved{{"tracing"}, 1, parents(t)}})
        usecases::add_entry(house(), history, usecases::written(house(), pen, records.back(), n++, std::move(body), {}, now, EntryId{crypto::new_uuid(now)}), now, Factor::stale, true);
    }
    for (const auto& answer : usecases::take_in(house(), pen, histories, true, called)) REQUIRE(answer.what == usecases::TakenIn::created);
    usecases::follow_families(house());
    return records;
  }

  std::vector<usecases::PairsOf> pairs(Member& m) { return usecases::pairs_to_review(house(), m.session); }
  std::size_t tasks(Member& m, std::string_view name) {
    const auto lines = usecases::today(house(), m.session).lines;
    return static_cast<std::size_t>(std::ranges::count_if(lines, [&](const auto& l) { return l.task.name == name; }));
  }
  std::size_t looks_at(RecordId record) { return house().store.accesses_of(record, INT64_MAX, 1000).size(); }
  std::string answer(Member& m, RecordId record, Body body) {
    const auto r = say(m, record, std::move(body));
    usecases::follow_families(house());
    return r.problem ? std::string(word(r.problem->code)) : std::string(usecases::word(r.status));
  }

  /// An intake that was written on a phone without network, and came hours later.
  RecordId late_intake(Member& who, const Told& t, Milliseconds later = hours(3)) {
    const RecordId record{crypto::new_uuid(now)};
    const auto opened = propose(who, record, ChildOpened{case_code("SN", code_++), {"SN"}, {"boy"}, {"a10_12"}, {}});
    pass(later);
    who.session.factor_at = now;
    REQUIRE(usecases::accept_entries(house(), who.session, false, {&opened, 1}).front().status == ReceiptStatus::accepted);
    REQUIRE(say(who, record, FormSaved{{"intake"}, 1, facts(t)}, false).status == ReceiptStatus::accepted);
    REQUIRE(say(who, record, FormSaved{{"tracing"}, 1, parents(t)}, false).status == ReceiptStatus::accepted);
    follow();
    return record;
  }
  void follow() {
    pass(minutes(2));
    usecases::follow_families(house());
    usecases::tell_met_again(house());
  }
  unsigned long code_ = 500'000;
};

}  // namespace

TEST_CASE("the pairs that a list brought are one task and one list, for who may judge both files; nobody else learns that there is one") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Lists h(engine);
  const RecordId here = h.file(h.fatou, kHere);
  const auto rows = h.list(h.fatou, "Centre Canari, mars", {kInList, {"Gora Canari", "Sarr", "Touba", "Yacine Thiam", "Malick", "Penda"}});
  CHECK(h.tasks(h.fatou, "pairs_to_review") == 1);
  CHECK(h.tasks(h.fatou, "two_files_to_compare") == 0);
  const auto before = h.looks_at(here);
  const auto lists = h.pairs(h.fatou);
  REQUIRE(lists.size() == 1);
  CHECK(lists[0].called == "Centre Canari, mars");
  CHECK(lists[0].unit == h.team);
  CHECK(lists[0].decided == 0);
  REQUIRE(lists[0].open.size() == 1);
  // The file that was there first is the one in hand.
  CHECK(lists[0].open[0].here == here);
  CHECK(lists[0].open[0].there == rows[0]);
  CHECK(h.looks_at(here) == before + 1);
  CHECK(h.pairs(h.moussa).size() == 1);  // who supervises her sees both as well

  const auto unseen = h.looks_at(here);
  for (Member* other : {&h.awa, &h.ndeye, &h.joana, &h.carla, &h.stranger, &h.codou, &h.admin}) {
    CHECK(h.pairs(*other).empty());
    CHECK(h.tasks(*other, "pairs_to_review") == 0);
  }
  CHECK(h.looks_at(here) == unseen);
}

TEST_CASE("a twin of another's file brings nobody a pair, who sees one of the two") {
  Lists h("sqlite");
  h.file(h.stranger, kHere);
  h.list(h.fatou, "Canari", {kInList});
  CHECK(h.pairs(h.fatou).empty());
  CHECK(h.pairs(h.stranger).empty());
}

TEST_CASE("twins within one list are a pair of it") {
  Lists h("sqlite");
  const auto rows = h.list(h.fatou, "Canari", {kHere, kInList});
  const auto lists = h.pairs(h.fatou);
  REQUIRE(lists.size() == 1);
  REQUIRE(lists[0].open.size() == 1);
  CHECK(std::set{lists[0].open[0].here, lists[0].open[0].there} == std::set{rows[0], rows[1]});
}

TEST_CASE("what is decided is counted and no longer open, and comes back when it is taken back") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Lists h(engine);
  const RecordId here = h.file(h.fatou, kHere);
  const RecordId there = h.list(h.fatou, "Canari", {kInList})[0];
  const auto n = [&](RecordId r) { return h.house().file(r)->record.n; };
  const auto state = [&] {
    const auto lists = h.pairs(h.fatou);
    return lists.size() == 1 ? std::to_string(lists[0].open.size()) + " open " + std::to_string(lists[0].asked) + " asked " + std::to_string(lists[0].decided) + " decided" : "no list";
  };
  CHECK(state() == "1 open 0 asked 0 decided");
  REQUIRE(h.answer(h.fatou, here, PairJudged{there, n(there), {"not_same"}, {}, {}}) == "accepted");
  CHECK(state() == "0 open 0 asked 1 decided");
  CHECK(h.tasks(h.fatou, "pairs_to_review") == 0);
  h.reopen();
  usecases::follow_families(h.house());
  CHECK(state() == "0 open 0 asked 1 decided");
  REQUIRE(h.answer(h.fatou, here, PairReopened{standing_judgement(h.house().file(here)->state, there)->id}) == "accepted");
  CHECK(state() == "1 open 0 asked 0 decided");

  // The same child: asked, agreed on by somebody of another unit, and parted again.
  REQUIRE(h.answer(h.fatou, here, SecondAsked{{"merge"}, there, "Canari : mêmes parents.", {}}) == "pending");
  CHECK(state() == "0 open 1 asked 0 decided");
  CHECK(h.tasks(h.fatou, "pairs_to_review") == 1);  // until a second person has agreed
}

TEST_CASE("what was found outlives a restart, however old it is, and nothing in the database tells which files look alike") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Lists h(engine);
  const RecordId here = h.file(h.fatou, kHere);
  const RecordId there = h.list(h.fatou, "Canari", {kInList})[0];
  REQUIRE(h.pairs(h.fatou).size() == 1);
  for (const auto& thing : h.house().store.things("files_alike")) {
    CHECK(thing.key.find(here.text()) == std::string::npos);
    CHECK(thing.value.find(there.text()) == std::string::npos);
  }
  for (const auto& thing : h.house().store.things("lists_taken_in")) CHECK(thing.value.find("Canari") == std::string::npos);
  h.pass(days(90));
  h.reopen();
  usecases::follow_families(h.house());
  CHECK(h.house().families.pairs_of(here) == std::vector{there});
  CHECK(h.pairs(h.fatou).size() == 1);
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("what was not compared before the end is found again by the log") {
  Lists h("sqlite");
  const RecordId here = h.file(h.fatou, kHere);
  usecases::follow_families(h.house());
  const RecordId there = h.file(h.fatou, kInList);  // and nobody follows the log any more
  h.pass(days(90));
  h.reopen();
  usecases::follow_families(h.house());
  CHECK(h.house().families.pairs_of(here) == std::vector{there});
}

TEST_CASE("whose intake came late is asked to ask, once; who was at the screen is not") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Lists h(engine);
  h.file(h.stranger, kHere);
  h.file(h.awa, {"Demba Canari", "Keita", "Kolda", "Penda Keita", "Sékou", "Nafi"});
  h.follow();
  CHECK(h.tasks(h.awa, "already_known_to_ask") == 0);
  const RecordId late = h.late_intake(h.awa, kInList);
  CHECK(h.tasks(h.awa, "already_known_to_ask") == 1);
  for (Member* other : {&h.fatou, &h.moussa, &h.stranger, &h.ndeye}) CHECK(h.tasks(*other, "already_known_to_ask") == 0);
  const auto answer = usecases::ask_already_known(h.house(), h.awa.session, late);
  REQUIRE(answer);
  CHECK(answer->hit);
  h.follow();
  CHECK(h.tasks(h.awa, "already_known_to_ask") == 0);
  CHECK(h.tasks(h.stranger, "met_again") == 1);

  // Whether there is one or none, the task is the same.
  const RecordId nobodys = h.late_intake(h.awa, {"Gora Canari", "Thiam", "Touba", "Yacine Thiam", "Malick", "Penda"});
  CHECK(h.tasks(h.awa, "already_known_to_ask") == 1);
  h.reopen();
  h.follow();
  CHECK(h.tasks(h.awa, "already_known_to_ask") == 1);
  const auto none = usecases::ask_already_known(h.house(), h.awa.session, nobodys);
  REQUIRE(none);
  CHECK_FALSE(none->hit);
  h.follow();
  CHECK(h.tasks(h.awa, "already_known_to_ask") == 0);
}

TEST_CASE("after a week nobody is asked to ask, nor of a file that tells too little, nor of what a list brought") {
  Lists h("sqlite");
  h.late_intake(h.awa, kInList);
  h.late_intake(h.fatou, {"Demba Canari", "", "", ""});
  h.list(h.moussa, "Canari", {{"Gora Canari", "Thiam", "Touba", "Yacine Thiam", "Malick", "Penda"}});
  h.follow();
  CHECK(h.tasks(h.awa, "already_known_to_ask") == 1);
  CHECK(h.tasks(h.moussa, "already_known_to_ask") == 0);
  h.pass(days(8));
  h.reopen();
  h.follow();
  CHECK(h.tasks(h.awa, "already_known_to_ask") == 0);
}
