#include "crypto/random.hpp"

#include <catch2/catch_test_macros.hpp>

#include <bit>
#include <unordered_set>

#include "crypto/digest.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;

TEST_CASE("tokens are 256 bits of base64url, and none comes twice") {
  std::unordered_set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string token = new_token();
    REQUIRE(token.size() == 43);
    REQUIRE(from_base64url(token)->size() == 32);
    seen.insert(token);
  }
  CHECK(seen.size() == 10'000);
  CHECK(token_digest("a") == sha256("a"));
}

TEST_CASE("half of the bits are set") {
  std::size_t set = 0;
  constexpr std::size_t kBytes = 1 << 16;
  for (const auto b : random_bytes<kBytes>()) set += static_cast<std::size_t>(std::popcount(b));
  CHECK(set > kBytes * 4 - 3000);  // eight standard deviations
  CHECK(set < kBytes * 4 + 3000);
}

TEST_CASE("a new id is a UUIDv7 of its moment") {
  const Uuid id = new_uuid(test::kNow);
  CHECK(id.text().substr(0, 8) == "01a0c450");
  CHECK(id.text()[14] == '7');
  CHECK(id != new_uuid(test::kNow));
}
