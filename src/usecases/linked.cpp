#include "usecases/linked.hpp"

#include <algorithm>

#include "usecases/access_log.hpp"
#include "usecases/change_beside.hpp"
#include "usecases/child_view.hpp"
#include "wire/entry_codec.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

/// The parts that this reader sees whole and without being asked for a reason.
PerTier<bool> open_parts(const Rights& rights) {
  PerTier<bool> open{};
  for (Tier t : kTiers) open[t] = rights.sight[t].allow;
  return open;
}

/// A place tells of every child who was there.
bool sees_every_child_of(House& house, const Session& s, RecordId place) {
  for (const auto& brief : house.memory.caseload.touching({place.uuid})) {
    const auto rights = rights_on(house, s, *brief);
    if (!rights || !rights->sight[Tier::plain].allow) return false;
  }
  return true;
}

/// When something that this reader sees was corrected last.
std::optional<Instant> corrected_at(const RecordBeside& there, const PerTier<bool>& open) {
  std::optional<Instant> at;
  for (const SaidBeside& one : there.said)
    if (std::ranges::any_of(one.changes, [&](const FieldChange& change) { return open[change.tier]; })) at = one.at;
  return at;
}

}  // namespace

Result<std::vector<Linked>> linked_to_child(House& house, const Session& s, RecordId child) {
  const auto brief = house.memory.caseload.find(child);
  if (!brief) return refuse(ProblemCode::not_found);
  const auto rights = rights_on(house, s, *brief);
  if (!rights) return refuse(ProblemCode::not_found);

  const PerTier<bool> open = open_parts(*rights);
  PerTier<bool> shown{};
  std::vector<Linked> all;
  for (const RecordId id : brief->links) {
    const auto there = open[Tier::plain] ? record_beside(house.store, house.vault, id) : std::nullopt;
    if (!there) continue;
    if (there->opened.kind == Kind::place_opened && !sees_every_child_of(house, s, id)) continue;
    const auto parts = wire::write_parts({{}, there->stands}, house.rules);
    for (Tier t : kTiers) shown[t] = shown[t] || (open[t] && parts[t]);
    const SaidBeside* closed = there->closed();
    all.push_back({id, std::string(word(there->opened.kind)), fields_beside(house.vault, *there, open), corrected_at(*there, open),
                   closed ? std::optional(closed->at) : std::nullopt,
                   parts_to_change(house, *house.memory.directory(), {s.person, s.role, s.unit}, s.factor(house.now()), house.now(), *there).has_value()});
  }
  if (shown[Tier::identity] || shown[Tier::placement] || shown[Tier::narrative]) log_look(house, s, child, deepest_sight(shown), Decision::allow, shown, {});
  return all;
}

}  // namespace nibbi::usecases
