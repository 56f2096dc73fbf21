#include "crypto/throttle.hpp"

#include <catch2/catch_test_macros.hpp>

#include <rapidcheck/catch.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;
using test::kNow;

namespace {

constexpr Milliseconds kNone{0};
constexpr Milliseconds kLongest = minutes(15);

SignInTry stranger(std::string_view login, std::string_view address) { return {login, address, ""}; }

// Tries again as soon as it may; how long each wait was, in seconds.
std::vector<std::int64_t> waits(Throttle& throttle, const SignInTry& t, int tries, Instant& now) {
  std::vector<std::int64_t> out;
  for (int i = 0; i < tries; ++i) {
    const Milliseconds wait = throttle.admit(t, now);
    out.push_back(wait.count / 1000);
    now = now + wait;
    if (wait > kNone) CHECK(throttle.admit(t, now) == kNone);
  }
  return out;
}

}  // namespace

TEST_CASE("a stranger elsewhere keeps nobody's new phone waiting") {
  Throttle throttle;
  Instant now = kNow;
  Milliseconds longest = kNone;
  for (int i = 0; i < 2000; ++i, now = now + Milliseconds{1000}) longest = std::max(longest, throttle.admit(stranger("awa", "41.9.8.7"), now));
  CHECK(longest > minutes(5));
  CHECK(throttle.admit(stranger("awa", "196.1.2.3"), now) == kNone);
}

TEST_CASE("from many networks at once one name is tried no more often than once a minute, and waits no longer") {
  Throttle throttle;
  Instant now = kNow;
  int admitted = 0;
  for (int i = 0; i < 36'000; ++i, now = now + Milliseconds{100}) {
    const Milliseconds wait = throttle.admit(stranger("awa", "41." + std::to_string(i % 250) + "." + std::to_string(i / 250 % 250) + ".7"), now);
    REQUIRE(wait <= minutes(1));
    admitted += wait == kNone;
  }
  CHECK(admitted >= 60);
  CHECK(admitted <= 20 + 60 + 8);
}

TEST_CASE("what nobody looked at costs no try") {
  Throttle throttle;
  for (const auto& t : {stranger("awa", "196.1.2.3"), SignInTry{"awa", "", ""}, SignInTry{"awa", "196.1.2.3", "her phone"}})
    for (int i = 0; i < 100; ++i) {
      REQUIRE(throttle.admit(t, kNow) == kNone);
      throttle.not_looked_at(t, kNow);
    }
}

TEST_CASE("five tries are free, then each waits twice as long as the one before, to fifteen minutes and no further") {
  Throttle throttle({.account = {.free = 5, .regain = days(1000)}});
  Instant now = kNow;
  CHECK(waits(throttle, stranger("awa", "196.1.2.3"), 18, now) ==
        std::vector<std::int64_t>{0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900});
}

TEST_CASE("asking again and again does not make the wait longer") {
  Throttle throttle;
  const auto t = stranger("awa", "196.1.2.3");
  for (int i = 0; i < 5; ++i) CHECK(throttle.admit(t, kNow) == kNone);
  const Milliseconds wait = throttle.admit(t, kNow);
  CHECK(wait > kNone);
  for (int i = 0; i < 1000; ++i) CHECK(throttle.admit(t, kNow) == wait);
  CHECK(throttle.admit(t, kNow + wait) == kNone);
}

TEST_CASE("a hundred at once are as many as one after another") {
  Throttle throttle;
  std::atomic<int> admitted{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int k = 0; k < 25; ++k) admitted += throttle.admit(stranger("awa", "196.1.2.3"), kNow) == kNone;
      });
  }
  CHECK(admitted == 5);
}

