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

std::ptrdiff_t tasks(SmallHouse& h, Member& m, std::string_view name) {
  const auto lines = usecases::today(h.house(), m.session).lines;
  return std::ranges::count_if(lines, [&](const auto& line) { return line.task.name == name; });
}
std::ptrdiff_t to_choose(SmallHouse& h, Member& m) { return tasks(h, m, "worker_to_choose"); }

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

TEST_CASE("where the supervisor is suspended, a referral that nobody answers reaches the coordinator") {
  SmallHouse h("sqlite");
  const RecordId file = h.open_file(h.fatou);
  const ReferralSent asked{.to_unit = h.shelter, .service = {"shelter"}, .priority = {"emergency_24h"}, .basis = {"vital_urgency"}};
  REQUIRE(h.say(h.fatou, file, asked).status == usecases::ReceiptStatus::accepted);
  REQUIRE(usecases::make_account(h.house(), h.moussa.person, "moussa", "une phrase d'essai", ""));
  h.pass(days(2));
  CHECK(tasks(h, h.codou, "referral_without_answer") == 0);
  REQUIRE(usecases::suspend(h.house(), "root", h.moussa.person, true));
  CHECK(tasks(h, h.codou, "referral_without_answer") == 1);
  CHECK(to_choose(h, h.codou) == 0);
}
