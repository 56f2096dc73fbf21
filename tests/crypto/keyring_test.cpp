#include "crypto/keyring.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <atomic>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/problem.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::crypto;
using domain::Tier;
using test::kInstallation;
using test::kNow;
using test::kOtherRecord;
using test::kRecord;
using test::TemporaryFolder;

namespace {

constexpr std::array kKeyed{Tier::identity, Tier::placement, Tier::narrative};

MasterFile master(const TemporaryFolder& folder) { return std::move(MasterFile::open_or_create(folder / "master.key", std::nullopt, kNow).file); }

bool same(const RecordKeys& a, const RecordKeys& b) {
  for (const Tier t : domain::kTiers)
    if (a.has(t) != b.has(t) || (a.has(t) && !equal_in_constant_time(a.of(t).bytes(), b.of(t).bytes()))) return false;
  return true;
}

RecordId record(std::uint8_t number) {
  RecordId id = kRecord;
  id.uuid.bytes.back() = number;
  return id;
}

}  // namespace

TEST_CASE("a record's keys are three, all different, and none is for the plain tier") {
  const auto keys = RecordKeys::generate();
  std::set<std::string> seen;
  for (const Tier t : kKeyed) seen.insert(hex(keys.of(t).bytes()));
  CHECK(seen.size() == 3);
  CHECK_FALSE(keys.has(Tier::plain));
  CHECK_THROWS_AS(keys.of(Tier::plain), OurFault);
  CHECK_THROWS_AS(RecordKeys().put(Tier::plain, Key::random()), OurFault);
  CHECK(same(keys, keys.clone()));
}

TEST_CASE("wrapped keys come back for their record, and for nobody else's") {
  const TemporaryFolder folder, elsewhere;
  const Keyring ring(master(folder), kInstallation);
  const auto keys = RecordKeys::generate();
  const WrappedKeys wrapped = ring.wrap(kRecord, keys);
  CHECK(wrapped.version == 1);
  CHECK(wrapped.keys[Tier::plain].empty());
  CHECK(same(ring.unwrap(kRecord, wrapped), keys));
  CHECK(equal_in_constant_time(ring.unwrap_one(kRecord, wrapped, Tier::placement)->bytes(), keys.of(Tier::placement).bytes()));
  CHECK_FALSE(ring.unwrap_one(kRecord, wrapped, Tier::plain));

  CHECK_THROWS_AS(ring.unwrap(kOtherRecord, wrapped), SealBroken);
  for (const Tier a : kKeyed)  // a key moved to another tier of the same record
    for (const Tier b : kKeyed) {
      if (a == b) continue;
      WrappedKeys moved = wrapped;
      moved.keys[b] = wrapped.keys[a];
      CHECK_THROWS_AS(ring.unwrap(kRecord, moved), SealBroken);
    }
  WrappedKeys renumbered = wrapped;
  renumbered.version = 2;
  CHECK_THROWS_AS(ring.unwrap(kRecord, renumbered), MasterKeyMissing);
  CHECK_THROWS_AS(Keyring(master(folder), InstallationId{kOtherRecord.uuid}).unwrap(kRecord, wrapped), SealBroken);
  CHECK_THROWS_AS(Keyring(master(elsewhere), kInstallation).unwrap(kRecord, wrapped), SealBroken);
}

TEST_CASE("a version's number is part of what is wrapped") {
  const TemporaryFolder folder;
  Keyring ring(master(folder), kInstallation);
  WrappedKeys wrapped = ring.wrap(kRecord, RecordKeys::generate());
  ring.add_version(kNow);
  wrapped.version = 2;
  CHECK_THROWS_AS(ring.unwrap(kRecord, wrapped), SealBroken);
}

TEST_CASE("what was destroyed stays destroyed through a rotation") {
  const TemporaryFolder folder;
  Keyring ring(master(folder), kInstallation);
  const auto keys = RecordKeys::generate();
  WrappedKeys wrapped = ring.wrap(kRecord, keys);
  wrapped.keys[Tier::narrative].clear();
  ring.add_version(kNow);
  const auto again = ring.rewrap(kRecord, wrapped);
  REQUIRE(again);
  CHECK(again->keys[Tier::narrative].empty());
  const auto opened = ring.unwrap(kRecord, *again);
  CHECK_FALSE(opened.has(Tier::narrative));
  CHECK_THROWS_AS(opened.of(Tier::narrative), OurFault);
  CHECK(opened.has(Tier::identity));
  const auto nothing = ring.rewrap(kRecord, WrappedKeys{1, {}});  // an erased record
  REQUIRE(nothing);
  CHECK(nothing->keys == domain::PerTier<std::string>{});
}

