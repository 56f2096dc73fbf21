// The codes of six digits move to another phone: what ends by time, and what stands in the way. Who may at all: tests/api/own_account.
#include <catch2/catch_test_macros.hpp>

#include "crypto/totp.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/own_account.hpp"

using namespace nibbi;
using namespace nibbi::tests;

namespace {

constexpr std::string_view kPhrase = "une longue phrase de passe";

std::string from_base32(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const auto at = kLetters.find(c);
    if (at == std::string_view::npos) continue;
    bits = bits << 5 | static_cast<unsigned>(at);
    if ((count += 5) < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xff);
  }
  return out;
}

/// Fatou, whose phone shows codes, at a screen that she has just confirmed.
struct Moving {
  SmallHouse h{"sqlite"};
  usecases::Session s = h.fatou.session;
  std::string other;  ///< the key that the other phone was shown

  Moving() {
    REQUIRE(usecases::make_account(h.house(), h.fatou.person, "fatou", kPhrase, "un secret de vingt oc"));
    s.login = "fatou";
    s.factor_at = h.now;
  }
  void offer() {
    const auto offered = usecases::offer_factor(h.house(), s, kPhrase);
    REQUIRE(offered.has_value());
    other = from_base32(offered->secret);
  }
  std::string code() const { return crypto::totp_code(crypto::bytes_of(other), h.now); }
  std::string take(std::string_view six_digits) {
    const auto taken = usecases::take_factor(h.house(), s, six_digits);
    return taken ? "taken" : std::string(word(taken.error().code));
  }
};

}  // namespace

TEST_CASE("a key that was shown to another phone waits a quarter of an hour, and not longer") {
  Moving m;
  m.offer();
  m.h.pass(usecases::kNewFactorWaits);
  CHECK(m.take(m.code()) == "taken");
  m.s.factor_at = m.h.now;
  m.offer();
  m.h.pass(usecases::kNewFactorWaits);
  m.h.pass({1});
  CHECK(m.take(m.code()) == "no_such_step");
}

TEST_CASE("the code that moved them opens no door afterwards, and moves them no second time") {
  Moving m;
  m.offer();
  const std::string code = m.code();
  CHECK(m.take(code) == "taken");
  CHECK(m.take(code) == "no_such_step");
  const auto account = usecases::find_account(m.h.house().store, "fatou");
  REQUIRE(account);
  CHECK(!crypto::totp_check(crypto::bytes_of(m.other), code, m.h.now, account->totp_last_step));
}

TEST_CASE("nobody tries codes for ever: a good one waits too") {
  Moving m;
  m.offer();
  std::string last;
  for (int i = 0; i < 8; ++i) last = m.take("x");
  CHECK(last == "slow_down");
  CHECK(m.take(m.code()) == "slow_down");
  m.h.pass(minutes(11));
  CHECK(m.take(m.code()) == "taken");
}

TEST_CASE("a suspended account moves nothing, until it is suspended no more") {
  Moving m;
  m.offer();
  const auto suspend = [&](bool suspended) {
    auto account = *usecases::find_account(m.h.house().store, "fatou");
    account.suspended = suspended;
    m.h.house().writer.run<bool>([&](usecases::Draft& d) {
      usecases::put_account(d.change, account);
      return true;
    });
  };
  suspend(true);
  CHECK(m.take(m.code()) == "sign_in_first");
  suspend(false);
  CHECK(m.take(m.code()) == "taken");
}
