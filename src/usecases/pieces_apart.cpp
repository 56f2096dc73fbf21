#include "usecases/pieces_apart.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "usecases/attachments.hpp"
#include "usecases/held.hpp"
#include "usecases/whole.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using enum ProblemCode;
using wire::Json;

/// What the drawer says of one.
struct Waiting {
  PersonId person;
  std::int64_t bytes = 0;
  std::string arrived;
};
Waiting read_waiting(std::string_view text) {
  const Json j = wire::read_own_json(text);
  const auto person = PersonId::parse(j["person"].as<std::string>());
  ensure(person.has_value(), "what waits is somebody's");
  return {*person, j["bytes"].as<std::int64_t>(), j["arrived"].as<std::string>()};
}
std::optional<Waiting> waiting(StoreReader& store, const Uuid& id) {
  const auto text = store.thing(kApartDrawer, id.text());
  return text ? std::optional(read_waiting(*text)) : std::nullopt;
}
void put_waiting(Change& change, const Uuid& id, const Waiting& w) {
  Json j(jsoncons::json_object_arg);
  j["person"] = w.person.text();
  j["bytes"] = w.bytes;
  j["arrived"] = w.arrived;
  change.put_thing(kApartDrawer, id.text(), wire::write_json(j));
}

/// A piece as it lies in a file, and outside of one.
struct Form {
  const Vault& vault;
  RecordId record;
  Uuid attachment;
  const crypto::RecordKeys* keys;
  Tier tier;

  crypto::SealContext place(const Uuid& id, std::int64_t index) const { return crypto::SealContext::chunk(vault.installation(), record, id, index, tier); }
  std::string seal(const Uuid& id, std::int64_t index, std::string_view clear) const {
    if (keys) return crypto::seal(vault.key(*keys, tier), place(id, index), clear);
    auto sealed = crypto::seal_to(vault.own().envelope.public_key(), kPieceEnvelopeInfo, piece_aad(attachment, index), clear);
    ensure(sealed.has_value(), "the installation's own key is a key");
    return std::move(*sealed);
  }
  std::optional<std::string> open(const Uuid& id, std::int64_t index, std::string_view sealed) const {
    if (keys) return crypto::try_open(vault.key(*keys, tier), place(id, index), sealed);
    return vault.own().envelope.open(kPieceEnvelopeInfo, piece_aad(attachment, index), sealed);
  }
};
Form form_of(const Vault& vault, RecordId record, const AttachmentAdded& about, const crypto::RecordKeys* keys) {
  return {vault, record, about.attachment, keys, kept_as(vault.rules(), about).tier};
}

template <class Do>
void each_piece(const Waiting& w, Do what) {
  const Arrived arrived(chunks_of(w.bytes), w.arrived);
  for (std::int64_t i = 0; i < chunks_of(w.bytes); ++i)
    if (arrived.has(i)) what(i);
}

/// From one id and form to another, all that there is.
void move_pieces(Draft& draft, const Waiting& w, const Uuid& from, const Form& was, const Uuid& to, const Form& is) {
  std::vector<std::pair<std::int64_t, std::string>> moved;
  each_piece(w, [&](std::int64_t i) {
    const auto sealed = draft.change.chunk(from, i);
    const auto clear = sealed ? was.open(from, i, *sealed) : std::nullopt;
    ensure(clear.has_value(), "a piece that waits is there");
    moved.emplace_back(i, is.seal(to, i, *clear));
  });
  draft.change.drop_chunks(from);
  for (const auto& [i, sealed] : moved) draft.change.put_chunk(to, i, sealed);
}

/// What lies under `to` is on its way like any other's.
void put_on_their_way(Draft& draft, RecordId record, const AttachmentAdded& about, const Waiting& w, const Uuid& from, const Uuid& to) {
  draft.change.drop_thing(kApartDrawer, from.text());
  draft.change.put_thing(kIncomingDrawer, to.text(), w.arrived);
  if (Arrived(chunks_of(w.bytes), w.arrived).missing().empty()) note_whole(draft, to, record, about.attachment);
}

const AttachmentAdded* announcement(const wire::Content& content, const Uuid& attachment) {
  const auto* body = std::get_if<AttachmentAdded>(&content.body);
  return body && body->attachment == attachment ? body : nullptr;
}

bool still_waits(Draft& draft, const AnnouncedApart& a) {
  if (!a.file) {
    const auto held = find_held(draft.change, a.entry);
    return held && !held->aside;
  }
  const FilePtr file = draft.file(a.record);
  return file && !file->record.erased && std::ranges::any_of(file->state.kept_apart, [&](const KeptApart& one) { return one.id == a.entry; });
}

std::int64_t waits_of(Change& change, PersonId person) {
  std::int64_t sum = 0;
  for (const Thing& thing : change.things(kApartDrawer))
    if (const Waiting w = read_waiting(thing.value); w.person == person) sum += w.bytes;
  return sum;
}

}  // namespace

std::optional<AnnouncedApart> announced_apart(House& house, RecordId record, const Uuid& attachment, std::optional<PersonId> author) {
  const auto is_theirs = [&](PersonId whose) { return !author || *author == whose; };
  if (const FilePtr file = house.file(record)) {
    if (file->record.erased) return std::nullopt;
    for (const KeptApart& one : file->state.kept_apart) {
      const auto stored = one.kind == Kind::attachment_added ? house.store.entry(one.id) : std::nullopt;
      if (!stored) continue;
      const auto header = wire::read_header(stored->header);
      if (!header || !is_theirs(header->author)) continue;
      const auto content = wire::read_parts(one.kind, house.vault.open_parts(*file->keys, *stored), &house.rules);
      if (const auto* about = content ? announcement(*content, attachment) : nullptr) return AnnouncedApart{record, one.id, header->author, *about, file};
    }
    return std::nullopt;
  }
  for (const Held& held : all_held(house.store)) {
    const Header& h = held.frame.header;
    if (held.aside || h.record != record || held.frame.kind != word(Kind::attachment_added) || !is_theirs(h.author)) continue;
    const auto ready = prepare(house, h.author, held.proposal);
    if (const auto* about = ready ? announcement(ready->content, attachment) : nullptr) return AnnouncedApart{record, h.id, h.author, *about, nullptr};
  }
  return std::nullopt;
}

