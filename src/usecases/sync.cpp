#include "usecases/sync.hpp"

#include <algorithm>
#include <unordered_map>

#include "crypto/checkpoint.hpp"
#include "crypto/text_form.hpp"
#include "usecases/access_log.hpp"
#include "usecases/away.hpp"
#include "usecases/devices.hpp"
#include "usecases/held.hpp"
#include "usecases/lists.hpp"
#include "usecases/merge_patch.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;

constexpr Milliseconds kSeenAnew = minutes(10);  ///< so that asking what is new is not a write each time

/// Where a child lives stands on no phone, hence not that they live with the reader either; and an emergency is over before a phone would be found.
constexpr RelationSet kNotCarried{Relation::placed, Relation::break_glass};
constexpr RelationSet kOwn{Relation::assigned, Relation::tracing};
/// Files of these are carried where there is something to do on them.
constexpr RelationSet kWithTask{Relation::team, Relation::referred_accepted, Relation::referred_pending};

/// What was read without a network counts as stale.
Session as_carried(const Session& s) {
  Session stale = s;
  stale.factor_at = {};
  return stale;
}

/// On the road the child is with who brings them, who signs the hand-over where no network may be: that their phone has the file tells of no house.
bool is_on_the_road_with(const ChildBrief& brief, PersonId person) { return std::ranges::contains(brief.ties.accompanying, person); }
/// Who is to receive the child signs there too, whatever else there is to do on the file.
bool is_on_the_road_to(const ChildBrief& brief, UnitId unit) { return !brief.ties.accompanying.empty() && brief.ties.return_unit == unit; }

std::optional<Rights> rights_to_carry(House& house, const Session& s, const ChildBrief& brief, bool with_place = false) {
  if (with_place) {
    auto all = rights_on(house, s, brief, {Relation::break_glass});
    if (all && all->sight[Tier::plain].allow && all->sight[Tier::placement].allow) return all;
  }
  auto rights = rights_on(house, s, brief, is_on_the_road_with(brief, s.person) ? RelationSet{Relation::break_glass} : kNotCarried);
  if (!rights) return std::nullopt;
  const Access& plain = rights->sight[Tier::plain];
  if (!plain.allow && !plain.shared && !plain.own) return std::nullopt;  // a closed file waits for a reason
  rights->sight[Tier::placement] = {};
  rights->when_fresh.erase(std::string(word(Action::see_placement)));
  return rights;
}

std::string hash_of(std::string_view json) { return crypto::base64url(crypto::sha256(json)); }

/// The change from what the device holds to `fresh`, where it can be worked out and is smaller. The older view is made anew from the log, as it was
/// then; where its hash is another (rights, or what day it is, have changed the view besides) the whole view goes out.
std::optional<SyncView> as_patch(House& house, const Session& s, const File& file, const SyncAsked::Held& held, const Carried& fresh, bool tails) {
  if (held.n <= 0 || held.n > file.record.n) return std::nullopt;
  const ChildState before = held.n == file.record.n ? file.state : house.vault.fold(*file.keys, house.store.entries_of(file.record.id, 0), held.n);
  const auto older = view_to_carry(house, s, file.record.id, before);
  if (!older || older->hash != held.hash) return std::nullopt;
  const auto patch = patch_between(Json::parse(older->view.json()), Json::parse(fresh.view.json()), tails);
  if (!patch) return std::nullopt;
  SyncView out{file.record.id, file.state.n, fresh.hash, wire::write_json(patch->merge), patch->tails.empty() ? std::string{} : wire::write_json(patch->tails), held.hash};
  if (out.json.size() + out.tails.size() >= fresh.view.json().size()) return std::nullopt;
  return out;
}

