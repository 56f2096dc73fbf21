// Setting aside through the real house: by a focal point who never sees the file, felt at every door by whom it concerns.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "tests/usecases/small_house.hpp"
#include "usecases/concerns.hpp"
#include "usecases/lists.hpp"
#include "usecases/search.hpp"
#include "usecases/people_admin.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }
std::string code_of(SmallHouse& h, RecordId child) { return h.house().memory.caseload.find(child)->code; }
/// Joana, far away and with nothing to do with the child, is named for concerns.
void name_for_concerns(SmallHouse& h, Member& m) { REQUIRE(usecases::set_safeguarding(h.house(), "test", m.person, true)); }

}  // namespace

TEST_CASE("a focal point sets a worker aside by the code on the card, without ever seeing the file, and lifts it again") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const RecordId child = h.open_file(h.fatou);
  CHECK(usecases::file_of_concern(h.house(), h.joana.session, code_of(h, child)).error().code == ProblemCode::not_allowed);
  name_for_concerns(h, h.joana);
  REQUIRE(usecases::file_of_concern(h.house(), h.joana.session, code_of(h, child)) == child);
  CHECK(h.view(h.joana, child) == "not_found");

  REQUIRE(h.say(h.joana, child, SetAsideBegun{h.fatou.person, {}, "Plainte-canari"}, true, {}, 0).status == ReceiptStatus::accepted);
  const EntryId aside = h.last_entry();
  CHECK(h.view(h.fatou, child) == "not_found");
  CHECK(usecases::today(h.house(), h.fatou.session).lines.empty());
  CHECK(usecases::find_children(h.house(), h.fatou.session, code_of(h, child), usecases::FindScope::mine, "Je la cherche", 10)->children.empty());
  CHECK(h.say(h.fatou, child, NoteAdded{{"observation"}, {}, {}, "Encore moi"}).problem->code == ProblemCode::not_found);
  h.reopen();
  CHECK(h.view(h.fatou, child) == "not_found");

  const auto standing = usecases::standing_asides(h.house(), h.joana.session);
  REQUIRE(standing->size() == 1);
  CHECK(standing->front().record == child);
  CHECK(standing->front().person_name == "Fatou");
  REQUIRE(h.say(h.joana, child, SetAsideLifted{aside, "Close"}, true, {}, 0).status == ReceiptStatus::accepted);
  CHECK(holds(h.view(h.fatou, child), "Prénom-canari"));
  CHECK(usecases::standing_asides(h.house(), h.joana.session)->empty());
}

TEST_CASE("what a worker wrote off line before they knew they were set aside is kept, and does not count") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.fatou);
  name_for_concerns(h, h.joana);
  const std::int64_t seen = h.house().file(child)->record.n;
  REQUIRE(h.say(h.joana, child, SetAsideBegun{h.fatou.person, {}, "Plainte"}, true, {}, 0).status == ReceiptStatus::accepted);
  CHECK(h.say(h.fatou, child, NoteAdded{{"observation"}, {}, {}, "Vue hier soir"}, false, {}, seen).status == ReceiptStatus::quarantined);
}

TEST_CASE("the team learns neither that somebody was set aside nor that a focal point asked for the file; data protection does") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.fatou);
  name_for_concerns(h, h.joana);
  REQUIRE(usecases::file_of_concern(h.house(), h.joana.session, code_of(h, child)));
  REQUIRE(h.say(h.joana, child, SetAsideBegun{h.awa.person, {}, "Plainte-canari"}, true, {}, 0).status == ReceiptStatus::accepted);
  h.moussa.session.factor_at = h.fatou.session.factor_at = h.now;
  for (Member* m : {&h.fatou, &h.moussa}) {
    const std::string view = h.view(*m, child);
    CHECK_FALSE(holds(view, "set_aside"));
    CHECK_FALSE(holds(view, "Plainte-canari"));
    CHECK_FALSE(holds(view, h.awa.person.text()));
  }
  const auto looks = usecases::accesses_of_child(h.house(), h.moussa.session, child, "", INT64_MAX, 50);
  REQUIRE(looks);
  for (const auto& line : *looks) CHECK(line.person != h.joana.person);

  REQUIRE(usecases::set_safeguarding(h.house(), "test", h.moussa.person, true));
  CHECK(holds(h.view(h.moussa, child), "set_aside.begun"));
}

