#pragma once
// What the use cases need from a database, and nothing of how. Two adapters stand behind it: SQLite and PostgreSQL (src/store).
// The database sees headers, commitments, verdicts and ciphertext; never a key, never a word about a child.
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "domain/tier.hpp"

namespace nibbi::usecases {

using Digest = std::array<std::uint8_t, 32>;  ///< SHA-256

/// The end of the installation's log. `pos` is contiguous from 1 and is the order of commit; `chain` covers everything before.
struct LogHead {
  std::int64_t epoch = 1;  ///< raised by a restore
  std::int64_t pos = 0;
  Digest chain{};
  bool operator==(const LogHead&) const = default;
};

/// One entry as it is kept. `header` and `verdict` are exact bytes that are never serialised again.
struct StoredEntry {
  std::int64_t pos = 0;
  std::int64_t n = 0;  ///< place in its record, contiguous from 1
  EntryId id;
  RecordId record;
  std::string header;     ///< JSON, as the author's device wrote it
  domain::PerTier<std::optional<Digest>> commitments;
  std::string signature;  ///< ECDSA P-256 over header and commitments; empty for entries of the system
  std::string verdict;    ///< JSON, as the server wrote it: when received, accepted or quarantined and why
  Digest chain{};
  domain::PerTier<std::string> sealed;  ///< salt and part, sealed under the record's key of that tier; empty where there is none
  bool operator==(const StoredEntry&) const = default;
};

struct StoredRecord {
  RecordId id;
  std::string kind;   ///< `child`, `unit`, …
  std::int64_t n = 0;
  bool erased = false;
  std::int64_t key_version = 1;            ///< version of the master key that wraps the keys below
  domain::PerTier<std::string> wrapped_keys;  ///< empty once destroyed, and always empty for `plain`
  bool operator==(const StoredRecord&) const = default;
};

/// A cache of the fold: thrown away and made again when `fold_version` differs.
struct StoredState {
  RecordId record;
  std::int64_t fold_version = 0;
  std::int64_t n = 0;
  domain::PerTier<std::string> sealed;
  std::string sealed_brief;  ///< some 300 bytes: what boards, tasks and statistics need at start
  bool operator==(const StoredState&) const = default;
};

/// One look at, or act on, a record: written in the transaction that serves it.
struct AccessRow {
  std::int64_t number = 0;  ///< given by the store, in order of commit
  Instant at;
  RecordId record;
  PersonId person;
  std::string row;  ///< JSON: role, unit, action, decision, what was shown
  std::string sealed_reason;
  bool operator==(const AccessRow&) const = default;
};

/// The world failed: disk full, database gone. Nothing of the transaction was kept.
struct StoreFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The database was written by a newer version of this program.
struct StoreTooNew : StoreFailed {
  using StoreFailed::StoreFailed;
};

/// A small piece of the house's own: an account, a session, a device, a setting. `drawer` names the kind.
struct Thing {
  std::string key;
  std::string value;
  bool operator==(const Thing&) const = default;
};

/// What is going to be read, told beforehand; and what there was, in the same order.
struct Wanted {
  struct Name {
    std::string drawer, key;
    auto operator<=>(const Name&) const = default;
  };
  std::vector<EntryId> entries;
  std::vector<Name> things;
};
struct Found {
  std::vector<std::optional<StoredEntry>> entries;
  std::vector<std::optional<std::string>> things;
  bool operator==(const Found&) const = default;
};

/// What can be read: from any thread, always the last committed state.
class StoreReader {
 public:
  virtual ~StoreReader() = default;
  virtual LogHead head() = 0;
  virtual std::optional<StoredRecord> record(RecordId) = 0;
  virtual std::optional<StoredState> state(RecordId) = 0;
  virtual std::optional<StoredEntry> entry(EntryId) = 0;
  /// Entries of one record with n > `after_n`, in order of n.
  virtual std::vector<StoredEntry> entries_of(RecordId, std::int64_t after_n) = 0;
  /// Entries of the installation with pos > `after_pos`, in order, at most `limit`.
  virtual std::vector<StoredEntry> entries_after(std::int64_t after_pos, std::size_t limit) = 0;
  /// Every record with its state, in order of id, streamed; for start-up, rotation and verification.
  virtual void each_record(const std::function<void(const StoredRecord&)>&) = 0;
  /// Every brief (record, fold_version, n, sealed_brief; `sealed` is left empty), streamed in order of id.
  virtual void each_brief(const std::function<void(const StoredState&)>&) = 0;
  virtual std::vector<AccessRow> accesses_of(RecordId, std::int64_t before_number, std::size_t limit) = 0;  ///< newest first
  virtual std::vector<AccessRow> accesses_by(PersonId, std::int64_t before_number, std::size_t limit) = 0;  ///< newest first
  virtual std::vector<AccessRow> accesses(std::int64_t before_number, std::size_t limit) = 0;               ///< newest first
  virtual std::optional<std::string> thing(std::string_view drawer, std::string_view key) = 0;
  virtual std::vector<Thing> things(std::string_view drawer) = 0;  ///< in order of key
  /// A chunk of an attachment; see Change::put_chunk.
  virtual std::optional<std::string> chunk(const Uuid& attachment, std::int64_t index) = 0;
  /// What entry() and thing() would answer for each of these, on one way to the database and back.
  virtual Found find(const Wanted&) = 0;
};

/// What one transaction may do. Reads through it see its own writes. A write may be carried out later than it is asked for, and what is wrong with
/// it told by the next read, or at the latest by the end of the nested change or of the transaction that it belongs to.
class Change : public StoreReader {
 public:
  /// Appends at `head().pos + 1`, whose chain is given in the entry; refuses (logic_error) any other pos or n.
  virtual void append(const StoredEntry&) = 0;
  virtual void put_record(const StoredRecord&) = 0;
  virtual void put_state(const StoredState&) = 0;
  virtual void drop_state(RecordId) = 0;
  /// Overwrites the sealed parts of an entry (key rotation), or empties them (erasure). Headers, commitments and chain stay.
  virtual void reseal(EntryId, const domain::PerTier<std::string>& sealed) = 0;
  virtual void append_access(const AccessRow&) = 0;
  /// Empties the reason of every look at this record (erasure): who looked and when stays.
  virtual void drop_reasons(RecordId) = 0;
  virtual void put_thing(std::string_view drawer, std::string_view key, std::string_view value) = 0;
  virtual void drop_thing(std::string_view drawer, std::string_view key) = 0;
  virtual void put_chunk(const Uuid& attachment, std::int64_t index, std::string_view sealed) = 0;
  virtual void drop_chunks(const Uuid& attachment) = 0;
  virtual void set_epoch(std::int64_t) = 0;
  /// Runs `work` so that an exception out of it undoes what it wrote and nothing else; the exception goes on.
  virtual void nested(const std::function<void()>& work) = 0;
};

class Store : public StoreReader {
 public:
  /// Runs `work` in one durable transaction; when this returns, what was written survives a power cut. Called by one thread only
  /// (the writer). An exception out of `work`, or out of the commit, leaves nothing written.
  virtual void transact(const std::function<void(Change&)>& work) = 0;
  /// A consistent copy of the whole database into a new file, while serving. SQLite: the database file itself.
  virtual void copy_to(const std::string& path) = 0;
  virtual std::string_view engine() const = 0;  ///< "sqlite" or "postgresql"
};

}  // namespace nibbi::usecases
