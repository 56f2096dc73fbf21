#include "usecases/trace_desk.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "domain/pair.hpp"
#include "domain/second.hpp"
#include "usecases/house.hpp"
#include "usecases/record_beside.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using names::Band;

constexpr std::size_t kEntriesAtOnce = 500, kChangedAtOnce = 200;
/// So many of the best are looked at; and a changed file is held against so many inquiries that are most like it.
constexpr std::size_t kBest = 50, kShown = 20, kNearest = 5;
constexpr double kRivalBits = 10;
/// Where nothing was kept of what was found, only files so new are held against all others after a start.
constexpr Milliseconds kNewFor = days(30);
/// An intake that came so long after it was made waited on a phone; and for so long afterwards the question is worth asking.
constexpr Milliseconds kLateAfter = minutes(2), kAskedWithin = days(7);
/// Held against the others at a time: files at least and at most, and so many files of all, looked through for what they share.
constexpr std::size_t kLookedThroughAtOnce = 20'000'000, kMatchedLeast = 20, kMatchedMost = 500;

/// What was found is kept by the first byte of the file, so that the database doesn't tell which files look alike. Another version of how it is found
/// begins anew.
constexpr std::string_view kDrawer = "files_alike", kPosition = "position", kVersion = "1 ";
constexpr std::size_t kKeptIn = 1024;

std::string key_of(std::uint8_t shard) {
  constexpr std::string_view kHex = "0123456789abcdef";
  return {kHex[shard >> 4], kHex[shard & 15]};
}
Uuid seal_of(std::string_view key) { return crypto::derived_entry_id({kDrawer, key}).uuid; }

/// Read by the header of its first entry: when the device says that it was made.
bool came_late(House& house, RecordId id, const ChildState& s) {
  if (house.now() > s.opened_at + kAskedWithin) return false;
  if (!s.opened.event.is_none()) return true;
  const auto entries = house.store.entries_of(id, 0);
  const auto header = entries.empty() ? std::nullopt : std::optional(wire::read_header(entries.front().header));
  return header && *header && (*header)->claimed_at + kLateAfter < s.opened_at;
}

/// The file into which this one went.
std::optional<RecordId> joined_into(const ChildState& s) {
  for (const auto& absorbed : s.all<RecordAbsorbed>())
    if (merge_stands(s, absorbed.id)) return absorbed.body.survivor;
  return std::nullopt;
}

std::set<RecordId> asked_to_join(const ChildState& s, Instant now) {
  std::set<RecordId> all;
  for (const SecondRequest& r : s.seconds)
    if (r.answered_n == 0 && r.asked.action.value == word(Action::merge) && now < r.asked_at + kSecondWithin) all.insert(r.asked.other);
  return all;
}

std::uint64_t order_of(RecordId id) {
  std::uint64_t order = 0;
  for (std::size_t i = 0; i < 8; ++i) order = order << 8 | id.uuid.bytes[i];
  return order;
}

void put_at(std::vector<RecordId>& by_number, std::uint32_t number, RecordId id) {
  if (by_number.size() <= number) by_number.resize(number + 1);
  by_number[number] = id;
}

/// What the file says of each inquiry that it names.
void read_answers(const ChildState& s, std::map<EntryId, RecordId>& by_entry, std::set<RecordId>& settled, std::set<RecordId>& confirmed) {
  for (const auto& proposed : s.all<TraceProposed>()) {
    if (proposed.amended_by != 0 || proposed.body.inquiry.is_none()) continue;
    by_entry[proposed.id] = proposed.body.inquiry;
    settled.insert(proposed.body.inquiry);
    if (std::ranges::any_of(s.all<TraceConfirmed>(), [&](const auto& c) { return c.body.proposed == proposed.id; })) confirmed.insert(proposed.body.inquiry);
  }
  for (const auto& refuted : s.all<TraceRefuted>())
    if (refuted.amended_by == 0 && !refuted.body.inquiry.is_none()) settled.insert(refuted.body.inquiry);
}

}  // namespace

void TraceDesk::drop_file(RecordId id) {
  auto it = by_file_.find(id);
  if (it == by_file_.end()) return;
  files_.erase(it->second.number);
  for (const RecordId inquiry : it->second.confirmed) found_.erase(inquiry);
  by_file_.erase(it);
}

