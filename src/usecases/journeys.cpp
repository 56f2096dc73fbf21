#include "usecases/journeys.hpp"

#include <algorithm>
#include <map>

#include "usecases/eye.hpp"
#include "usecases/lists.hpp"
#include "usecases/record_beside.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

/// What stands of this record, where it is a journey.
std::optional<MovementOpened> journey_of(House& house, RecordId id) {
  const auto there = record_beside(house.store, house.vault, id);
  const auto* journey = there ? std::get_if<MovementOpened>(&there->stands) : nullptr;
  return journey ? std::optional(*journey) : std::nullopt;
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
      const auto told = is_new || (sees_place && at->second && !at->second->day) ? journey_of(house, link) : std::nullopt;
      if (is_new && told) at->second = Journey{link, told->code, told->country, told->to_country, {}, {}};
      if (!at->second) continue;
      if (sees_place && told && told->day) {
        at->second->day = told->day;
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