TEST_CASE("what a focal point looked up is told to the team once the concern is closed, and a new concern's not before it is") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.fatou);
  name_for_concerns(h, h.joana);
  h.moussa.session.factor_at = h.now;
  const auto told = [&] {
    const auto looks = usecases::accesses_of_child(h.house(), h.moussa.session, child, "", INT64_MAX, 50);
    REQUIRE(looks);
    return std::ranges::count_if(*looks, [&](const auto& line) { return line.person == h.joana.person; });
  };
  const auto looks_it_up = [&] { REQUIRE(usecases::file_of_concern(h.house(), h.joana.session, code_of(h, child))); };
  const auto sets_aside = [&](Member& whom) {
    REQUIRE(h.say(h.joana, child, SetAsideBegun{whom.person, {}, "Plainte"}, true, {}, 0).status == ReceiptStatus::accepted);
    return h.last_entry();
  };
  const auto lifts = [&](EntryId aside) {
    h.pass({1000});
    REQUIRE(h.say(h.joana, child, SetAsideLifted{aside, "Close"}, true, {}, 0).status == ReceiptStatus::accepted);
    h.pass({1000});
  };
  looks_it_up();
  CHECK(told() == 0);
  const EntryId first = sets_aside(h.awa), second = sets_aside(h.stranger);
  lifts(first);
  CHECK(told() == 0);  // one stands
  lifts(second);
  CHECK(told() == 1);
  looks_it_up();
  CHECK(told() == 1);
  const EntryId again = sets_aside(h.awa);
  CHECK(told() == 0);
  lifts(again);
  CHECK(told() == 2);
}

TEST_CASE("a rota makes a supervisor answer for a unit's files on those days, the lists included") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.stranger);
  CHECK(h.view(h.moussa, child) == "not_found");
  const Date today = h.house().today_at(h.moussa.unit, *h.house().memory.directory());
  CHECK(usecases::set_duty(h.house(), "test", h.stranger.unit, {h.fatou.person, today, today}).error().code == ProblemCode::person_unknown);
  CHECK(usecases::set_duty(h.house(), "test", h.stranger.unit, {h.moussa.person, today, {today.day - 1}}).error().code == ProblemCode::number_out_of_range);
  REQUIRE(usecases::set_duty(h.house(), "test", h.stranger.unit, {h.moussa.person, today, today}));
  CHECK(h.view(h.moussa, child) != "not_found");
  CHECK(usecases::find_children(h.house(), h.moussa.session, "", usecases::FindScope::team, "", 10)->children.size() == 1);
  h.pass(days(1));
  CHECK(h.view(h.moussa, child) == "not_found");
}

TEST_CASE("an emergency is told to the duty supervisor of the place where the child lives, who sees nothing else of the file and may end it") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.joana);
  const Date today = h.house().today_at(h.moussa.unit, *h.house().memory.directory());
  REQUIRE(h.say(h.joana, child, PlacementBegun{.placement_kind = {"shelter"}, .unit = h.shelter, .begun_on = today}, true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  REQUIRE(h.say(h.fatou, child, BreakGlassOpened{}, true, {.reason = "Fièvre-canari"}).status == ReceiptStatus::accepted);
  const EntryId glass = h.last_entry();
  CHECK(usecases::today(h.house(), h.moussa.session).lines.empty());
  CHECK(h.say(h.moussa, child, BreakGlassEnded{glass}, true, {}, 0).problem->code == ProblemCode::not_found);

  REQUIRE(usecases::set_duty(h.house(), "test", h.shelter, {h.moussa.person, today, today}));
  const auto told = usecases::today(h.house(), h.moussa.session).lines;
  REQUIRE(told.size() == 1);
  CHECK(told[0].task.name == "glass_broken");
  CHECK(told[0].task.about == glass);
  CHECK(told[0].name.empty());
  CHECK(h.view(h.moussa, child) == "not_found");
  REQUIRE(h.say(h.moussa, child, BreakGlassEnded{glass}, true, {}, 0).status == ReceiptStatus::accepted);
  CHECK(usecases::today(h.house(), h.moussa.session).lines.empty());
  CHECK(h.view(h.fatou, child) == "not_found");
}
