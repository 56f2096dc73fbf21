#include "usecases/erase_beside.hpp"

#include <algorithm>

#include "crypto/text_form.hpp"
#include "domain/second.hpp"
#include "usecases/access_log.hpp"
#include "usecases/change_beside.hpp"
#include "usecases/erase.hpp"
#include "usecases/people_support.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;
using enum ProblemCode;

constexpr std::string_view kDrawer = "erasure_beside";
constexpr std::size_t kReasonMost = 4000;

Actor actor_of(const Session& s) { return {s.person, s.role, s.unit}; }

/// An officer at the programme is everybody's; one at a partner, of what that partner opened.
bool is_officer_of(const Directory& directory, const Actor& who, UnitId opened_by) {
  const Unit *own = directory.unit(who.unit), *theirs = directory.unit(opened_by);
  return who.role == Role::data_protection_officer && own && (is_of_programme(*own) || (theirs && own->about.organisation == theirs->about.organisation));
}

/// Another officer, whoever answers for who opened it, and the coordination of its country.
bool may_answer(const Directory& directory, const Actor& who, const Header& opened, Date today) {
  if (is_officer_of(directory, who, opened.unit) || answers_for(directory, who, opened.author, opened.unit, today)) return true;
  const Post* post = who.role == Role::country_coordinator ? directory.post(who.person, who.role, who.unit) : nullptr;
  return post && std::ranges::contains(post->countries, directory.country_of(opened.unit), [](const Code& c) -> std::string_view { return c.value; });
}

void keep(const Vault& vault, Draft& draft, const WaitingErasure& w) {
  Json j(jsoncons::json_object_arg);
  j["ground"] = w.ground.value;
  j["reason"] = w.reason;
  j["asker"] = w.asker.text();
  j["unit"] = w.asker_unit.text();
  j["since"] = w.since.text();
  draft.change.put_thing(kDrawer, w.record.text(), crypto::base64url(vault.seal_thing(w.record.uuid, wire::write_json(j))));
}

WaitingErasure read(const Vault& vault, RecordId record, std::string_view text, const RecordBeside& there, Instant now) {
  const Json j = wire::read_own_json(vault.open_thing(record.uuid, crypto::from_base64url(text).value_or("")));
  WaitingErasure w;
  w.record = record;
  w.kind = word(there.opened.kind);
  w.code = code_of(there);
  w.ground = {j["ground"].as<std::string>()};
  w.reason = j["reason"].as<std::string>();
  w.asker = PersonId::parse(j["asker"].as<std::string>()).value_or(PersonId{});
  w.asker_unit = UnitId::parse(j["unit"].as<std::string>()).value_or(UnitId{});
  w.opened_by = there.opened.unit;
  w.since = Instant::parse(j["since"].as<std::string>()).value_or(Instant{});
  w.lapsed = now > w.since + kSecondWithin;
  return w;
}

/// Of the sorts that people may ask to have forgotten; over, where it can be over; and bound by no order to keep. Throws Undo.
void must_be_possible(House& house, const RecordBeside& there) {
  const Kind kind = there.opened.kind;
  if (kind != Kind::inquiry_opened && kind != Kind::family_opened && kind != Kind::place_opened) throw Undo{{no_such_step, {}}};
  if (kind == Kind::inquiry_opened && !there.closed()) throw Undo{{no_such_step, {{"field", "closed"}}}};
  for (const auto& brief : house.memory.caseload.touching({there.record.uuid}))
    if (brief->ties.order_to_keep || brief->ties.status == FileState::held) throw Undo{{file_held, {}}};
}

/// Nothing of it is served by this; that it was asked for, agreed to or not stands in its log of looks.
void note_word(Draft& draft, const Session& s, RecordId record, std::string_view said, const Code& ground) {
  Json row(jsoncons::json_object_arg);
  row["role"] = Json(word(s.role));
  row["unit"] = s.unit.text();
  row["action"] = Json(word(Action::erase));
  row["decision"] = Json(word(Decision::two));
  row["shown"] = Json(jsoncons::json_array_arg);
  row["erasure"] = std::string(said);
  row["ground"] = ground.value;
  draft.change.append_access({0, draft.now, record, s.person, wire::write_json(row), {}});
}

/// Reads every such record once: not on the writer's thread, which nobody else would have meanwhile.
std::optional<RecordId> record_of_code(House& house, std::string_view code) {
  std::vector<RecordId> beside;
  house.store.each_record([&](const StoredRecord& r) {
    const auto kind = record_kind_of(r.kind);
    if (!r.erased && kind && is_beside(*kind)) beside.push_back(r.id);
  });
  const auto it = std::ranges::find_if(beside, [&](RecordId id) {
    const auto there = record_beside(house.store, house.vault, id);
    return there && code_of(*there) == code;
  });
  return it == beside.end() ? std::nullopt : std::optional(*it);
}

