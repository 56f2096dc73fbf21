#include "usecases/tally.hpp"

#include <charconv>
#include <limits>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::usecases {
namespace {

constexpr std::string_view kDrawer = "tally", kKey = "now", kFirstLine = "nibbi tally 2";
constexpr std::size_t kHelping = 1000;

/// Fields of a row as bytes in which no two rows look alike.
class RowText {
 public:
  RowText& field(std::string_view bytes) {
    number(static_cast<std::int64_t>(bytes.size()));
    text_.append(bytes);
    return *this;
  }
  RowText& field(const Uuid& id) {
    text_.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
    return *this;
  }
  RowText& number(std::int64_t n) {
    for (int shift = 56; shift >= 0; shift -= 8) text_.push_back(static_cast<char>(static_cast<std::uint64_t>(n) >> shift));
    return *this;
  }
  Digest digest(const crypto::Key& key, std::string_view table) const { return crypto::blind_hash(key, "tally of " + std::string(table), text_); }

 private:
  std::string text_;
};

Digest of(const crypto::Key& key, const AccessRow& a) {
  return RowText().number(a.at.unix_ms).field(a.record.uuid).field(a.person.uuid).field(a.row).field(a.sealed_reason).digest(key, "accesses");
}
Digest of(const crypto::Key& key, const StoredRecord& r) {
  RowText text;
  text.field(r.id.uuid).field(r.kind).number(r.erased).number(r.key_version);
  for (domain::Tier t : domain::kTiers) text.field(r.wrapped_keys[t]);
  return text.digest(key, "records");
}
Digest of(const crypto::Key& key, std::string_view drawer, std::string_view name, std::string_view value) {
  return RowText().field(drawer).field(name).field(value).digest(key, "things");
}

TallySum count_drawer(StoreReader& store, const crypto::Key& key, std::string_view drawer) {
  TallySum sum;
  for (const Thing& t : store.things(drawer)) sum.add(of(key, drawer, t.key, t.value));
  return sum;
}

std::string line(const TallySum& s) { return std::to_string(s.count) + ' ' + crypto::hex(s.sum); }

/// Takes what stands before the next space or line feed.
std::optional<std::string_view> word(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view found = text.substr(0, at);
  text.remove_prefix(at + 1);
  return found;
}

std::optional<std::int64_t> number(std::optional<std::string_view> text) {
  std::int64_t n = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), n);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return n;
}

std::optional<TallySum> sum(std::string_view& text) {
  TallySum s;
  const auto count = number(word(text, ' '));
  const auto digits = word(text, '\n');
  const auto bytes = digits ? crypto::from_hex(*digits) : std::nullopt;
  if (!count || !bytes || bytes->size() != s.sum.size()) return std::nullopt;
  s.count = *count;
  std::copy(bytes->begin(), bytes->end(), s.sum.begin());
  return s;
}

}  // namespace

