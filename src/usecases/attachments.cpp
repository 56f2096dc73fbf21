#include "usecases/attachments.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "domain/second.hpp"
#include "domain/sharing.hpp"
#include "usecases/access_log.hpp"
#include "usecases/child_view.hpp"
#include "usecases/devices.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/pieces_apart.hpp"
#include "usecases/whole.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using enum ProblemCode;

constexpr std::array kSights{Action::see_plain, Action::see_identity, Action::see_placement, Action::see_narrative};
/// What an image may grow to when it is made anew.
constexpr std::size_t kRemadeMax = 20'000'000;

/// Whether this person may write on this file now.
Result<void> may_write(House& house, const Session& s, const ChildBrief& brief) {
  const auto rights = rights_on(house, s, brief);
  if (!rights) return refuse(not_found);
  if (rights->actions.contains(std::string(word(Action::note)))) return {};
  if (brief.ties.status == FileState::closed) return refuse(file_closed);
  if (brief.ties.status == FileState::held) return refuse(file_held);
  return refuse(not_found);
}

/// What belongs to one announcement of one file, and how its pieces are sealed.
struct Parcel {
  House& house;
  FilePtr file;
  Kept<AttachmentAdded> added;
  CodeList::KeptAs as;
  Uuid incoming;

  RecordId record() const { return file->record.id; }
  std::int64_t chunks() const { return chunks_of(added.body.bytes); }
  const crypto::Key& key() const { return house.vault.key(*file->keys, as.tier); }
  crypto::SealContext place(const Uuid& id, std::int64_t index) const { return crypto::SealContext::chunk(house.vault.installation(), record(), id, index, as.tier); }
  std::string seal(const Uuid& id, std::int64_t index, std::string_view bytes) const { return crypto::seal(key(), place(id, index), bytes); }
  std::string open(const Uuid& id, std::int64_t index, std::string_view sealed) const { return crypto::open(key(), place(id, index), sealed); }

  /// nullopt when a piece is not there (any more).
  std::optional<std::string> whole(const Uuid& id, std::int64_t bytes) const {
    std::string out;
    out.reserve(static_cast<std::size_t>(bytes));
    for (std::int64_t i = 0; std::ssize(out) < bytes; ++i) {
      const auto sealed = house.store.chunk(id, i);
      if (!sealed) return std::nullopt;
      out += open(id, i, *sealed);
    }
    return out;
  }
};

Result<Parcel> parcel_of(House& house, RecordId record, const Uuid& announced) {
  FilePtr file = house.file(record);
  if (!file || file->record.erased) return refuse(not_found);
  const Attachment a = attachment(file->state, announced);
  if (!a.added) return refuse(not_found);
  const Kept<AttachmentAdded> added = *a.added;
  return Parcel{house, file, added, kept_as(house.rules, added.body), incoming_id(house.vault, record, added.id)};
}

Problem why_refused(const AttachmentRefused& r) { return {problem_code_of(r.why.value).value_or(not_an_image), {}}; }

/// What stands in the log about it: done, refused, or nothing yet.
Result<bool> is_stored(const ChildState& s, const Uuid& announced) {
  const Attachment a = attachment(s, announced);
  if (a.refused) return std::unexpected(why_refused(a.refused->body));
  return a.stored != nullptr;
}

void forget_incoming(Change& change, const Uuid& incoming) {
  change.drop_chunks(incoming);
  change.drop_thing(kIncomingDrawer, incoming.text());
  forget_whole(change, incoming);
}

/// The system's own word about it, once.
void say(House& house, Draft& draft, const Parcel& p, Body body) {
  const FilePtr file = draft.file(p.record());
  const Receipt r = judge_and_append(house, draft, system_entry(house, p.record(), file->record.n, std::move(body), {"attachment", p.record().text(), p.added.id.text()}), Factor::stale, true);
  ensure(r.status == ReceiptStatus::accepted, "what became of an attachment is said");
}

