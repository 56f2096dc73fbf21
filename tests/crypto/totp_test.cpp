#include "crypto/totp.hpp"

#include <catch2/catch_test_macros.hpp>

#include <utility>

#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;

namespace {

const std::string kRfcSecret = "12345678901234567890";
Bytes rfc_secret() { return bytes_of(kRfcSecret); }
constexpr Instant seconds(std::int64_t s) { return {s * 1000}; }

}  // namespace

TEST_CASE("the codes of RFC 6238, appendix B, in their last six digits") {
  for (const auto& [at, code] : {std::pair{59LL, "287082"}, {1111111109LL, "081804"}, {1111111111LL, "050471"}, {1234567890LL, "005924"},
                                 {2000000000LL, "279037"}, {20000000000LL, "353130"}}) {
    CHECK(totp_code(rfc_secret(), seconds(at)) == code);
    CHECK(totp_check(rfc_secret(), code, seconds(at), -1) == at / 30);
  }
}

TEST_CASE("a clock may be one step off, not two") {
  const Instant now = seconds(1111111111);
  const std::int64_t step = 1111111111 / 30;
  for (const int off : {-1, 0, 1}) CHECK(totp_check(rfc_secret(), totp_code(rfc_secret(), now + Milliseconds{off * 30'000}), now, -1) == step + off);
  for (const int off : {-3, -2, 2, 3}) CHECK_FALSE(totp_check(rfc_secret(), totp_code(rfc_secret(), now + Milliseconds{off * 30'000}), now, -1));
}

TEST_CASE("a code is good once, and no older one after it") {
  const Instant now = seconds(1111111111);
  const std::string code = totp_code(rfc_secret(), now), before = totp_code(rfc_secret(), now - Milliseconds{30'000}),
                    after = totp_code(rfc_secret(), now + Milliseconds{30'000});
  const auto used = totp_check(rfc_secret(), code, now, -1);
  REQUIRE(used);
  CHECK_FALSE(totp_check(rfc_secret(), code, now, *used));
  CHECK_FALSE(totp_check(rfc_secret(), code, now + Milliseconds{29'000}, *used));
  CHECK_FALSE(totp_check(rfc_secret(), before, now, *used));
  CHECK(totp_check(rfc_secret(), after, now, *used) == *used + 1);
}

TEST_CASE("what is not six digits is wrong") {
  const Instant now = seconds(1111111111);
  for (const char* bad : {"", "05047", "0504711", "o50471", "05 471", "-50471", "000000"}) CHECK_FALSE(totp_check(rfc_secret(), bad, now, -1));
  CHECK_FALSE(totp_check(rfc_secret(), "050471", Instant{-1}, -1));
  CHECK_NOTHROW(totp_check(rfc_secret(), "050471", Instant{0}, -1));
}

TEST_CASE("a new secret is 160 bits, and its address is what authenticators read") {
  CHECK(new_totp_secret().size() == 20);
  CHECK_FALSE(equal_in_constant_time(new_totp_secret().bytes(), new_totp_secret().bytes()));
  CHECK(totp_uri(rfc_secret(), "Ñibbi Thiès", "awa@exemple") ==
        "otpauth://totp/%C3%91ibbi%20Thi%C3%A8s:awa%40exemple?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%C3%91ibbi%20Thi%C3%A8s"
        "&algorithm=SHA1&digits=6&period=30");
}
