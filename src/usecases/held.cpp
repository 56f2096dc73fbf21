#include "usecases/held.hpp"

#include <algorithm>
#include <map>

#include "crypto/text_form.hpp"
#include "usecases/pieces_apart.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using domain::kTiers;
using domain::Tier;
using wire::Json;
using enum ProblemCode;

std::string as_text(const Held& h, const std::optional<Json>& aside = {}) {
  Json j(jsoncons::json_object_arg), commitments(jsoncons::json_object_arg);
  for (Tier t : kTiers)
    if (h.proposal.commitments[t]) commitments[std::string(domain::word(t))] = crypto::base64url(*h.proposal.commitments[t]);
  j["header"] = h.proposal.header;
  j["commitments"] = std::move(commitments);
  j["signature"] = crypto::base64url(h.proposal.signature);
  j["envelope"] = crypto::base64url(h.proposal.envelope);
  j["received_at"] = h.received_at.text();
  j["why"] = Json(word(h.why.code));
  if (aside) j["aside"] = *aside;
  return wire::write_json(j);
}

/// What stands in the drawer is our own writing; where it is not any more, nothing is guessed.
Held read_held(const Thing& thing) {
  const Json j = wire::read_own_json(thing.value);
  auto bytes = [&](const Json& text) {
    auto b = crypto::from_base64url(text.as<std::string>());
    ensure(b.has_value(), "what is held reads back");
    return std::move(*b);
  };
  Held h;
  h.proposal.header = j["header"].as<std::string>();
  h.proposal.signature = bytes(j["signature"]);
  h.proposal.envelope = bytes(j["envelope"]);
  for (const auto& member : j["commitments"].object_range()) {
    const auto tier = domain::tier_of(member.key());
    const std::string digest = bytes(member.value());
    ensure(tier && digest.size() == 32, "what is held reads back");
    std::copy(digest.begin(), digest.end(), h.proposal.commitments[*tier].emplace().begin());
  }
  auto frame = wire::read_newer_header(h.proposal.header);
  const auto at = Instant::parse(j["received_at"].as<std::string>());
  const auto why = problem_code_of(j["why"].as<std::string>());
  ensure(frame && at && why && frame->header.id.text() == thing.key, "what is held reads back");
  h.frame = std::move(*frame);
  h.received_at = *at;
  h.why = {*why, {}};
  h.aside = j.contains("aside");
  return h;
}

void put(Draft& draft, const Held& h, const std::optional<Json>& aside = {}) { draft.change.put_thing(kHeldDrawer, h.frame.header.id.text(), as_text(h, aside)); }

bool wants_an_upgrade(const Problem& unread) { return unread.code == unknown_kind || unread.code == unknown_version; }
bool for_an_upgrade(const Held& h) { return h.why.code == ProblemCode::waits_for_upgrade && !h.aside; }
bool is_opening(const Held& h) { return h.frame.kind == domain::word(domain::Kind::child_opened); }
/// Something of a file that nobody could open, that a supervisor has still to settle.
bool waits_for_supervisor(const Held& h) { return !h.aside && h.why.code != ProblemCode::waits_for_upgrade; }

/// Whoever would be the team's supervisor of the file if its author had it.
bool may_settle(House& house, const Session& s, const domain::Directory& directory, const domain::Header& theirs) {
  if (s.role != domain::Role::supervisor || theirs.author == s.person) return false;
  return directory.supervises(s.person, theirs.author) || directory.on_duty(s.person, theirs.unit, house.today_at(s.unit, directory));
}

/// As it came, and since then nothing became of it.
bool waits_for_file(const Held& h) { return waits_for_supervisor(h) && (is_opening(h) || h.why.code == opening_waits || h.why.code == device_revoked); }

/// Of a file that is there the log says what waits.
bool opened_meanwhile(StoreReader& store, RecordId record) { return store.record(record).has_value(); }

}  // namespace

