#include "names/link_words.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "names/distance.hpp"

namespace nibbi::names {
namespace {
constexpr std::uint32_t kBeginning = 3;
}

std::uint32_t LinkWords::take(Word written) {
  const auto [it, added] = numbers_.try_emplace(written.letters, static_cast<std::uint32_t>(words_.size()));
  if (!added) return it->second;
  Token token = token_of(std::move(written));
  token.word.written = {};
  for (Reading& reading : token.readings) reading.graphs = {};  // for reasons, which nobody asks for here
  const std::string& folded = token.word.folded;
  Letters letters{letter_bag(folded), 0, static_cast<std::uint16_t>(folded.size()), are_names_ && !token.names.empty()};
  for (std::size_t i = 0; i < std::min<std::size_t>(kBeginning, folded.size()); ++i) letters.beginning = letters.beginning << 8 | static_cast<unsigned char>(folded[i]);
  letters_.push_back(letters);
  words_.push_back(std::move(token));
  return it->second;
}

std::vector<std::uint32_t> LinkWords::settle(const std::vector<std::uint64_t>& uses) {
  std::vector<std::uint32_t> order(words_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin() + 1, order.end(), [&](std::uint32_t a, std::uint32_t b) { return uses[a] > uses[b]; });
  std::vector<std::uint32_t> number(words_.size());
  std::vector<Token> words;
  std::vector<Letters> letters;
  words.reserve(words_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    number[order[i]] = i;
    words.push_back(std::move(words_[order[i]]));
    letters.push_back(letters_[order[i]]);
  }
  words_ = std::move(words);
  letters_ = std::move(letters);
  numbers_ = {};
  return number;
}

/// Most words of a list have nothing in common, which is soon seen: by their letters, by their sounds, and by no name of the lexicon that both could be.
bool LinkWords::are_nothing_alike(std::uint32_t x, std::uint32_t y) const {
  const Letters &a = letters_[x], &b = letters_[y];
  const std::uint32_t longer = std::max(a.length, b.length), shorter = std::min(a.length, b.length);
  const auto slips = static_cast<std::uint32_t>(std::max(std::popcount(a.bag & ~b.bag), std::popcount(b.bag & ~a.bag)));  // or more
  if (slips <= 2 || slips * 2 <= longer || (a.known && b.known)) return false;
  if (shorter < kBeginning || a.beginning == b.beginning) return false;
  return !may_sound_alike(words_[x], words_[y]);
}

std::uint8_t LinkWords::compare(std::uint32_t x, std::uint32_t y) const {
  if (are_nothing_alike(x, y)) return agreement::none;
  const Token &a = words_[x], &b = words_[y];
  if (are_names_ && are_told_apart(a, b)) return agreement::none;
  const Level level = compare_words(a, b, {.lexicon = are_names_});
  if (level == Level::exact) return agreement::same;
  if (level <= Level::lexicon) return agreement::alike;
  const std::string_view left = a.word.folded, right = b.word.folded;
  const unsigned slips = slips_between(left, right);
  const std::size_t longer = std::max(left.size(), right.size()), shorter = std::min(left.size(), right.size()), beginning = std::min<std::size_t>(shorter, 3);
  if (slips == 1 && longer >= 3) return agreement::slip;
  if (level <= Level::edit || (slips == 2 && longer >= 5)) return agreement::near;
  if (level == Level::clan) return agreement::clan;
  if ((shorter >= 1 && left.substr(0, beginning) == right.substr(0, beginning)) || slips * 2 <= longer) return agreement::hint;
  return agreement::none;
}

}  // namespace nibbi::names
