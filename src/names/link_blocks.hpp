#pragma once
// Which rows of a long list are compared: those that share a rare key, or several common ones of different kinds.
//
// What more rows share than are compared each with each is parted by a further key, and that again. Nothing is dropped: where no key is left,
// rows are laid in order of all that is known of them and compared with their neighbours, and what was not compared is counted.
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "names/link_field.hpp"

namespace nibbi::names {

/// What keys come from: one column, or several that mean the same.
struct KeySource {
  std::vector<std::size_t> columns;
  unsigned from_depth = 0;  ///< how many other keys rows must share before this one parts them: nobody is compared for their sex
};

/// Columns of numbers of values, and the dictionaries that they are numbers in.
struct KeyedRows {
  std::size_t rows = 0;
  std::span<const std::vector<std::uint32_t>* const> columns;
  std::span<const Values* const> values;
};

class Blocks {
 public:
  Blocks(const KeyedRows&, std::span<const KeySource>, const Workers&);
  /// For rows that stand in each other's place in two columns of one dictionary.
  void add_swapped(const KeyedRows&, std::size_t column, std::size_t other);
  /// To be called once, after all blocks are there.
  void finish(std::size_t rows);

  /// All later rows that share a block with `row`, each once, ascending in no order that depends on anything but the blocks. `soon` hears of a row some rows before
  /// it is visited, so that it can be on its way from memory.
  template <class Visit, class Soon>
  void each_after(std::uint32_t row, std::vector<std::uint32_t>& marks, const Visit& visit, const Soon& soon) const {
    constexpr std::ptrdiff_t kAhead = 12;
    for (std::uint32_t i = of_row_begins_[row]; i < of_row_begins_[row + 1]; ++i) {
      const auto [first, last] = members(of_row_[i]);
      for (const std::uint32_t* other = std::upper_bound(first, last, row); other != last; ++other) {
        if (last - other > kAhead) soon(other[kAhead]);
        if (marks[*other] == row + 1) continue;
        marks[*other] = row + 1;
        visit(*other);
      }
    }
  }
  /// Pairs in all blocks; what two blocks share is counted twice.
  std::uint64_t pairs_at_most() const { return pairs_; }
  /// Pairs that share two keys or more and are compared for none of them. At most: one that is in two such crowds is counted twice.
  std::uint64_t left_out() const { return left_out_; }

 private:
  struct Gathered {
    std::vector<std::uint32_t> rows, begins{0};
    std::uint64_t left_out = 0;
  };
  struct Entry {
    std::uint64_t key;
    std::uint32_t row;
    auto operator<=>(const Entry&) const = default;
  };
  class Parting;
  std::pair<const std::uint32_t*, const std::uint32_t*> members(std::uint32_t block) const { return {rows_.data() + begins_[block], rows_.data() + begins_[block + 1]}; }
  void take(const Gathered&);

  std::vector<std::uint32_t> rows_, of_row_, of_row_begins_;
  std::vector<std::uint64_t> begins_{0};
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;  ///< blocks of the same rows are one
  std::uint64_t pairs_ = 0, left_out_ = 0;
};

}  // namespace nibbi::names
