#include "usecases/entries_accept.hpp"

#include "crypto/digest.hpp"
#include "crypto/envelope.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "domain/evolve.hpp"
#include "usecases/access_log.hpp"
#include "usecases/change_beside.hpp"
#include "usecases/deed_log.hpp"
#include "usecases/devices.hpp"
#include "usecases/emergencies.hpp"
#include "usecases/erase.hpp"
#include "usecases/held.hpp"
#include "usecases/join.hpp"
#include "usecases/joined_files.hpp"
#include "usecases/kept_away.hpp"
#include "usecases/pairs.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using domain::kTiers;
using domain::Tier;
using wire::Json;
using enum ProblemCode;

/// The parts and salts inside an opened envelope.
Result<void> read_envelope(std::string_view plaintext, Opened& out) {
  auto json = wire::read_json(plaintext, {.bytes = 512 * 1024, .depth = 3});
  if (!json) return std::unexpected(json.error());
  if (!json->is_object()) return refuse(bad_envelope);
  for (const auto& member : json->object_range()) {
    const auto tier = domain::tier_of(member.key());
    const Json& part = member.value();
    if (!tier || !part.is_object() || part.size() != 2 || !part.contains("salt") || !part.contains("text")) return refuse(bad_envelope);
    if (!part["salt"].is_string() || !part["text"].is_string()) return refuse(bad_envelope);
    const auto salt = crypto::from_base64url(part["salt"].as<std::string>());
    if (!salt || salt->size() != 32) return refuse(bad_envelope);
    crypto::Salt bytes;
    std::copy(salt->begin(), salt->end(), bytes.begin());
    out.salts[*tier] = bytes;
    out.parts[*tier] = part["text"].as<std::string>();
  }
  return {};
}

/// A form of a version that this program does not know yet. Its questions can't be checked: what is known of it is that it can be read.
bool is_newer_form(const domain::Rules& rules, const domain::Body& body) {
  const auto* saved = std::get_if<domain::FormSaved>(&body);
  if (!saved) return false;
  const auto form = rules.forms.find(saved->form.value);
  return form != rules.forms.end() && saved->form_version > form->second.version;
}

/// What an entry says, with its codes and questions checked.
Result<wire::Content> read_checked(const domain::Rules& rules, domain::Kind kind, const wire::Parts& parts) {
  auto content = wire::read_parts(kind, parts, &rules);
  if (kind != domain::Kind::form_saved) return content;
  const auto unchecked = content ? content : wire::read_parts(kind, parts, nullptr);
  if (unchecked && is_newer_form(rules, unchecked->body)) return refuse(unknown_version, {{"field", "form_version"}});
  return content;
}

/// Judged, and not kept. What is our own fault may go better with the next version.
bool was_refused(const Receipt& r) { return r.status == ReceiptStatus::refused && r.problem && r.problem->code != our_fault && r.problem->code != same_id_other_content; }

/// An entry that is there already answers with its own receipt again; other bytes under its id are refused.
std::optional<Receipt> known(Draft& draft, const ReadyEntry& e, const Vault::SealedParts& sealed) {
  const auto stored = draft.change.entry(e.header.id);
  if (!stored) return std::nullopt;
  Receipt r{e.header.id.text(), ReceiptStatus::refused, 0, 0, {}};
  if (stored->header != e.header_text || stored->commitments != sealed.commitments) {
    r.problem = Problem{same_id_other_content, {}};
    return r;
  }
  return receipt_of(*stored);
}

Receipt append(House& house, Draft& draft, File file, const ReadyEntry& e, const Vault::SealedParts& sealed, const Verdict& verdict) {
  Receipt receipt = append_entry(house, draft, file, e, sealed, verdict);
  if (domain::record_of(e.header.kind) == domain::RecordKind::child) draft.put_file(std::move(file));
  return receipt;
}

