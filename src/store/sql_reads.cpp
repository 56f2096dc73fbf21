#include "store/sql_reads.hpp"

#include <algorithm>
#include <limits>

#define NIBBI_ENTRY_COLUMNS                                                                              \
  "pos, n, id, record, header, c_plain, c_identity, c_placement, c_narrative, signature, verdict, chain, " \
  "s_plain, s_identity, s_placement, s_narrative"
#define NIBBI_RECORD_COLUMNS "id, kind, n, erased, key_version, k_plain, k_identity, k_placement, k_narrative"
#define NIBBI_ACCESS_COLUMNS "number, at, record, person, content, sealed_reason"

namespace nibbi::store::reads {
namespace {

constexpr const char* kEntryById = "SELECT " NIBBI_ENTRY_COLUMNS " FROM entries WHERE id = $1";
constexpr const char* kThingByName = "SELECT value FROM things WHERE drawer = $1 AND key = $2";
constexpr std::int64_t kRecordsAtOnce = 500;
constexpr std::int64_t kBriefsAtOnce = 1000;

Digest digest(const Row& row, int column) {
  const std::string bytes = row.bytes(column);
  Digest out{};
  if (bytes.size() != out.size()) throw StoreFailed("the database is damaged: a digest has the wrong length");
  std::ranges::copy(bytes, out.begin());
  return out;
}

domain::PerTier<std::string> four(const Row& row, int first) {
  domain::PerTier<std::string> out;
  for (std::size_t i = 0; i < domain::kTierCount; ++i) out.of[i] = row.bytes(first + static_cast<int>(i));
  return out;
}

LogHead head_from(const Row& row) { return {.epoch = row.number(0), .pos = row.number(1), .chain = digest(row, 2)}; }

StoredEntry entry_from(const Row& row) {
  StoredEntry e;
  e.pos = row.number(0);
  e.n = row.number(1);
  e.id = {row.uuid(2)};
  e.record = {row.uuid(3)};
  e.header = row.bytes(4);
  for (std::size_t i = 0; i < domain::kTierCount; ++i) {
    const int column = 5 + static_cast<int>(i);
    if (!row.null(column)) e.commitments.of[i] = digest(row, column);
  }
  e.signature = row.bytes(9);
  e.verdict = row.bytes(10);
  e.chain = digest(row, 11);
  e.sealed = four(row, 12);
  return e;
}

StoredRecord record_from(const Row& row) {
  return {.id = {row.uuid(0)},
          .kind = row.bytes(1),
          .n = row.number(2),
          .erased = row.number(3) != 0,
          .key_version = row.number(4),
          .wrapped_keys = four(row, 5)};
}

StoredState brief_from(const Row& row) {
  StoredState s;
  s.record = {row.uuid(0)};
  s.fold_version = row.number(1);
  s.n = row.number(2);
  s.sealed_brief = row.bytes(3);
  return s;
}

AccessRow access_from(const Row& row) {
  return {.number = row.number(0),
          .at = {row.number(1)},
          .record = {row.uuid(2)},
          .person = {row.uuid(3)},
          .row = row.bytes(4),
          .sealed_reason = row.bytes(5)};
}

std::int64_t bound(std::size_t limit) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  return limit > static_cast<std::size_t>(kMost) ? kMost : static_cast<std::int64_t>(limit);
}

template <class From>
auto all(Session& s, const char* sql, Session::Values values, From from) {
  std::vector<decltype(from(std::declval<const Row&>()))> out;
  s.query(sql, values, [&](const Row& row) { out.push_back(from(row)); });
  return out;
}

template <class From>
auto one(Session& s, const char* sql, Session::Values values, From from) {
  std::optional<decltype(from(std::declval<const Row&>()))> out;
  s.query(sql, values, [&](const Row& row) { out = from(row); });
  return out;
}

/// `sql` answers rows with key > $1 in order, at most $2. The nil id is no record's, so it stands before the first.
template <class T, class From, class KeyOf>
void by_key(Session& s, const char* sql, std::int64_t at_once, From from, KeyOf key_of, const std::function<void(const T&)>& each) {
  Uuid last;
  for (;;) {
    const auto rows = all(s, sql, {raw(last), at_once}, from);
    for (const T& row : rows) each(row);
    if (static_cast<std::int64_t>(rows.size()) < at_once) return;
    last = key_of(rows.back()).uuid;
  }
}

}  // namespace

LogHead head(Session& s) {
  const auto found = one(s, "SELECT epoch, pos, chain FROM log_head", {}, head_from);
  if (!found) throw StoreFailed("the database is damaged: the head of its log is missing");
  return *found;
}

