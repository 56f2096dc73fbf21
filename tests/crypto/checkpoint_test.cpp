#include "crypto/checkpoint.hpp"

#include <catch2/catch_test_macros.hpp>

#include "crypto/signature.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;

TEST_CASE("a checkpoint is a short text that is signed and read back") {
  const Checkpoint c{test::kInstallation, 2, 41, sha256("end of the log"), test::kNow};
  CHECK(c.text() ==
        "nibbi checkpoint 1\n00112233-4455-6677-8899-aabbccddeeff\n2 41\n" + base64url(c.chain) + "\n" + test::kNow.text() + "\n");
  CHECK(Checkpoint::parse(c.text()) == c);
  const auto secret = SigningKey::generate();
  CHECK(VerifyKey::from_spki(secret.public_spki())->verify(c.text(), secret.sign(c.text())));
}

TEST_CASE("there is one way to write a checkpoint") {
  const std::string good = Checkpoint{test::kInstallation, 2, 41, sha256("x"), test::kNow}.text();
  for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(Checkpoint::parse(good.substr(0, size)));
  CHECK_FALSE(Checkpoint::parse(good + "\n"));
  const auto at = good.find("2 41");
  for (const char* other : {"02 41", "2 041", "+2 41", "2  41", " 2 41", "2 41 ", "2 99999999999999999999", "2"}) {
    std::string bad = good;
    CHECK_FALSE(Checkpoint::parse(bad.replace(at, 4, other)));
  }
}