/// Runs `work` where it still matters: the file stands, and nobody has finished this one meanwhile.
Result<bool> finish(House& house, const Parcel& p, const std::function<void(Draft&)>& work) {
  return house.writer.run<Result<bool>>([&](Draft& draft) -> Result<bool> {
    const FilePtr file = draft.file(p.record());
    if (!file || file->record.erased) return refuse(not_found);
    const auto stored = is_stored(file->state, p.added.body.attachment);
    if (!stored || *stored) return stored;
    work(draft);
    return true;
  });
}

Result<bool> refuse_for_good(House& house, const Parcel& p, Problem why) {
  auto done = finish(house, p, [&](Draft& draft) {
    forget_incoming(draft.change, p.incoming);
    say(house, draft, p, AttachmentRefused{p.added.id, {std::string(word(why.code))}});
  });
  if (!done) return done;
  return std::unexpected(std::move(why));
}

/// All pieces are there: is it what was announced, and what may be kept of it?
Result<bool> take_in(House& house, const Parcel& p) {
  const auto bytes = p.whole(p.incoming, p.added.body.bytes);
  if (!bytes) {
    // Somebody else has just finished it, or thrown it away to begin again: then it is not here.
    const FilePtr file = house.file(p.record());
    if (!file || file->record.erased) return refuse(not_found);
    const auto stored = is_stored(file->state, p.added.body.attachment);
    return !stored || *stored ? stored : refuse(busy);
  }
  if (crypto::base64url(crypto::sha256(*bytes)) != p.added.body.sha256) {
    auto dropped = finish(house, p, [&](Draft& draft) { forget_incoming(draft.change, p.incoming); });
    return dropped ? refuse(bad_commitment) : dropped;
  }
  const MediaType* type = media_type_of(p.added.body.media_type.value);
  if (!type || !may_be(*type, *bytes)) return refuse_for_good(house, p, {type && type->image ? not_an_image : wrong_media_type, {}});
  if (!type->image) {
    return finish(house, p, [&](Draft& draft) {
      draft.change.drop_thing(kIncomingDrawer, p.incoming.text());
      forget_whole(draft.change, p.incoming);
      say(house, draft, p, AttachmentStored{p.added.id, p.incoming, p.added.body.media_type, p.added.body.bytes});
    });
  }
  ensure(house.remake_image != nullptr, "images can be made anew");
  auto remade = house.remake_image(*bytes);
  if (remade && remade->size() > kRemadeMax) remade = refuse(too_large);
  if (!remade) {
    const bool of_the_image = remade.error().code == not_an_image || remade.error().code == too_large;
    return of_the_image ? refuse_for_good(house, p, remade.error()) : Result<bool>(std::unexpected(remade.error()));
  }
  const Uuid id = crypto::new_uuid(house.now());
  const auto size = static_cast<std::int64_t>(remade->size());
  std::vector<std::string> sealed;
  for (std::int64_t i = 0; i < chunks_of(size); ++i)
    sealed.push_back(p.seal(id, i, std::string_view(*remade).substr(static_cast<std::size_t>(i * kChunkBytes), static_cast<std::size_t>(kChunkBytes))));
  return finish(house, p, [&](Draft& draft) {
    for (std::size_t i = 0; i < sealed.size(); ++i) draft.change.put_chunk(id, static_cast<std::int64_t>(i), sealed[i]);
    forget_incoming(draft.change, p.incoming);
    say(house, draft, p, AttachmentStored{p.added.id, id, p.added.body.media_type, size});
  });
}

