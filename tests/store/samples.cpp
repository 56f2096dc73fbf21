#include "store/samples.hpp"

#include <limits>
#include <random>

namespace nibbi::store::test {

using namespace usecases;

Uuid numbered(std::uint64_t number) {
  Uuid id;
  id.bytes[6] = 0x70;
  id.bytes[8] = 0x80;
  for (std::size_t i = 0; i < 4; ++i) id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * (3 - i)));
  id.bytes[15] = 1;
  return id;
}

std::string some_bytes(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 chance(seed);
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; i += 8) {
    const std::uint64_t eight = chance();
    for (std::size_t j = i; j < std::min(size, i + 8); ++j) out[j] = static_cast<char>(eight >> (8 * (j - i)));
  }
  if (size > 2) out[size / 2] = '\0';
  return out;
}

namespace {

Digest digest_of(std::uint64_t seed) {
  const std::string bytes = some_bytes(32, seed);
  Digest out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

domain::PerTier<std::string> four(std::size_t size, std::uint64_t seed) {
  return {{some_bytes(size, seed), some_bytes(size / 2, seed + 1), "", some_bytes(size, seed + 2)}};
}

}  // namespace

StoredRecord sample_record(std::uint64_t number) {
  StoredRecord r;
  r.id = record_id(number);
  r.kind = number % 2 ? "child" : "unit";
  r.wrapped_keys[domain::Tier::identity] = some_bytes(72, number + 1);
  r.wrapped_keys[domain::Tier::placement] = some_bytes(72, number + 2);
  r.wrapped_keys[domain::Tier::narrative] = some_bytes(72, number + 3);
  return r;
}

StoredEntry next_entry(StoreReader& reader, RecordId record, std::uint64_t id, std::size_t sealed_size) {
  StoredEntry e;
  e.pos = reader.head().pos + 1;
  const auto known = reader.record(record);
  e.n = known ? known->n + 1 : 1;
  e.id = entry_id(id);
  e.record = record;
  e.header = R"({"kind":"sample.written","version":1})";
  e.commitments[domain::Tier::plain] = digest_of(id);
  e.commitments[domain::Tier::narrative] = digest_of(id + 7);
  e.signature = some_bytes(64, id + 2);
  e.verdict = R"({"accepted":true})";
  e.chain = digest_of(id + 3);
  e.sealed = four(sealed_size, id + 4);
  return e;
}

StoredState sample_state(std::uint64_t record, std::int64_t n, std::uint64_t seed) {
  StoredState s;
  s.record = record_id(record);
  s.fold_version = 3;
  s.n = n;
  s.sealed = four(1500, record + seed * 1000);
  s.sealed_brief = some_bytes(300, record + seed * 1000 + 5);
  return s;
}

AccessRow sample_access(std::uint64_t record, std::uint64_t person, std::uint64_t seed) {
  return {.number = 0,
          .at = {1'790'000'000'000 + static_cast<std::int64_t>(seed)},
          .record = record_id(record),
          .person = person_id(person),
          .row = R"({"action":"see_plain"})",
          .sealed_reason = some_bytes(seed % 3 ? 40 : 0, seed)};
}

Picture picture_of(StoreReader& reader) {
  constexpr auto kAll = std::numeric_limits<std::int64_t>::max();
  Picture p;
  p.head = reader.head();
  reader.each_record([&](const StoredRecord& r) { p.records.push_back(r); });
  reader.each_brief([&](const StoredState& b) { p.briefs.push_back(b); });
  for (const auto& r : p.records)
    if (auto s = reader.state(r.id)) p.states.push_back(*s);
  while (true) {
    auto more = reader.entries_after(p.entries.empty() ? 0 : p.entries.back().pos, 64);
    if (more.empty()) break;
    p.entries.insert(p.entries.end(), more.begin(), more.end());
  }
  p.accesses = reader.accesses(kAll, 1'000'000);
  for (const auto& drawer : kDrawers)
    if (auto things = reader.things(drawer); !things.empty()) p.things[drawer] = things;
  for (int a = 0; a < kAttachments; ++a)
    for (int i = 0; i < kChunks; ++i)
      if (auto chunk = reader.chunk(numbered(static_cast<std::uint64_t>(a)), i)) p.chunks[{numbered(static_cast<std::uint64_t>(a)), i}] = *chunk;
  Wanted wanted{{entry_id(888'888)}, {{kDrawers[0], "not there"}}};
  for (const auto& e : p.entries) wanted.entries.push_back(e.id);
  for (const auto& [drawer, things] : p.things)
    for (const auto& thing : things) wanted.things.push_back({drawer, thing.key});
  p.found = reader.find(wanted);
  return p;
}

}  // namespace nibbi::store::test
