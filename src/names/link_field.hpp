#pragma once
// One kind of field of a list: its different values, and how far two of them agree.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "names/link.hpp"
#include "names/link_text.hpp"
#include "names/link_words.hpp"

namespace nibbi::names {

/// Rows with a key in common may be one person. By the coarser ones, too large a crowd is parted.
struct Key {
  std::uint64_t number;  ///< in the last bit, whether it is one of the coarser
  Key(std::uint64_t hash, bool coarse) : number(hash << 1 | coarse) {}
  bool coarse() const { return (number & 1) != 0; }
  bool operator==(const Key&) const = default;
};

struct Value {
  std::string_view text;                 ///< made even: a date as YYYYMMDD with 0 for what is unknown, the last digits of a phone number; of what is read as words, nothing
  std::span<const std::uint32_t> words;  ///< of names and places, in the order in which they were written
  std::uint32_t glued = 0;               ///< all of them written as one; of an age, the number
  std::span<const Key> keys;
};

/// A value as a row has it: its number, and its words at hand.
struct Cell {
  std::uint32_t number = 0;
  std::span<const std::uint32_t> words;
};

/// Columns of one meaning share a dictionary, and so do given and family names, so that what stands in one can be compared with what stands in another.
class Values {
 public:
  explicit Values(Meaning meaning, DayOrder order = DayOrder::day_first) : meaning_(meaning), order_(order), words_(is_name(meaning)) {}
  /// The number of a value, 0 when there is nothing in it.
  std::uint32_t number(std::string_view text);
  /// Valid until another value comes.
  Value at(std::uint32_t number) const;
  std::span<const std::uint32_t> words_of(std::uint32_t number) const { return number == 0 ? std::span<const std::uint32_t>() : part_of(word_list_, word_ends_, number); }
  std::size_t size() const { return glued_.size(); }
  /// No value comes any more: what only reading needs is let go, and words are numbered anew. `uses` says how often each value stands in the list, by number.
  void settle(const std::vector<std::uint32_t>& uses);
  void forget_keys() { keys_ = {}, key_ends_ = {}; }
  /// Symmetric. `which` tells this dictionary from others that share the memo.
  std::uint8_t agreement(const Cell& a, const Cell& b, Memo&, std::uint64_t which) const;
  std::uint8_t agreement(std::uint32_t a, std::uint32_t b, Memo& memo, std::uint64_t which) const { return agreement({a, words_of(a)}, {b, words_of(b)}, memo, which); }

 private:
  template <class T>
  static std::span<const T> part_of(const std::vector<T>& list, const std::vector<std::uint32_t>& ends, std::uint32_t number) {
    const std::uint32_t from = number == 1 ? 0 : ends[number - 2];
    return {list.data() + from, ends[number - 1] - from};
  }
  std::uint32_t made_even(std::string_view text);
  std::uint32_t put(const std::string& key, std::string_view text);
  void add_word_keys(std::vector<Key>&, std::uint32_t word) const;
  std::uint8_t compare_cells(const Cell&, const Cell&, Memo&, std::uint64_t which) const;

  Meaning meaning_;
  DayOrder order_;
  LinkWords words_;
  std::unordered_map<std::string, std::uint32_t> seen_, numbers_;  ///< by what was written, of what recurs; by what it is when made even
  std::string texts_;
  std::vector<std::uint32_t> text_ends_, word_list_, word_ends_, glued_, key_ends_;
  std::vector<Key> keys_;
};

}  // namespace nibbi::names
