#include "tests/sim/watch.hpp"

#include <algorithm>

#include "domain/departure.hpp"
#include "domain/second.hpp"
#include "tests/sim/trail.hpp"
#include "usecases/accounts.hpp"
#include "usecases/devices.hpp"
#include "usecases/held.hpp"
#include "usecases/verify.hpp"

namespace nibbi::sim {

using namespace domain;
using usecases::Receipt;
using usecases::ReceiptStatus;

namespace {

bool kept(ReceiptStatus s) { return s != ReceiptStatus::refused; }
/// Beside the log: the opening of a file that was refused, and what was written in it.
bool held(usecases::House& house, EntryId id) { return usecases::find_held(house.store, id).has_value(); }

}  // namespace

std::int64_t Watch::accesses(usecases::House& house) {
  const auto rows = house.store.accesses(INT64_MAX, 1);
  return rows.empty() ? 0 : rows.front().number;
}

std::string mark(Depth depth, int file) { return std::string("Canari-") + static_cast<char>(depth) + std::to_string(file) + "-"; }

int Watch::file_of(RecordId record) const {
  const auto it = std::find(files_.begin(), files_.end(), record);
  return it == files_.end() ? -1 : static_cast<int>(it - files_.begin());
}
bool Watch::erased(int file) const {
  const auto it = seen_.find(file);
  return it != seen_.end() && it->second.erased;
}
std::size_t Watch::erased_count() const {
  return static_cast<std::size_t>(std::count_if(seen_.begin(), seen_.end(), [](const auto& f) { return f.second.erased; }));
}

void Watch::wrote(const Device& device, const Written& w) {
  Known& k = known_[w.entry.header.id];
  k.device = device.number;
  k.file = w.file;
  k.body = w.entry.content.body;
  k.headers.insert(w.entry.header_text);
}

void Watch::answered(usecases::House& house, const std::vector<Receipt>& receipts, const Device& device) {
  read_on(house);
  for (const Receipt& r : receipts) {
    const auto id = EntryId::parse(r.id);
    if (!id || !known_.contains(*id)) throw Broken("a receipt names an entry that was sent", -1, device.number);
    Known& k = known_[*id];
    ++counts["answered " + std::string(usecases::word(r.status)) + (r.problem ? " " + std::string(word(r.problem->code)) : "")];
    if (r.problem && r.problem->code == ProblemCode::our_fault) throw Broken("the house trips over nothing", k.file, device.number);
    const Told now{r.status, r.n, r.pos};
    const auto there = in_log_.find(*id);
    if (kept(r.status)) {
      const bool beside = there == in_log_.end() && held(house, *id);
      if (there == in_log_.end() && !beside) throw Broken("what is acknowledged stands in the log when it is acknowledged", k.file, device.number);
      const Told stood = beside ? Told{ReceiptStatus::quarantined, 0, 0} : there->second;
      const bool counts_told = !revoked_.contains(device.id);  // how long a file has become is data, and a revoked device is given none
      if ((counts_told && (stood.n != now.n || stood.pos != now.pos)) || stood.status != now.status) throw Broken("a receipt says what stands in the log", k.file, device.number);
    } else if (there != in_log_.end() && !erased(k.file) && !revoked_.contains(device.id) && !(r.problem && r.problem->code == ProblemCode::same_id_other_content)) {
      // Other bytes under its id are a late copy of what was numbered again since; should the device ever hear that as its last word, ended() says so.
      throw Broken("what stands in the log is not answered as refused", k.file, device.number);
    }
    if (!revoked_.contains(device.id) && k.answered && kept(k.answered->status) && kept(now.status) && (k.answered->n != now.n || k.answered->pos != now.pos))
      throw Broken("an entry that is sent again has the same receipt", k.file, device.number);
    if (!k.answered || kept(now.status)) k.answered = now;
  }
}

void Watch::told(const Written& w) {
  Known& k = known_.at(w.entry.header.id);
  if (k.told) throw Broken("each proposal has one last word", w.file, k.device);
  k.told = Told{w.receipt->status, w.receipt->n, w.receipt->pos};
}

void Watch::revoked(usecases::House& house, DeviceId device) {
  read_on(house);
  revoked_.insert(device);
}

void Watch::read_on(usecases::House& house) {
  for (;;) {
    const auto batch = house.store.entries_after(static_cast<std::int64_t>(log_.size()), 500);
    if (batch.empty()) break;
    for (const auto& e : batch) {
      const int file = file_of(e.record);
      const auto header = wire::read_header(e.header);
      if (!header || e.pos != static_cast<std::int64_t>(log_.size()) + 1) throw Broken("the log has neither gap nor riddle", file);
      if (e.n != ++n_[e.record]) throw Broken("a file's log has no gap", file);
      if (in_log_.contains(e.id)) throw Broken("no entry stands twice", file);
      const auto verdict = usecases::read_verdict(e.verdict);
      log_.push_back({e.id, e.chain});
      in_log_[e.id] = {!verdict.accepted ? ReceiptStatus::quarantined : verdict.pending ? ReceiptStatus::pending : ReceiptStatus::accepted, e.n, e.pos};
      if (file < 0) continue;
      if (erased(file)) throw Broken("an erased file takes nothing more", file);
      if (verdict.accepted) ++counts["stands " + std::string(word(header->kind))];
      if (header->by_system()) {
        system_stands(file, *header);
        continue;
      }
      const auto known = known_.find(e.id);
      if (known == known_.end()) throw Broken("nobody wrote what stands in the log", file);
      const int device = known->second.device;
      if (verdict.accepted && revoked_.contains(header->device)) throw Broken("nothing of a revoked device stands", file, device);
      if (!known->second.headers.contains(e.header)) throw Broken("an entry stands as it was signed", file, device);
      if (known->second.told && !kept(known->second.told->status)) throw Broken("what its sender was told is refused does not stand later", file, device);
      if (verdict.accepted) stands(house, *header, known->second, file, e.n);
    }
  }
  accesses_ = std::max(accesses_, accesses(house));
}

void Watch::system_stands(int file, const Header& h) {
  if (h.kind == Kind::record_erased) {
    seen_[file].erased = true;
    seen_[file].joined.clear();
  }
}

void Watch::stands(usecases::House& house, const Header& h, const Known& k, int file, std::int64_t n) {
  FileSeen& f = seen_[file];
  const EntryId id = h.id;
  if (!f.opened && h.kind != Kind::child_opened) throw Broken("a file begins with its opening", file, k.device);
  if (const auto* b = std::get_if<AssignmentMade>(&k.body)) {
    f.holder = b->person;
    f.holder_unit = b->unit;
    f.open_to.insert(b->unit);
  } else if (std::holds_alternative<ChildOpened>(k.body)) {
    if (f.opened) throw Broken("a file is opened once", file, k.device);
    f.opened = true;
    f.holder = h.author;
    f.holder_unit = h.unit;
    f.open_to.insert(h.unit);
  } else if (const auto* placed = std::get_if<PlacementBegun>(&k.body)) {
    f.open_to.insert(placed->unit);
  } else if (const auto* sent = std::get_if<ReferralSent>(&k.body)) {
    f.asked.insert(sent->to_unit);
    f.referrals[id] = sent->to_unit;
  } else if (const auto* yes = std::get_if<ReferralAccepted>(&k.body)) {
    if (!f.referrals.contains(yes->referral)) throw Broken("a yes answers a referral", file, k.device);
    f.open_to.insert(f.referrals[yes->referral]);
  } else if (const auto* cover = std::get_if<CoverSet>(&k.body)) {
    f.open_to_people.insert(cover->person);
  } else if (std::holds_alternative<BreakGlassOpened>(k.body)) {
    f.open_to_people.insert(h.author);
  } else if (const auto* task = std::get_if<TracingTasked>(&k.body)) {
    f.open_to_people.insert(task->person);
  } else if (const auto* wish = std::get_if<WishRecorded>(&k.body)) {
    if (wish->about.value == "return") {
      std::erase_if(f.wishes, [&](const FileSeen::Heard& before) { return before.n <= h.seen || (before.by == h.author && before.device == h.device); });
      f.wishes.push_back({n, wish->wish.value, h.author, h.device});
    }
  } else if (const auto* plan = std::get_if<ReturnPlanned>(&k.body)) {
    f.plans[id] = *plan;
    for (PersonId p : accompanying(*plan)) f.open_to_people.insert(p);
  } else if (const auto* stop = std::get_if<ReturnWithdrawn>(&k.body)) {
    f.withdrawn.insert(stop->plan);
  } else if (const auto* left = std::get_if<MovementDeparted>(&k.body)) {
    const auto leaving = f.plans.find(left->plan);
    if (leaving == f.plans.end()) throw Broken("nobody leaves without a plan", file, k.device);
    if (f.wishes.empty()) throw Broken("no child leaves without the own wish", file, k.device);
    for (const auto& heard : f.wishes)
      if (heard.wish != "wants") throw Broken("no child leaves against a word that nobody who knew it took back", file, k.device);
    const auto with = accompanying(leaving->second);
    const bool by_another = std::any_of(f.wishes.begin(), f.wishes.end(), [&](const auto& heard) { return std::find(with.begin(), with.end(), heard.by) == with.end(); });
    if (!by_another) throw Broken("somebody who does not travel with the child heard the wish", file, k.device);
    if (f.withdrawn.contains(left->plan)) throw Broken("nobody leaves on a plan that was withdrawn", file, k.device);
  } else if (std::holds_alternative<NoteAdded>(k.body)) {
    f.notes.insert(id);
  } else if (const auto* form = std::get_if<FormSaved>(&k.body)) {
    const usecases::FilePtr now = house.file(h.record);
    if (now && now->record.n == n)
      for (const auto& [question, answer] : form->answers) {
        const auto it = now->state.answers.find(question);
        const bool there = it != now->state.answers.end() && std::any_of(it->second.values.begin(), it->second.values.end(), [&](const auto& v) { return v.n == n; });
        const bool protects = it != now->state.answers.end() && it->second.merge == MergeClass::protective;
        if (!there && !protects) throw Broken("an answer that was taken stands in the file", file, k.device);
      }
  }
}

void Watch::holds_to_state(usecases::House& house, int file) {
  const FileSeen& f = seen_[file];
  const auto now = house.file(files_[static_cast<std::size_t>(file)]);
  const auto brief = house.memory.caseload.find(files_[static_cast<std::size_t>(file)]);
  if (!now || !brief) throw Broken("a file that was opened is there", file);
  const Ties ties = ties_of(now->state);
  if (ties.assigned != f.holder || ties.assigned_unit != f.holder_unit) throw Broken("one person of one unit has the file: whom it was given last", file);
  if (brief->ties.assigned != f.holder || brief->ties.assigned_unit != f.holder_unit) throw Broken("the lists know who has the file", file);
  for (EntryId note : f.notes)
    if (!now->state.find<NoteAdded>(note)) throw Broken("every note that was taken stands in the file", file);
  for (int other = 0; other < static_cast<int>(files_.size()); ++other) {
    if (other == file || erased(other) || !seen_.contains(other)) continue;
    const bool here = merged_with(now->state, files_[static_cast<std::size_t>(other)]).has_value();
    const auto there = here ? house.file(files_[static_cast<std::size_t>(other)]) : nullptr;
    if (here && (!there || !merged_with(there->state, files_[static_cast<std::size_t>(file)]))) throw Broken("files are joined on both sides", file);
  }
}

void Watch::holds_erased(usecases::House& house, int file) {
  const RecordId id = files_[static_cast<std::size_t>(file)];
  const auto record = house.store.record(id);
  if (!record || !record->erased || house.store.state(id)) throw Broken("an erased file stays erased", file);
  for (Tier t : kTiers)
    if (!record->wrapped_keys[t].empty()) throw Broken("the keys of an erased file are gone", file);
  const auto now = house.file(id);
  if (now && (!now->state.answers.empty() || !now->state.said.empty() || !now->state.all<NoteAdded>().empty() || now->state.status != FileState::erased))
    throw Broken("nothing of an erased file is held in memory", file);
  const auto brief = house.memory.caseload.find(id);
  if (brief && (!brief->name.empty() || !brief->code.empty())) throw Broken("no list holds the name of an erased file", file);
}

bool Watch::may_know_name(const Staff& who, const FileSeen& f) const {
  // Whom the page lets see more than their unit's ties: not what this check is about.
  if (who.role == Role::supervisor || who.role == Role::country_coordinator || who.role == Role::data_protection_officer) return true;
  return f.open_to.contains(who.unit) || f.open_to_people.contains(who.person);
}

void Watch::holds_to_marks(const Staff& who, int file, const std::string& json, const PerTier<bool>* shown) {
  for (std::size_t at = 0; (at = json.find("Canari-", at)) != std::string::npos; ++at) {
    const std::string_view rest = std::string_view(json).substr(at);
    const bool name = rest.starts_with(mark(Depth::identity, file)), story = rest.starts_with(mark(Depth::narrative, file));
    if (!name && !story) throw Broken("a view shows no other child's file", file);
    if (erased(file)) throw Broken("an erased file shows nothing", file);
    if (!may_know_name(who, seen_[file])) throw Broken(name ? "a unit that has not said yes sees no identity" : "a unit that has not said yes reads no story", file);
    if (shown && !(*shown)[name ? Tier::identity : Tier::narrative]) throw Broken("a view says what it shows", file);
  }
}

void Watch::viewed(usecases::House& house, const Staff& who, int file, const std::string& json, const PerTier<bool>& shown) {
  holds_to_marks(who, file, json, &shown);
  if (shown[Tier::identity] || shown[Tier::placement] || shown[Tier::narrative]) {
    ++counts["looks"];
    const auto rows = house.store.accesses_of(files_[static_cast<std::size_t>(file)], INT64_MAX, 1);
    if (rows.empty() || rows.front().person != who.person || rows.front().at != house.now() || rows.front().number <= accesses_) throw Broken("every view that was given stands in the access log", file);
  }
  accesses_ = std::max(accesses_, accesses(house));
}

void Watch::synchronised(usecases::House& house, const Staff& who, const Device& device, const Asked& asked, const usecases::Synced& answer, std::int64_t before) {
  read_on(house);
  const bool is_revoked = revoked_.contains(device.id);
  if (answer.revoked != is_revoked) throw Broken("a device is told whether it is revoked", -1, device.number);
  if (is_revoked && (!answer.views.empty() || answer.files || answer.forget.size() != asked.what.holds.size())) throw Broken("a revoked device gains nothing, and is to forget all", -1, device.number);
  for (const auto& v : answer.views) {
    const int file = file_of(v.record);
    if (file < 0 || erased(file)) throw Broken("what is delivered is a file that there is", file, device.number);
    const auto held = asked.held.find(v.record);
    if (v.base && (held == asked.held.end() || hash_of(held->second) != *v.base)) throw Broken("a change goes from what the device said that it holds", file, device.number);
    const std::string whole = v.base ? changed(held->second, v) : v.json;
    if (hash_of(whole) != v.hash) throw Broken("a change leads to what it says", file, device.number);
    if (v.n != n_[v.record]) throw Broken("a view goes to the end of its file", file, device.number);
    holds_to_marks(who, file, whole, nullptr);
    const auto rows = house.store.accesses_of(v.record, INT64_MAX, 1);
    if (rows.empty() || rows.front().person != who.person || rows.front().number <= before) throw Broken("every view that was delivered stands in the access log", file, device.number);
    ++counts["views delivered"];
  }
  for (RecordId record : answer.forget)
    if (!asked.held.contains(record)) throw Broken("what is to be forgotten is held", file_of(record), device.number);
  for (const auto& one : answer.receipts) {
    const auto known = known_.find(one.id);
    if (known == known_.end() || erased(known->second.file)) continue;
    const auto there = in_log_.find(one.id);
    const bool beside = there == in_log_.end() && held(house, one.id);
    if (one.receipt.has_value() != (beside || there != in_log_.end())) throw Broken("who asks after an entry is told whether it stands", known->second.file, device.number);
    if (!one.receipt) continue;
    const Told stood = beside ? Told{ReceiptStatus::quarantined, 0, 0} : is_revoked ? Told{there->second.status, 0, 0} : there->second;
    if (one.receipt->status != stood.status || one.receipt->n != stood.n || one.receipt->pos != stood.pos) throw Broken("who asks after an entry is told what stands", known->second.file, device.number);
    ++counts["entries asked after"];
  }
  accesses_ = std::max(accesses_, accesses(house));
}

void Watch::listed(usecases::House& house, const Staff& who, const std::vector<RecordId>& named, std::int64_t before) {
  const std::int64_t now = accesses(house);
  for (RecordId record : named) {
    const int file = file_of(record);
    if (erased(file)) throw Broken("no list names an erased file", file);
    if (!may_know_name(who, seen_[file])) throw Broken("a list names no child to a unit that has not said yes", file);
    const auto rows = house.store.accesses_of(record, INT64_MAX, 1);
    if (rows.empty() || rows.front().person != who.person || rows.front().number <= before) throw Broken("every name in a list stands in the access log", file);
  }
  counts["looks"] += static_cast<long>(named.size());
  accesses_ = std::max(accesses_, now);
}

void Watch::came_back(usecases::House& house) {
  std::int64_t pos = 0;
  while (pos < static_cast<std::int64_t>(log_.size())) {
    const auto batch = house.store.entries_after(pos, 500);
    if (batch.empty()) throw Broken("no acknowledged entry is lost");
    for (const auto& e : batch) {
      if (pos == static_cast<std::int64_t>(log_.size())) break;
      const Stands& stood = log_[static_cast<std::size_t>(pos++)];
      if (e.pos != pos || e.id != stood.id || e.chain != stood.chain) throw Broken("the log is the one that was there before", file_of(e.record));
    }
  }
  if (accesses(house) < accesses_) throw Broken("no look that was given is forgotten");
  for (DeviceId id : revoked_)
    if (const auto device = usecases::find_device(house.store, id); !device || !device->revoked) throw Broken("a revoked device stays revoked");
  read_on(house);
  for (auto& [file, f] : seen_) {
    if (f.erased) holds_erased(house, file);
    else if (f.opened) holds_to_state(house, file);
  }
  const auto verified = usecases::verify_log(house.store, &house.vault);
  if (verified.finding_count > 0) throw Broken("the log verifies, and every state is what its log folds to (" + verified.findings.front().check + ")", verified.findings.front().record.empty() ? -1 : file_of(RecordId::parse(verified.findings.front().record).value_or(RecordId{})));
}

void Watch::ended(usecases::House& house, const std::vector<Device>& devices) {
  for (const Device& d : devices)
    if (!d.revoked && d.waits()) throw Broken("once the network is well, every outbox empties", -1, d.number);
  for (const auto& [id, k] : known_) {
    const Device& d = devices[static_cast<std::size_t>(k.device)];
    if (d.revoked) continue;
    if (!k.told) throw Broken("every proposal has a receipt", k.file, k.device);
    const bool there = in_log_.contains(id);
    if (kept(k.told->status) != (there || held(house, id)) && !erased(k.file)) throw Broken(there ? "what was refused does not stand" : "what was acknowledged stands", k.file, k.device);
    if (there && kept(k.told->status) && (in_log_[id].pos != k.told->pos || in_log_[id].status != k.told->status)) throw Broken("the last word is what stands", k.file, k.device);
  }
  came_back(house);
}

}  // namespace nibbi::sim
