#pragma once
// The different words in the columns of one dictionary, and how far two of them agree.
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "names/compare.hpp"
#include "names/letter_bag.hpp"

namespace nibbi::names {

/// How far two values agree, the surest first; m and u are learned for each. What one means is each kind's own affair, in this order.
namespace agreement {
inline constexpr std::uint8_t same = 0;       ///< the same value
inline constexpr std::uint8_t alike = 1;      ///< another orthography, a known form, the same words in another order
inline constexpr std::uint8_t slip = 2;       ///< one slip of the pen
inline constexpr std::uint8_t part = 3;       ///< a word is missing
inline constexpr std::uint8_t near = 4;       ///< a short name, the same consonants, near in sound; two slips
inline constexpr std::uint8_t elsewhere = 5;  ///< it stands in another column that means the same
inline constexpr std::uint8_t hint = 6;       ///< half of the words, the same beginning: as often chance
inline constexpr std::uint8_t clan = 7;       ///< names of clans that stand for each other: weak
inline constexpr std::uint8_t none = 8;
inline constexpr std::uint8_t swapped = 9;    ///< given and family name stand in each other's place
}  // namespace agreement
inline constexpr std::uint8_t kAgreements = 10;
inline constexpr std::uint8_t kMissing = 15;
constexpr bool is_strange(std::uint8_t level) { return level == agreement::hint || level == agreement::clan || level == agreement::none; }

/// What one worker found when comparing words. Few words are most of a list: what two of those are to each other is kept in a table for each dictionary; others are
/// remembered until two fall on one place. Answers are the same with and without it.
class Memo {
 public:
  /// For the words of so many dictionaries of which the most used ones have the lowest numbers.
  explicit Memo(std::size_t dictionaries = 0) : tables_(dictionaries), keys_(kPlaces, ~std::uint64_t{0}), levels_(kPlaces) {}
  /// `which` tells a dictionary from others; low < high.
  template <class Compare>
  std::uint8_t of(std::uint64_t which, std::uint32_t low, std::uint32_t high, const Compare& compare) {
    if (high < kTabled && which < tables_.size()) {
      std::vector<std::uint8_t>& table = tables_[which];
      if (table.empty()) table.assign(std::size_t{kTabled} * (kTabled - 1) / 2, 0);
      std::uint8_t& level = table[std::size_t{high} * (high - 1) / 2 + low];
      if (level == 0) level = static_cast<std::uint8_t>(compare() + 1);
      return static_cast<std::uint8_t>(level - 1);
    }
    const std::uint64_t key = which << 56 | std::uint64_t{low} << 28 | high;
    const std::size_t at = (key * 0x9E3779B97F4A7C15u) >> (64 - kBits);
    if (keys_[at] != key) {
      levels_[at] = compare();
      keys_[at] = key;
    }
    return levels_[at];
  }

 private:
  static constexpr std::uint32_t kTabled = 2048;
  static constexpr unsigned kBits = 19;
  static constexpr std::size_t kPlaces = std::size_t{1} << kBits;
  std::vector<std::vector<std::uint8_t>> tables_;  ///< the level and one; 0: not compared yet
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint8_t> levels_;
};

class LinkWords {
 public:
  /// Of names, the lexicon knows something; of places it doesn't.
  explicit LinkWords(bool are_names) : are_names_(are_names), words_(1), letters_(1) {}
  /// The number of a word; 0 stands for no word.
  std::uint32_t take(Word);
  const Token& at(std::uint32_t number) const { return words_[number]; }
  std::size_t size() const { return words_.size(); }
  std::size_t letters(std::uint32_t number) const { return words_[number].word.folded.size(); }
  /// No word comes any more. Those that are used most get the lowest numbers: the answer has the new number of each.
  std::vector<std::uint32_t> settle(const std::vector<std::uint64_t>& uses);
  /// Symmetric. `which` tells this dictionary from others that share the memo.
  std::uint8_t agreement(std::uint32_t a, std::uint32_t b, Memo& memo, std::uint64_t which) const {
    if (a == b) return agreement::same;
    const std::uint32_t low = a < b ? a : b, high = a < b ? b : a;
    return memo.of(which, low, high, [&] { return compare(low, high); });
  }

 private:
  struct Letters {
    LetterBag bag = 0;
    std::uint32_t beginning = 0;
    std::uint16_t length = 0;
    bool known = false;  ///< to the lexicon
  };
  bool are_nothing_alike(std::uint32_t a, std::uint32_t b) const;
  std::uint8_t compare(std::uint32_t a, std::uint32_t b) const;

  bool are_names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<Token> words_;  ///< the first one stands for no word
  std::vector<Letters> letters_;
};

}  // namespace nibbi::names
