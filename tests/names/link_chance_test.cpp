// What is chance among pairs that look like one person, judged by how pairs of strangers thin out.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <cmath>

#include "names/chance.hpp"
#include "names/link_chance.hpp"

using namespace nibbi::names;

namespace {

struct Mixed {
  std::vector<LinkedPair> pairs;
  std::vector<bool> right;
};

/// Strangers that thin out by `rate` (natural logarithms a bit) from -12 bits on, and persons around twelve bits. The model promises what the weight says.
Mixed mixed(std::size_t strangers, double rate, std::size_t persons, std::uint64_t seed) {
  Chance chance(seed);
  Mixed m;
  const auto share = [&] { return (static_cast<double>(chance.next() >> 11) + 0.5) / 9007199254740992.0; };
  const auto put = [&](double weight, bool right) {
    m.pairs.push_back({0, static_cast<std::uint32_t>(m.pairs.size() + 1), 1 / (1 + std::exp2(-weight)), weight});
    m.right.push_back(right);
  };
  for (std::size_t i = 0; i < strangers; ++i) put(-12 - std::log(share()) / rate, false);
  for (std::size_t i = 0; i < persons; ++i) put(4 + 16 * share(), true);
  return m;
}

double promised(const Mixed& m) {
  double sum = 0;
  for (const LinkedPair& pair : m.pairs) sum += pair.weight >= 0 ? pair.probability : 0;
  return sum;
}

}  // namespace

TEST_CASE("where strangers are many, no more is promised than there is") {
  Mixed m = mixed(200'000, 0.45, 500, 1);
  const double before = promised(m);
  CHECK(before > 1000);  // of five hundred
  allow_for_chance(m.pairs);
  CHECK(promised(m) > 350);
  CHECK(promised(m) < 700);
  std::vector<double> probabilities;
  for (const LinkedPair& pair : m.pairs) probabilities.push_back(pair.probability);
  const double threshold = best_threshold(probabilities);
  double taken = 0, right = 0;
  for (std::size_t i = 0; i < m.pairs.size(); ++i)
    if (m.pairs[i].probability >= threshold) ++taken, right += m.right[i];
  CHECK(right > 0.75 * taken);
  CHECK(right > 0.8 * 500);
}

TEST_CASE("where strangers are few, or the model is right about them, its word stands") {
  Mixed few = mixed(150, 0.45, 500, 2), right = mixed(200'000, 0.9, 500, 3);
  const std::vector<LinkedPair> of_few = few.pairs;
  allow_for_chance(few.pairs);
  for (std::size_t i = 0; i < few.pairs.size(); ++i) CHECK(few.pairs[i].probability == of_few[i].probability);
  const double before = promised(right);
  allow_for_chance(right.pairs);
  CHECK(promised(right) > 0.97 * before);
}

TEST_CASE("no probability rises, more weight is never less probable, and the order of the pairs is nothing") {
  rc::prop("whatever the weights", [](std::uint64_t seed) {
    Chance chance(seed);
    Mixed m = mixed(chance.below(5000), 0.05 + 0.01 * static_cast<double>(chance.below(150)), chance.below(300), seed);
    std::vector<LinkedPair> other = m.pairs;
    for (std::size_t i = other.size(); i > 1; --i) std::swap(other[i - 1], other[chance.below(i)]);
    const std::vector<LinkedPair> before = m.pairs;
    allow_for_chance(m.pairs);
    allow_for_chance(other);
    for (std::size_t i = 0; i < before.size(); ++i) RC_ASSERT(m.pairs[i].probability <= before[i].probability && m.pairs[i].probability >= 0);
    std::sort(other.begin(), other.end(), [](const LinkedPair& a, const LinkedPair& b) { return a.b < b.b; });
    for (std::size_t i = 0; i < before.size(); ++i) RC_ASSERT(m.pairs[i].probability == other[i].probability);
    std::sort(other.begin(), other.end(), [](const LinkedPair& a, const LinkedPair& b) { return a.weight < b.weight; });
    for (std::size_t i = 1; i < other.size(); ++i) RC_ASSERT(other[i].probability >= other[i - 1].probability - 1e-12);
  });
}
