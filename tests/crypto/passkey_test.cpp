#include "crypto/passkey.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include "crypto/digest.hpp"

using namespace nibbi;
using namespace nibbi::crypto;

namespace {

/// Authenticator data for this place, with these flags, and whatever follows (§6.1).
std::string data_for(std::string_view place, char flags, std::string_view rest) {
  const Digest digest = sha256(place);
  return std::string(reinterpret_cast<const char*>(digest.data()), digest.size()) + flags + std::string(4, '\0') + std::string(rest);
}

}  // namespace

// That a right one is taken, and what is wrong in any one way is not: tests/api/passkeys.test.mjs.
TEST_CASE("a passkey of any bytes whatever is refused, and breaks nothing") {
  rc::prop("as a new one", [](const std::string& rest) {
    const char flags = *rc::gen::arbitrary<char>();
    for (const auto algorithm : {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256}) {
      RC_ASSERT(!read_new_passkey("localhost", algorithm, rest));
      RC_ASSERT(!read_new_passkey("localhost", algorithm, data_for("localhost", flags, rest)));
    }
  });
  rc::prop("as an answer", [](const std::string& rest, const std::string& signature, const std::string& key) {
    const char flags = *rc::gen::arbitrary<char>();
    for (const auto algorithm : {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256})
      for (const std::string& data : {rest, data_for("localhost", flags, rest)})
        RC_ASSERT(!check_passkey({"id", algorithm, key, 0}, "localhost", "{}", data, signature));
  });
}

TEST_CASE("only the three kinds of key that authenticators make are known") {
  CHECK(passkey_algorithm(-7) == PasskeyAlgorithm::es256);
  CHECK(passkey_algorithm(-257) == PasskeyAlgorithm::rs256);
  for (const std::int64_t other : {std::int64_t{0}, std::int64_t{7}, std::int64_t{-35}, std::int64_t{-65535}, INT64_MAX}) CHECK_FALSE(passkey_algorithm(other));
}
