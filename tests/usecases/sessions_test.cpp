// A session ends a quarter of an hour after its person's last touch, whatever their page asks by itself.
#include "usecases/sessions.hpp"

#include <catch2/catch_test_macros.hpp>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "http/api_support.hpp"
#include "tests/usecases/small_house.hpp"

using namespace nibbi;
using tests::SmallHouse;
using usecases::Session;
using usecases::Sessions;

namespace {

constexpr Instant kBegan{1'795'000'000'000};
Session begun(const std::string& key, Instant at) {
  Session s;
  s.key = key;
  s.begun_at = s.seen_at = at;
  return s;
}

}  // namespace

TEST_CASE("what a page asks by itself keeps no session alive, and takes nothing from who was there since") {
  Sessions all;
  all.put(begun("a", kBegan));
  // Somebody writes for an hour: each of the page's questions says that they were there a moment ago.
  for (int i = 1; i <= 6; ++i) REQUIRE(all.find("a", kBegan + minutes(10 * i), {3000}));
  // They went; the page asks on.
  const Instant left = kBegan + minutes(60);
  REQUIRE(all.find("a", left + minutes(10), minutes(10)));
  REQUIRE(all.find("a", left + minutes(14), minutes(14)));
  CHECK_FALSE(all.find("a", left + minutes(16), minutes(16)));
  // Another page of the same session says less than this one.
  all.put(begun("b", kBegan));
  REQUIRE(all.find("b", kBegan + minutes(10)));
  REQUIRE(all.find("b", kBegan + minutes(11), minutes(11)));
  CHECK(all.find("b", kBegan + minutes(24)));
  // And no page lives on by what it says.
  all.put(begun("c", kBegan));
  CHECK_FALSE(all.find("c", kBegan + minutes(16)));
}

TEST_CASE("a request says for how long nobody touched its page; what can't be read counts as somebody's") {
  SmallHouse h("sqlite");
  const std::string token(43, 't');
  const http::Api api{h.house(), {}};
  const auto door = api.signed_in([](http::Request&, const http::Params&, const Session&) { return http::empty(204); }, {.proof = false});
  const auto ask = [&](const std::string& said) {
    http::Request r;
    r.headers.set("cookie", api.cookie_name() + "=" + token);
    if (!said.empty()) r.headers.set("nibbi-idle", said);
    return door(r, http::Params({})).status;
  };
  const auto after_ten_minutes_twice = [&](const std::string& said) {
    Session s = h.awa.session;
    s.key = crypto::hex(crypto::token_digest(token));
    s.begun_at = s.seen_at = h.now;
    h.house().sessions.put(s);
    h.pass(minutes(10));
    CHECK(ask(said) == 204);
    h.pass(minutes(10));
    return ask("");
  };
  CHECK(after_ten_minutes_twice("") == 204);
  CHECK(after_ten_minutes_twice("2") == 204);
  CHECK(after_ten_minutes_twice("600") == 401);
  CHECK(after_ten_minutes_twice("86400") == 401);
  for (const char* unread : {"-600", "600 ", "6e2", "0x258", "99999999999999999999", "x"}) CHECK(after_ten_minutes_twice(unread) == 204);
}
