#include "usecases/journeys.hpp"

#include <algorithm>
#include <map>

#include "usecases/eye.hpp"
#include "usecases/lists.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

/// What opened this record, where it is a journey.
std::optional<MovementOpened> opening_of(House& house, RecordId id) {
  const auto record = house.store.record(id);
  if (!record || record->erased || record->kind != word(RecordKind::movement)) return std::nullopt;
  const auto keys = house.vault.keys_of(*record);
  for (const StoredEntry& stored : house.store.entries_of(id, 0)) {
    const auto entry = house.vault.open_entry(*keys, stored);
    if (!entry) continue;
    if (const auto* opened = std::get_if<MovementOpened>(&entry->body)) return *opened;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Journey> journeys(House& house, const Session& s) {
  const Eye eye(house, s);
  std::map<RecordId, std::optional<Journey>> found;
  std::vector<RecordId> named, placed;
  for (const auto& brief : desk_of(house, s)) {
    if (brief->links.empty() || brief->ties.status != FileState::open) continue;
    const RelationSet held = eye.held(*brief);
    if (!eye.may(*brief, held, Action::see_plain).allow) continue;
    const bool sees_place = eye.may(*brief, held, Action::see_placement).allow;
    const std::string name = eye.name(*brief, held);
    for (const RecordId link : brief->links) {
      auto [at, is_new] = found.try_emplace(link);
      const auto opened = is_new || (sees_place && at->second && !at->second->day) ? opening_of(house, link) : std::nullopt;
      if (is_new && opened) at->second = Journey{link, opened->code, opened->country, opened->to_country, {}, {}};
      if (!at->second) continue;
      if (sees_place && opened && opened->day) {
        at->second->day = opened->day;
        placed.push_back(brief->record);
      }
      at->second->children.push_back({brief, name});
      if (!name.empty()) named.push_back(brief->record);
    }
  }
  std::vector<Journey> all;
  for (auto& [link, journey] : found)
    if (journey) all.push_back(std::move(*journey));
  std::stable_sort(all.begin(), all.end(), [](const Journey& a, const Journey& b) { return a.day.value_or(Date{}).day > b.day.value_or(Date{}).day; });
  log_listed(house, s, std::move(named), Action::see_identity, {Tier::identity});
  log_listed(house, s, std::move(placed), Action::see_placement, {Tier::placement});
  return all;
}

}  // namespace nibbi::usecases
