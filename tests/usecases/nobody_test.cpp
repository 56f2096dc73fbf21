// A worker leaves, or is suspended: how many files that leaves without anybody is told at once, and their supervisor and the coordinator have them to give.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "tests/usecases/small_house.hpp"
#include "usecases/accounts.hpp"
#include "usecases/away.hpp"
#include "usecases/lists.hpp"
#include "usecases/people_admin.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;

namespace {

std::ptrdiff_t to_choose(SmallHouse& h, Member& m) {
  const auto lines = usecases::today(h.house(), m.session).lines;
  return std::ranges::count_if(lines, [](const auto& line) { return line.task.name == "worker_to_choose"; });
}

}  // namespace

TEST_CASE("taking somebody's post says how many files wait, and tells the supervisor and the coordinator of each") {
  SmallHouse h("sqlite");
  for (int i = 0; i < 2; ++i) h.open_file(h.fatou);
  h.open_file(h.awa);
  for (Member* m : {&h.moussa, &h.codou}) CHECK(to_choose(h, *m) == 0);
  CHECK(usecases::files_without_worker(h.house(), h.fatou.person) == 0);
  REQUIRE(usecases::revoke_post(h.house(), "test", h.fatou.person, h.fatou.role, h.fatou.unit));
  CHECK(usecases::files_without_worker(h.house(), h.fatou.person) == 2);
  for (Member* m : {&h.moussa, &h.codou}) CHECK(to_choose(h, *m) == 2);
}

TEST_CASE("so does suspending somebody, until they are given back") {
  SmallHouse h("sqlite");
  h.open_file(h.fatou);
  h.open_file(h.awa);
  REQUIRE(usecases::make_account(h.house(), h.fatou.person, "fatou", "une phrase d'essai", ""));
  REQUIRE(usecases::suspend(h.house(), "root", h.fatou.person, true));
  CHECK(usecases::files_without_worker(h.house(), h.fatou.person) == 1);
  for (Member* m : {&h.moussa, &h.codou}) CHECK(to_choose(h, *m) == 1);
  h.reopen();
  for (Member* m : {&h.moussa, &h.codou}) CHECK(to_choose(h, *m) == 1);
  REQUIRE(usecases::suspend(h.house(), "root", h.fatou.person, false));
  CHECK(usecases::files_without_worker(h.house(), h.fatou.person) == 0);
  for (Member* m : {&h.moussa, &h.codou}) CHECK(to_choose(h, *m) == 0);
}
