#pragma once
// What a pair of rows is worth by the levels at which its fields agree; and what it can be worth at most, before they are compared.
#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "names/link_model.hpp"

namespace nibbi::names {

/// Rows are given as the numbers of their values, one for each field, 0 where there is none.
class LinkScorer {
 public:
  struct Column {
    std::vector<float> rarity;  ///< of each value: the bits of its share among the rows that have one
    bool grouped = false;       ///< paired with other columns: what agrees may agree elsewhere
  };
  LinkScorer() : model_({}) {}
  LinkScorer(LinkModel model, std::vector<Column> columns, std::optional<std::size_t> given, std::optional<std::size_t> family);

  /// The bits of a pattern, and what is rare about values that agree exactly, or nearly, against the average of their field.
  template <class LevelOf>
  PairBits bits_of(const LevelOf& level_of, const std::uint32_t* x, const std::uint32_t* y) const {
    PairBits sum = model_.before();
    for (std::size_t f = 0; f < columns_.size(); ++f)
      if (const std::uint8_t level = level_of(f); level != kMissing) add(sum, f, level, x, y);
    return sum;
  }

  /// The most that each field of one row can bring to the word for one person, where it is not the same as the other row's.
  struct Most {
    std::array<double, kLinkColumnsMax> apart{};
    double swapped = 0;  ///< given and family name together, in each other's place
  };
  Most most_of(const std::uint32_t* x) const;
  /// At least as much as the word for one person will be, by what is the same value, and what is missing.
  double at_most(const Most&, const std::uint32_t* x, const std::uint32_t* y) const;
  /// By how much that is less, once the level of a field is known that stands alone.
  double less_by(const Most& most, std::size_t f, std::uint8_t level, const std::uint32_t* x, const std::uint32_t* y) const {
    PairBits sum{};
    add(sum, f, level, x, y);
    return most.apart[f] - sum.person;
  }

 private:
  bool is_name_part(std::size_t f) const { return given_ && family_ && (f == *given_ || f == *family_); }
  void add(PairBits&, std::size_t f, std::uint8_t level, const std::uint32_t* x, const std::uint32_t* y) const;
  double swapped_rarity(const std::uint32_t* row) const;
  double swapped_bits(double rarity) const { return swapped_ + std::clamp(rarity, 0.0, 30.0); }

  LinkModel model_;
  std::vector<Column> columns_;
  std::optional<std::size_t> given_, family_;
  std::vector<double> average_;  ///< the bits that an average value of a field is worth, below zero
  double swapped_ = 0;           ///< how often the names of one person stand in each other's place, in bits
};

}  // namespace nibbi::names
