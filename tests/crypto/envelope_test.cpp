#include "crypto/envelope.hpp"

#include <catch2/catch_test_macros.hpp>

#include <openssl/err.h>
#include <rapidcheck/catch.h>

#include <string>

#include "base/problem.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;
using test::unhex;

// The suite's own vector is not among those that the RFC prints; hpke_interop.mjs holds AES-256-GCM against another implementation.
TEST_CASE("RFC 9180 A.3.1: P-256, HKDF-SHA256, AES-128-GCM, base mode, sequence number 0") {
  const auto keys = EnvelopeKeys::from_private_bytes(bytes_of(unhex("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2")));
  CHECK(test::hexed(keys.public_key()) ==
        "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0");
  const std::string envelope =
      unhex("04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
            "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434");
  const auto opened = keys.open(unhex("4f6465206f6e2061204772656369616e2055726e"), "Count-0", envelope, EnvelopeCipher::aes_128_gcm);
  CHECK(opened == "Beauty is truth, truth beauty");
  CHECK_FALSE(keys.open(unhex("4f6465206f6e2061204772656369616e2055726e"), "Count-0", envelope));
}

TEST_CASE("an envelope opens with its key, its info and its aad, and with nothing else") {
  const auto keys = EnvelopeKeys::generate(), others = EnvelopeKeys::generate();
  const std::string envelope = seal_to(keys.public_key(), kEntryEnvelopeInfo, "id", "held").value();
  CHECK(envelope.size() == 4 + kEnvelopeOverhead);
  CHECK(keys.open(kEntryEnvelopeInfo, "id", envelope) == "held");
  int accepted = others.open(kEntryEnvelopeInfo, "id", envelope).has_value() + keys.open("nibbi entry 2", "id", envelope).has_value() +
                 keys.open(kEntryEnvelopeInfo, "ie", envelope).has_value() + keys.open("", "", envelope).has_value();
  for (std::size_t bit = 0; bit < envelope.size() * 8; ++bit) {
    std::string altered = envelope;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    accepted += keys.open(kEntryEnvelopeInfo, "id", altered).has_value();
  }
  for (std::size_t size = 0; size < envelope.size(); ++size) accepted += keys.open(kEntryEnvelopeInfo, "id", envelope.substr(0, size)).has_value();
  accepted += keys.open(kEntryEnvelopeInfo, "id", envelope + '\0').has_value();
  CHECK(accepted == 0);
  CHECK(ERR_peek_error() == 0);
}

TEST_CASE("any envelope comes back") {
  const auto keys = EnvelopeKeys::generate();
  rc::prop("text", [&](const std::string& aad, const std::string& text) {
    RC_PRE(!text.empty());
    RC_ASSERT(keys.open("i", aad, seal_to(keys.public_key(), "i", aad, text).value()) == text);
  });
  const std::string large(300'000, 'x');
  CHECK(keys.open("", "", seal_to(keys.public_key(), "", "", large).value()) == large);
}

TEST_CASE("a key pair comes back from its private half") {
  const auto keys = EnvelopeKeys::generate();
  const auto again = EnvelopeKeys::from_private_bytes(keys.private_bytes().bytes());
  CHECK(again.public_key() == keys.public_key());
  CHECK(again.open("i", "a", seal_to(keys.public_key(), "i", "a", "held").value()) == "held");
}

TEST_CASE("nothing is sealed to what is no key") {
  std::string off_curve = EnvelopeKeys::generate().public_key();
  off_curve.back() = static_cast<char>(off_curve.back() ^ 1);
  for (const std::string& bad : {std::string(), off_curve, std::string(65, '\0'), std::string("\4") + std::string(64, '\0')})
    CHECK_FALSE(seal_to(bad, "i", "a", "held"));
  CHECK_THROWS_AS(seal_to(EnvelopeKeys::generate().public_key(), std::string(1025, 'i'), "a", "held"), OurFault);
  CHECK_THROWS_AS(seal_to(EnvelopeKeys::generate().public_key(), "i", "a", ""), OurFault);
  CHECK(ERR_peek_error() == 0);
}