std::optional<StoredRecord> record(Session& s, RecordId id) {
  return one(s, "SELECT " NIBBI_RECORD_COLUMNS " FROM records WHERE id = $1", {raw(id.uuid)}, record_from);
}

std::optional<StoredState> state(Session& s, RecordId id) {
  return one(s,
             "SELECT b.record, b.fold_version, b.n, b.brief, t.s_plain, t.s_identity, t.s_placement, t.s_narrative "
             "FROM briefs b JOIN states t ON t.record = b.record WHERE b.record = $1",
             {raw(id.uuid)}, [](const Row& row) {
               StoredState kept = brief_from(row);
               kept.sealed = four(row, 4);
               return kept;
             });
}

std::optional<StoredEntry> entry(Session& s, EntryId id) {
  return one(s, kEntryById, {raw(id.uuid)}, entry_from);
}

std::vector<StoredEntry> entries_of(Session& s, RecordId id, std::int64_t after_n) {
  return all(s, "SELECT " NIBBI_ENTRY_COLUMNS " FROM entries WHERE record = $1 AND n > $2 ORDER BY n", {raw(id.uuid), after_n},
             entry_from);
}

std::vector<StoredEntry> entries_after(Session& s, std::int64_t after_pos, std::size_t limit) {
  return all(s, "SELECT " NIBBI_ENTRY_COLUMNS " FROM entries WHERE pos > $1 ORDER BY pos LIMIT $2", {after_pos, bound(limit)},
             entry_from);
}

void each_record(Session& s, const std::function<void(const StoredRecord&)>& each) {
  by_key(s, "SELECT " NIBBI_RECORD_COLUMNS " FROM records WHERE id > $1 ORDER BY id LIMIT $2", kRecordsAtOnce, record_from,
         [](const StoredRecord& r) { return r.id; }, each);
}

void each_brief(Session& s, const std::function<void(const StoredState&)>& each) {
  by_key(s, "SELECT record, fold_version, n, brief FROM briefs WHERE record > $1 ORDER BY record LIMIT $2", kBriefsAtOnce,
         brief_from, [](const StoredState& b) { return b.record; }, each);
}

std::vector<AccessRow> accesses_of(Session& s, RecordId id, std::int64_t before_number, std::size_t limit) {
  return all(s,
             "SELECT " NIBBI_ACCESS_COLUMNS " FROM accesses WHERE record = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
             {raw(id.uuid), before_number, bound(limit)}, access_from);
}

std::vector<AccessRow> accesses_by(Session& s, PersonId id, std::int64_t before_number, std::size_t limit) {
  return all(s,
             "SELECT " NIBBI_ACCESS_COLUMNS " FROM accesses WHERE person = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
             {raw(id.uuid), before_number, bound(limit)}, access_from);
}

std::vector<AccessRow> accesses(Session& s, std::int64_t before_number, std::size_t limit) {
  return all(s, "SELECT " NIBBI_ACCESS_COLUMNS " FROM accesses WHERE number < $1 ORDER BY number DESC LIMIT $2",
             {before_number, bound(limit)}, access_from);
}

std::optional<std::string> thing(Session& s, std::string_view drawer, std::string_view key) {
  return one(s, kThingByName, {drawer, key}, [](const Row& row) { return row.bytes(0); });
}

std::vector<Thing> things(Session& s, std::string_view drawer) {
  return all(s, "SELECT key, value FROM things WHERE drawer = $1 ORDER BY key", {drawer},
             [](const Row& row) { return Thing{.key = row.bytes(0), .value = row.bytes(1)}; });
}

std::optional<std::string> chunk(Session& s, const Uuid& attachment, std::int64_t index) {
  return one(s, "SELECT sealed FROM chunks WHERE attachment = $1 AND idx = $2", {raw(attachment), index},
             [](const Row& row) { return row.bytes(0); });
}

Found find(Session& s, const Wanted& wanted) {
  std::vector<Session::Question> questions;
  for (const EntryId& id : wanted.entries) questions.push_back({kEntryById, {raw(id.uuid)}});
  for (const Wanted::Name& name : wanted.things) questions.push_back({kThingByName, {std::string_view(name.drawer), std::string_view(name.key)}});
  Found found;
  found.entries.resize(wanted.entries.size());
  found.things.resize(wanted.things.size());
  s.query_all(questions, [&](std::size_t i, const Row& row) {
    if (i < found.entries.size()) found.entries[i] = entry_from(row);
    else found.things[i - found.entries.size()] = row.bytes(0);
  });
  return found;
}

}  // namespace nibbi::store::reads
