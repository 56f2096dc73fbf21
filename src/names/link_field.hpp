#pragma once
// One kind of field of a list: its different values, and how far two of them agree.
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "names/compare.hpp"
#include "names/link.hpp"
#include "names/link_text.hpp"

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

/// Rows with a key in common may be one person. By the coarser ones, too large a crowd is parted.
struct Key {
  std::uint64_t hash;
  bool coarse;
  auto operator<=>(const Key&) const = default;
};

struct Value {
  std::string text;                  ///< made even: a date as YYYYMMDD with 0 for what is unknown, the last digits of a phone number
  std::vector<std::uint32_t> words;  ///< of names and places, in the order in which they were written
  std::uint32_t glued = 0;           ///< all of them written as one
  std::vector<Key> keys;
};

/// What was compared lately: words recur. Forgets when two fall on one place; answers are the same with and without it.
class Memo {
 public:
  Memo() : keys_(kPlaces, ~std::uint64_t{0}), levels_(kPlaces) {}
  template <class Compare>
  std::uint8_t of(std::uint64_t key, const Compare& compare) {
    const std::size_t at = (key * 0x9E3779B97F4A7C15u) >> (64 - kBits);
    if (keys_[at] != key) {
      levels_[at] = compare();
      keys_[at] = key;
    }
    return levels_[at];
  }

 private:
  static constexpr unsigned kBits = 21;
  static constexpr std::size_t kPlaces = std::size_t{1} << kBits;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint8_t> levels_;
};

/// Columns of one meaning share a dictionary, and so do given and family names, so that what stands in one can be compared with what stands in another.
class Values {
 public:
  explicit Values(Meaning meaning, DayOrder order = DayOrder::day_first) : meaning_(meaning), order_(order), words_(1) {}
  /// The number of a value, 0 when there is nothing in it.
  std::uint32_t number(std::string_view text);
  const Value& at(std::uint32_t number) const { return values_[number - 1]; }
  std::size_t size() const { return values_.size(); }
  /// Symmetric. `which` tells this dictionary from others that share the memo.
  std::uint8_t agreement(std::uint32_t a, std::uint32_t b, Memo&, std::uint64_t which) const;

 private:
  std::uint32_t word(Word);
  void read_words(Value&, std::string_view text);
  void add_word_keys(Value&, std::uint32_t word) const;
  std::uint8_t compare(const Value&, const Value&, Memo&, std::uint64_t which) const;
  std::uint8_t compare_cells(const Value&, const Value&, Memo&, std::uint64_t which) const;
  std::uint8_t compare_two_words(std::uint32_t a, std::uint32_t b) const;
  Meaning meaning_;
  DayOrder order_;
  std::unordered_map<std::string, std::uint32_t> numbers_, word_numbers_;
  std::vector<Value> values_;
  std::vector<Token> words_;  ///< the first one stands for no word
};

}  // namespace nibbi::names
