// "See as…": told to an administrator of a demonstration, and to nobody of an installation with real people.
#include "usecases/see_as.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/usecases/small_house.hpp"
#include "usecases/accounts.hpp"

using namespace nibbi;
using tests::Member;
using tests::SmallHouse;

namespace {

ProblemCode why_not(const auto& result) { return result ? ProblemCode::our_fault : result.error().code; }
constexpr const char* kSecret = "twenty bytes, secret";

}  // namespace

TEST_CASE("in a demonstration an administrator is told the way in of an invented account, and it opens by the ordinary door") {
  SmallHouse h(tests::engines().front());
  h.house().demonstration = true;
  REQUIRE(usecases::make_account(h.house(), h.awa.person, "awa.demo", usecases::kDemoPassphrase, kSecret));
  REQUIRE(usecases::make_account(h.house(), h.fatou.person, "fatou.demo", usecases::kDemoPassphrase, ""));
  const auto in = usecases::see_as(h.house(), h.admin.session, h.awa.person);
  REQUIRE(in);
  CHECK(in->login == "awa.demo");
  const auto half = usecases::sign_in(h.house(), in->login, in->passphrase, "127.0.0.1", "");
  REQUIRE(half);
  REQUIRE(half->factor_pending);
  const auto pending = usecases::session_of(h.house(), half->token);
  REQUIRE(pending);
  CHECK(usecases::give_factor(h.house(), *pending, usecases::by_code(in->code)));
  const auto without = usecases::see_as(h.house(), h.admin.session, h.fatou.person);
  REQUIRE(without);
  CHECK(without->code.empty());
  CHECK(why_not(usecases::see_as(h.house(), h.admin.session, h.ndeye.person)) == ProblemCode::person_unknown);
  for (Member* m : {&h.awa, &h.fatou, &h.moussa, &h.codou})
    CHECK(why_not(usecases::see_as(h.house(), m->session, h.awa.person)) == ProblemCode::not_allowed);
}

TEST_CASE("outside a demonstration there is no such way, for nobody") {
  SmallHouse h(tests::engines().front());
  h.house().demonstration = false;
  REQUIRE(usecases::make_account(h.house(), h.awa.person, "awa.demo", usecases::kDemoPassphrase, kSecret));
  for (Member* m : {&h.admin, &h.awa, &h.moussa})
    CHECK(why_not(usecases::see_as(h.house(), m->session, h.awa.person)) == ProblemCode::not_found);
}
