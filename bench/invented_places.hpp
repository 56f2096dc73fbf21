#pragma once
// Places of the bench's own, as many as villages are: their spelling is no question here. Each country has its own, some forty to a region and near each other.
#include <cmath>
#include <string>
#include <vector>

#include "names/chance.hpp"
#include "names/generate.hpp"

namespace nibbi::bench {

inline std::vector<names::InventedPlace> invented_places() {
  constexpr std::uint64_t kOfCountry = 1200, kOfRegion = 40;
  const char* syllables[] = {"ba", "ka", "di", "sou", "ma", "ko", "ta", "n'go", "fa", "lo", "sa", "mbe", "ya", "ri", "wo", "ga", "tou", "den", "pe", "kan"};
  struct Country {
    const char* code;
    float latitude, longitude;
  };
  std::vector<names::InventedPlace> places;
  std::uint64_t seed = 0;
  for (const Country& country : {Country{"SN", 14.5F, -14.5F}, {"GM", 13.4F, -15.4F}, {"GN", 10.5F, -10.9F}, {"ML", 13.5F, -6.0F}, {"GH", 7.9F, -1.0F}, {"NG", 9.1F, 8.1F}})
    for (std::uint64_t i = 0; i < kOfCountry; ++i) {
      names::Chance chance(++seed);
      std::string name;
      for (std::size_t s = 0, n = 2 + chance.below(3); s < n; ++s) name += syllables[chance.below(20)];
      name[0] = static_cast<char>(name[0] - 32);
      const auto away = [&](std::size_t thousandths) { return static_cast<float>(chance.below(thousandths)) / 1000.0F; };  // of a degree: some 111 m
      names::Chance region(seed / kOfRegion * 7919);
      const float north = static_cast<float>(region.below(3000)) / 1000.0F, east = static_cast<float>(region.below(4000)) / 1000.0F;
      places.push_back({country.code, std::to_string(i / kOfRegion), name, names::Point{country.latitude - 1.5F + north + away(500), country.longitude - 2 + east + away(500)}});
    }
  return places;
}

}  // namespace nibbi::bench
