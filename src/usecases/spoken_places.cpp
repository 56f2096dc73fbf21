#include "usecases/spoken_places.hpp"

#include <algorithm>
#include <set>

#include "names/compare.hpp"

namespace nibbi::usecases {
namespace {

/// What has fewer sounds may be many places.
constexpr std::size_t kSoundsMin = 4;

std::vector<std::string> sounds_of(std::string_view name) {
  std::vector<std::string> all;
  const auto words = names::telling_words(name);
  if (words.empty()) return all;
  for (const names::Reading& reading : names::token_of(names::joined(words)).readings)
    if (reading.sounds.size() >= kSoundsMin) all.push_back(reading.sounds);
  return all;
}

}  // namespace

void SpokenPlaces::read() const {
  for (std::uint32_t i = 0; i < places_.size(); ++i)
    if (const readmodels::Place place = places_.at(i); !place.retired)
      for (std::string& sounds : sounds_of(place.name)) by_sounds_.emplace_back(std::move(sounds), i);
  std::ranges::sort(by_sounds_);
}

std::vector<readmodels::Place> SpokenPlaces::find(std::string_view name, std::optional<std::string_view> country) const {
  std::call_once(reading_, [this] { read(); });
  std::set<std::uint32_t> found;
  for (const std::string& sounds : sounds_of(name))
    for (auto it = std::ranges::lower_bound(by_sounds_, std::pair{sounds, std::uint32_t{0}}); it != by_sounds_.end() && it->first == sounds; ++it)
      if (!country || places_.at(it->second).country == *country) found.insert(it->second);
  std::vector<readmodels::Place> places;
  for (const std::uint32_t i : found) places.push_back(places_.at(i));
  return places;
}

}  // namespace nibbi::usecases
