#pragma once
// Invented content, and the whole of a store as one value that can be compared.
#include <map>
#include <string>
#include <vector>

#include "usecases/ports/store.hpp"

namespace nibbi::store::test {

/// An id that is easy to tell: the same number gives the same id, and ids are in the order of their numbers.
Uuid numbered(std::uint64_t number);
inline RecordId record_id(std::uint64_t number) { return {numbered(number)}; }
inline EntryId entry_id(std::uint64_t number) { return {numbered(number)}; }
inline PersonId person_id(std::uint64_t number) { return {numbered(number)}; }

/// `size` bytes of every value, NUL among them, different for each seed.
std::string some_bytes(std::size_t size, std::uint64_t seed);

usecases::StoredRecord sample_record(std::uint64_t number);
/// The next entry of a record, as seen through `reader`.
usecases::StoredEntry next_entry(usecases::StoreReader& reader, RecordId record, std::uint64_t id, std::size_t sealed_size = 200);
usecases::StoredState sample_state(std::uint64_t record, std::int64_t n, std::uint64_t seed = 0);
usecases::AccessRow sample_access(std::uint64_t record, std::uint64_t person, std::uint64_t seed = 0);

/// Everything that a store holds. Drawers and attachments are told, as the port can't list them.
struct Picture {
  usecases::LogHead head;
  std::vector<usecases::StoredRecord> records;
  std::vector<usecases::StoredState> states, briefs;
  std::vector<usecases::StoredEntry> entries;
  std::vector<usecases::AccessRow> accesses;
  std::map<std::string, std::vector<usecases::Thing>> things;
  std::map<std::pair<Uuid, std::int64_t>, std::string> chunks;
  usecases::Found found;  ///< all entries and things asked for together, and one of each that is not there
  bool operator==(const Picture&) const = default;
};

inline const std::vector<std::string> kDrawers{"account", "session", std::string("a\0b", 3)};
inline constexpr int kAttachments = 3, kChunks = 3;

Picture picture_of(usecases::StoreReader&);

}  // namespace nibbi::store::test