/// Keeps one piece of what stands in the file.
Result<AttachmentProgress> take_piece(House& house, const Parcel& parcel, std::int64_t index, std::string_view bytes) {
  const RecordId record = parcel.record();
  const Uuid announced = parcel.added.body.attachment;
  const std::int64_t chunks = parcel.chunks();
  const auto stored = is_stored(parcel.file->state, announced);
  if (!stored) return std::unexpected(stored.error());
  if (*stored) return AttachmentProgress{chunks, {}, true};
  const auto piece = piece_in_clear(house.vault, announced, parcel.added.body.bytes, index, bytes);
  if (!piece) return std::unexpected(piece.error());
  const std::string sealed = parcel.seal(parcel.incoming, index, *piece);
  const std::string drawer_key = parcel.incoming.text();
  auto missing = house.writer.run<Result<std::vector<std::int64_t>>>([&](Draft& draft) -> Result<std::vector<std::int64_t>> {
    const FilePtr file = draft.file(record);
    if (!file || file->record.erased) return refuse(not_found);
    const auto finished = is_stored(file->state, announced);
    if (!finished) return std::unexpected(finished.error());
    if (*finished) return std::vector<std::int64_t>{};
    Arrived arrived(chunks, draft.change.thing(kIncomingDrawer, drawer_key));
    if (arrived.has(index)) {
      const auto there = draft.change.chunk(parcel.incoming, index);
      ensure(there.has_value(), "a piece that has arrived is there");
      if (parcel.open(parcel.incoming, index, *there) != *piece) return refuse(same_id_other_content);
    } else {
      draft.change.put_chunk(parcel.incoming, index, sealed);
      arrived.add(index);
      draft.change.put_thing(kIncomingDrawer, drawer_key, arrived.text());
      if (arrived.missing().empty()) note_whole(draft, parcel.incoming, record, announced);
    }
    return arrived.missing();
  });
  if (!missing) return std::unexpected(missing.error());
  if (!missing->empty()) return AttachmentProgress{chunks, std::move(*missing), false};
  const auto done = take_in(house, parcel);
  if (!done) return std::unexpected(done.error());
  return AttachmentProgress{chunks, {}, true};
}

/// Bytes that are fixed by an announcement of theirs: of before their device was revoked; or one that was kept apart and taken in since.
bool is_theirs(House& house, const Session& s, const Parcel& p, bool revoked) {
  for (const auto& settled : p.file->state.all<KeptApartSettled>())
    if (settled.body.taken_in == p.added.id) return settled.body.author == s.person;
  const auto entry = revoked ? house.store.entry(p.added.id) : std::nullopt;
  if (!entry) return false;
  const auto header = wire::read_header(entry->header);
  return header && header->author == s.person;
}

}  // namespace

CodeList::KeptAs kept_as(const Rules& rules, const AttachmentAdded& a) {
  const auto list = rules.lists.find("attachment_kind");
  if (list != rules.lists.end())
    if (const auto it = list->second.kept_as.find(a.kind.value); it != list->second.kept_as.end()) return it->second;
  return {Tier::narrative, DataClass::notes};
}

std::vector<Uuid> kept_ids(const Vault& vault, RecordId record, const ChildState& s) {
  std::vector<Uuid> ids;
  for (const auto& a : s.all<AttachmentAdded>()) ids.push_back(incoming_id(vault, record, a.id));
  for (const auto& a : s.all<AttachmentStored>()) ids.push_back(a.body.attachment);
  return ids;
}

std::vector<std::int64_t> incoming_chunks(StoreReader& store, const Uuid& incoming) {
  std::vector<std::int64_t> there;
  const auto text = store.thing(kIncomingDrawer, incoming.text());
  if (!text) return there;
  const Arrived arrived(static_cast<std::int64_t>(text->size()) * 4, text);
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(text->size()) * 4; ++i)
    if (arrived.has(i)) there.push_back(i);
  return there;
}

Result<AttachmentProgress> receive_chunk(House& house, const Session& s, RecordId record, const Uuid& announced, std::int64_t index, std::string_view bytes) {
  const auto device = s.device.is_none() ? std::nullopt : find_device(house.store, s.device);
  const bool revoked = device && device->revoked;
  const auto brief = house.memory.caseload.find(record);
  Result<void> may = brief ? may_write(house, s, *brief) : refuse(not_found);
  if (may && revoked) may = refuse(not_found);
  const auto parcel = parcel_of(house, record, announced);
  if (parcel && (may || is_theirs(house, s, *parcel, revoked))) return take_piece(house, *parcel, index, bytes);
  if (!parcel)
    if (const auto apart = announced_apart(house, record, announced, s.person)) return receive_apart(house, *apart, index, bytes);
  return std::unexpected(may ? parcel.error() : may.error());
}

