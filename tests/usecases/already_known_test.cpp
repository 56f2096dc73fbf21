// After an intake: does somebody already support this child? `hit` of who-sees-what, and attack A-1 of the threat model.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>

#include "crypto/random.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/already_known.hpp"
#include "usecases/lists.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

RecordId told(SmallHouse& h, Member& who, const std::string& first, const std::string& family, const std::string& village, const std::string& mother) {
  const RecordId record = h.open_file(who, first);
  REQUIRE(h.say(who, record, FormSaved{{"intake"}, 1, {{"intake.family_name", family}, {"intake.village", village}}}).status == ReceiptStatus::accepted);
  REQUIRE(h.say(who, record, FormSaved{{"tracing"}, 1, {{"tracing.mother", mother}, {"tracing.siblings", std::string("Awa, Sory")}, {"tracing.father", "Ibrahima " + family}}}).status == ReceiptStatus::accepted);
  return record;
}
RecordId first_file(SmallHouse& h, Member& who) { return told(h, who, "Mamadou Canari", "Diallo", "Sintchã Canari", "Fatoumata Baldé"); }
/// The same child, months later and in another house's spelling.
RecordId second_file(SmallHouse& h, Member& who) { return told(h, who, "Momodou Canari", "Jallow", "Sintcha Canari", "Fatumata Balde"); }
void fill(SmallHouse& h, Member& who) {
  told(h, who, "Ousmane Canari", "Sow", "Thiès", "Kadiatou Barry");
  told(h, who, "Lamine Canari", "Ndiaye", "Louga", "Aminata Fall");
  told(h, who, "Pape Canari", "Faye", "Fatick", "Coumba Sarr");
  told(h, who, "Idrissa Canari", "Mané", "Gabú", "Nhima Sané");
  told(h, who, "Samba Canari", "Gueye", "Kaolack", "Rokhaya Diop");
}
std::size_t met_tasks(SmallHouse& h, Member& who) {
  const auto lines = usecases::today(h.house(), who.session).lines;
  return static_cast<std::size_t>(std::ranges::count_if(lines, [](const auto& l) { return l.task.name == "met_again"; }));
}
std::size_t hits_logged(SmallHouse& h, RecordId record) {
  const auto rows = h.house().store.accesses_of(record, INT64_MAX, 1000);
  return static_cast<std::size_t>(std::ranges::count_if(rows, [](const auto& r) { return r.row.find("\"hit\"") != std::string::npos; }));
}

}  // namespace

TEST_CASE("somebody who meets a child again is told to call, the file's worker is told that somebody met them, and nobody where the child lives is") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  fill(h, h.fatou);
  const RecordId known = first_file(h, h.fatou);
  REQUIRE(h.say(h.fatou, known, PlacementBegun{.placement_kind = {"shelter"}, .unit = h.shelter, .begun_on = h.house().today_at(h.team, *h.house().memory.directory())}, true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  const RecordId met = second_file(h, h.stranger);
  const auto answer = usecases::ask_already_known(h.house(), h.stranger.session, met);
  REQUIRE(answer);
  CHECK(answer->hit);
  CHECK(hits_logged(h, met) == 1);
  CHECK(hits_logged(h, known) == 0);  // a minute later, so that how long an answer takes says nothing
  usecases::tell_met_again(h.house());
  CHECK(hits_logged(h, known) == 1);
  CHECK(met_tasks(h, h.fatou) == 1);
  for (Member* other : {&h.ndeye, &h.stranger, &h.awa, &h.joana, &h.carla, &h.codou}) {
    CHECK(met_tasks(h, *other) == 0);
    CHECK_FALSE(usecases::met_again(h.house(), other->session, known));
  }
  const auto told_to_worker = usecases::met_again(h.house(), h.fatou.session, known);
  REQUIRE(told_to_worker);
  REQUIRE(told_to_worker->size() == 1);
  CHECK(told_to_worker->front().unit == h.stranger.unit);
  CHECK_FALSE(usecases::settle_met_again(h.house(), h.stranger.session, known, told_to_worker->front().id, false));
  // Told once, also after a restart.
  h.reopen();
  usecases::tell_met_again(h.house());
  CHECK(hits_logged(h, known) == 1);
  CHECK(met_tasks(h, h.fatou) == 1);
  REQUIRE(usecases::settle_met_again(h.house(), h.fatou.session, known, told_to_worker->front().id, false));
  CHECK(met_tasks(h, h.fatou) == 0);
  // "Another child" is remembered: asked again with more facts, the same two are not told again.
  REQUIRE(h.say(h.stranger, met, NoteAdded{{"observation"}, {}, {}, "Canari"}).status == ReceiptStatus::accepted);
  const auto again = usecases::ask_already_known(h.house(), h.stranger.session, met);
  REQUIRE(again);
  CHECK_FALSE(again->hit);
  usecases::tell_met_again(h.house());
  CHECK(met_tasks(h, h.fatou) == 0);
}

TEST_CASE("three facts are needed, and only one's own file is asked for") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  first_file(h, h.fatou);
  const RecordId bare = h.open_file(h.stranger, "Mamadou Canari");
  const auto few = usecases::ask_already_known(h.house(), h.stranger.session, bare);
  REQUIRE_FALSE(few);
  CHECK(few.error().code == ProblemCode::missing_field);
  const RecordId theirs = second_file(h, h.stranger);
  for (Member* other : {&h.fatou, &h.moussa, &h.ndeye, &h.joana, &h.codou}) CHECK(usecases::ask_already_known(h.house(), other->session, theirs).error().code == ProblemCode::not_found);
  CHECK(usecases::ask_already_known(h.house(), h.admin.session, theirs).error().code == ProblemCode::not_allowed);
}

