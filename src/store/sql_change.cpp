#include "store/sql_change.hpp"

namespace nibbi::store {
namespace {

using domain::Tier;

Value bytes(const std::optional<usecases::Digest>& digest) {
  if (!digest) return std::monostate{};
  return raw(*digest);
}

}  // namespace

void SqlChange::require(bool holds, const char* what) {
  session_.usable();
  if (holds) return;
  session_.spoil();
  throw std::logic_error(what);
}

void SqlChange::append(const usecases::StoredEntry& e) {
  require(e.pos == head_.pos + 1, "an entry must take the next place of the log");
  require(!e.id.is_none(), "an entry must have an id");
  session_.execute_later("UPDATE records SET n = $1 WHERE id = $2 AND n = $3", {e.n, raw(e.record.uuid), e.n - 1},
                         "an entry must take the next place of a record that is there");
  session_.execute_later(
      "INSERT INTO entries (pos, n, id, record, header, c_plain, c_identity, c_placement, c_narrative, signature, verdict, chain,"
      " s_plain, s_identity, s_placement, s_narrative)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
      {e.pos, e.n, raw(e.id.uuid), raw(e.record.uuid), e.header, bytes(e.commitments[Tier::plain]),
       bytes(e.commitments[Tier::identity]), bytes(e.commitments[Tier::placement]), bytes(e.commitments[Tier::narrative]),
       e.signature, e.verdict, raw(e.chain), e.sealed[Tier::plain], e.sealed[Tier::identity], e.sealed[Tier::placement],
       e.sealed[Tier::narrative]});
  head_.pos = e.pos;
  head_.chain = e.chain;
}

void SqlChange::put_record(const usecases::StoredRecord& r) {
  require(!r.id.is_none(), "a record must have an id");
  session_.execute_later(
      "INSERT INTO records (id, kind, n, erased, key_version, k_plain, k_identity, k_placement, k_narrative)"
      " VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8)"
      " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, erased = excluded.erased, key_version = excluded.key_version,"
      " k_plain = excluded.k_plain, k_identity = excluded.k_identity, k_placement = excluded.k_placement,"
      " k_narrative = excluded.k_narrative",
      {raw(r.id.uuid), r.kind, std::int64_t{r.erased}, r.key_version, r.wrapped_keys[Tier::plain], r.wrapped_keys[Tier::identity],
       r.wrapped_keys[Tier::placement], r.wrapped_keys[Tier::narrative]});
}

void SqlChange::put_state(const usecases::StoredState& s) {
  session_.execute_later(
      "INSERT INTO briefs (record, fold_version, n, brief) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (record) DO UPDATE SET fold_version = excluded.fold_version, n = excluded.n, brief = excluded.brief",
      {raw(s.record.uuid), s.fold_version, s.n, s.sealed_brief});
  session_.execute_later(
      "INSERT INTO states (record, s_plain, s_identity, s_placement, s_narrative) VALUES ($1, $2, $3, $4, $5)"
      " ON CONFLICT (record) DO UPDATE SET s_plain = excluded.s_plain, s_identity = excluded.s_identity,"
      " s_placement = excluded.s_placement, s_narrative = excluded.s_narrative",
      {raw(s.record.uuid), s.sealed[Tier::plain], s.sealed[Tier::identity], s.sealed[Tier::placement], s.sealed[Tier::narrative]});
}

void SqlChange::drop_state(RecordId id) {
  session_.execute_later("DELETE FROM states WHERE record = $1", {raw(id.uuid)});
  session_.execute_later("DELETE FROM briefs WHERE record = $1", {raw(id.uuid)});
}

void SqlChange::reseal(EntryId id, const domain::PerTier<std::string>& sealed) {
  session_.execute_later("UPDATE entries SET s_plain = $1, s_identity = $2, s_placement = $3, s_narrative = $4 WHERE id = $5",
                         {sealed[Tier::plain], sealed[Tier::identity], sealed[Tier::placement], sealed[Tier::narrative], raw(id.uuid)},
                         "only an entry that is there can be sealed again");
}

void SqlChange::append_access(const usecases::AccessRow& a) {
  // Not a sequence: its numbers would outlive a transaction that was undone, and leave a gap that looks like a deleted row.
  session_.execute_later(
      "INSERT INTO accesses (number, at, record, person, content, sealed_reason)"
      " VALUES ((SELECT coalesce(max(number), 0) + 1 FROM accesses), $1, $2, $3, $4, $5)",
      {a.at.unix_ms, raw(a.record.uuid), raw(a.person.uuid), a.row, a.sealed_reason});
}

void SqlChange::drop_reasons(RecordId id) {
  session_.execute_later("UPDATE accesses SET sealed_reason = $1 WHERE record = $2", {std::string_view(""), raw(id.uuid)});
}

void SqlChange::put_thing(std::string_view drawer, std::string_view key, std::string_view value) {
  require(drawer.size() <= kLongestDrawer && key.size() <= kLongestKey, "the name of a thing is too long");
  session_.execute_later(
      "INSERT INTO things (drawer, key, value) VALUES ($1, $2, $3) ON CONFLICT (drawer, key) DO UPDATE SET value = excluded.value",
      {drawer, key, value});
}

void SqlChange::drop_thing(std::string_view drawer, std::string_view key) {
  session_.execute_later("DELETE FROM things WHERE drawer = $1 AND key = $2", {drawer, key});
}

void SqlChange::put_chunk(const Uuid& attachment, std::int64_t index, std::string_view sealed) {
  session_.execute_later(
      "INSERT INTO chunks (attachment, idx, sealed) VALUES ($1, $2, $3) ON CONFLICT (attachment, idx) DO UPDATE SET"
      " sealed = excluded.sealed",
      {raw(attachment), index, sealed});
}

void SqlChange::drop_chunks(const Uuid& attachment) {
  session_.execute_later("DELETE FROM chunks WHERE attachment = $1", {raw(attachment)});
}

void SqlChange::set_epoch(std::int64_t epoch) {
  require(epoch >= head_.epoch, "an epoch is only raised");
  head_.epoch = epoch;
}

void SqlChange::nested(const std::function<void()>& work) {
  const usecases::LogHead before = head_;
  const int depth = depth_;
  session_.savepoint(depth);
  depth_ = depth + 1;
  try {
    work();
    session_.release(depth);  // Throws if a failure inside was passed over.
  } catch (...) {
    depth_ = depth;
    head_ = before;
    try {
      session_.undo_to(depth);
    } catch (const StoreFailed&) {
      // The session stays spoiled, so nothing around this can be committed; the first failure is the one to tell.
    }
    throw;
  }
  depth_ = depth;
}

void SqlChange::finish() {
  if (head_ == head_at_start_) return;
  session_.execute_later("UPDATE log_head SET epoch = $1, pos = $2, chain = $3", {head_.epoch, head_.pos, raw(head_.chain)});
}

}  // namespace nibbi::store
