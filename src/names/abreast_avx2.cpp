// The same steps as Pattern::run, for 32 words at once: 16 bits of each in two registers, so that a word of up to 16 letters fits.
#include "names/abreast_avx2.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

namespace nibbi::names {
namespace {

#define NIBBI_AVX2 __attribute__((target("avx2")))

/// Sixteen words, as far as they have been read.
struct Sixteen {
  __m256i up, down, diagonal, match_before, score, least;
};

NIBBI_AVX2 inline void read_letter(Sixteen& s, __m256i match, __m256i last) {
  const __m256i ones = _mm256_set1_epi16(-1);
  const __m256i swapped = _mm256_and_si256(_mm256_slli_epi16(_mm256_andnot_si256(s.diagonal, match), 1), s.match_before);
  const __m256i run = _mm256_xor_si256(_mm256_add_epi16(_mm256_and_si256(match, s.up), s.up), s.up);
  s.diagonal = _mm256_or_si256(_mm256_or_si256(run, match), _mm256_or_si256(s.down, swapped));
  __m256i plus = _mm256_or_si256(s.down, _mm256_andnot_si256(_mm256_or_si256(s.diagonal, s.up), ones)), minus = _mm256_and_si256(s.up, s.diagonal);
  s.score = _mm256_sub_epi16(s.score, _mm256_cmpeq_epi16(_mm256_and_si256(plus, last), last));
  s.score = _mm256_add_epi16(s.score, _mm256_cmpeq_epi16(_mm256_and_si256(minus, last), last));
  s.least = _mm256_min_epi16(s.least, s.score);
  plus = _mm256_sub_epi16(_mm256_slli_epi16(plus, 1), ones);  // less minus one: a bit on the right
  minus = _mm256_slli_epi16(minus, 1);
  s.up = _mm256_or_si256(minus, _mm256_andnot_si256(_mm256_or_si256(s.diagonal, plus), ones));
  s.down = _mm256_and_si256(plus, s.diagonal);
  s.match_before = match;
}

NIBBI_AVX2 inline __m256i twice(const std::array<std::uint8_t, 16>& table) { return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()))); }

template <bool beginning>
NIBBI_AVX2 void compare(const LetterPlaces& places, std::size_t size, const char* letters, std::size_t length, std::uint8_t* out) {
  const __m256i low_first = twice(places.low[0]), low_second = twice(places.low[1]), high_first = twice(places.high[0]), high_second = twice(places.high[1]);
  const __m256i none = _mm256_setzero_si256(), all = _mm256_set1_epi16(static_cast<short>(size)), last = _mm256_set1_epi16(static_cast<short>(1u << (size - 1)));
  const __m256i first_letter = _mm256_set1_epi8(kFirstLetter), second = _mm256_set1_epi8(0x10), beyond = _mm256_set1_epi8(0x70);
  Sixteen one{_mm256_set1_epi16(-1), none, none, none, all, all}, other = one;
  for (std::size_t at = 0; at < length; ++at) {
    // A look-up takes the lower four bits, and answers 0 where the uppermost one is set: so must it be for bytes of the other half, and for all that are no letters.
    const __m256i bytes = _mm256_xor_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(letters + at * 32)), first_letter);
    const __m256i in_first = _mm256_adds_epu8(bytes, beyond), in_second = _mm256_adds_epu8(_mm256_xor_si256(bytes, second), beyond);
    const __m256i low = _mm256_or_si256(_mm256_shuffle_epi8(low_first, in_first), _mm256_shuffle_epi8(low_second, in_second));
    const __m256i high = _mm256_or_si256(_mm256_shuffle_epi8(high_first, in_first), _mm256_shuffle_epi8(high_second, in_second));
    read_letter(one, _mm256_unpacklo_epi8(low, high), last);
    read_letter(other, _mm256_unpackhi_epi8(low, high), last);
  }
  const __m256i both = beginning ? _mm256_packus_epi16(one.least, other.least) : _mm256_packus_epi16(one.score, other.score);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), both);
}

}  // namespace

bool has_avx2() { return __builtin_cpu_supports("avx2"); }
void distances_avx2(const LetterPlaces& places, std::size_t size, const char* letters, std::size_t length, std::uint8_t* out) { compare<false>(places, size, letters, length, out); }
void distances_to_beginning_avx2(const LetterPlaces& places, std::size_t size, const char* letters, std::size_t length, std::uint8_t* out) { compare<true>(places, size, letters, length, out); }

}  // namespace nibbi::names

#else

namespace nibbi::names {
bool has_avx2() { return false; }
void distances_avx2(const LetterPlaces&, std::size_t, const char*, std::size_t, std::uint8_t*) {}
void distances_to_beginning_avx2(const LetterPlaces&, std::size_t, const char*, std::size_t, std::uint8_t*) {}
}  // namespace nibbi::names

#endif
