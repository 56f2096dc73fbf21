#include "crypto/seal.hpp"

#include <catch2/catch_test_macros.hpp>

#include <rapidcheck/catch.h>
#include <sodium.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;
using domain::Tier;
using test::kEntry;
using test::kInstallation;
using test::kOtherRecord;
using test::kRecord;

namespace {

SealContext golden_context() { return {kInstallation, kRecord, Place::state, kEntry.uuid, 0x0102030405060708, Tier::narrative, 0x0a0b0c0d}; }

// One context for everything that a piece may be sealed for, each differing from the first in one field or in two swapped.
std::vector<SealContext> all_contexts() {
  const SealContext base{kInstallation, kRecord, Place::entry, kEntry.uuid, 5, Tier::identity, 1};
  std::vector<SealContext> out{base};
  const auto with = [&](auto change) {
    SealContext c = base;
    change(c);
    out.push_back(c);
  };
  with([](auto& c) { c.installation = InstallationId{kOtherRecord.uuid}; });
  with([](auto& c) { c.record = kOtherRecord; });
  with([](auto& c) { c.item = kOtherRecord.uuid; });
  with([](auto& c) { c.number = 6; });
  with([](auto& c) { c.number = -5; });
  with([](auto& c) { c.number = 5LL << 32; });
  with([](auto& c) { c.version = 2; });
  with([](auto& c) { c.version = 1U << 24; });
  for (const Tier t : {Tier::plain, Tier::placement, Tier::narrative}) with([&](auto& c) { c.tier = t; });
  for (int p = 2; p <= 9; ++p) with([&](auto& c) { c.place = static_cast<Place>(p); });
  // every identifier moved to every other place
  with([](auto& c) { std::swap(c.installation.uuid, c.record.uuid); });
  with([](auto& c) { std::swap(c.installation.uuid, c.item); });
  with([](auto& c) { std::swap(c.record.uuid, c.item); });
  with([](auto& c) { c.installation.uuid = c.record.uuid; });
  with([](auto& c) { c.installation.uuid = c.item; });
  with([](auto& c) { c.record.uuid = c.installation.uuid; });
  with([](auto& c) { c.record.uuid = c.item; });
  with([](auto& c) { c.item = c.installation.uuid; });
  with([](auto& c) { c.item = c.record.uuid; });
  with([](auto& c) { c.item = {}; });
  with([](auto& c) { c.record = {}; });
  with([](auto& c) { c.number = c.version; c.version = 5; });
  with([](auto& c) { c.tier = static_cast<Tier>(c.place); c.place = static_cast<Place>(1); c.number = 2; });
  return out;
}

}  // namespace

TEST_CASE("libsodium's XChaCha20-Poly1305 is that of draft-irtf-cfrg-xchacha-03, A.3.1") {
  const std::string plain =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
  const std::string aad = test::unhex("50515253c0c1c2c3c4c5c6c7"), nonce = test::unhex("404142434445464748494a4b4c4d4e4f5051525354555657");
  const Key key = test::counting_key(0x80);
  std::string out(plain.size() + 16, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(out.data()), nullptr, bytes_of(plain).data(), plain.size(),
                                             bytes_of(aad).data(), aad.size(), nullptr, bytes_of(nonce).data(), key.bytes().data());
  CHECK(test::hexed(out) ==
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba4"
        "0db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49");
}

// Sealed by another program (@noble/ciphers) from the description in the header: whoever changes the format sees it here.
TEST_CASE("the golden piece opens for ever") {
  const SealContext context = golden_context();
  CHECK(hex(context.bytes()) ==
        "0100112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef02fedcba9876543210fedcba98765432100102030405060708030a0b0c0d00");
  const std::string golden = test::unhex(
      "01404142434445464748494a4b4c4d4e4f5051525354555657857b1cd438858429db7d11f39bc7f13957335e4e6a2af9cca5dcd57b232168ba13035969ed44b82c"
      "131fa5c03ffb357f");
  CHECK(open(test::counting_key(0x80), context, golden) == "two cups of millet, one of water");
}