Result<AttachmentProgress> receive_apart(House& house, const AnnouncedApart& a, std::int64_t index, std::string_view bytes) {
  // Nobody has judged it yet.
  if (auto sound = may_be_announced({}, a.about); !sound) return std::unexpected(sound.error());
  const auto clear = piece_in_clear(house.vault, a.about.attachment, a.about.bytes, index, bytes);
  if (!clear) return std::unexpected(clear.error());
  const std::int64_t chunks = chunks_of(a.about.bytes);
  const Uuid id = incoming_id(house.vault, a.record, a.entry);
  const Form form = form_of(house.vault, a.record, a.about, a.file ? a.file->keys.get() : nullptr);
  const std::string sealed = form.seal(id, index, *clear);
  auto missing = house.writer.run<Result<std::vector<std::int64_t>>>([&](Draft& draft) -> Result<std::vector<std::int64_t>> {
    if (!still_waits(draft, a)) return refuse(not_found);
    auto kept = waiting(draft.change, id);
    if (!kept && waits_of(draft.change, a.author) + a.about.bytes > kMostApartOfOne) return refuse(not_allowed);
    if (!kept) kept = Waiting{a.author, a.about.bytes, {}};
    Arrived arrived(chunks, kept->arrived);
    if (arrived.has(index)) {
      const auto there = draft.change.chunk(id, index);
      ensure(there.has_value(), "a piece that waits is there");
      if (form.open(id, index, *there) != *clear) return refuse(same_id_other_content);
    } else {
      draft.change.put_chunk(id, index, sealed);
      arrived.add(index);
      kept->arrived = arrived.text();
      put_waiting(draft.change, id, *kept);
    }
    return arrived.missing();
  });
  if (!missing) return std::unexpected(missing.error());
  if (!missing->empty()) return AttachmentProgress{chunks, std::move(*missing), false};
  std::string whole;
  for (std::int64_t i = 0; i < chunks; ++i) {
    const auto there = house.store.chunk(id, i);
    auto piece = there ? form.open(id, i, *there) : std::nullopt;
    if (!piece) return refuse(busy);  // taken in, or set aside, at this very moment
    whole += *piece;
  }
  if (crypto::base64url(crypto::sha256(whole)) == a.about.sha256) return AttachmentProgress{chunks, {}, false};
  house.writer.run<bool>([&](Draft& draft) {
    if (still_waits(draft, a)) drop_pieces(house.vault, draft.change, a.record, a.entry);
    return true;
  });
  return refuse(bad_commitment);
}

bool bytes_wait(StoreReader& store, const Vault& vault, RecordId record, EntryId entry, std::int64_t bytes) {
  const auto kept = waiting(store, incoming_id(vault, record, entry));
  return kept && Arrived(chunks_of(bytes), kept->arrived).missing().empty();
}

bool pieces_open(StoreReader& store, const Vault& vault, RecordId record, EntryId entry, const AttachmentAdded& about, const crypto::RecordKeys* keys) {
  const Uuid id = incoming_id(vault, record, entry);
  const Form form = form_of(vault, record, about, keys);
  bool all = true;
  if (const auto kept = waiting(store, id))
    each_piece(*kept, [&](std::int64_t i) {
      const auto there = store.chunk(id, i);
      all = all && there && form.open(id, i, *there);
    });
  return all;
}

void take_pieces_in(House& house, Draft& draft, RecordId record, EntryId was, const AttachmentAdded& about, EntryId now) {
  const Uuid from = incoming_id(house.vault, record, was), to = incoming_id(house.vault, record, now);
  const auto kept = waiting(draft.change, from);
  if (!kept) return;
  const Form form = form_of(house.vault, record, about, draft.file(record)->keys.get());
  move_pieces(draft, *kept, from, form, to, form);
  put_on_their_way(draft, record, about, *kept, from, to);
}

void move_pieces_into(House& house, Draft& draft, RecordId record, EntryId entry, const AttachmentAdded& about) {
  const Uuid id = incoming_id(house.vault, record, entry);
  if (const auto kept = waiting(draft.change, id)) move_pieces(draft, *kept, id, form_of(house.vault, record, about, nullptr), id, form_of(house.vault, record, about, draft.file(record)->keys.get()));
}

void bring_pieces(House& house, Draft& draft, RecordId record, EntryId entry, const AttachmentAdded& about, bool accepted) {
  move_pieces_into(house, draft, record, entry, about);
  const Uuid id = incoming_id(house.vault, record, entry);
  if (const auto kept = accepted ? waiting(draft.change, id) : std::nullopt) put_on_their_way(draft, record, about, *kept, id, id);
}

void drop_pieces(const Vault& vault, Change& change, RecordId record, EntryId entry) {
  const Uuid id = incoming_id(vault, record, entry);
  if (!change.thing(kApartDrawer, id.text())) return;
  change.drop_chunks(id);
  change.drop_thing(kApartDrawer, id.text());
}

}  // namespace nibbi::usecases