/// Why, in the author's words: who asks a second person may have written it into the request.
const std::string& reason_of(const wire::Content& content) {
  const auto* asked = std::get_if<domain::SecondAsked>(&content.body);
  return asked && content.telling.reason.empty() ? asked->text : content.telling.reason;
}

UnitId placed_by(const domain::Body& body) {
  const auto* begun = std::get_if<domain::PlacementBegun>(&body);
  return begun ? begun->unit : UnitId{};
}

/// The other file, where somebody asks or agrees that two become one.
std::optional<RecordId> to_join(const File& file, const ReadyEntry& e) {
  const auto merges = [](const domain::SecondAsked& asked) { return asked.action.value == domain::word(domain::Action::merge); };
  if (const auto* asked = std::get_if<domain::SecondAsked>(&e.content.body); asked && merges(*asked)) return asked->other;
  if (const auto* agreed = std::get_if<domain::SecondAgreed>(&e.content.body))
    if (const auto* request = domain::second_request(file.state, agreed->asked); request && merges(request->asked)) return request->asked.other;
  return std::nullopt;
}

/// Somebody who has (or had, at what they had seen) to do with this file: what they wrote in the field is kept even where it may not count.
bool had_to_do_with(House& house, Draft& draft, const File& file, const domain::Header& h) {
  const domain::Actor who{h.author, h.role, h.unit};
  auto related = [&](const domain::ChildState& state) {
    return !domain::relations(domain::ties_of(state), who, draft.directory(), draft.now, house.today_at(h.unit, draft.directory())).empty();
  };
  if (related(file.state)) return true;
  for (const auto& said : file.state.said)
    if (said.author == h.author) return true;
  return related(house.vault.fold(*file.keys, draft.change.entries_of(file.record.id, 0), h.seen));
}

/// Whose entry this is, in which post; what it says is known to be its author's.
struct Prepared {
  const Proposal* proposal;
  std::string id;
  Result<ReadyEntry> entry;
  Result<Held> newer = refuse(unknown_kind);  ///< of a kind or version that is not known yet
  bool has_post = true;
};

Prepared prepared(House& house, const Session& session, const Proposal& p) {
  Prepared out{&p, {}, prepare(house, session.person, p)};
  if (out.entry) {
    out.id = out.entry->header.id.text();
    out.has_post = has_post(*house.memory.directory(), out.entry->header);
  } else if (auto header = wire::read_newer_header(p.header)) {
    out.id = header->header.id.text();
    out.newer = newer_entry(house, session, p, out.entry.error());
    if (!out.newer) out.entry = std::unexpected(out.newer.error());
  }
  return out;
}

/// What is held under this id is answered as it was; nullopt where nothing is.
std::optional<Receipt> held_before(Draft& draft, EntryId id, const Proposal& p) {
  const auto held = find_held(draft.change, id);
  if (!held) return std::nullopt;
  if (held->proposal.commitments == p.commitments) return receipt_of(*held);
  return Receipt{id.text(), ReceiptStatus::refused, 0, 0, Problem{same_id_other_content, {}}};
}

Receipt take_newer(Draft& draft, const Prepared& p) {
  const domain::Header& h = p.newer->frame.header;
  Receipt refused{p.id, ReceiptStatus::refused, 0, 0, Problem{unknown_device, {}}};
  auto device = find_device(draft.change, h.device);
  if (!device) return refused;
  if (auto before = held_before(draft, h.id, *p.proposal)) return *before;
  if (h.device_seq <= device->last_seq) {
    refused.problem = Problem{sequence_gap, {{"last", std::to_string(device->last_seq)}}};
    return refused;
  }
  if (auto held = hold(draft, *p.newer)) {
    device->last_seq = h.device_seq;
    put_device(draft.change, *device);
    return *held;
  }
  refused.problem = p.entry.error();
  return refused;
}

bool opened_some(const std::vector<Prepared>& all, const std::vector<Receipt>& receipts) {
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].entry && all[i].entry->header.kind == domain::Kind::child_opened && receipts[i].status == ReceiptStatus::accepted) return true;
  return false;
}

