#include "crypto/signature.hpp"

#include <catch2/catch_test_macros.hpp>

#include <openssl/err.h>

#include <string>
#include <thread>
#include <vector>

#include "support.hpp"

using namespace nibbi::crypto;
using test::unhex;

namespace {

const std::string kSpkiHead = unhex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

// RFC 6979, A.2.5: the key, and its signature with SHA-256 over "sample".
const std::string kScalar = unhex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
const std::string kPoint = unhex(
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
const std::string kSignature = unhex(
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

}  // namespace

TEST_CASE("the signature of RFC 6979 A.2.5 verifies, and its key is read and written") {
  const auto key = VerifyKey::from_spki(kSpkiHead + kPoint);
  REQUIRE(key);
  CHECK(key->verify("sample", kSignature));
  CHECK_FALSE(key->verify("Sample", kSignature));
  const auto secret = SigningKey::from_private_bytes(bytes_of(kScalar));
  CHECK(test::hexed(secret.public_spki()) == test::hexed(kSpkiHead + kPoint));
  CHECK(equal_in_constant_time(text_of(secret.private_bytes().bytes()), kScalar));
  CHECK(key->verify("another", secret.sign("another")));
}

TEST_CASE("what is signed verifies, and nothing else does") {
  const auto secret = SigningKey::generate();
  const auto key = VerifyKey::from_spki(secret.public_spki()).value();
  const auto other = VerifyKey::from_spki(SigningKey::generate().public_spki()).value();
  for (int i = 0; i < 300; ++i) {  // enough for short r and s, whose DER differs
    const std::string message = "message " + std::to_string(i);
    const std::string signature = secret.sign(message);
    REQUIRE(signature.size() == kSignatureSize);
    REQUIRE(key.verify(message, signature));
  }
  const std::string signature = secret.sign("message");
  int accepted = other.verify("message", signature);
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    std::string altered = signature;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    accepted += key.verify("message", altered);
  }
  for (const std::string& bad : {std::string(), signature.substr(1), signature + '\0', std::string(64, '\0'), std::string(64, '\xff'),
                                 signature.substr(0, 32) + std::string(32, '\0'), std::string(32, '\0') + signature.substr(32)})
    accepted += key.verify("message", bad);
  CHECK(accepted == 0);
  CHECK(ERR_peek_error() == 0);  // TLS reads the same queue
}

TEST_CASE("a public key is exactly 91 bytes of a point on the curve") {
  const std::string good = SigningKey::generate().public_spki();
  CHECK(VerifyKey::from_spki(good));
  int accepted = 0;
  for (std::size_t bit = 0; bit < 27 * 8; ++bit) {  // the head, and the byte that says "uncompressed"
    std::string altered = good;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    accepted += VerifyKey::from_spki(altered).has_value();
  }
  std::string off_curve = good;
  off_curve.back() = static_cast<char>(off_curve.back() ^ 1);
  for (const std::string& bad : {std::string(), good.substr(0, 90), good + '\0', off_curve, kSpkiHead + '\x04' + std::string(64, '\0'),
                                 kSpkiHead + std::string(65, '\0'), kSpkiHead + '\x04' + std::string(64, '\xff')})
    accepted += VerifyKey::from_spki(bad).has_value();
  CHECK(accepted == 0);
  CHECK(ERR_peek_error() == 0);
}

TEST_CASE("a private key is a number below the order of the group") {
  const std::string order = unhex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  for (const std::string& bad : {std::string(), std::string(31, '\1'), std::string(33, '\1'), std::string(32, '\0'), order, std::string(32, '\xff')})
    CHECK_THROWS_AS(SigningKey::from_private_bytes(bytes_of(bad)), std::invalid_argument);
  std::string last = order;
  last.back() = '\x50';
  CHECK_NOTHROW(SigningKey::from_private_bytes(bytes_of(last)));
}

TEST_CASE("one key verifies in many threads at once") {
  const auto secret = SigningKey::generate();
  const auto key = VerifyKey::from_spki(secret.public_spki()).value();
  std::vector<int> right(4);
  {
    std::vector<std::jthread> threads;
    for (auto& count : right)
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) count += key.verify("m" + std::to_string(i), secret.sign("m" + std::to_string(i)));
      });
  }
  for (const int count : right) CHECK(count == 50);
}