TEST_CASE("an insider who asks ten thousand times is answered twenty times a day") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  first_file(h, h.fatou);
  const RecordId mine = second_file(h, h.stranger);
  int answered = 0;
  ProblemCode last{};
  for (int i = 0; i < 40; ++i) {
    const auto answer = usecases::ask_already_known(h.house(), h.stranger.session, mine);
    answered += answer.has_value();
    if (!answer) last = answer.error().code;
    REQUIRE(h.say(h.stranger, mine, FormSaved{{"intake"}, 1, {{"intake.family_name", "Nom Canari " + std::to_string(i)}}}).status == ReceiptStatus::accepted);
  }
  CHECK(answered == 20);
  CHECK(last == ProblemCode::slow_down);
  h.reopen();
  CHECK_FALSE(usecases::ask_already_known(h.house(), h.stranger.session, mine));
  h.pass(days(1));
  CHECK(usecases::ask_already_known(h.house(), h.stranger.session, mine));
}

TEST_CASE("what is kept of a question is as long whether one file, many or none was found") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const auto kept = [&](RecordId asked) { return h.house().store.thing("already_known", asked.text()).value().size(); };
  const RecordId none = told(h, h.stranger, "Gora Canari", "Sarr", "Touba", "Yacine Thiam");
  REQUIRE(usecases::ask_already_known(h.house(), h.stranger.session, none));
  first_file(h, h.fatou);
  const RecordId one = second_file(h, h.stranger);
  REQUIRE(usecases::ask_already_known(h.house(), h.stranger.session, one)->hit);
  CHECK(kept(one) == kept(none));
}

TEST_CASE("a file from which the asker is set aside answers them nothing") {
  SmallHouse h("sqlite");
  fill(h, h.fatou);
  const RecordId known = first_file(h, h.fatou);
  h.house().writer.run<bool>([&](usecases::Draft& d) {
    return usecases::judge_and_append(h.house(), d, usecases::system_entry(h.house(), RecordId{h.codou.person.uuid}, 2, PersonSafeguards{true}, {"safeguards"}), Factor::stale, true).status == ReceiptStatus::accepted;
  });
  REQUIRE(h.say(h.codou, known, SetAsideBegun{h.stranger.person, {}, "Canari"}).status == ReceiptStatus::accepted);
  const RecordId met = second_file(h, h.stranger);
  const auto answer = usecases::ask_already_known(h.house(), h.stranger.session, met);
  REQUIRE(answer);
  CHECK_FALSE(answer->hit);
}
