#pragma once
// Which letters a word has, and which of them twice, as one number. A slip of the pen takes at most one bit away and brings at most one, so most
// words of a dictionary are known to be too far away before any distance is computed: some instructions a word, on any processor.
#include <cstdint>
#include <string_view>

namespace nibbi::names {

using LetterBag = std::uint64_t;

inline LetterBag letter_bag(std::string_view word) {
  constexpr unsigned kLetters = 26, kOthers = 2 * kLetters;  // bits 0 to 25: there; 26 to 51: there twice; from 52 on all other bytes share
  LetterBag bag = 0;
  for (const char c : word) {
    if (c >= 'a' && c <= 'z') {
      const LetterBag bit = LetterBag{1} << (c - 'a');
      bag |= (bag & bit) << kLetters | bit;
    } else {
      bag |= LetterBag{1} << (kOthers + static_cast<unsigned char>(c) % (64 - kOthers));
    }
  }
  return bag;
}

/// False when more than `slips` (at most two) slips part the two words, whatever they are.
inline bool may_be_near(LetterBag a, LetterBag b, std::size_t slips) {
  LetterBag gone = a & ~b, come = b & ~a;
  gone &= gone - 1;
  come &= come - 1;
  if (slips > 1) {
    gone &= gone - 1;
    come &= come - 1;
  }
  return (gone | come) == 0;
}

/// False when more than one slip parts the first word from every beginning of the second.
inline bool may_begin(LetterBag beginning, LetterBag word) {
  const LetterBag gone = beginning & ~word;
  return (gone & (gone - 1)) == 0;
}

}  // namespace nibbi::names
