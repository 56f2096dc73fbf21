// 32 words at once: the same answers by every way, and the right ones.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <map>
#include <vector>

#include "names/abreast.hpp"
#include "names/chance.hpp"
#include "names/letters.hpp"
#include "names/shelf.hpp"

using namespace nibbi::names;

namespace {

/// Optimal string alignment, cell by cell: whole, or to the beginning that is nearest.
unsigned plain_distance(std::string_view a, std::string_view b, bool beginning) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<unsigned>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return beginning ? *std::min_element(d[a.size()].begin(), d[a.size()].end()) : d[a.size()][b.size()];
}

/// A few letters, so that words are near each other; now and then any byte, or any text as it is read.
std::string some_word(Chance& chance, std::size_t length) {
  static const std::vector<std::string> kHostile = {"محمد", "ߞߊߦߌ", "Ɲamankolon", "ɓaŋɗe", "😀", "Null", "n\xCC\x83iass", "\xff\xfe", "ﬁfi", "İstanbul", "Ndëye"};
  std::string word;
  if (chance.happens(200)) {
    std::string text = kHostile[chance.below(kHostile.size())];
    if (chance.happens(500)) text.insert(chance.below(text.size() + 1), 1, static_cast<char>(chance.below(256)));
    const std::vector<Word> words = words_of(text);
    if (!words.empty()) word = words[0].folded;
  }
  const bool any_byte = chance.happens(150);
  while (word.size() < length) word += any_byte ? static_cast<char>(chance.below(256)) : static_cast<char>(chance.happens(50) ? "`{|}~\x7f@_"[chance.below(8)] : 'a' + chance.below(chance.happens(800) ? 3 : 26));
  word.resize(length);
  return word;
}

}  // namespace

TEST_CASE("32 words abreast are as far from a word as one by one, and as cell by cell") {
  rc::prop("whatever the letters, up to the longest", [](std::uint64_t seed) {
    Chance chance(seed);
    const std::size_t length = chance.happens(700) ? 1 + chance.below(12) : 1 + chance.below(kWordBytesMax), other = chance.happens(700) ? chance.below(length + 4) : chance.below(kWordBytesMax + 20);
    const std::string asked = some_word(chance, other);
    std::vector<std::string> words;
    std::vector<char> letters(kAbreast * length);
    for (std::size_t i = 0; i < kAbreast; ++i) {
      words.push_back(some_word(chance, length));
      for (std::size_t at = 0; at < length; ++at) letters[at * kAbreast + i] = words[i][at];
    }
    const auto which = static_cast<std::uint32_t>(chance.next());
    const Pattern pattern(asked);
    const std::string_view cut = std::string_view(asked).substr(0, kWordBytesMax);
    for (const bool together : {false, true}) {
      if (together && !Abreast::can_together()) continue;
      const Abreast abreast(pattern, together);
      Distances whole{}, begun{};
      abreast.distances(letters.data(), length, which, whole);
      abreast.distances_to_beginning(letters.data(), length, which, begun);
      for (std::size_t i = 0; i < kAbreast; ++i) {
        if (!(which >> i & 1)) continue;
        RC_ASSERT(whole[i] == plain_distance(cut, words[i], false));
        RC_ASSERT(begun[i] == plain_distance(cut, words[i], true));
      }
    }
  });
}

TEST_CASE("a shelf answers what is near among the words that are there, after any putting in and taking out") {
  rc::prop("as looking at each would", [](std::uint64_t seed) {
    Chance chance(seed);
    const std::size_t length = 3 + chance.below(6), slips = 1 + chance.below(2);
    Shelf shelf;
    std::map<std::uint32_t, std::string> there;
    for (std::uint32_t number = 0; number < 150; ++number) {
      const auto [it, added] = there.emplace(number, some_word(chance, length));
      shelf.add(number, it->second);
      while (!there.empty() && chance.happens(400)) {
        const auto gone = std::next(there.begin(), static_cast<std::ptrdiff_t>(chance.below(there.size())));
        shelf.remove(gone->first, length);
        there.erase(gone);
      }
    }
    const std::string asked = some_word(chance, length);
    const Pattern pattern(asked);
    std::map<std::uint32_t, unsigned> near, expected;
    std::vector<std::uint32_t> begun, expected_begun;
    shelf.each_near(Abreast(pattern), letter_bag(asked), length, slips, [&](std::uint32_t number, unsigned distance) { near[number] = distance; });
    shelf.each_begun(Abreast(pattern), letter_bag(asked), length, [&](std::uint32_t number, unsigned) { begun.push_back(number); });
    for (const auto& [number, word] : there) {
      if (const unsigned d = plain_distance(asked, word, false); d <= slips) expected[number] = d;
      if (plain_distance(asked, word, true) <= 1) expected_begun.push_back(number);
    }
    std::sort(begun.begin(), begun.end());
    RC_ASSERT(near == expected);
    RC_ASSERT(begun == expected_begun);
  });
}