TEST_CASE("strangers cannot lock a worker out of the device that she uses") {
  Throttle throttle;
  std::mt19937 chance(20261124);
  Instant now = kNow;
  const SignInTry awa{"awa", "196.1.2.3", "her phone"};
  for (int hour = 0; hour < 48; ++hour) {
    for (int i = 0; i < 500; ++i) {  // from everywhere, her own network too, and with devices that are not hers
      const std::string address = std::to_string(chance() % 2 ? 196 : chance() % 200) + ".1.2." + std::to_string(chance() % 250);
      const std::string device = chance() % 3 ? "" : "stolen " + std::to_string(chance() % 5);
      throttle.admit({"awa", address, device}, now);
      throttle.admit({"moussa", address, "her phone"}, now);  // a shared phone: his tries are his
      now = now + Milliseconds{7'000};
    }
    REQUIRE(throttle.admit(awa, now) == kNone);
    throttle.succeeded(awa, now);
  }
}

TEST_CASE("nobody waits more than fifteen minutes, whatever went before, and the count runs down by itself") {
  rc::prop("any history", [] {
    const ThrottleRule rule{.free = *rc::gen::inRange(0, 6), .regain = Milliseconds{*rc::gen::inRange(1000, 600'000)}};
    Bucket bucket;
    Instant now = kNow;
    for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-2'000'000, 2'000'000))) {  // clocks go back as well
      now = now + Milliseconds{step};
      bucket = settled(bucket, rule, now);
      RC_ASSERT(wait_of(bucket, rule, now) <= kLongest);
      if (*rc::gen::inRange(0, 4) == 0) bucket = refunded(bucket, rule, now);
      else if (wait_of(bucket, rule, now) == kNone) bucket = charged(bucket, rule, now);
      RC_ASSERT(bucket.taken <= rule.free + 11);
      RC_ASSERT(wait_of(settled(bucket, rule, now), rule, now + kLongest) == kNone);
    }
    const Instant later = now + Milliseconds{rule.regain.count * (rule.free + 12)} + kLongest;
    bucket = settled(bucket, rule, later);
    RC_ASSERT(bucket.taken == 0);
    RC_ASSERT(wait_of(bucket, rule, later) == kNone);
  });
}

TEST_CASE("a clock set back by a year locks nobody out") {
  Throttle throttle;
  Instant now = kNow;
  waits(throttle, stranger("awa", "196.1.2.3"), 12, now);
  const Instant back = now - days(365);
  const Milliseconds wait = throttle.admit(stranger("awa", "196.1.2.3"), back);
  CHECK(wait <= kLongest);
  CHECK(throttle.admit(stranger("awa", "196.1.2.3"), back + wait) == kNone);
}

TEST_CASE("many names from one network are one count; a success gives its try back") {
  Throttle throttle;
  int admitted = 0;
  for (int i = 0; i < 100; ++i) admitted += throttle.admit(stranger("name " + std::to_string(i), "196.1.2." + std::to_string(i)), kNow) == kNone;
  CHECK(admitted == 30);
  CHECK(throttle.admit(stranger("name 1000", "197.1.2.3"), kNow) == kNone);

  Throttle office;  // forty people sign in one morning from behind one address, on new devices
  for (int i = 0; i < 40; ++i) {
    const std::string login = "worker " + std::to_string(i);
    REQUIRE(office.admit(stranger(login, "196.1.2.3"), kNow) == kNone);
    office.succeeded(stranger(login, "196.1.2.3"), kNow);
  }
}

TEST_CASE("a name that is nobody's is treated as one that is somebody's") {
  Throttle a, b;
  Instant now = kNow, same = kNow;
  CHECK(waits(a, stranger("awa", "196.1.2.3"), 12, now) == waits(b, stranger("nobody", "196.1.2.3"), 12, same));
}

TEST_CASE("networks") {
  CHECK(network_of("196.1.2.3") == "196.1.2.0/24");
  CHECK(network_of("196.1.2.3") == network_of("196.1.2.250"));
  CHECK(network_of("::ffff:196.1.2.3") == "196.1.2.0/24");
  CHECK(network_of("2001:db8:7:8:9::1") == "2001:db8:7::/48");
  CHECK(network_of("2001:db8:7:ffff::2") == "2001:db8:7::/48");
  CHECK(network_of("2001:db8:8::1") != network_of("2001:db8:7::1"));
  for (const char* bad : {"", "x", "196.1.2", "196.1.2.3.4", "fe80::1%eth0"}) CHECK(network_of(bad) == "?");
}

TEST_CASE("memory is bounded, and what was used last stays") {
  Throttle throttle({.network = {.free = 1'000'000}, .most_buckets = 100});
  Instant now = kNow;
  for (int i = 0; i < 5; ++i) throttle.admit(stranger("awa", "196.1.2.3"), now);
  for (int i = 0; i < 10'000; ++i) {
    throttle.admit(stranger("name " + std::to_string(i), "10.0." + std::to_string(i % 250) + ".1"), now);
    if (i % 50 == 0) REQUIRE(throttle.admit(stranger("awa", "196.1.2.3"), now) > kNone);
  }
  CHECK(throttle.size() <= 400);
}

TEST_CASE("behind the door one account's wrong tries slow nobody else: neither there nor at the door") {
  Throttle throttle;
  Instant now{1'795'000'000'000};
  const SignInTry hers{"factor of awa", "", ""};
  for (int i = 0; i < 60; ++i) {
    now = now + throttle.admit(hers, now);
    (void)throttle.admit(hers, now);
  }
  CHECK(throttle.admit(hers, now).count > 0);
  CHECK(throttle.admit({"factor of fatou", "", ""}, now).count == 0);
  CHECK(throttle.admit(stranger("fatou", "196.1.2.3"), now).count == 0);
}