TEST_CASE("what was sealed opens, whatever it is") {
  rc::prop("text", [](const std::string& text) {
    const Key key = Key::random();
    const SealContext context = SealContext::entry(kInstallation, kRecord, kEntry, Tier::plain);
    const std::string sealed = seal(key, context, text);
    RC_ASSERT(sealed.size() == text.size() + kSealOverhead);
    RC_ASSERT(open(key, context, sealed) == text);
    std::string again = "what was there before";
    open_into(again, key, context, sealed);
    RC_ASSERT(again == text);
  });
  rc::prop("a part with its salt", [](const std::string& text) {
    const Key key = Key::random();
    const Salt salt = new_salt();
    const SealContext context = SealContext::entry(kInstallation, kRecord, kEntry, Tier::narrative);
    const OpenPart opened = open_part(key, context, seal_part(key, context, salt, text));
    RC_ASSERT(opened.part() == text);
    RC_ASSERT(opened.salt() == salt);
    RC_ASSERT(opened.commitment() == commitment(salt, text));
  });
}

TEST_CASE("a piece opens only where it was sealed for") {
  const Key key = Key::random();
  const auto contexts = all_contexts();
  std::vector<std::string> sealed;
  for (const auto& c : contexts) sealed.push_back(seal(key, c, "held"));
  int accepted = 0;
  for (std::size_t from = 0; from < contexts.size(); ++from)
    for (std::size_t to = 0; to < contexts.size(); ++to) {
      const auto opened = try_open(key, contexts[to], sealed[from]);
      if (contexts[from].bytes() == contexts[to].bytes()) CHECK(opened == "held");
      else accepted += opened.has_value();
    }
  CHECK(accepted == 0);
  std::unordered_set<std::string> different;
  for (const auto& c : contexts) different.insert(hex(c.bytes()));
  CHECK(different.size() == contexts.size());
}

TEST_CASE("every bit of a piece is held") {
  const Key key = Key::random();
  const SealContext context = SealContext::state(kInstallation, kRecord, 3, Tier::identity, 1);
  const std::string sealed = seal(key, context, "some words of a state");
  int accepted = 0;
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string altered = sealed;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    accepted += try_open(key, context, altered).has_value();
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) accepted += try_open(key, context, sealed.substr(0, size)).has_value();
  accepted += try_open(key, context, sealed + '\0').has_value();
  for (std::size_t bit = 0; bit < Key::kSize * 8; ++bit) {
    Key other = key.clone();
    other.writable()[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    accepted += try_open(other, context, sealed).has_value();
  }
  CHECK(accepted == 0);
}

TEST_CASE("a broken seal names nothing of what it held, and leaves nothing of it") {
  const Key key = Key::random();
  const SealContext context = SealContext::brief(kInstallation, kRecord, 3, Tier::identity, 1);
  std::string sealed = seal(key, context, "millet");
  sealed.back() = static_cast<char>(sealed.back() ^ 1);
  std::string out = "what was there before";
  CHECK_THROWS_AS(open_into(out, key, context, sealed), SealBroken);
  CHECK(out.empty());
  try {
    open(key, context, sealed);
    FAIL("opened");
  } catch (const SealBroken& e) {
    CHECK(std::string(e.what()) == "a sealed piece does not open");
  }
  CHECK_THROWS_AS(open_part(key, context, seal(key, context, "shorter than a salt")), SealBroken);
}

TEST_CASE("no nonce comes twice in 100,000") {
  const Key key = test::counting_key(1);
  const SealContext context = SealContext::chunk(kInstallation, kRecord, kEntry.uuid, 0, Tier::plain);
  std::unordered_set<std::string> nonces;
  for (int i = 0; i < 100'000; ++i) nonces.insert(seal(key, context, "").substr(1, 24));
  CHECK(nonces.size() == 100'000);
}