std::optional<Held> find_held(StoreReader& store, EntryId id) {
  const auto text = store.thing(kHeldDrawer, id.text());
  if (!text) return std::nullopt;
  return read_held({id.text(), *text});
}

std::vector<Held> all_held(StoreReader& store) {
  std::vector<Held> all;
  for (const Thing& thing : store.things(kHeldDrawer)) all.push_back(read_held(thing));
  std::ranges::stable_sort(all, {}, [](const Held& h) { return std::pair(h.frame.header.device, h.frame.header.device_seq); });
  return all;
}

Receipt receipt_of(const Held& h) {
  const bool known = domain::kind_of(h.frame.kind).has_value();
  return {h.frame.header.id.text(), ReceiptStatus::quarantined, 0, 0, h.why, known && domain::record_of(*domain::kind_of(h.frame.kind)) == domain::RecordKind::child};
}

Result<Held> newer_entry(House& house, const Session& session, const Proposal& p, const Problem& unread) {
  if (!wants_an_upgrade(unread)) return std::unexpected(unread);
  auto frame = wire::read_newer_header(p.header);
  if (!frame) return std::unexpected(frame.error());
  if (auto sound = check_seal(house, session.person, frame->header, p); !sound) return std::unexpected(sound.error());
  return Held{p, std::move(*frame), {}, {ProblemCode::waits_for_upgrade, {}}};
}

std::optional<Receipt> hold(Draft& draft, Held h) {
  const PersonId author = h.frame.header.author;
  const auto theirs = std::ranges::count_if(all_held(draft.change), [&](const Held& one) { return one.frame.header.author == author && !one.aside; });
  if (static_cast<std::size_t>(theirs) >= kMostHeldOfOne) return std::nullopt;
  h.received_at = draft.now;
  put(draft, h);
  return receipt_of(h);
}

bool belongs_here(Draft& draft, const domain::Header& h, const Problem& why) {
  if (why.code == same_id_other_content || why.code == our_fault || why.code == sequence_gap || domain::record_of(h.kind) != domain::RecordKind::child) return false;
  const auto record = draft.change.record(h.record);
  if (record && record->erased) return false;
  if (h.kind == domain::Kind::child_opened) return true;
  if (record) return false;
  return std::ranges::any_of(all_held(draft.change), [&](const Held& one) { return one.frame.header.record == h.record && one.frame.header.author == h.author && is_opening(one) && !one.aside; });
}

namespace {

/// Those that are due, each in a transaction of its own.
template <class Due>
std::int64_t judge_those(House& house, Due due) {
  std::int64_t taken = 0;
  for (const Held& h : all_held(house.store)) {
    if (!due(h)) continue;
    try {
      const auto ready = prepare(house, h.frame.header.author, h.proposal);
      if (!ready && wants_an_upgrade(ready.error())) continue;
      taken += house.writer.run<bool>([&](Draft& draft) {
        Held now = h;
        if (ready) {
          const auto device = find_device(draft.change, h.frame.header.device);
          const bool revoked = !device || device->revoked;
          const Receipt receipt = has_post(draft.directory(), ready->header) ? judge_and_append(house, draft, *ready, domain::Factor::stale, false, revoked)
                                                                       : Receipt{h.frame.header.id.text(), ReceiptStatus::refused, 0, 0, Problem{not_allowed, {}}};
          if (receipt.status != ReceiptStatus::refused) {
            draft.change.drop_thing(kHeldDrawer, h.frame.header.id.text());
            if (const auto* attached = std::get_if<domain::AttachmentAdded>(&ready->content.body))
              bring_pieces(house, draft, ready->header.record, ready->header.id, *attached, receipt.status != ReceiptStatus::quarantined);
            return true;
          }
          const bool opening = ready->header.kind == domain::Kind::child_opened;
          now.why = opening || !belongs_here(draft, ready->header, *receipt.problem) ? *receipt.problem : Problem{opening_waits, {}};
        } else {
          now.why = ready.error();
        }
        put(draft, now);
        return false;
      });
    } catch (const StoreFailed&) {
      throw;
    } catch (const std::exception&) {
      continue;  // A fault of ours with this one: it waits on.
    }
  }
  return taken;
}

}  // namespace

