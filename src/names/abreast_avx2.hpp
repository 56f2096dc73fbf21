#pragma once
// What abreast.cpp needs of the processor. Only for abreast.cpp.
#include <array>
#include <cstddef>
#include <cstdint>

namespace nibbi::names {

inline constexpr unsigned char kFirstLetter = 0x60;  ///< ` to DEL, among them all small letters
inline constexpr std::size_t kLetterBytes = 32, kTogetherMax = 16;

/// Where each of those bytes stands in a word of at most 16: its lower and its upper eight places, for the first and for the second sixteen bytes.
struct LetterPlaces {
  std::array<std::array<std::uint8_t, 16>, 2> low, high;
};

bool has_avx2();
/// `letters` of 32 words; `out` gets 32 distances, of a word of `size` letters. Only where has_avx2().
void distances_avx2(const LetterPlaces&, std::size_t size, const char* letters, std::size_t length, std::uint8_t* out);
void distances_to_beginning_avx2(const LetterPlaces&, std::size_t size, const char* letters, std::size_t length, std::uint8_t* out);

}  // namespace nibbi::names
