#include "usecases/change_beside.hpp"

#include <algorithm>

#include "domain/rights.hpp"
#include "usecases/access_log.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using enum ProblemCode;

/// What a file opens to this person of what it names beside itself; no part where it opens none.
PerTier<bool> parts_through(const House& house, const Directory& directory, const Actor& who, Factor factor, Instant now, const ChildBrief& brief) {
  PerTier<bool> open{};
  const RelationSet held = relations(brief.ties, who, directory, now, house.day_at(now, who.unit, directory));
  const auto rights = rights_of(house.rules.policy, who.role, held, brief.ties.status, factor, limits(brief.ties, who, directory));
  for (Tier t : kTiers) open[t] = rights && rights->sight[t].allow;
  return open;
}

/// Together, as far as the files that name it open it. A place tells of every child who was there: of all or of none.
PerTier<bool> parts_through_files(const House& house, const Directory& directory, const Actor& who, Factor factor, Instant now, const RecordBeside& there) {
  PerTier<bool> open{};
  for (const auto& brief : house.memory.caseload.touching({there.record.uuid})) {
    const auto here = parts_through(house, directory, who, factor, now, *brief);
    if (!here[Tier::plain] && there.opened.kind == Kind::place_opened) return {};
    if (!here[Tier::plain]) continue;
    for (Tier t : kTiers) open[t] = open[t] || here[t];
  }
  return open;
}

std::string code_in(const Body& body) {
  return std::visit([]<class T>(const T& b) -> std::string { if constexpr (requires { std::string(b.code); }) return b.code; else return {}; }, body);
}

Result<Effect> may_correct(const RecordBeside& there, const PerTier<bool>& parts, const ReadyEntry& e) {
  const Header& h = e.header;
  const auto corrected = std::ranges::find(there.said, h.amends, [](const SaidBeside& one) { return one.header.id; });
  const bool of_opening = h.amends == there.opened.id;
  if (h.kind != there.opened.kind || (!of_opening && (corrected == there.said.end() || corrected->header.kind != h.kind))) return refuse(no_such_step, {{"field", "amends"}});
  if (!of_opening && corrected->n > h.seen && (corrected->header.author != h.author || corrected->header.device != h.device)) return refuse(no_such_step, {{"field", "amends"}});
  if (code_in(e.content.body) != code_of(there)) return refuse(not_allowed, {{"field", "code"}});
  for (Tier t : kTiers)
    if (e.parts[t] && !parts[t]) return refuse(not_allowed, {{"part", std::string(word(t))}});
  return Effect::now;
}

Result<Effect> may_close(const RecordBeside& there, const Header& h, const InquiryClosed& b) {
  if (b.inquiry_end.value == "other" && b.text.empty()) return refuse(reason_needed);
  // Who had not seen that it is closed says why it ends as well; who had has nothing to close.
  const SaidBeside* closed = there.closed();
  if (closed && closed->n <= h.seen) return refuse(no_such_step);
  return Effect::now;
}

}  // namespace

bool answers_for(const Directory& directory, const Actor& who, PersonId opener, UnitId unit, Date today) {
  return who.role == Role::supervisor && (directory.supervises(who.person, opener) || directory.on_duty(who.person, unit, today));
}

std::optional<PerTier<bool>> parts_to_change(const House& house, const Directory& directory, const Actor& who, Factor factor, Instant now, const RecordBeside& there) {
  if (!the_seven.has(who.role)) return std::nullopt;
  const Header& opened = there.opened;
  const bool answers = answers_for(directory, who, opened.author, opened.unit, house.day_at(now, who.unit, directory));
  const bool told_to = opened.kind == Kind::inquiry_opened || opened.kind == Kind::family_opened;
  if (told_to && (answers || (opened.author == who.person && opened.unit == who.unit))) return PerTier<bool>{{true, true, true, true}};
  if (opened.kind == Kind::inquiry_opened || (!answers && opened.unit != who.unit)) return std::nullopt;
  const auto open = parts_through_files(house, directory, who, factor, now, there);
  return open[Tier::plain] ? std::optional(open) : std::nullopt;
}

std::string code_of(const RecordBeside& there) { return code_in(there.stands); }

bool wrote_in(Draft& draft, RecordId id, PersonId person) {
  return std::ranges::any_of(draft.change.entries_of(id, 0), [&](const StoredEntry& e) {
    const auto header = wire::read_header(e.header);
    return header && header->author == person && !person.is_none();
  });
}

Result<Effect> judge_beside(House& house, Draft& draft, const ReadyEntry& e) {
  const Header& h = e.header;
  if (h.by_system()) return Effect::now;
  const std::string& door = house.rules.gates[static_cast<std::size_t>(h.kind)].door;
  const bool corrects = opens(h.kind) && !h.amends.is_none();
  if (!is_beside(record_of(h.kind)) || (opens(h.kind) && !corrects)) return door == "open_record" && the_seven.has(h.role) ? Result<Effect>(Effect::now) : refuse(not_allowed);

  const auto there = record_beside(draft.change, house.vault, h.record);
  if (!there) return refuse(not_found);
  // What was written without network was written by who had signed in there: of the parts they see, none waits for a fresh factor.
  const auto parts = parts_to_change(house, draft.directory(), {h.author, h.role, h.unit}, Factor::fresh, draft.now, *there);
  if (!parts) return refuse(wrote_in(draft, h.record, h.author) ? not_allowed : not_found);
  if (h.seen < 1 || h.seen > there->n) return refuse(seen_in_the_future);
  if (corrects) return may_correct(*there, *parts, e);
  if (const auto* closing = std::get_if<InquiryClosed>(&e.content.body)) return may_close(*there, h, *closing);
  return there->closed() ? Result<Effect>(Effect::now) : refuse(already_open);
}

Result<ToChange> record_to_change(House& house, const Session& s, RecordId id) {
  const Instant now = house.now();
  auto there = record_beside(house.store, house.vault, id);
  const auto parts = there ? parts_to_change(house, *house.memory.directory(), {s.person, s.role, s.unit}, s.factor(now), now, *there) : std::nullopt;
  if (!parts) return refuse(not_found);
  log_look(house, s, id, deepest_sight(*parts), Decision::allow, *parts, {});
  return ToChange{std::move(*there), *parts};
}

}  // namespace nibbi::usecases