/// The answer does not wait for how this goes: what was received is kept, and the next start tries again.
void take_what_waited_for_it(House& house) {
  try {
    place_held(house);
  } catch (const StoreFailed&) {
    return;
  }
}

}  // namespace

Result<Opened> check_seal(House& house, PersonId author, const domain::Header& header, const Proposal& p) {
  if (header.author != author) return refuse(not_yourself);
  const auto device = find_device(house.store, header.device);
  if (!device || device->person != author) return refuse(unknown_device);
  const auto key = house.memory.keys.of(device->spki);
  if (!key || !key->verify(crypto::signed_text(p.header, p.commitments), p.signature)) return refuse(bad_signature);
  return open_seal(house.vault, header.id, p);
}

Result<Opened> open_seal(const Vault& vault, EntryId id, const Proposal& p) {
  const auto plaintext = vault.own().envelope.open(crypto::kEntryEnvelopeInfo, id.text(), p.envelope);
  if (!plaintext) return refuse(bad_envelope);
  Opened out;
  if (auto read = read_envelope(*plaintext, out); !read) return std::unexpected(read.error());
  for (Tier t : kTiers) {
    if (out.parts[t].has_value() != p.commitments[t].has_value()) return refuse(bad_commitment, {{"part", std::string(domain::word(t))}});
    if (out.parts[t] && crypto::commitment(*out.salts[t], *out.parts[t]) != *p.commitments[t]) return refuse(bad_commitment, {{"part", std::string(domain::word(t))}});
  }
  return out;
}

Result<ReadyEntry> prepare(House& house, PersonId author, const Proposal& p) {
  auto header = wire::read_header(p.header);
  if (!header) return std::unexpected(header.error());
  auto opened = check_seal(house, author, *header, p);
  if (!opened) return std::unexpected(opened.error());
  auto content = read_checked(house.rules, header->kind, opened->parts);
  if (!content) return std::unexpected(content.error());
  return ReadyEntry{*header, p.header, std::move(*content), std::move(opened->parts), std::move(opened->salts), p.signature};
}

bool has_post(const domain::Directory& directory, const domain::Header& h) { return directory.post(h.author, h.role, h.unit) != nullptr; }

std::string_view word(ReceiptStatus s) {
  constexpr std::array<std::string_view, 4> kWords{"accepted", "pending", "quarantined", "refused"};
  return kWords[static_cast<std::size_t>(s)];
}

Receipt receipt_of(const StoredEntry& stored) {
  const Verdict v = read_verdict(stored.verdict);
  const auto header = wire::read_header(stored.header);
  ensure(header.has_value(), "a header in the log reads back");
  return {stored.id.text(), !v.accepted ? ReceiptStatus::quarantined : v.pending ? ReceiptStatus::pending : ReceiptStatus::accepted, stored.n, stored.pos, v.problem,
          domain::record_of(header->kind) == domain::RecordKind::child};
}

