#include "domain/case_code.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <array>

#include "tests/support/chance.hpp"

using namespace nibbi::domain;
using namespace nibbi::tests;

TEST_CASE("a case code that was written by the house is sound") {
  rc::prop("for every number below 2^30", [] {
    const auto number = *rc::gen::inRange<unsigned long>(0, 1ul << 30);
    RC_ASSERT(case_code_is_sound(case_code("SN", number)));
    RC_ASSERT(case_code_is_sound(case_code("GW", number)));
  });
}

TEST_CASE("one wrong character is always noticed") {
  rc::prop("a slip of the pen", [] {
    const std::string code = case_code(*rc::gen::elementOf(std::vector<std::string>{"SN", "GW", "GM"}), *rc::gen::inRange<unsigned long>(0, 1ul << 30));
    std::string wrong = code;
    wrong[*rc::gen::elementOf(std::vector<std::size_t>{0, 1, 3, 4, 5, 6, 7, 8, 10})] = *rc::gen::elementOf(std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ"));
    if (wrong != code) RC_ASSERT(!case_code_is_sound(wrong));
  });
}

TEST_CASE("of a hundred codes with two neighbours exchanged, more than ninety-nine are noticed") {
  // ISO 7064 promises all single slips for its hybrid systems, and nearly all exchanges.
  Chance chance(37'36);
  int exchanged = 0, unnoticed = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string code = case_code(chance.in_100(50) ? "SN" : "GW", chance.below(1ul << 30));
    std::string wrong = code;
    const auto left = chance.one_of(std::array<std::size_t, 6>{0, 3, 4, 5, 6, 7});
    std::swap(wrong[left], wrong[left + 1]);
    if (wrong == code) continue;
    ++exchanged;
    unnoticed += case_code_is_sound(wrong);
  }
  CHECK(unnoticed * 100 < exchanged);
}

TEST_CASE("the check character is the one that ISO 7064 gives") {
  // Worked out by another program; kept here so that it never changes under cards that are printed.
  CHECK(case_code("SN", 0) == "SN-000000-9");
  CHECK(case_code("GW", (1ul << 30) - 1) == "GW-ZZZZZZ-K");
}

TEST_CASE("what isn't written as a case code is none") {
  const std::string code = case_code("SN", 123'456'789);
  for (const std::string& text : {std::string(), std::string("SN"), code.substr(0, 10), code + "0", "sn" + code.substr(2), "S1" + code.substr(2), code.substr(0, 2) + " " + code.substr(3),
                                  code.substr(0, 3) + "I" + code.substr(4), code.substr(0, 3) + "O" + code.substr(4), std::string(11, '\0'), std::string(11, '-')})
    CHECK_FALSE(case_code_is_sound(text));
}
