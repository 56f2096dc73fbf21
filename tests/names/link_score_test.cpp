// What is soon seen of two words, or of two rows, is what comparing them would say.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <string>
#include <vector>

#include "names/chance.hpp"
#include "names/distance.hpp"
#include "names/link_score.hpp"
#include "names/stock.hpp"

using namespace nibbi::names;

TEST_CASE("what is soon seen of two words to be nothing is nothing in any way of comparing them") {
  std::vector<std::string> written;
  for (const Stock& stock : stocks())
    for (const std::string_view list : {stock.women, stock.men, stock.families}) each_name(list, [&](std::string_view name) { written.emplace_back(name); });
  Chance chance(4);
  LinkWords words(true);
  std::vector<std::uint32_t> numbers;
  for (std::string& name : written) {
    if (!chance.happens(300)) continue;
    if (chance.happens(200) && name.size() > 3) name.erase(1 + chance.below(name.size() - 1), 1);
    for (Word& word : words_of(name)) numbers.push_back(words.take(std::move(word)));
  }
  REQUIRE(numbers.size() > 300);
  Memo memo;
  std::size_t nothing = 0, something = 0;
  for (const std::uint32_t a : numbers)
    for (const std::uint32_t b : numbers) {
      if (a >= b) continue;
      const Token &x = words.at(a), &y = words.at(b);
      const std::string &left = x.word.folded, &right = y.word.folded;
      const unsigned slips = slips_between(left, right);
      const std::size_t longer = std::max(left.size(), right.size()), beginning = std::min<std::size_t>({left.size(), right.size(), 3});
      const bool is_something = !are_told_apart(x, y) && (compare_words(x, y, {}) <= Level::clan || slips * 2 <= longer || (slips == 1 && longer >= 3) || left.substr(0, beginning) == right.substr(0, beginning));
      ++(is_something ? something : nothing);
      if ((words.agreement(a, b, memo, 0) != agreement::none) == is_something) continue;
      CAPTURE(left, right);
      CHECK_FALSE(is_something);
      CHECK(is_something);
    }
  CHECK(nothing > 10'000);
  CHECK(something > 1'000);
}

TEST_CASE("a pair is never worth more than what was seen before it was compared") {
  rc::prop("by the numbers of its values, and by each field that is compared", [](std::uint64_t seed) {
    Chance chance(seed);
    const std::vector<Meaning> meanings = {Meaning::given, Meaning::family, Meaning::mother, Meaning::sex, Meaning::age, Meaning::place};
    LinkModel model(meanings);
    std::vector<LinkModel::Row> by_chance(meanings.size());
    for (auto& row : by_chance)
      for (double& n : row) n = static_cast<double>(chance.below(1000));
    model.learn_chance(by_chance);
    std::vector<std::pair<Pattern128, double>> seen;
    for (int i = 0; i < 200; ++i) {
      Pattern128 pattern;
      for (std::size_t f = 0; f < meanings.size(); ++f) pattern.put(f, static_cast<std::uint8_t>(chance.happens(500) ? 0 : chance.below(kAgreements)));
      seen.emplace_back(pattern, 1 + static_cast<double>(chance.below(50)));
    }
    model.learn(seen, 1e6, 2000);
    std::vector<LinkScorer::Column> columns(meanings.size());
    for (auto& column : columns)
      for (int n = 0; n < 6; ++n) column.rarity.push_back(static_cast<float>(chance.below(150)) / 10.0F);
    const LinkScorer scorer(model, columns, 0, 1);
    for (int i = 0; i < 50; ++i) {
      std::array<std::uint32_t, 6> x{}, y{};
      std::array<std::uint8_t, 6> levels{};
      for (std::size_t f = 0; f < 6; ++f) {
        x[f] = static_cast<std::uint32_t>(chance.below(6));
        y[f] = static_cast<std::uint32_t>(chance.below(6));
        levels[f] = x[f] == 0 || y[f] == 0 ? kMissing : x[f] == y[f] ? agreement::same : static_cast<std::uint8_t>(agreement::alike + chance.below(agreement::none));
      }
      const bool both_same = levels[0] == agreement::same && levels[1] == agreement::same;
      if (!both_same && chance.happens(300)) levels[0] = agreement::swapped, levels[1] = kMissing;
      const LinkScorer::Most most = scorer.most_of(x.data());
      double left = scorer.at_most(most, x.data(), y.data());
      const double worth = scorer.bits_of([&](std::size_t f) { return levels[f]; }, x.data(), y.data()).person;
      RC_ASSERT(worth <= left + 1e-6);
      for (std::size_t f = 2; f < 6; ++f) {
        if (levels[f] == kMissing || levels[f] == agreement::same) continue;
        left -= scorer.less_by(most, f, levels[f], x.data(), y.data());
        RC_ASSERT(worth <= left + 1e-6);
      }
    }
  });
}
