#pragma once
// The chain has no key, so whoever can write to the database can cut an entry out and compute it anew; and it does not cover accounts and devices,
// settings, the access log, each record's kind and keys, the epoch. A keyed sum over all of that is kept beside it, with the end of the chain, and
// changed in the same transaction, so that `nibbi verify` notices a row that was altered, added or taken away behind the program's back, by a bad
// disk or by somebody who has no key. What it can't notice is the whole database put back to an earlier day, tally included: devices do (decision 0011).
//
// The sum of a table is the sum modulo 2^256 of a keyed hash of each row, and how many rows there are: adding and taking away cost one hash,
// and the order of rows does not matter. Kept as the thing `tally`/`now`, text:
//   nibbi tally 2
//   epoch NUMBER
//   log POS CHAIN                the last entry, 32 bytes as hexadecimal
//   accesses COUNT SUM           decimal, 32 bytes as hexadecimal
//   records COUNT SUM            without n, which the log tells
//   drawer NAME COUNT SUM        one line a drawer, in order of name, without `tally` itself
//   seal MAC                     a keyed hash of all lines before it: a sum that was seen before and after a row is no help to take it away
#include <map>
#include <string>

#include "crypto/secret.hpp"
#include "usecases/ports/store.hpp"

namespace nibbi::usecases {

struct TallySum {
  std::int64_t count = 0;
  Digest sum{};
  void add(const Digest&);
  void take(const Digest&);
  bool operator==(const TallySum&) const = default;
};

struct Tally {
  std::int64_t epoch = 1;
  /// Where the log ends.
  std::int64_t pos = 0;
  Digest chain{};
  TallySum accesses, records;
  std::map<std::string, TallySum, std::less<>> drawers;
  bool operator==(const Tally&) const = default;
};
std::string write_tally(const Tally&, const crypto::Key&);
/// nullopt for anything that write_tally does not write with that key.
std::optional<Tally> read_tally(std::string_view, const crypto::Key&);

/// As it is kept; nullopt when there is none, an empty Tally of epoch 0 when it is unreadable.
std::optional<Tally> kept_tally(StoreReader&, const crypto::Key&);
/// Whether the log ends where it did when the tally was last written. Reads two rows.
bool log_ends_as_kept(StoreReader&, const crypto::Key&);
/// As the rows are, read one by one; `drawers` are those that are looked into.
Tally count_tally(StoreReader&, const crypto::Key&, const std::vector<std::string>& drawers);

/// A transaction that keeps the tally. Everything else goes straight through.
class TalliedChange final : public Change {
 public:
  TalliedChange(Change& through, const crypto::Key& key) : through_(through), key_(key) {}
  /// Reads what is going to be asked for, and the tally, all at once. Before the first write.
  void foresee(Wanted);
  /// Puts the tally if something was counted; the last word of the transaction.
  void finish();

  LogHead head() override { return through_.head(); }
  std::optional<StoredRecord> record(RecordId id) override { return through_.record(id); }
  std::optional<StoredState> state(RecordId id) override { return through_.state(id); }
  std::optional<StoredEntry> entry(EntryId) override;
  std::vector<StoredEntry> entries_of(RecordId id, std::int64_t after_n) override { return through_.entries_of(id, after_n); }
  std::vector<StoredEntry> entries_after(std::int64_t after_pos, std::size_t limit) override { return through_.entries_after(after_pos, limit); }
  void each_record(const std::function<void(const StoredRecord&)>& each) override { through_.each_record(each); }
  void each_brief(const std::function<void(const StoredState&)>& each) override { through_.each_brief(each); }
  std::vector<AccessRow> accesses_of(RecordId id, std::int64_t before, std::size_t limit) override { return through_.accesses_of(id, before, limit); }
  std::vector<AccessRow> accesses_by(PersonId id, std::int64_t before, std::size_t limit) override { return through_.accesses_by(id, before, limit); }
  std::vector<AccessRow> accesses(std::int64_t before, std::size_t limit) override { return through_.accesses(before, limit); }
  std::optional<std::string> thing(std::string_view drawer, std::string_view key) override;
  std::vector<Thing> things(std::string_view drawer) override { return through_.things(drawer); }
  std::optional<std::string> chunk(const Uuid& attachment, std::int64_t index) override { return through_.chunk(attachment, index); }
  Found find(const Wanted& wanted) override { return through_.find(wanted); }

  void append(const StoredEntry& e) override;
  void put_record(const StoredRecord&) override;
  void put_state(const StoredState& s) override { through_.put_state(s); }
  void drop_state(RecordId id) override { through_.drop_state(id); }
  void reseal(EntryId id, const domain::PerTier<std::string>& sealed) override;
  void append_access(const AccessRow&) override;
  void drop_reasons(RecordId) override;
  void put_thing(std::string_view drawer, std::string_view key, std::string_view value) override;
  void drop_thing(std::string_view drawer, std::string_view key) override;
  void put_chunk(const Uuid& attachment, std::int64_t index, std::string_view sealed) override { through_.put_chunk(attachment, index, sealed); }
  void drop_chunks(const Uuid& attachment) override { through_.drop_chunks(attachment); }
  void set_epoch(std::int64_t) override;
  void nested(const std::function<void()>& work) override;

 private:
  /// The tally as it stands in this transaction; where none is kept yet, everything that is there is counted.
  Tally& tally();
  TallySum& drawer(Tally&, std::string_view name);

  Change& through_;
  const crypto::Key& key_;
  bool changed_ = false;
  std::optional<Tally> tally_;
  /// Things as they stand in this transaction, where they were asked for: what is put is asked for first, to be counted.
  std::map<Wanted::Name, std::optional<std::string>> seen_;
  /// Entries that were foreseen, until they are written to: that is undone without a word to us.
  std::map<EntryId, std::optional<StoredEntry>> foreseen_;
};

}  // namespace nibbi::usecases