void TraceDesk::take_file(House& house, RecordId id, std::int64_t n, const std::function<bool(const ChildState&)>& is_news) {
  // Past the cache: following the log must not push out what people work with. And what is there may be older than what was just committed.
  FilePtr file = house.memory.files.find(id);
  if (!file || file->record.n < n) file = house.vault.load(house.store, id);
  const bool there = file && !file->record.erased && file->state.is_opened() && file->state.stage != Stage::duplicate;
  File next;
  if (there) {
    next.known = known_of(places_, file->state);
    next.takes_part = takes_part_in_tracing(file->state);
    read_answers(file->state, next.proposed, next.settled, next.confirmed);
    next.told_at = facts_told_at(file->state);
    next.facts = facts_told(file->state);
    next.late = came_late(house, id, file->state);
    next.joining = asked_to_join(file->state, house.now());
    for (const auto& one : file->state.all<PairJudged>())
      if (standing_judgement(file->state, one.body.other) == &one) next.judged[one.body.other] = {one.body.verdict.value == "siblings", one.body.other_n};
  }
  std::unique_lock lock(mutex_);
  const auto before = by_file_.find(id);
  const bool news = there && (before == by_file_.end() ? is_news(file->state)
                                                       : before->second.told_at != next.told_at || before->second.judged.size() != next.judged.size());
  drop_file(id);
  joined_.erase(id);
  if (!there) {
    if (const auto into = file && !file->record.erased ? joined_into(file->state) : std::nullopt) joined_[id] = *into;
    for (const RecordId other : liked_by_[id]) {
      like_[other].erase(id);
      to_keep_.insert(other.uuid.bytes[0]);
    }
    pair_files(id, {});
    liked_by_.erase(id);
  }
  if (news) {
    to_match_.insert(id);
    to_match_.insert(liked_by_[id].begin(), liked_by_[id].end());
  }
  if (there) {
    next.number = files_.add(order_of(id), next.known);
    put_at(file_at_, next.number, id);
    for (const RecordId inquiry : next.confirmed) found_[inquiry] = id;
    by_file_[id] = std::move(next);
  }
  changed_.insert(id);
}

void TraceDesk::take_inquiry(House& house, RecordId id) {
  const auto there = record_beside(house.store, house.vault, id);
  const auto* told = there ? std::get_if<InquiryOpened>(&there->stands) : nullptr;
  InquiryPtr inquiry;
  if (told) {
    Inquiry next{id, *told, known_of(places_, *told), there->opened.author, there->opened.unit, there->opened_at};
    if (const SaidBeside* closing = there->closed()) next.closed = Inquiry::Closed{std::get<InquiryClosed>(closing->body).inquiry_end, closing->at};
    inquiry = std::make_shared<const Inquiry>(std::move(next));
  }
  std::unique_lock lock(mutex_);
  Asked& asked = by_inquiry_[id];
  if (asked.number) asks_.erase(*asked.number);
  asked.number.reset();
  to_compare_.erase(id);
  if (!inquiry || inquiry->closed) pair(id, asked, {});
  if (!inquiry) {
    by_inquiry_.erase(id);
    return;
  }
  if (!inquiry->closed) {
    asked.number = asks_.add(order_of(id), inquiry->known);
    put_at(inquiry_at_, *asked.number, id);
    to_compare_.insert(id);
  }
  asked.inquiry = std::move(inquiry);
}

void TraceDesk::catch_up(House& house) {
  std::lock_guard following(following_);
  const std::int64_t head = house.store.head().pos;
  std::map<RecordId, std::int64_t> children;
  std::set<RecordId> asked;
  const bool first = position_ < 0;
  std::optional<std::set<RecordId>> since;
  if (first) {
    since = take_kept(house);
    house.store.each_record([&](const StoredRecord& r) {
      if (r.kind == word(RecordKind::child) && !r.erased) children[r.id] = r.n;
      if (r.kind == word(RecordKind::inquiry) && !r.erased) asked.insert(r.id);
    });
    position_ = head;
  }
  while (position_ < head) {
    const auto entries = house.store.entries_after(position_, kEntriesAtOnce);
    if (entries.empty()) break;
    for (const StoredEntry& stored : entries) {
      position_ = stored.pos;
      const auto header = wire::read_header(stored.header);
      ensure(header.has_value(), "a header in the log reads back");
      const RecordKind of = record_of(header->kind);
      // What relatives told is erased by the same word as a file.
      if (header->kind == Kind::record_erased) asked.insert(stored.record);
      if (of == RecordKind::child) children[stored.record] = stored.n;
      else if (of == RecordKind::inquiry) asked.insert(stored.record);
    }
  }
  for (const auto& [id, n] : children)
    take_file(house, id, n, [&](const ChildState& s) { return !first || (since ? since->contains(id) : house.now() < s.opened_at + kNewFor); });
  for (const RecordId id : asked) take_inquiry(house, id);
  if (first) {
    // All inquiries are compared with all files anyway. And what was erased after it was kept is in no pair.
    std::unique_lock lock(mutex_);
    changed_.clear();
    for (auto* of : {&like_, &liked_by_})
      for (auto& [id, others] : *of)
        if (std::erase_if(others, [&](RecordId other) { return !by_file_.contains(other) || !by_file_.contains(id); }) > 0) to_keep_.insert(id.uuid.bytes[0]);
  }
}

