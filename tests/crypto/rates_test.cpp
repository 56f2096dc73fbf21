// Not a test: `crypto_tests [.rates]` prints how fast things are on this machine.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "crypto/digest.hpp"
#include "crypto/envelope.hpp"
#include "crypto/keyring.hpp"
#include "crypto/password.hpp"
#include "crypto/seal.hpp"
#include "crypto/signature.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;
using domain::Tier;
using test::kEntry;
using test::kInstallation;
using test::kRecord;

namespace {

template <class Work>
void rate(const char* what, int times, Work work) {
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) work(i);
    best = std::max(best, times / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::printf("%-44s %12.0f /s\n", what, best);
}

}  // namespace

TEST_CASE("rates", "[.rates]") {
  const Key key = Key::random();
  const SealContext context = SealContext::brief(kInstallation, kRecord, 3, Tier::identity, 1);
  const std::string record(300, 'r'), sealed = seal(key, context, record), entry = seal_part(key, context, new_salt(), record);
  std::string out;
  rate("seal, 300 bytes", 200'000, [&](int) { return seal(key, context, record); });
  rate("open, 300 bytes, into the same buffer", 200'000, [&](int) { open_into(out, key, context, sealed); });
  rate("open, 300 bytes, a new text each", 200'000, [&](int) { return open(key, context, sealed); });
  rate("open_part, 300 bytes, and its commitment", 200'000, [&](int) { return open_part(key, context, entry).commitment(); });

  const Salt salt = new_salt();
  const Commitments commitments{{commitment(salt, "a"), commitment(salt, "b")}};
  const std::string header(400, 'h'), signature(64, 's'), verdict(200, 'v');
  rate("commitment, 300 bytes", 500'000, [&](int) { return commitment(salt, record); });
  Digest chain{};
  rate("chain_next, a header of 400 bytes", 300'000, [&](int i) { chain = chain_next(chain, i, 1, header, commitments, signature, verdict); });

  const test::TemporaryFolder folder;
  const Keyring ring(std::move(MasterFile::open_or_create(folder / "master.key", std::nullopt, test::kNow).file), kInstallation);
  const WrappedKeys wrapped = ring.wrap(kRecord, RecordKeys::generate());
  rate("unwrap the three keys of a record", 100'000, [&](int) { return ring.unwrap(kRecord, wrapped); });
  rate("unwrap one key and open a brief", 100'000, [&](int) {
    const auto one = ring.unwrap_one(kRecord, wrapped, Tier::identity);
    open_into(out, key, context, sealed);
  });

  const test::TemporaryFolder rotated;
  Keyring newer(std::move(MasterFile::open_or_create(rotated / "master.key", std::nullopt, test::kNow).file), kInstallation);
  const WrappedKeys old = newer.wrap(kRecord, RecordKeys::generate());
  newer.add_version(test::kNow);
  rate("rewrap the three keys of a record", 100'000, [&](int) { return newer.rewrap(kRecord, old); });

  const auto secret = SigningKey::generate();
  const auto device = VerifyKey::from_spki(secret.public_spki()).value();
  const std::string text = signed_text(header, commitments), signed_by = secret.sign(text);
  rate("verify P-256", 5'000, [&](int) { return device.verify(text, signed_by); });
  rate("parse a public key and verify", 5'000, [&](int) { return VerifyKey::from_spki(secret.public_spki())->verify(text, signed_by); });
  rate("sign P-256", 5'000, [&](int) { return secret.sign(text); });

  const auto keys = EnvelopeKeys::generate();
  const std::string body(1000, 'b'), envelope = seal_to(keys.public_key(), kEntryEnvelopeInfo, kEntry.text(), body).value();
  rate("HPKE open, 1,000 bytes", 2'000, [&](int) { return keys.open(kEntryEnvelopeInfo, kEntry.text(), envelope); });
  rate("HPKE seal, 1,000 bytes", 2'000, [&](int) { return seal_to(keys.public_key(), kEntryEnvelopeInfo, kEntry.text(), body); });
  rate("hash a passphrase (64 MiB, 3 passes)", 4, [&](int) { return hash_password("seven goats in a row"); });
}
