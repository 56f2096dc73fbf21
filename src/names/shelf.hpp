#pragma once
// The words of one length, to be held against a word that may be a slip or two away. In no order.
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "names/abreast.hpp"
#include "names/letter_bag.hpp"

namespace nibbi::names {

class Shelf {
 public:
  /// All words have as many letters.
  void add(std::uint32_t number, std::string_view word);
  /// Nothing of the word is left.
  void remove(std::uint32_t number, std::size_t length);
  std::size_t bytes() const { return numbers_.capacity() * sizeof(std::uint32_t) + bags_.capacity() * sizeof(LetterBag) + letters_.capacity(); }

  /// Each word of this length that is at most `slips` (one or two) away, with how far.
  template <class Visit>
  void each_near(const Abreast& word, LetterBag bag, std::size_t length, std::size_t slips, const Visit& visit) const {
    each_block(length, [&](LetterBag theirs) { return may_be_near(bag, theirs, slips); },
               [&](const char* letters, std::uint32_t which, Distances& out) { word.distances(letters, length, which, out); }, slips, visit);
  }
  /// Each word of which this one may be the beginning, with one slip.
  template <class Visit>
  void each_begun(const Abreast& beginning, LetterBag bag, std::size_t length, const Visit& visit) const {
    each_block(length, [&](LetterBag theirs) { return may_begin(bag, theirs); },
               [&](const char* letters, std::uint32_t which, Distances& out) { beginning.distances_to_beginning(letters, length, which, out); }, 1, visit);
  }

 private:
  template <class May, class Compare, class Visit>
  void each_block(std::size_t length, const May& may, const Compare& compare, std::size_t slips, const Visit& visit) const {
    Distances distances;
    for (std::size_t first = 0; first < numbers_.size(); first += kAbreast) {
      std::uint32_t which = 0;
      const std::size_t count = std::min(kAbreast, numbers_.size() - first);
      for (std::size_t i = 0; i < count; ++i) which |= std::uint32_t{may(bags_[first + i])} << i;
      if (which == 0) continue;
      compare(letters_.data() + first * length, which, distances);
      for (; which != 0; which &= which - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(which));
        if (distances[i] <= slips) visit(numbers_[first + i], static_cast<unsigned>(distances[i]));
      }
    }
  }
  char& letter(std::size_t word, std::size_t at, std::size_t length) { return letters_[word / kAbreast * kAbreast * length + at * kAbreast + word % kAbreast]; }

  std::vector<std::uint32_t> numbers_;
  std::vector<LetterBag> bags_;
  std::vector<char> letters_;  ///< of 32 words abreast, and of the next 32
};

}  // namespace nibbi::names