std::int64_t judge_held(House& house) {
  const std::int64_t upgraded = judge_those(house, [](const Held& h) { return for_an_upgrade(h) && wire::read_header(h.proposal.header).has_value(); });
  return upgraded + place_held(house);
}

std::int64_t place_held(House& house) {
  return judge_those(house, [&](const Held& h) { return waits_for_file(h) && opened_meanwhile(house.store, h.frame.header.record); });
}

std::vector<HeldOpening> held_openings(House& house, const Session& s) {
  std::map<RecordId, HeldOpening> found;
  const auto directory = house.memory.directory();
  const auto all = all_held(house.store);
  for (const Held& h : all) {
    const domain::Header& theirs = h.frame.header;
    // Also what is left where the opening itself was set aside.
    if (!waits_for_supervisor(h) || opened_meanwhile(house.store, theirs.record) || !may_settle(house, s, *directory, theirs)) continue;
    const auto* author = directory->person(theirs.author);
    found.try_emplace(theirs.record, HeldOpening{theirs.record, theirs.author, author ? author->name : std::string{}, theirs.unit, theirs.claimed_at, h.received_at, 0});
  }
  for (const Held& h : all)
    if (auto it = found.find(h.frame.header.record); it != found.end() && waits_for_supervisor(h)) ++it->second.entries;
  std::vector<HeldOpening> out;
  for (auto& [record, opening] : found) out.push_back(std::move(opening));
  return out;
}

std::vector<Held> held_of(House& house, const Session& s, RecordId record) {
  std::vector<Held> out;
  if (opened_meanwhile(house.store, record)) return out;
  const auto directory = house.memory.directory();
  for (Held& h : all_held(house.store))
    if (h.frame.header.record == record && waits_for_supervisor(h) && may_settle(house, s, *directory, h.frame.header)) out.push_back(std::move(h));
  return out;
}

void move_held_into(House& house, Draft& draft, RecordId record, PersonId author) {
  for (const Held& h : all_held(draft.change)) {
    if (h.frame.header.record != record || h.frame.header.author != author || !waits_for_supervisor(h)) continue;
    const auto ready = prepare(house, author, h.proposal);
    if (!ready) continue;
    File file = *draft.file(record);
    const auto sealed = house.vault.seal_parts(*file.keys, record, ready->header.id, ready->parts, ready->salts);
    const bool revoked = h.why.code == device_revoked;
    const Verdict verdict{.accepted = false, .pending = false, .problem = Problem{revoked ? device_revoked : opening_waits, {}}, .received_at = draft.now, .factor = domain::Factor::stale,
                          .attended = false, .origin = house.vault.installation()};
    append_entry(house, draft, file, *ready, sealed, verdict);
    draft.put_file(std::move(file));
    if (const auto* attached = std::get_if<domain::AttachmentAdded>(&ready->content.body)) move_pieces_into(house, draft, record, ready->header.id, *attached);
    draft.change.drop_thing(kHeldDrawer, h.frame.header.id.text());
  }
}

void set_held_aside(House& house, Draft& draft, const Held& h, PersonId by, const std::string& reason) {
  Json aside(jsoncons::json_object_arg);
  aside["by"] = by.text();
  aside["at"] = draft.now.text();
  aside["reason"] = crypto::base64url(house.vault.seal_reason(h.frame.header.record, reason));
  put(draft, h, aside);
  drop_pieces(house.vault, draft.change, h.frame.header.record, h.frame.header.id);
}

void drop_held(Draft& draft, RecordId record) {
  for (const Held& h : all_held(draft.change))
    if (h.frame.header.record == record) {
      draft.change.drop_thing(kHeldDrawer, h.frame.header.id.text());
      drop_pieces(draft.vault(), draft.change, record, h.frame.header.id);
    }
}

}  // namespace nibbi::usecases
