// How many children somebody follows: the open files that are theirs, or that they cover.
#include <catch2/catch_test_macros.hpp>

#include "tests/usecases/small_house.hpp"
#include "usecases/lists.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;
using usecases::ReceiptStatus;

TEST_CASE("a file counts for whoever has it or covers it while it is open, and for nobody who only sees it") {
  SmallHouse h("sqlite");
  const auto followed = [&](const Member& m) { return usecases::today(h.house(), m.session).followed; };
  const RecordId child = h.open_file(h.awa), other = h.open_file(h.awa);
  CHECK(followed(h.awa) == 2);
  CHECK(followed(h.fatou) == 0);
  CHECK(followed(h.moussa) == 0);
  CHECK(followed(h.codou) == 0);
  const Date today = day_of(h.now, 0);
  REQUIRE(h.say(h.moussa, child, CoverSet{h.fatou.person, today, today}).status == ReceiptStatus::accepted);
  CHECK(followed(h.fatou) == 1);
  CHECK(followed(h.awa) == 2);
  ClosureRequested closing;
  closing.closure_reason = {"goals_reached"};
  REQUIRE(h.say(h.awa, other, closing).status != ReceiptStatus::refused);
  CHECK(followed(h.awa) == 2);
  REQUIRE(h.say(h.moussa, other, ClosureApproved{h.last_entry()}).status == ReceiptStatus::accepted);
  CHECK(followed(h.awa) == 1);
}