/// Only what this person wrote on this device: others' entries are nobody's to ask after.
std::vector<Synced::Asked> receipts_of(House& house, const Session& s, const std::vector<EntryId>& asks) {
  std::vector<Synced::Asked> out;
  for (EntryId id : asks) {
    Synced::Asked one{id, std::nullopt};
    if (const auto stored = house.store.entry(id))
      if (const auto header = wire::read_header(stored->header); header && header->author == s.person && header->device == s.device) one.receipt = receipt_of(*stored);
    if (!one.receipt)
      if (const auto held = find_held(house.store, id); held && held->frame.header.author == s.person && held->frame.header.device == s.device) one.receipt = receipt_of(*held);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::optional<Carried> view_to_carry(House& house, const Session& session, RecordId record, const ChildState& state, bool with_place) {
  const Session s = as_carried(session);
  const auto rights = rights_to_carry(house, s, brief_of(record, state), with_place);
  if (!rights) return std::nullopt;
  wire::View view = wire::make_view(state, record, lens_of(house, s, *rights, state));
  std::string hash = hash_of(view.json());
  return Carried{std::move(view), std::move(hash)};
}

std::vector<RecordId> files_to_carry(House& house, const Session& session) {
  const Session s = as_carried(session);
  const auto directory = house.memory.directory();
  const Actor who{s.person, s.role, s.unit};
  const Instant now = house.now();
  const Date today = house.today_at(s.unit, *directory);
  // Who oversees a country reads with a network; what is their own they have at hand.
  const bool oversees = s.role == Role::country_coordinator || s.role == Role::data_protection_officer;
  std::vector<RecordId> own, with_task;
  const auto at_work = directory_of_tasks(house, s.role);
  for (const auto& brief : oversees ? house.memory.caseload.touching({s.person.uuid}) : desk_of(house, s)) {
    const auto rights = rights_to_carry(house, s, *brief);
    if (!rights) continue;
    const auto any_of = [&](RelationSet set) { return std::ranges::any_of(every_relation, [&](Relation r) { return set.has(r) && rights->relations.has(r); }); };
    if (any_of(kOwn) || is_on_the_road_with(*brief, s.person)) own.push_back(brief->record);
    else if (any_of(kWithTask) && (is_on_the_road_to(*brief, s.unit) || !tasks_of(*brief, who, rights->relations, house.rules, *at_work, now, today).empty()))
      with_task.push_back(brief->record);
  }
  own.insert(own.end(), with_task.begin(), with_task.end());
  return own;
}

Result<Synced> synchronise(House& house, const Session& s, const SyncAsked& asked) {
  const auto device = find_device(house.store, s.device);
  if (!device) return refuse(ProblemCode::unknown_device);
  Synced out;
  out.revoked = device->revoked;
  out.receipts = receipts_of(house, s, asked.asks);

  std::unordered_map<RecordId, const SyncAsked::Held*> held;
  for (const auto& h : asked.holds) held.emplace(h.record, &h);
  std::vector<std::pair<RecordId, PerTier<bool>>> delivered;
  std::size_t bytes = 0;
  if (!out.revoked && asked.keeps) {
    auto files = files_to_carry(house, s);
    out.beyond = files.size() - std::min(files.size(), kMostOnDevice);
    files.resize(files.size() - out.beyond);
    for (RecordId record : files) {
      const auto at = held.find(record);
      const bool full = bytes >= kPieceBytes;
      if (full && at == held.end()) {
        ++out.files;
        ++out.left;
        continue;
      }
      const FilePtr file = house.file(record);
      auto fresh = file ? view_to_carry(house, s, record, file->state) : std::nullopt;
      if (!fresh) continue;  // closed or erased since; what the device holds of it goes below
      ++out.files;
      const SyncAsked::Held* before = at == held.end() ? nullptr : at->second;
      held.erase(record);
      if (before && before->hash == fresh->hash) continue;
      if (full) {
        ++out.left;
        continue;
      }
      auto patch = before ? as_patch(house, s, *file, *before, *fresh, asked.tails) : std::nullopt;
      out.views.push_back(patch ? std::move(*patch) : SyncView{record, file->state.n, fresh->hash, fresh->view.json(), {}, std::nullopt});
      bytes += out.views.back().json.size() + out.views.back().tails.size();
      delivered.push_back({record, fresh->view.shown()});
    }
  }
  for (const auto& h : asked.holds)
    if (held.contains(h.record) && held.at(h.record) == &h) out.forget.push_back(h.record);

  // What is delivered is in the access log before it leaves, and to a device that was revoked meanwhile nothing leaves.
  const Instant now = house.now();
  const bool seen_anew = now > device->seen_at + kSeenAnew || device->unsent != asked.unsent;
  if (!delivered.empty() || seen_anew) {
    const bool ended = house.writer.run<bool>([&](Draft& draft) {
      auto living = find_device(draft.change, s.device);
      ensure(living.has_value(), "a device is never taken away");
      living->seen_at = draft.now;
      living->unsent = asked.unsent;
      put_device(draft.change, *living);
      if (living->revoked) return true;
      for (const auto& [record, shown] : delivered) log_delivery(draft, s, record, shown);
      return false;
    });
    if (ended && !out.revoked) return synchronise(house, s, asked);
  }
  if (out.revoked)
    for (auto& one : out.receipts)
      if (one.receipt) one.receipt->n = one.receipt->pos = 0;
  out.keep_until = now + kLease;
  if (!out.revoked) out.lease = renewed_lease(house, s);
  const LogHead head = house.writer.head();
  out.checkpoint = crypto::Checkpoint{house.vault.installation(), head.epoch, head.pos, head.chain, now}.text();
  out.signature = house.vault.own().checkpoint.sign(out.checkpoint);
  return out;
}

}  // namespace nibbi::usecases