TraceDesk::Bits TraceDesk::bits_of(const std::function<bool(RecordId, const File&)>& in) const {
  Bits bits(file_at_.size() / 64 + 1);
  for (const auto& [id, file] : by_file_)
    if (in(id, file)) bits[file.number / 64] |= std::uint64_t{1} << (file.number % 64);
  return bits;
}

void TraceDesk::pair(RecordId id, Asked& asked, std::set<RecordId> files) {
  for (const RecordId file : asked.pairs) families_[file].erase(id);
  for (const RecordId file : files) families_[file].insert(id);
  asked.pairs = std::move(files);
}

std::set<RecordId> TraceDesk::inquiries_to_compare(std::size_t most) {
  std::unique_lock lock(mutex_);
  names::Trace trace(asks_);
  for (std::size_t i = 0; i < kChangedAtOnce && !changed_.empty(); ++i) {
    const RecordId id = *changed_.begin();
    changed_.erase(changed_.begin());
    if (auto it = families_.find(id); it != families_.end()) to_compare_.insert(it->second.begin(), it->second.end());
    auto file = by_file_.find(id);
    if (file == by_file_.end() || !file->second.takes_part || by_inquiry_.empty()) continue;
    for (const auto& near : trace.find(file->second.known, kNearest).candidates)
      if (near.weight > 0) to_compare_.insert(inquiry_at_[near.file]);
  }
  std::set<RecordId> now;
  while (now.size() < most && !to_compare_.empty()) now.insert(to_compare_.extract(to_compare_.begin()).value());
  return now;
}

std::size_t TraceDesk::compare(std::size_t most) {
  std::lock_guard following(following_);
  const auto now = inquiries_to_compare(most);
  if (now.empty()) return 0;
  std::shared_lock reading(mutex_);
  const Bits all = bits_of([](RecordId, const File& f) { return f.takes_part; });
  names::Trace trace(files_);
  std::map<RecordId, std::set<RecordId>> pairs;
  for (const RecordId id : now) {
    auto it = by_inquiry_.find(id);
    if (it == by_inquiry_.end() || !it->second.number) continue;
    auto& of_this = pairs[id];
    for (const auto& c : trace.find(it->second.inquiry->known, kShown, all).candidates)
      if (c.band != Band::weak) of_this.insert(file_at_[c.file]);
  }
  reading.unlock();
  std::unique_lock lock(mutex_);
  for (auto& [id, files] : pairs) pair(id, by_inquiry_.at(id), std::move(files));
  return now.size();
}

InquiryPtr TraceDesk::inquiry(RecordId id) const {
  std::shared_lock lock(mutex_);
  auto it = by_inquiry_.find(id);
  return it == by_inquiry_.end() ? nullptr : it->second.inquiry;
}

std::vector<InquiryPtr> TraceDesk::inquiries() const {
  std::shared_lock lock(mutex_);
  std::vector<InquiryPtr> all;
  for (const auto& [id, asked] : by_inquiry_) all.push_back(asked.inquiry);
  return all;
}

std::optional<RecordId> TraceDesk::found(RecordId inquiry) const {
  std::shared_lock lock(mutex_);
  auto it = found_.find(inquiry);
  return it == found_.end() ? std::nullopt : std::optional(it->second);
}

std::vector<RecordId> TraceDesk::families_of(RecordId file) const {
  std::shared_lock lock(mutex_);
  std::vector<RecordId> all;
  auto it = families_.find(file);
  auto of = by_file_.find(file);
  if (it == families_.end() || of == by_file_.end() || !of->second.takes_part) return all;
  for (const RecordId inquiry : it->second)
    if (!of->second.settled.contains(inquiry) && !found_.contains(inquiry)) all.push_back(inquiry);
  return all;
}

bool TraceDesk::is_over(RecordId id, EntryId entry) const {
  std::shared_lock lock(mutex_);
  const auto file = by_file_.find(id);
  const auto proposed = file == by_file_.end() ? std::nullopt : std::optional(file->second.proposed.find(entry));
  if (!proposed || *proposed == file->second.proposed.end()) return false;
  const auto asked = by_inquiry_.find((*proposed)->second);
  return asked != by_inquiry_.end() && asked->second.inquiry->closed.has_value();
}

