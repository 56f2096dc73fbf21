#include "names/link_score.hpp"

#include <cmath>

namespace nibbi::names {

LinkScorer::LinkScorer(LinkModel model, std::vector<Column> columns, std::optional<std::size_t> given, std::optional<std::size_t> family)
    : model_(std::move(model)), columns_(std::move(columns)), given_(given), family_(family) {
  for (std::size_t f = 0; f < columns_.size(); ++f) average_.push_back(std::log2(std::max(model_.field(f).u[agreement::same], 1e-9)));
  if (given_ && family_) swapped_ = std::log2(model_.field(*given_).m[agreement::swapped]);
}

/// Names in each other's place, against how often somebody else has such a given and such a family name. A few times as many have them nearly.
double LinkScorer::swapped_rarity(const std::uint32_t* row) const {
  constexpr double kNearly = 1.585;  // three times as many
  double bits = -kNearly;
  for (const std::size_t f : {*given_, *family_})
    if (row[f]) bits += columns_[f].rarity[row[f]];
  return bits;
}

void LinkScorer::add(PairBits& sum, std::size_t f, std::uint8_t level, const std::uint32_t* x, const std::uint32_t* y) const {
  if (level == agreement::swapped) {
    sum.person += swapped_bits(std::min(swapped_rarity(x), swapped_rarity(y)));
    return;
  }
  const LinkModel::Field& field = model_.field(f);
  double person = field.person_bits[level], home = field.home_bits[level], namesakes = field.namesake_bits[level];
  if (level <= agreement::near) {
    const auto& rarity = columns_[f].rarity;
    const double all = average_[f] + std::min(rarity[x[f]], rarity[y[f]]), rare = level == agreement::same ? all : all * 0.5;
    person += rare;
    if (field.shared) home += rare, namesakes += rare;
  }
  if (level == agreement::same) {  // what agrees never speaks against the pair: not by being common, nor by speaking more for a household
    person = std::max(person, 0.0);
    home = std::min(home, person);
    namesakes = std::min(namesakes, person);
  }
  sum.person += person;
  sum.home += home;
  sum.namesakes += namesakes;
}

LinkScorer::Most LinkScorer::most_of(const std::uint32_t* x) const {
  Most most;
  for (std::size_t f = 0; f < columns_.size(); ++f) {
    const LinkModel::Row& bits = model_.field(f).person_bits;
    const double rare = x[f] == 0 ? 0 : (average_[f] + columns_[f].rarity[x[f]]) * 0.5;
    double best = bits[agreement::none];
    for (std::uint8_t level = agreement::alike; level < agreement::swapped; ++level) best = std::max(best, bits[level] + (level <= agreement::near ? rare : 0));
    most.apart[f] = columns_[f].grouped ? std::max(best, 0.0) : best;
  }
  if (given_ && family_) most.swapped = swapped_bits(swapped_rarity(x));
  return most;
}

double LinkScorer::at_most(const Most& most, const std::uint32_t* x, const std::uint32_t* y) const {
  double sum = model_.before().person, names = 0;
  for (std::size_t f = 0; f < columns_.size(); ++f) {
    double here = 0;
    if (x[f] != 0 && x[f] == y[f]) {
      PairBits same{};
      add(same, f, agreement::same, x, y);
      here = columns_[f].grouped ? std::max(same.person, most.apart[f]) : same.person;
    } else if ((x[f] != 0 && y[f] != 0) || columns_[f].grouped) {
      here = most.apart[f];
    }
    (is_name_part(f) ? names : sum) += here;
  }
  if (!given_ || !family_) return sum + names;
  const bool both_same = x[*given_] != 0 && x[*given_] == y[*given_] && x[*family_] != 0 && x[*family_] == y[*family_];
  return sum + (both_same ? names : std::max(names, most.swapped));
}

}  // namespace nibbi::names