Result<domain::Effect> judge(House& house, Draft& draft, const File& file, const ReadyEntry& e, domain::Factor factor) {
  const domain::Header& h = e.header;
  if (domain::record_of(h.kind) != domain::RecordKind::child) return judge_beside(house, draft, e);
  domain::Context context = context_of(house, draft.directory(), {h.author, h.role, h.unit}, factor, draft.now);
  if (const UnitId unit = placed_by(e.content.body); !unit.is_none()) context.places_taken = draft.housed_at(unit);
  try {
    auto judged = domain::decide(file.state, {h, e.content.telling, e.content.body, file.record.n + 1, draft.now}, context);
    if (judged && h.kind == domain::Kind::child_opened && draft.has_code(std::get<domain::ChildOpened>(e.content.body).code))
      return refuse(already_open, {{"field", "code"}});
    if (judged && gives_to_somebody_kept_away(file.state, file.state, e.content.body)) return refuse(not_to_be_given_to);
    if (judged)
      if (auto holds = holds_in_the_joined_file(draft, file.state, h, e.content.body); !holds) return std::unexpected(holds.error());
    if (judged && (h.kind == domain::Kind::pair_judged || h.kind == domain::Kind::pair_reopened))
      if (auto may = may_judge_pair(house, draft, e, factor); !may) return std::unexpected(may.error());
    if (judged)
      if (const auto other = to_join(file, e)) {
        if (auto can = can_join(draft, h.record, *other); !can) return std::unexpected(can.error());
        if (h.kind == domain::Kind::second_asked)
          if (auto may = may_ask_to_join(house, draft, {h.author, h.role, h.unit}, factor, *other); !may) return std::unexpected(may.error());
      }
    return judged;
  } catch (const OurFault&) {
    // Kept apart, or one phone that sends it again and again would stop the house.
    return refuse(our_fault);
  }
}

Receipt append_entry(House& house, Draft& draft, File& file, const ReadyEntry& e, const Vault::SealedParts& sealed, const Verdict& verdict) {
  const LogHead head = draft.change.head();
  if (file.record.n == 0) draft.change.put_record(file.record);
  StoredEntry stored;
  stored.pos = head.pos + 1;
  stored.n = file.record.n + 1;
  stored.id = e.header.id;
  stored.record = e.header.record;
  stored.header = e.header_text;
  stored.commitments = sealed.commitments;
  stored.signature = e.signature;
  stored.verdict = write_verdict(verdict);
  stored.sealed = sealed.sealed;
  stored.chain = crypto::chain_next(head.chain, stored.pos, stored.n, stored.header, stored.commitments, stored.signature, stored.verdict);
  draft.change.append(stored);
  file.record.n = stored.n;

  const auto of = domain::record_of(e.header.kind);
  if (verdict.accepted) {
    const domain::Entry entry{e.header, e.content.telling, e.content.body, stored.n, verdict.received_at};
    if (of == domain::RecordKind::child) domain::evolve(house.rules, file.state, entry);
    if (e.header.kind == domain::Kind::break_glass_opened) note_emergency(house, draft, e.header, e.content.telling.reason);
    else if (of == domain::RecordKind::unit || of == domain::RecordKind::person) domain::evolve(draft.change_directory(), entry);
  }
  if (of == domain::RecordKind::child && !verdict.accepted) domain::keep_apart(file.state, e.header, stored.n, verdict.problem->code);
  const ReceiptStatus status = !verdict.accepted ? ReceiptStatus::quarantined : verdict.pending ? ReceiptStatus::pending : ReceiptStatus::accepted;
  return {e.header.id.text(), status, stored.n, stored.pos, verdict.problem};
}