Compared TraceDesk::weigh(const Inquiry& inquiry, const std::set<RecordId>& seen) const {
  if (inquiry.closed) return {};
  std::shared_lock lock(mutex_);
  names::Trace trace(files_);
  Compared all;
  const auto take = [&](names::Traced traced, bool weak) {
    for (auto& c : traced.candidates) {
      const RecordId id = file_at_[c.file];
      if (all.files.size() == kShown || !seen.contains(id) || std::ranges::contains(all.files, id, &Weighed::file)) continue;
      all.files.push_back({id, weak ? Band::weak : c.band, std::move(c.evidence)});
    }
    all.would_help = std::move(traced.would_help);
  };
  // How sure it is, is said by what there is; which of it is told, by what this person may see.
  take(trace.find(inquiry.known, kBest, bits_of([](RecordId, const File& f) { return f.takes_part; })), false);
  take(trace.find(inquiry.known, kShown, bits_of([&](RecordId id, const File& f) { return f.takes_part && seen.contains(id); })), true);
  return all;
}

bool TraceDesk::are_two_children(RecordId a, const File& file, RecordId b, const File& other) const {
  const auto here = file.judged.find(b), there = other.judged.find(a);
  if (here == file.judged.end() || there == other.judged.end()) return false;
  return here->second.siblings || (other.told_at <= here->second.other_n && file.told_at <= there->second.other_n);
}

std::vector<Weighed> TraceDesk::alike(RecordId id) const {
  std::shared_lock lock(mutex_);
  names::Trace trace(files_);
  return alike(id, trace);
}

std::vector<Weighed> TraceDesk::alike(RecordId id, names::Trace& trace) const {
  std::vector<Weighed> all;
  auto it = by_file_.find(id);
  if (it == by_file_.end()) return all;
  std::vector<std::uint32_t> without{it->second.number};
  for (const auto& [other, said] : it->second.judged)
    if (const auto there = by_file_.find(other); there != by_file_.end() && are_two_children(id, it->second, other, there->second)) without.push_back(there->second.number);
  auto nearest = trace.likely(it->second.known, kNearest, without).candidates;
  // A child may have three files: those that are nearly as good as the best take nothing from each other, so each is judged without the rest of them.
  const auto rivals = static_cast<std::size_t>(std::ranges::count_if(nearest, [&](const auto& c) { return c.weight > 0 && c.weight > nearest.front().weight - kRivalBits; }));
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    auto& c = nearest[i];
    if (c.band == Band::weak && i < rivals && rivals > 1) {
      std::vector<std::uint32_t> others = without;
      for (std::size_t j = 0; j < rivals; ++j)
        if (j != i) others.push_back(nearest[j].file);
      if (auto best = trace.likely(it->second.known, 1, others).candidates; !best.empty() && best.front().file == c.file) c = std::move(best.front());
    }
    if (c.band != Band::weak) all.push_back({file_at_[c.file], c.band, std::move(c.evidence)});
  }
  return all;
}

void TraceDesk::pair_files(RecordId id, std::set<RecordId> like) {
  if (like_[id] != like) to_keep_.insert(id.uuid.bytes[0]);
  for (const RecordId other : like_[id]) liked_by_[other].erase(id);
  for (const RecordId other : like) liked_by_[other].insert(id);
  if (like.empty()) like_.erase(id);
  else like_[id] = std::move(like);
}

std::size_t TraceDesk::match() {
  std::size_t matched = 0, most = kMatchedLeast;
  names::Trace trace(files_);  // which remembers what is near a name: names recur
  do {
    // For one file at a time: whoever asks something meanwhile follows the log first.
    std::lock_guard following(following_);
    if (to_match_.empty()) break;
    most = std::clamp(kLookedThroughAtOnce / std::max<std::size_t>(1, by_file_.size()), kMatchedLeast, kMatchedMost);
    const RecordId id = to_match_.extract(to_match_.begin()).value();
    std::set<RecordId> like;
    {
      std::shared_lock reading(mutex_);
      for (const Weighed& one : alike(id, trace)) like.insert(one.file);
    }
    std::unique_lock lock(mutex_);
    pair_files(id, std::move(like));
  } while (++matched < most);
  return matched;
}