TEST_CASE("the installation's keys come back from their text") {
  const TemporaryFolder folder;
  Keyring ring(master(folder), kInstallation);
  const auto keys = InstallationKeys::generate();
  const std::string text = ring.wrap_installation(keys);
  CHECK(text.starts_with("1.1."));
  const auto again = ring.unwrap_installation(text);
  CHECK(equal_in_constant_time(again.plain.bytes(), keys.plain.bytes()));
  CHECK(equal_in_constant_time(again.blind.bytes(), keys.blind.bytes()));
  CHECK(again.envelope.public_key() == keys.envelope.public_key());
  CHECK(again.checkpoint.public_spki() == keys.checkpoint.public_spki());
  CHECK_FALSE(ring.rewrap_installation(text));

  ring.add_version(kNow);
  const std::string newer = ring.rewrap_installation(text).value();
  CHECK(newer.starts_with("1.2."));
  CHECK(ring.unwrap_installation(newer).envelope.public_key() == keys.envelope.public_key());
  ring.drop_version(1);
  CHECK_THROWS_AS(ring.unwrap_installation(text), MasterKeyMissing);
  for (const std::string& bad : {std::string(), std::string("1."), std::string("1.2"), std::string("1.2."), std::string("1.x.AA"),
                                 "2" + newer.substr(1),
                                 "1.2.Q" + newer.substr(5), newer.substr(0, newer.size() - 4), newer + "AAAA"})
    CHECK_THROWS_AS(ring.unwrap_installation(bad), SealBroken);
  CHECK_THROWS_AS(Keyring(master(folder), InstallationId{kOtherRecord.uuid}).unwrap_installation(newer), SealBroken);
}

// What the caller does: add a version, rewrap record by record. It is stopped after each possible record, and begins again from what is on disk.
TEST_CASE("a rotation stopped anywhere leaves every record readable, and the next start finishes it") {
  constexpr int kRecords = 12;
  for (int stop_after = 0; stop_after <= kRecords; ++stop_after) {
    const TemporaryFolder folder;
    std::map<RecordId, RecordKeys> truth;
    std::map<RecordId, WrappedKeys> stored;
    {
      Keyring ring(master(folder), kInstallation);
      for (int i = 0; i < kRecords; ++i) {
        auto keys = RecordKeys::generate();
        stored[record(static_cast<std::uint8_t>(i))] = ring.wrap(record(static_cast<std::uint8_t>(i)), keys);
        truth.emplace(record(static_cast<std::uint8_t>(i)), std::move(keys));
      }
      ring.add_version(kNow + days(30));
      int done = 0;
      for (auto& [id, wrapped] : stored) {
        if (done++ == stop_after) break;
        wrapped = ring.rewrap(id, wrapped).value();
      }
    }
    Keyring ring(master(folder), kInstallation);
    for (const auto& [id, wrapped] : stored) REQUIRE(same(ring.unwrap(id, wrapped), truth.at(id)));
    int left = 0;
    for (auto& [id, wrapped] : stored)
      if (auto again = ring.rewrap(id, wrapped)) {
        wrapped = *again;
        ++left;
      }
    CHECK(left == kRecords - stop_after);
    CHECK(ring.drop_version(1));
    for (const auto& [id, wrapped] : stored) REQUIRE(same(ring.unwrap(id, wrapped), truth.at(id)));
  }
}

TEST_CASE("a key wrapped by a dropped version alone is gone: erasure in every copy") {
  const TemporaryFolder folder;
  Keyring ring(master(folder), kInstallation);
  const WrappedKeys stray = ring.wrap(kRecord, RecordKeys::generate());  // in an old backup
  ring.add_version(kNow);
  CHECK_NOTHROW(ring.unwrap(kRecord, stray));
  ring.drop_version(1);
  CHECK_THROWS_AS(ring.unwrap(kRecord, stray), MasterKeyMissing);
  CHECK_THROWS_AS(Keyring(master(folder), kInstallation).unwrap(kRecord, stray), MasterKeyMissing);
  CHECK_THROWS_AS(ring.drop_version(ring.newest_version()), OurFault);
}

TEST_CASE("others read while one rotates") {
  const TemporaryFolder folder;
  Keyring ring(master(folder), kInstallation);
  const auto keys = RecordKeys::generate();
  const WrappedKeys first = ring.wrap(kRecord, keys);
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0}, reads{0};
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i)
      readers.emplace_back([&] {
        while (!stop) {
          wrong += !same(ring.unwrap(kRecord, first), keys);
          wrong += !same(ring.unwrap(kRecord, ring.wrap(kRecord, keys)), keys);
          ++reads;
        }
      });
    for (int i = 0; i < 20; ++i) ring.add_version(kNow);
    while (reads < 100) std::this_thread::yield();
    stop = true;
  }
  CHECK(wrong == 0);
}