Receipt judge_and_append(House& house, Draft& draft, const ReadyEntry& e, domain::Factor factor, bool attended, bool revoked) {
  const domain::Header& h = e.header;
  const bool of_child = domain::record_of(h.kind) == domain::RecordKind::child;
  Receipt refused{h.id.text(), ReceiptStatus::refused, 0, 0, {}, of_child};
  auto refuse_with = [&](Problem p) {
    refused.problem = revoked ? Problem{device_revoked, {}} : std::move(p);
    return refused;
  };

  // A file may be long: it is copied only where something is added to it.
  FilePtr known_file;
  File other;
  if (of_child) {
    known_file = draft.file(h.record);
    if (!known_file) other = house.vault.new_file(h.record, domain::RecordKind::child);
    if (!known_file && draft.change.record(h.record)) return refuse_with({not_found, {}});
    if (!known_file && !domain::opens(h.kind)) return refuse_with({not_found, {}});
  } else {
    auto record = draft.change.record(h.record);
    if (record && record->kind != domain::word(domain::record_of(h.kind))) return refuse_with({not_found, {}});
    const bool corrects = !h.amends.is_none() && domain::is_beside(domain::record_of(h.kind));
    // What is there is not opened anew, by a stranger least of all; the same entry again is told below that it is there.
    if (record && domain::opens(h.kind) && !corrects && !draft.change.entry(h.id)) return refuse_with({already_open, {}});
    if (!record && (corrects || !domain::opens(h.kind))) return refuse_with({not_found, {}});
    if (record && record->erased) return refuse_with({wrote_in(draft, h.record, h.author) ? erased : not_found, {}});
    if (record) {
      other.keys = house.vault.keys_of(*record);
      other.record = std::move(*record);
    } else {
      other = house.vault.new_file(h.record, domain::record_of(h.kind));
    }
  }
  const File& file = known_file ? *known_file : other;
  // That there was a file is known to whom the page still lets know of it.
  if (file.record.erased) return refuse_with({house.rules.policy.decide(h.role, {}, domain::Action::see_plain, domain::FileState::erased, factor).any() ? erased : not_found, {}});
  const auto sealed = house.vault.seal_parts(*file.keys, h.record, h.id, e.parts, e.salts);
  if (auto there = known(draft, e, sealed)) return *there;

  Verdict verdict{.accepted = true, .pending = false, .problem = {}, .received_at = draft.now, .factor = factor, .attended = attended, .origin = house.vault.installation()};
  const Result<domain::Effect> judged = revoked ? refuse(device_revoked) : judge(house, draft, file, e, factor);
  if (!judged) {
    const bool keep = (!attended || revoked) && file.record.n > 0 && of_child && had_to_do_with(house, draft, file, h);
    if (!keep) return refuse_with(judged.error());
  }
  // That somebody looked has happened, whatever they may do now: there is nothing to be settled about it.
  const bool looked = h.kind == domain::Kind::file_looked_at;
  if (!judged && !looked) {
    verdict.accepted = false;
    const bool was_a_right = judged.error().code == not_found || judged.error().code == not_allowed;
    verdict.problem = was_a_right ? Problem{late, {}} : judged.error();
  } else {
    verdict.pending = judged && *judged == domain::Effect::pending;
  }
  const Receipt receipt = append(house, draft, file, e, sealed, verdict);
  if (looked) log_told_look(draft, h, std::get<domain::FileLookedAt>(e.content.body));
  if (verdict.accepted && of_child) log_deed(house, draft, file.state, h, e.content.body, reason_of(e.content), factor);
  if (verdict.accepted) carry_out(house, draft, e);
  return receipt;
}

ReadyEntry system_entry(const House& house, RecordId record, std::int64_t seen, domain::Body body, std::initializer_list<std::string_view> name) {
  ReadyEntry e;
  e.header.id = crypto::derived_entry_id(name);
  e.header.record = record;
  e.header.kind = domain::kind_of(body);
  e.header.seen = seen;
  e.header.claimed_at = house.now();
  e.content.body = std::move(body);
  e.header_text = wire::write_header(e.header);
  e.parts = wire::write_parts(e.content, house.rules);
  return e;
}

