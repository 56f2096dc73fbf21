// A session ends a quarter of an hour after its person's last touch, whatever their page asks by itself.
#include "usecases/presence.hpp"

#include <catch2/catch_test_macros.hpp>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "http/api_support.hpp"
#include "tests/usecases/small_house.hpp"

using namespace nibbi;
using tests::SmallHouse;
using usecases::Session;

namespace {

constexpr std::size_t kTokenLetters = 43;

}  // namespace

TEST_CASE("a request says for how long nobody touched its page; what can't be read counts as somebody's") {
  SmallHouse h("sqlite");
  const std::string token(kTokenLetters, 't');
  const http::Api api{h.house(), {}};
  const auto door = api.signed_in([](http::Request&, const http::Params&, const Session&) { return http::empty(204); }, {.proof = false});
  const auto ask = [&](const std::string& said) {
    http::Request r;
    r.headers.set("cookie", api.cookie_name() + "=" + token);
    if (!said.empty()) r.headers.set("nibbi-idle", said);
    return door(r, http::Params({})).status;
  };
  const auto begin = [&] {
    Session s = h.awa.session;
    s.key = crypto::hex(crypto::token_digest(token));
    s.begun_at = s.seen_at = h.now;
    h.house().sessions.put(s);
  };
  const auto after_ten_minutes_twice = [&](const std::string& said) {
    begin();
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

  // Somebody writes for an hour, and each of the page's questions says that they were there a moment ago; then they go, and the page asks on.
  begin();
  for (int i = 0; i < 6; ++i) {
    h.pass(minutes(10));
    CHECK(ask("3") == 204);
  }
  h.pass(minutes(10));
  CHECK(ask("603") == 204);
  h.pass(minutes(6));
  CHECK(ask("963") == 401);
  // Another page of the same session says less than this one; and no page lives on by what it says.
  begin();
  h.pass(minutes(10));
  CHECK(ask("0") == 204);
  h.pass(minutes(1));
  CHECK(ask("660") == 204);
  h.pass(minutes(13));
  CHECK(ask("1440") == 204);
  begin();
  h.pass(minutes(16));
  CHECK(ask("1") == 401);
}
