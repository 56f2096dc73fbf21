#pragma once
// A name as somebody wrote it, made ready to be read: its words, without titles, in letters that keep what folding would lose.
#include <string>
#include <string_view>
#include <vector>

namespace nibbi::names {

/// One word of a name.
struct Word {
  std::string written;  ///< as it stands in the name
  std::string folded;   ///< base's folding: what `exact` compares
  std::string letters;  ///< the same, in capitals what folding hides: E an e that is spoken (é è ɛ), N ñ ɲ, G ŋ, S ç
  bool title = false;   ///< El Hadj, Serigne, Madame: weak, and left out when there are other words
};

/// The words of a name, in the order in which they were written. What parts words is a space, a hyphen or any mark; an apostrophe parts
/// nothing (N'Diaye is Ndiaye), nor does a lone n or m before a consonant (N Diaye, M-Baye). A word longer than `kWordBytesMax` is cut
/// there, and at most `most` are taken of the first 4096 bytes, so that no input makes a comparison slow. Never empty words; any bytes are taken.
inline constexpr std::size_t kWordBytesMax = 64;
inline constexpr std::size_t kWordsMax = 16;
inline constexpr std::size_t kNoWordsLimit = ~std::size_t{0};
std::vector<Word> words_of(std::string_view name, std::size_t most = kWordsMax);

/// The words that tell people apart: without titles, unless there is nothing else.
std::vector<Word> telling_words(std::string_view name, std::size_t most = kWordsMax);

/// The whole name as one word: "Abdoul Rahmane" and "Abdourahmane" are written both ways.
Word joined(const std::vector<Word>&);

}  // namespace nibbi::names
