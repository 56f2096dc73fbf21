#include "names/distance.hpp"

#include <algorithm>

#include "names/letters.hpp"
#include "names/sounds.hpp"

namespace nibbi::names {

Pattern::Pattern(std::string_view word) : masks_{}, size_(std::min<std::size_t>(word.size(), kWordBytesMax)) {
  for (std::size_t i = 0; i < size_; ++i) masks_[static_cast<unsigned char>(word[i])] |= std::uint64_t{1} << i;
}

Pattern::Pattern(std::string_view word, std::string_view other) : size_(std::min<std::size_t>(word.size(), kWordBytesMax)) {
  for (const char c : other) masks_[static_cast<unsigned char>(c)] = 0;
  for (std::size_t i = 0; i < size_; ++i) masks_[static_cast<unsigned char>(word[i])] = 0;
  for (std::size_t i = 0; i < size_; ++i) masks_[static_cast<unsigned char>(word[i])] |= std::uint64_t{1} << i;
}

template <bool beginning>
unsigned Pattern::run(std::string_view text) const {
  if (size_ == 0) return beginning ? 0 : static_cast<unsigned>(text.size());
  std::uint64_t up = ~std::uint64_t{0}, down = 0, diagonal = 0, match_before = 0;
  const std::uint64_t last = std::uint64_t{1} << (size_ - 1);
  unsigned score = static_cast<unsigned>(size_), least = score;
  for (const char c : text) {
    const std::uint64_t match = masks_[static_cast<unsigned char>(c)];
    const std::uint64_t swapped = ((~diagonal & match) << 1) & match_before;
    diagonal = (((match & up) + up) ^ up) | match | down | swapped;
    std::uint64_t plus = down | ~(diagonal | up), minus = up & diagonal;
    if (plus & last) ++score;
    if (minus & last) --score;
    least = std::min(least, score);
    plus = plus << 1 | 1;
    minus <<= 1;
    up = minus | ~(diagonal | plus);
    down = plus & diagonal;
    match_before = match;
  }
  return beginning ? least : score;
}

unsigned Pattern::distance(std::string_view text) const { return run<false>(text); }
unsigned Pattern::distance_to_beginning(std::string_view text) const { return run<true>(text); }
unsigned slips_between(std::string_view a, std::string_view b) {
  b = b.substr(0, kWordBytesMax);
  return Pattern(a, b).distance(b);
}

namespace {

struct Pair {
  char a, b;
  int cost;
};
// Sounds that orthographies, dialects and ears exchange.
constexpr Pair kConfused[] = {
    {'e', 'i', 35}, {'o', 'u', 30}, {'a', 'e', 45}, {'a', 'o', 50}, {'w', 'u', 20}, {'w', 'o', 30}, {'y', 'i', 20}, {'w', 'v', 30}, {'w', 'y', 50},
    {'v', 'f', 45}, {'b', 'p', 45}, {'d', 't', 45}, {'g', 'k', 40}, {'l', 'r', 40}, {'d', 'r', 60}, {'J', 'd', 60}, {'J', 'y', 60}, {'J', 's', 60},
    {'C', 't', 60}, {'C', 's', 60}, {'C', 'J', 50}, {'N', 'n', 40}, {'N', 'y', 60}, {'n', 'm', 55}, {'f', 'p', 60}, {'b', 'w', 60}, {'b', 'v', 55}, {'w', 'g', 60},
};
constexpr int kOtherVowel = 65, kOtherSound = 100;

constexpr std::size_t kLetters = 128;
constexpr auto kCosts = [] {
  std::array<std::array<std::uint8_t, kLetters>, kLetters> costs{};
  for (std::size_t a = 0; a < kLetters; ++a)
    for (std::size_t b = 0; b < kLetters; ++b)
      costs[a][b] = a == b ? 0 : is_vowel_sound(static_cast<char>(a)) && is_vowel_sound(static_cast<char>(b)) ? kOtherVowel : kOtherSound;
  for (const Pair& p : kConfused) costs[static_cast<std::size_t>(p.a)][static_cast<std::size_t>(p.b)] = costs[static_cast<std::size_t>(p.b)][static_cast<std::size_t>(p.a)] = static_cast<std::uint8_t>(p.cost);
  return costs;
}();

int substitution(char a, char b) {
  const auto x = static_cast<unsigned char>(a), y = static_cast<unsigned char>(b);
  if (x >= kLetters || y >= kLetters) return x == y ? 0 : kOtherSound;
  return kCosts[x][y];
}

/// What it costs that a sound stands in one word only.
int gap(std::string_view word, std::size_t at) {
  const char c = word[at];
  const bool first = at == 0, last = at + 1 == word.size();
  const bool before_consonant = !last && !is_vowel_sound(word[at + 1]);
  if (is_vowel_sound(c)) return last ? 40 : first ? 60 : 50;
  if (c == 'w' || c == 'y') return 45;
  if (c == 'n' || c == 'm') return before_consonant ? 50 : last ? 50 : 90;
  return 100;
}

}  // namespace

int sound_distance(std::string_view a, std::string_view b, std::vector<Change>* changes, int limit) {
  a = a.substr(0, kWordBytesMax);
  b = b.substr(0, kWordBytesMax);
  constexpr std::size_t kSide = kWordBytesMax + 1;
  std::array<std::array<std::int16_t, kSide>, kSide> cost;
  cost[0][0] = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) cost[i][0] = static_cast<std::int16_t>(cost[i - 1][0] + gap(a, i - 1));
  for (std::size_t j = 1; j <= b.size(); ++j) cost[0][j] = static_cast<std::int16_t>(cost[0][j - 1] + gap(b, j - 1));
  std::array<int, kSide> gaps_b;
  for (std::size_t j = 0; j < b.size(); ++j) gaps_b[j] = gap(b, j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const int gap_a = gap(a, i - 1);
    int least = cost[i][0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int c = std::min({cost[i - 1][j - 1] + substitution(a[i - 1], b[j - 1]), cost[i - 1][j] + gap_a, cost[i][j - 1] + gaps_b[j - 1]});
      cost[i][j] = static_cast<std::int16_t>(c);
      least = std::min(least, c);
    }
    if (least > limit) return least;  // costs only grow from row to row
  }
  const int total = cost[a.size()][b.size()];
  if (changes) {
    changes->clear();
    for (std::size_t i = a.size(), j = b.size(); i > 0 || j > 0;) {
      const bool last = i == a.size() && j == b.size();
      if (i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + substitution(a[i - 1], b[j - 1])) {
        if (a[i - 1] != b[j - 1]) changes->push_back({a[i - 1], b[j - 1], last});
        --i, --j;
      } else if (i > 0 && cost[i][j] == cost[i - 1][j] + gap(a, i - 1)) {
        changes->push_back({a[i - 1], 0, last});
        --i;
      } else {
        changes->push_back({0, b[j - 1], last});
        --j;
      }
    }
    std::reverse(changes->begin(), changes->end());
  }
  return total;
}

}  // namespace nibbi::names