std::optional<std::set<RecordId>> TraceDesk::take_kept(House& house) {
  const auto kept = house.store.thing(kDrawer, kPosition);
  if (!kept || !kept->starts_with(kVersion)) return std::nullopt;
  kept_position_ = std::stoll(kept->substr(kVersion.size()));
  std::set<RecordId> since;
  const auto read = [](const wire::Json& j) { return RecordId::parse(j.as<std::string>()).value_or(RecordId{}); };
  std::unique_lock lock(mutex_);
  for (const Thing& thing : house.store.things(kDrawer)) {
    if (thing.key == kPosition) continue;
    const wire::Json j = wire::read_own_json(house.vault.open_thing(seal_of(thing.key), crypto::from_base64url(thing.value).value_or("")));
    for (const wire::Json& one : j.array_range())
      for (std::size_t i = 1; i < one.size(); ++i) {
        like_[read(one[0])].insert(read(one[i]));
        liked_by_[read(one[i])].insert(read(one[0]));
      }
  }
  lock.unlock();
  for (std::int64_t at = kept_position_;;) {
    const auto entries = house.store.entries_after(at, kEntriesAtOnce);
    if (entries.empty()) return since;
    for (const StoredEntry& stored : entries) since.insert(stored.record);
    at = entries.back().pos;
  }
}

void TraceDesk::keep(House& house) {
  std::map<std::string, std::string> shards;
  std::int64_t position = -1;
  {
    std::lock_guard following(following_);
    std::shared_lock lock(mutex_);
    for (const std::uint8_t shard : to_keep_) {
      wire::Json all(jsoncons::json_array_arg);
      for (const auto& [file, like] : like_) {
        if (file.uuid.bytes[0] != shard || like.empty()) continue;
        wire::Json one(jsoncons::json_array_arg);
        one.push_back(file.text());
        for (const RecordId other : like) one.push_back(other.text());
        all.push_back(std::move(one));
      }
      std::string text = wire::write_json(all);
      text.resize((text.size() / kKeptIn + 1) * kKeptIn, ' ');
      shards[key_of(shard)] = std::move(text);
    }
    to_keep_.clear();
    // What still waits to be looked at is found again by the log.
    if (to_match_.empty()) position = position_;
  }
  if (shards.empty() && (position < 0 || position == kept_position_)) return;
  house.writer.run<bool>([&](Draft& draft) {
    for (const auto& [key, text] : shards) draft.change.put_thing(kDrawer, key, crypto::base64url(house.vault.seal_thing(seal_of(key), text)));
    if (position >= 0) draft.change.put_thing(kDrawer, kPosition, std::string(kVersion) + std::to_string(position));
    return true;
  });
  if (position >= 0) kept_position_ = position;
}

std::vector<RecordId> TraceDesk::pairs_of(RecordId id) const {
  std::shared_lock lock(mutex_);
  std::set<RecordId> all;
  for (const auto* of : {&like_, &liked_by_})
    if (auto it = of->find(id); it != of->end()) all.insert(it->second.begin(), it->second.end());
  const auto here = by_file_.find(id);
  std::erase_if(all, [&](RecordId other) {
    const auto there = by_file_.find(other);
    return here == by_file_.end() || there == by_file_.end() || are_two_children(id, here->second, other, there->second);
  });
  return {all.begin(), all.end()};
}

std::vector<FoundPair> TraceDesk::pairs() const {
  std::shared_lock lock(mutex_);
  std::map<std::pair<RecordId, RecordId>, PairStanding> all;
  const auto add = [&](RecordId a, RecordId b, PairStanding standing) { all.insert_or_assign(std::minmax(a, b), standing); };
  for (const auto& [id, others] : like_)
    for (const RecordId other : others) {
      const auto here = by_file_.find(id), there = by_file_.find(other);
      if (here == by_file_.end() || there == by_file_.end()) continue;
      add(id, other, here->second.joining.contains(other) || there->second.joining.contains(id) ? PairStanding::asked : PairStanding::open);
    }
  for (const auto& [id, file] : by_file_)
    for (const auto& [other, judged] : file.judged)
      if (const auto there = by_file_.find(other); there != by_file_.end() && are_two_children(id, file, other, there->second)) add(id, other, PairStanding::decided);
  for (const auto& [id, into] : joined_) add(id, into, PairStanding::decided);
  std::vector<FoundPair> pairs;
  for (const auto& [pair, standing] : all) pairs.push_back({pair.first, pair.second, standing});
  return pairs;
}

bool TraceDesk::is_late_intake(RecordId file) const {
  std::shared_lock lock(mutex_);
  const auto it = by_file_.find(file);
  return it != by_file_.end() && it->second.late && it->second.facts >= kFactsNeeded;
}

std::optional<names::Known> TraceDesk::known(RecordId file) const {
  std::shared_lock lock(mutex_);
  auto it = by_file_.find(file);
  return it == by_file_.end() ? std::nullopt : std::optional(it->second.known);
}

}  // namespace nibbi::usecases