/// Destroys the keys and empties what they sealed; of the entry that says so the plain part stays.
void destroy(House& house, Draft& draft, RecordId id, const Code& ground, std::string_view name) {
  File file;
  file.record = *draft.change.record(id);
  file.keys = house.vault.keys_of(file.record);
  const ReadyEntry e = system_entry(house, id, file.record.n, RecordErased{ground}, {"record.erased", id.text(), name});
  const Verdict verdict{.accepted = true, .pending = false, .problem = {}, .received_at = draft.now, .factor = Factor::stale, .attended = true, .origin = house.vault.installation()};
  append_entry(house, draft, file, e, house.vault.seal_parts(*file.keys, id, e.header.id, e.parts, e.salts), verdict);
  for (const StoredEntry& stored : draft.change.entries_of(id, 0)) {
    PerTier<std::string> left;
    if (stored.id == e.header.id) left[Tier::plain] = stored.sealed[Tier::plain];
    if (left != stored.sealed) draft.change.reseal(stored.id, left);
  }
  draft.change.drop_reasons(id);
  draft.change.drop_thing(kDrawer, id.text());
  draft.change.put_record(erased_file(*draft.change.record(id)).record);
  draft.change.put_thing(kErasedDrawer, id.text(), erased_note(draft.now, ground));
}

}  // namespace

Result<void> ask_to_erase(House& house, const Session& s, const std::string& code, const Code& ground, const std::string& reason) {
  if (s.role != Role::data_protection_officer) return refuse(not_allowed);
  if (s.factor(house.now()) != Factor::fresh) return refuse(ProblemCode::step_up);
  if (!house.rules.in_list("erasure_ground", ground.value)) return refuse(not_in_list, {{"field", "ground"}});
  if (reason.empty()) return refuse(reason_needed);
  if (reason.size() > kReasonMost) return refuse(text_too_long, {{"field", "reason"}});
  const auto id = record_of_code(house, code);
  return together(house, [&](Draft& draft) {
    const auto there = id ? record_beside(draft.change, house.vault, *id) : std::nullopt;
    if (!there || !is_officer_of(draft.directory(), actor_of(s), there->opened.unit)) throw Undo{{not_found, {{"field", "code"}}}};
    must_be_possible(house, *there);
    if (const auto waits = draft.change.thing(kDrawer, id->text()); waits && !read(house.vault, *id, *waits, *there, draft.now).lapsed) throw Undo{{already_open, {{"field", "second"}}}};
    WaitingErasure w;
    w.record = *id;
    w.ground = ground;
    w.reason = reason;
    w.asker = s.person;
    w.asker_unit = s.unit;
    w.since = draft.now;
    keep(house.vault, draft, w);
    note_word(draft, s, *id, "asked", ground);
  });
}

std::vector<WaitingErasure> waiting_erasures(House& house, const Session& s) {
  const auto directory = house.memory.directory();
  const Actor who = actor_of(s);
  std::vector<WaitingErasure> all;
  for (const Thing& thing : house.store.things(kDrawer)) {
    const auto id = RecordId::parse(thing.key);
    ensure(id.has_value(), "what waits is kept under its record");
    const auto there = record_beside(house.store, house.vault, *id);
    if (!there || !may_answer(*directory, who, there->opened, house.today_at(s.unit, *directory))) continue;
    all.push_back(read(house.vault, *id, thing.value, *there, house.now()));
    all.back().may_agree = !all.back().lapsed && all.back().asker != s.person && all.back().asker_unit != s.unit;
  }
  std::ranges::stable_sort(all, {}, &WaitingErasure::since);
  return all;
}

Result<void> answer_erasure(House& house, const Session& s, RecordId id, bool agree) {
  return together(house, [&](Draft& draft) {
    const auto text = draft.change.thing(kDrawer, id.text());
    const auto there = text ? record_beside(draft.change, house.vault, id) : std::nullopt;
    if (!there || !may_answer(draft.directory(), actor_of(s), there->opened, house.today_at(s.unit, draft.directory()))) throw Undo{{not_found, {}}};
    const WaitingErasure w = read(house.vault, id, *text, *there, draft.now);
    if (!agree) {
      draft.change.drop_thing(kDrawer, id.text());
      return note_word(draft, s, id, "declined", w.ground);
    }
    if (s.factor(draft.now) != Factor::fresh) throw Undo{{ProblemCode::step_up, {}}};
    if (w.asker == s.person) throw Undo{{not_the_same_person, {}}};
    if (w.asker_unit == s.unit) throw Undo{{other_unit_needed, {}}};
    if (w.lapsed) throw Undo{{request_lapsed, {}}};
    must_be_possible(house, *there);
    note_word(draft, s, id, "agreed", w.ground);
    destroy(house, draft, id, w.ground, "agreed");
  });
}

bool erase_beside_again(House& house, Draft& draft, RecordId id, const Code& ground) {
  if (!record_beside(draft.change, house.vault, id)) return false;
  destroy(house, draft, id, ground, "again");
  return true;
}

}  // namespace nibbi::usecases