void TallySum::add(const Digest& d) {
  ++count;
  unsigned carry = 0;
  for (std::size_t i = sum.size(); i-- > 0;) {
    carry += static_cast<unsigned>(sum[i]) + d[i];
    sum[i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
}

void TallySum::take(const Digest& d) {
  --count;
  int borrow = 0;
  for (std::size_t i = sum.size(); i-- > 0;) {
    const int left = static_cast<int>(sum[i]) - d[i] - borrow;
    borrow = left < 0;
    sum[i] = static_cast<std::uint8_t>(left);
  }
}

std::string write_tally(const Tally& t, const crypto::Key& key) {
  std::string text = std::string(kFirstLine) + "\nepoch " + std::to_string(t.epoch) + "\nlog " + std::to_string(t.pos) + ' ' + crypto::hex(t.chain) +
                     "\naccesses " + line(t.accesses) + "\nrecords " + line(t.records) + '\n';
  for (const auto& [name, s] : t.drawers) text += "drawer " + name + ' ' + line(s) + '\n';
  return text + "seal " + crypto::hex(crypto::blind_hash(key, "tally", text)) + '\n';
}

std::optional<Tally> read_tally(std::string_view text, const crypto::Key& key) {
  Tally t;
  const std::string_view whole = text;
  if (word(text, '\n') != kFirstLine || word(text, ' ') != "epoch") return std::nullopt;
  const auto epoch = number(word(text, '\n'));
  if (!epoch || word(text, ' ') != "log") return std::nullopt;
  const auto log = sum(text);
  if (!log || word(text, ' ') != "accesses") return std::nullopt;
  const auto accesses = sum(text);
  if (!accesses || word(text, ' ') != "records") return std::nullopt;
  const auto records = sum(text);
  if (!records) return std::nullopt;
  for (auto begins = word(text, ' '); begins != "seal"; begins = word(text, ' ')) {
    if (begins != "drawer") return std::nullopt;
    const auto name = word(text, ' ');
    const auto s = name ? sum(text) : std::nullopt;
    if (!s) return std::nullopt;
    t.drawers.emplace(*name, *s);
  }
  t.epoch = *epoch;
  t.pos = log->count;
  t.chain = log->sum;
  t.accesses = *accesses;
  t.records = *records;
  return write_tally(t, key) == whole ? std::optional(t) : std::nullopt;
}

std::optional<Tally> kept_tally(StoreReader& store, const crypto::Key& key) {
  const auto text = store.thing(kDrawer, kKey);
  if (!text) return std::nullopt;
  return read_tally(*text, key).value_or(Tally{.epoch = 0, .pos = 0, .chain = {}, .accesses = {}, .records = {}, .drawers = {}});
}

bool log_ends_as_kept(StoreReader& store, const crypto::Key& key) {
  const auto kept = kept_tally(store, key);
  const LogHead head = store.head();
  return kept ? kept->pos == head.pos && kept->chain == head.chain : head.pos == 0;
}

Tally count_tally(StoreReader& store, const crypto::Key& key, const std::vector<std::string>& drawers) {
  Tally t;
  const LogHead head = store.head();
  t.epoch = head.epoch;
  t.pos = head.pos;
  t.chain = head.chain;
  store.each_record([&](const StoredRecord& r) { t.records.add(of(key, r)); });
  for (std::int64_t before = std::numeric_limits<std::int64_t>::max();;) {
    const auto rows = store.accesses(before, kHelping);
    for (const AccessRow& row : rows) t.accesses.add(of(key, row));
    if (rows.size() < kHelping) break;
    before = rows.back().number;
  }
  for (const std::string& name : drawers) t.drawers.emplace(name, count_drawer(store, key, name));
  return t;
}

Tally& TalliedChange::tally() {
  if (!tally_) tally_ = kept_tally(*this, key_);
  if (!tally_) tally_ = count_tally(through_, key_, {"account", "device", "installation"});
  return *tally_;
}

/// A drawer that nobody has counted yet is counted as it stands, before the change at hand.
TallySum& TalliedChange::drawer(Tally& t, std::string_view name) {
  auto it = t.drawers.find(name);
  if (it == t.drawers.end()) it = t.drawers.emplace(name, count_drawer(through_, key_, name)).first;
  return it->second;
}

void TalliedChange::foresee(Wanted wanted) {
  wanted.things.push_back({std::string(kDrawer), std::string(kKey)});
  Found found = through_.find(wanted);
  for (std::size_t i = 0; i < wanted.entries.size(); ++i) foreseen_[wanted.entries[i]] = std::move(found.entries[i]);
  for (std::size_t i = 0; i < wanted.things.size(); ++i) seen_[std::move(wanted.things[i])] = std::move(found.things[i]);
}

std::optional<StoredEntry> TalliedChange::entry(EntryId id) {
  if (auto it = foreseen_.find(id); it != foreseen_.end()) return it->second;
  return through_.entry(id);
}

void TalliedChange::append(const StoredEntry& e) {
  foreseen_.erase(e.id);
  Tally& t = tally();
  // A log that was made to end elsewhere stays noticed: what comes after it is no proof of it.
  if (const LogHead head = through_.head(); t.pos != head.pos || t.chain != head.chain) t.epoch = 0;
  t.pos = e.pos;
  t.chain = e.chain;
  changed_ = true;
  through_.append(e);
}

void TalliedChange::reseal(EntryId id, const domain::PerTier<std::string>& sealed) {
  foreseen_.erase(id);
  through_.reseal(id, sealed);
}

void TalliedChange::finish() {
  // What was unreadable stays so: writing over it would hide that it was.
  if (changed_ && tally_ && tally_->epoch != 0) through_.put_thing(kDrawer, kKey, write_tally(*tally_, key_));
  changed_ = false;
}

void TalliedChange::put_record(const StoredRecord& r) {
  Tally& t = tally();
  if (const auto before = through_.record(r.id)) t.records.take(of(key_, *before));
  t.records.add(of(key_, r));
  changed_ = true;
  through_.put_record(r);
}

void TalliedChange::append_access(const AccessRow& a) {
  tally().accesses.add(of(key_, a));
  changed_ = true;
  through_.append_access(a);
}

void TalliedChange::drop_reasons(RecordId id) {
  TallySum& sum = tally().accesses;
  for (AccessRow& row : through_.accesses_of(id, INT64_MAX, SIZE_MAX)) {
    if (row.sealed_reason.empty()) continue;
    sum.take(of(key_, row));
    row.sealed_reason.clear();
    sum.add(of(key_, row));
    changed_ = true;
  }
  through_.drop_reasons(id);
}

std::optional<std::string> TalliedChange::thing(std::string_view name, std::string_view key) {
  const Wanted::Name at{std::string(name), std::string(key)};
  if (auto it = seen_.find(at); it != seen_.end()) return it->second;
  return seen_[at] = through_.thing(name, key);
}

void TalliedChange::put_thing(std::string_view name, std::string_view key, std::string_view value) {
  TallySum& s = drawer(tally(), name);
  if (const auto before = thing(name, key)) s.take(of(key_, name, key, *before));
  s.add(of(key_, name, key, value));
  changed_ = true;
  through_.put_thing(name, key, value);
  seen_[{std::string(name), std::string(key)}] = value;
}

void TalliedChange::drop_thing(std::string_view name, std::string_view key) {
  if (const auto before = thing(name, key)) {
    drawer(tally(), name).take(of(key_, name, key, *before));
    changed_ = true;
  }
  through_.drop_thing(name, key);
  seen_[{std::string(name), std::string(key)}] = std::nullopt;
}

void TalliedChange::set_epoch(std::int64_t epoch) {
  tally().epoch = epoch;
  changed_ = true;
  through_.set_epoch(epoch);
}

void TalliedChange::nested(const std::function<void()>& work) {
  const auto before = tally_;
  const bool had_changed = changed_;
  try {
    through_.nested(work);
  } catch (...) {
    tally_ = before;
    changed_ = had_changed;
    seen_.clear();
    throw;
  }
}

}  // namespace nibbi::usecases
