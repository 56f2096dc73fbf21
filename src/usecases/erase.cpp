#include "usecases/erase.hpp"

#include "domain/second.hpp"
#include "usecases/attachments.hpp"
#include "usecases/emergencies.hpp"
#include "usecases/held.hpp"
#include "usecases/join.hpp"
#include "usecases/pairs.hpp"
#include "usecases/pieces_apart.hpp"
#include "usecases/whole.hpp"

namespace nibbi::usecases {
namespace {

/// The entry of the system that says so: it follows from the agreement, and agreed twice it is there once.
ReadyEntry erasure(const House& house, const File& file, const domain::SecondRequest& request, EntryId agreement) {
  ReadyEntry e = system_entry(house, file.record.id, file.record.n, domain::RecordErased{request.asked.ground}, {"record.erased", file.record.id.text(), request.id.text()});
  e.header.cause = agreement;
  e.header_text = wire::write_header(e.header);
  return e;
}

/// Destroys the keys and empties what they sealed; of `kept`, the entry that says so, the plain part stays.
void destroy(Draft& draft, RecordId id, EntryId kept, const domain::Code& ground) {
  const FilePtr file = draft.file(id);
  const auto record = draft.change.record(id);
  ensure(file && record, "a file that is erased is there");
  for (const Uuid& attachment : kept_ids(draft.vault(), id, file->state)) {
    draft.change.drop_chunks(attachment);
    draft.change.drop_thing(kIncomingDrawer, attachment.text());
    forget_whole(draft.change, attachment);
  }
  for (const domain::KeptApart& one : file->state.kept_apart) drop_pieces(draft.vault(), draft.change, id, one.id);
  for (const StoredEntry& e : draft.change.entries_of(id, 0)) {
    domain::PerTier<std::string> left;
    if (e.id == kept) left[domain::Tier::plain] = e.sealed[domain::Tier::plain];
    if (left != e.sealed) draft.change.reseal(e.id, left);
  }
  draft.change.drop_state(id);
  drop_held(draft, id);
  // Free words about the child, under a key of the house: why somebody looked, and what was said of an emergency.
  draft.change.drop_reasons(id);
  forget_words_of_emergencies(draft, id);
  File empty = erased_file(*record);
  draft.change.put_record(empty.record);
  draft.change.put_thing(kErasedDrawer, id.text(), erased_note(draft.now, ground));
  // In memory an erased file stands in the old one's place, so that a reader who is late with the old one cannot bring it back.
  draft.put_file(std::move(empty));
}

}  // namespace

File erased_file(const StoredRecord& record) {
  File file{record, std::make_shared<const crypto::RecordKeys>(), {}};
  file.record.erased = true;
  file.record.wrapped_keys = {};
  file.state.status = domain::FileState::erased;
  file.state.n = record.n;
  return file;
}

void carry_out(House& house, Draft& draft, const ReadyEntry& e) {
  if (e.header.kind == domain::Kind::second_agreed) {
    const FilePtr file = draft.file(e.header.record);
    const auto* request = domain::second_request(file->state, std::get<domain::SecondAgreed>(e.content.body).asked);
    const auto action = request ? domain::action_of(request->asked.action.value) : std::nullopt;
    if (action == domain::Action::merge) join_or_part(house, draft, *request, e.header.record, e.header.id);
    if (action != domain::Action::erase) return;
    const Receipt erased = judge_and_append(house, draft, erasure(house, *file, *request, e.header.id), domain::Factor::stale, true);
    ensure(erased.status == ReceiptStatus::accepted, "what two people agreed on is carried out");
  } else if (e.header.kind == domain::Kind::pair_judged || e.header.kind == domain::Kind::pair_reopened) {
    say_on_the_other_side(house, draft, e);
  } else if (e.header.kind == domain::Kind::record_erased) {
    destroy(draft, e.header.record, e.header.id, std::get<domain::RecordErased>(e.content.body).ground);
  }
}

void erase_unasked(House& house, Draft& draft, RecordId id, const domain::Code& ground) {
  const FilePtr there = draft.file(id);
  ensure(there && !there->record.erased, "a file that is erased again is there");
  File file = *there;
  const ReadyEntry e = system_entry(house, id, file.record.n, domain::RecordErased{ground}, {"record.erased", id.text(), "again"});
  const Verdict verdict{.accepted = true, .pending = false, .problem = {}, .received_at = draft.now, .factor = domain::Factor::stale, .attended = true, .origin = house.vault.installation()};
  append_entry(house, draft, file, e, house.vault.seal_parts(*file.keys, id, e.header.id, e.parts, e.salts), verdict);
  draft.put_file(std::move(file));
  destroy(draft, id, e.header.id, ground);
}

}  // namespace nibbi::usecases