Result<AttachmentProgress> receive_carried(House& house, RecordId record, const Uuid& announced, std::int64_t index, std::string_view bytes) {
  const auto parcel = parcel_of(house, record, announced);
  if (parcel) return take_piece(house, *parcel, index, bytes);
  if (const auto apart = announced_apart(house, record, announced, std::nullopt)) return receive_apart(house, *apart, index, bytes);
  return std::unexpected(parcel.error());
}

void finish_incoming(House& house, RecordId record, const Uuid& announced) {
  const auto parcel = parcel_of(house, record, announced);
  if (!parcel) return;
  const auto arrived = house.store.thing(kIncomingDrawer, parcel->incoming.text());
  if (!arrived || !Arrived(parcel->chunks(), arrived).missing().empty()) return;
  // A child process that was too slow on a busy machine says nothing of the image.
  for (int tries = 0; tries < 3; ++tries)
    if (const auto done = take_in(house, *parcel); done || (done.error().code != busy && done.error().code != unavailable)) return;
}

Result<ServedAttachment> serve_attachment(House& house, const Session& s, RecordId record, const Uuid& announced, const std::string& reason) {
  const auto brief = house.memory.caseload.find(record);
  if (!brief) return refuse(not_found);
  const auto rights = rights_on(house, s, *brief);
  if (!rights) return refuse(not_found);
  const auto parcel = parcel_of(house, record, announced);
  if (!parcel) return std::unexpected(parcel.error());
  const ChildState& state = parcel->file->state;

  const auto directory = house.memory.directory();
  wire::Lens lens;
  lens.reader = {s.person, s.role, s.unit};
  lens.relations = rights->relations;
  lens.sight = rights->sight;
  lens.shared = open_to(state, s.unit, *directory, house.today_at(s.unit, *directory));
  const Action sight = kSights[static_cast<std::size_t>(parcel->as.tier)];
  const auto sees = [&] { return wire::opens(state, lens, Tier::plain, DataClass::plain, parcel->added.n) && wire::opens(state, lens, parcel->as.tier, parcel->as.data_class, parcel->added.n); };
  const Access& access = rights->sight[parcel->as.tier];
  if (!access.any()) return refuse(access.fresh_would_open ? ProblemCode::step_up : not_found);
  Decision used = Decision::allow;
  if (!sees()) {
    // In a closed file the plain part, to which the announcement belongs, needs a reason of its own.
    for (Tier t : {Tier::plain, parcel->as.tier}) {
      const Access& a = rights->sight[t];
      if (a.allow || !a.with_reason) continue;
      if (reason.empty()) return refuse(reason_needed);
      lens.reason_given[t] = true;
      used = Decision::reason;
    }
    if (access.two && !access.with_reason) {
      // Asked for, and agreed to, as the part that it belongs to.
      const auto* request = standing_request(state, s.person, s.unit, sight, house.now());
      if (!request || !is_agreed(state, request->id)) return refuse(second_person_needed);
      lens.agreed[parcel->as.tier] = true;
      used = Decision::two;
    }
    if (!sees()) return refuse(not_found);
  }

  const Attachment a = attachment(state, announced);
  if (a.refused) return std::unexpected(why_refused(a.refused->body));
  if (!a.stored) return refuse(not_found);
  ServedAttachment out{media_type_of(a.stored->body.media_type.value), {}};
  ensure(out.type != nullptr, "what was stored has a type that we know");
  auto bytes = parcel->whole(a.stored->body.attachment, a.stored->body.bytes);
  // Erased a moment ago, between the file and its pieces.
  if (!bytes) return refuse(not_found);
  out.bytes = std::move(*bytes);

  PerTier<bool> shown{};
  shown[parcel->as.tier] = true;
  log_look(house, s, record, sight, used, shown, reason, announced);
  return out;
}

}  // namespace nibbi::usecases
