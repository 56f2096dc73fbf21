#include "usecases/linked.hpp"

#include "usecases/access_log.hpp"
#include "usecases/child_view.hpp"
#include "wire/entry_codec.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;

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

/// The first entry of a record, which says what it is; nullopt when it was erased.
std::optional<Entry> first_entry(House& house, RecordId id) {
  const auto record = house.store.record(id);
  if (!record || record->erased) return std::nullopt;
  const auto keys = house.vault.keys_of(*record);
  for (const StoredEntry& stored : house.store.entries_of(id, 0)) return house.vault.open_entry(*keys, stored);
  return std::nullopt;
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
    const auto entry = first_entry(house, id);
    if (!entry || !open[Tier::plain]) continue;
    if (entry->header.kind == Kind::place_opened && !sees_every_child_of(house, s, id)) continue;
    const auto parts = wire::write_parts({entry->telling, entry->body}, house.rules);
    Json fields(jsoncons::json_object_arg);
    for (Tier t : kTiers) {
      if (!open[t] || !parts[t]) continue;
      const Json part = wire::read_own_json(*parts[t]);
      shown[t] = shown[t] || !part.empty();
      for (const auto& field : part.object_range()) fields[field.key()] = field.value();
    }
    all.push_back({id, std::string(word(entry->header.kind)), wire::write_json(fields)});
  }
  if (shown[Tier::identity] || shown[Tier::placement] || shown[Tier::narrative]) log_look(house, s, child, deepest_sight(shown), Decision::allow, shown, {});
  return all;
}

}  // namespace nibbi::usecases
