#pragma once
// How well names that are one are found, and names that are not are kept apart: on a list of pairs that somebody drew up.
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "names/compare.hpp"

namespace nibbi::names {

struct LabelledPair {
  std::string a, b;
  std::string kind;  ///< "confusable…": not one name; "clan_equivalent…": not one name, and weak evidence; any other: one name
};

struct KindResult {
  std::size_t pairs = 0, matched = 0;
  std::array<std::size_t, kLevels> by_level{};
};

struct PairsResult {
  std::map<std::string, KindResult> kinds;
  KindResult random;  ///< pairs of names of the list between which no row, nor a chain of rows, says that they are one
};

using Judge = std::function<Level(const std::string&, const std::string&)>;

/// A pair counts as matched when its level is `max_level` or stronger. `random_pairs` are drawn by `seed`, the same each time.
PairsResult evaluate_pairs(const std::vector<LabelledPair>&, Level max_level, const Judge&, std::size_t random_pairs = 200'000, std::uint64_t seed = 1);

}  // namespace nibbi::names
