// A list of pairs and what it says of the engine.
#include <catch2/catch_test_macros.hpp>

#include "names/evaluate.hpp"

using namespace nibbi::names;

TEST_CASE("each kind has its recall, and random pairs are never of one family") {
  const std::vector<LabelledPair> pairs = {{"Diallo", "Jallow", "surname"}, {"Jallow", "Djalo", "surname"}, {"Awa", "Fodio", "given"}, {"Diop", "Diouf", "confusable"}};
  std::size_t asked = 0;
  const auto result = evaluate_pairs(
      pairs, Level::edit,
      [&](const std::string& a, const std::string& b) {
        ++asked;
        return compare(a, b).level;
      },
      500);
  CHECK(result.kinds.at("surname").matched == 2);
  CHECK(result.kinds.at("given").matched == 0);
  CHECK(result.kinds.at("confusable").matched == 0);
  CHECK(result.kinds.at("confusable").pairs == 1);
  CHECK(result.random.pairs == 500);
  CHECK(result.random.matched == 0);  // Diallo and Djalo are one by a chain of rows
  CHECK(asked == 504);
}

TEST_CASE("a weaker level than asked for is no match") {
  const std::vector<LabelledPair> pairs = {{"Fatoumata", "Fanta", "given"}};
  const auto judge = [](const std::string& a, const std::string& b) { return compare(a, b).level; };
  CHECK(evaluate_pairs(pairs, Level::nickname, judge, 0).kinds.at("given").matched == 1);
  CHECK(evaluate_pairs(pairs, Level::spelling, judge, 0).kinds.at("given").matched == 0);
}

TEST_CASE("an empty list, and a list of one name, end") {
  const auto judge = [](const std::string&, const std::string&) { return Level::none; };
  CHECK(evaluate_pairs({}, Level::edit, judge).random.pairs == 0);
  CHECK(evaluate_pairs({{"Awa", "Awa", "given"}}, Level::edit, judge).random.pairs == 0);
}
