#pragma once
// One word held against 32 words of one length at once. Their letters stand abreast: the first ones of all, then the second ones.
//
// Where the processor has AVX2 all 32 are compared together, 16 bits to each; elsewhere (and in the browser), and for a word of more than 16 letters or
// of other bytes than letters, one after another. The answer is the same.
#include <array>
#include <cstddef>
#include <cstdint>

#include "names/abreast_avx2.hpp"
#include "names/distance.hpp"

namespace nibbi::names {

inline constexpr std::size_t kAbreast = 32;
using Distances = std::array<std::uint8_t, kAbreast>;

class Abreast {
 public:
  /// The pattern stays the caller's. It must have been made for all words, not for one.
  explicit Abreast(const Pattern& pattern, bool together = can_together());
  static bool can_together();
  /// Fills in, for those of the 32 that have a bit in `which`, the distance that Pattern says; for the others, anything.
  void distances(const char* letters, std::size_t length, std::uint32_t which, Distances&) const;
  void distances_to_beginning(const char* letters, std::size_t length, std::uint32_t which, Distances&) const;

 private:
  const Pattern& pattern_;
  bool together_;
  LetterPlaces places_;
};

}  // namespace nibbi::names