std::vector<Receipt> accept_entries(House& house, const Session& session, bool attended, std::span<const Proposal> proposals) {
  std::vector<Prepared> all;
  for (const Proposal& p : proposals) all.push_back(prepared(house, session, p));
  // What was written off line counts as stale.
  const domain::Factor factor = attended ? session.factor(house.now()) : domain::Factor::stale;
  std::vector<Refusals::Key> refused_now;
  auto take = [&](Draft& draft, const Prepared& p) -> Receipt {
    if (!p.entry && p.newer) return take_newer(draft, p);
    if (!p.entry) return {p.id, ReceiptStatus::refused, 0, 0, p.entry.error()};
    const ReadyEntry& e = *p.entry;
    auto device = find_device(draft.change, e.header.device);
    // Looked at again: whoever revoked it may have come to the writer first.
    if (!device) return {p.id, ReceiptStatus::refused, 0, 0, Problem{unknown_device, {}}};
    // What was taken before has a count that was taken before.
    const bool counted = e.header.device_seq <= device->last_seq;
    const bool again = counted && draft.change.entry(e.header.id).has_value();
    if (counted && !again) {
      if (auto before = held_before(draft, e.header.id, *p.proposal)) return *before;
      return {p.id, ReceiptStatus::refused, 0, 0, Problem{sequence_gap, {{"last", std::to_string(device->last_seq)}}}};
    }
    const Refusals::Key said = Refusals::key_of(e.header.id, p.proposal->commitments);
    if (!again)
      if (auto before = house.refusals.find(said, attended, draft.now)) return {p.id, ReceiptStatus::refused, 0, 0, std::move(before), domain::record_of(e.header.kind) == domain::RecordKind::child};
    Receipt receipt = p.has_post || again ? judge_and_append(house, draft, e, factor, attended, device->revoked)
                                          : Receipt{p.id, ReceiptStatus::refused, 0, 0, Problem{not_allowed, {{"field", "role"}}}};
    // Nobody may be there to be told: what has no file to be kept in is kept beside them.
    if (receipt.status == ReceiptStatus::refused && (!attended || device->revoked) && belongs_here(draft, e.header, *receipt.problem)) {
      if (auto before = held_before(draft, e.header.id, *p.proposal)) return *before;
      const bool opening = e.header.kind == domain::Kind::child_opened;
      Held held{*p.proposal, {e.header, std::string(domain::word(e.header.kind))}, {}, device->revoked ? Problem{device_revoked, {}} : opening ? *receipt.problem : Problem{opening_waits, {}}, false};
      if (auto kept = hold(draft, std::move(held))) receipt = std::move(*kept);
    }
    if (was_refused(receipt) && p.has_post) {
      house.refusals.put(said, *receipt.problem, attended, draft.now);
      refused_now.push_back(said);
    }
    if (!again && receipt.status != ReceiptStatus::refused) {
      device->last_seq = e.header.device_seq;
      put_device(draft.change, *device);
    }
    // How long a file has become since is data too.
    if (device->revoked) receipt.n = receipt.pos = 0;
    return receipt;
  };
  // A file of ours that is broken, or a rule that trips, is our fault with that one entry: the others of the batch go their way.
  const auto forget_refused = [&] {
    for (const Refusals::Key& said : refused_now) house.refusals.drop(said);
    refused_now.clear();
  };
  auto take_all = [&](Draft& draft) {
    forget_refused();  // Of a run that was undone.
    std::vector<Receipt> receipts;
    for (const Prepared& p : all) {
      Receipt receipt{p.id, ReceiptStatus::refused, 0, 0, Problem{our_fault, {}}};
      try {
        if (all.size() == 1) receipt = take(draft, p);
        else draft.nested([&] { receipt = take(draft, p); });
      } catch (const StoreFailed&) {
        throw;
      } catch (const std::exception&) {
        if (all.size() == 1) throw;
        receipt = {p.id, ReceiptStatus::refused, 0, 0, Problem{our_fault, {}}};
      }
      receipts.push_back(std::move(receipt));
    }
    return receipts;
  };
  // Of several, one that fails is kept from the others by a savepoint of its own: then nothing before it may be in doubt.
  Ahead ahead{.may_repeat = all.size() == 1};
  for (const Prepared& p : all)
    if (p.entry) {
      ahead.reads.entries.push_back(p.entry->header.id);
      ahead.reads.things.push_back(device_name(p.entry->header.device));
    }
  std::vector<Receipt> receipts;
  try {
    receipts = house.writer.run<std::vector<Receipt>>(take_all, std::move(ahead));
  } catch (...) {
    forget_refused();
    throw;
  }
  if (opened_some(all, receipts)) take_what_waited_for_it(house);
  return receipts;
}

}  // namespace nibbi::usecases
