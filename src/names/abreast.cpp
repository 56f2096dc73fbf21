#include "names/abreast.hpp"

#include <bit>
#include <string_view>

#include "names/letters.hpp"

namespace nibbi::names {
namespace {

template <class Distance>
void one_by_one(const char* letters, std::size_t length, std::uint32_t which, Distances& out, const Distance& distance) {
  std::array<char, kWordBytesMax> text;
  for (; which != 0; which &= which - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(which));
    for (std::size_t at = 0; at < length; ++at) text[at] = letters[at * kAbreast + i];
    out[i] = static_cast<std::uint8_t>(distance(std::string_view(text.data(), length)));
  }
}

}  // namespace

bool Abreast::can_together() {
  static const bool can = has_avx2();
  return can;
}

Abreast::Abreast(const Pattern& pattern, bool together) : pattern_(pattern), together_(together && pattern.size() > 0 && pattern.size() <= kTogetherMax), places_{} {
  std::uint64_t found = 0;
  for (std::size_t i = 0; together_ && i < kLetterBytes; ++i) {
    const std::uint64_t places = pattern.places_of(static_cast<unsigned char>(kFirstLetter + i));
    places_.low[i / 16][i % 16] = static_cast<std::uint8_t>(places);
    places_.high[i / 16][i % 16] = static_cast<std::uint8_t>(places >> 8);
    found |= places;
  }
  together_ = together_ && std::popcount(found) == static_cast<int>(pattern.size());  // all of its bytes are among them
}

void Abreast::distances(const char* letters, std::size_t length, std::uint32_t which, Distances& out) const {
  if (together_) return distances_avx2(places_, pattern_.size(), letters, length, out.data());
  one_by_one(letters, length, which, out, [&](std::string_view text) { return pattern_.distance(text); });
}

void Abreast::distances_to_beginning(const char* letters, std::size_t length, std::uint32_t which, Distances& out) const {
  if (together_) return distances_to_beginning_avx2(places_, pattern_.size(), letters, length, out.data());
  one_by_one(letters, length, which, out, [&](std::string_view text) { return pattern_.distance_to_beginning(text); });
}

}  // namespace nibbi::names
