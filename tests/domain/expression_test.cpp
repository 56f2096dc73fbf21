#include "domain/expression.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace nibbi;
using namespace nibbi::domain;

namespace {

using Answers = std::map<std::string, Answer>;

/// What the condition says of these answers: "yes", "no", or the name of the refusal.
std::string said(std::string_view condition, const Answers& answers = {}) {
  const auto read = Expression::parse(condition);
  if (!read) return std::string(word(read.error().code));
  return read->holds(answers) ? "yes" : "no";
}
std::string refused_at(std::string_view condition) {
  const auto read = Expression::parse(condition);
  return read ? "not refused" : read.error().details.at("at");
}
Answer text(const char* value) { return std::string(value); }
Answer codes(std::initializer_list<const char*> values) {
  Codes all;
  for (const char* value : values) all.push_back({value});
  return all;
}

}  // namespace

TEST_CASE("a code is compared to the answer", "[expression]") {
  const Answers answers{{"danger", text("yes")}, {"intake.needs", codes({"water_food", "fear"})}};
  CHECK(said("danger = 'yes'", answers) == "yes");
  CHECK(said("danger='no'", answers) == "no");
  CHECK(said("danger != 'no'", answers) == "yes");
  CHECK(said("danger != 'yes'", answers) == "no");
  CHECK(said("danger in ('no', 'yes')", answers) == "yes");
  CHECK(said("danger in ('no','unsure')", answers) == "no");
  CHECK(said("intake.needs = 'fear'", answers) == "yes");
  CHECK(said("intake.needs != 'fear'", answers) == "no");
  CHECK(said("intake.needs in ('sleep','water_food')", answers) == "yes");
}

TEST_CASE("numbers are compared as numbers", "[expression]") {
  const Answers answers{{"siblings", std::int64_t{3}}, {"name", text("3")}};
  CHECK(said("siblings < 4", answers) == "yes");
  CHECK(said("siblings < 3", answers) == "no");
  CHECK(said("siblings <= 3", answers) == "yes");
  CHECK(said("siblings > 3", answers) == "no");
  CHECK(said("siblings >= 3", answers) == "yes");
  CHECK(said("siblings >= 999999999", answers) == "no");
  CHECK(said("name < 4", answers) == "no");
}

TEST_CASE("what was not answered equals nothing", "[expression]") {
  CHECK(said("danger = 'yes'") == "no");
  CHECK(said("danger != 'yes'") == "yes");
  CHECK(said("danger in ('yes')") == "no");
  CHECK(said("age < 18") == "no");
  CHECK(said("not age < 18") == "yes");
  CHECK(said("answered(danger)") == "no");
}

TEST_CASE("\"I don't know\" is a code like any other, and no answer", "[expression]") {
  const Answers answers{{"a", Unanswered::unknown}, {"b", Unanswered::prefers_not}, {"c", text("")}, {"d", Date{1}}, {"e", PartialDate{}}, {"f", Codes{}}};
  CHECK(said("a = 'unknown'", answers) == "yes");
  CHECK(said("b = 'unknown'", answers) == "no");
  CHECK(said("b in ('unknown','prefers_not')", answers) == "yes");
  for (const char* none : {"a", "b", "c", "e", "f", "g"}) CHECK(said("answered(" + std::string(none) + ")", answers) == "no");
  CHECK(said("answered ( d )", answers) == "yes");
}

TEST_CASE("not binds before and, and before or", "[expression]") {
  const Answers answers{{"a", text("x")}, {"b", text("y")}};
  CHECK(said("a = 'x' or a = 'z' and b = 'z'", answers) == "yes");
  CHECK(said("(a = 'x' or a = 'z') and b = 'z'", answers) == "no");
  CHECK(said("not a = 'z' and b = 'y'", answers) == "yes");
  CHECK(said("not (a = 'x' and b = 'y')", answers) == "no");
  CHECK(said("not not a = 'x'", answers) == "yes");
  CHECK(said("a = 'z' or b = 'z' or not answered(c)", answers) == "yes");
}

TEST_CASE("anything else is refused, with the place", "[expression]") {
  for (const char* bad : {"", " ", "a", "a = x", "a = 'x' b", "a in ()", "a in 'x'", "a in ('x',)", "(a = 'x'", "a = 'x')", "not", "a = 'x' and", "a == 'x'",
                          "a < 'x'", "a = 3", "a < ", "a < 3x", "a < -1", "a = ''", "a = 'x", "a = 'x y'", "a = \"x\"", "'x' = a", "and = 'x'", "answered(not)",
                          "answered a", "a = 'x' && b = 'y'", "a ! = 'x'", "1a = 'x'", "a = 'é'", "a = 'x'\v", "A.b c = 'x'"})
    CHECK(said(bad) == "malformed");
  CHECK(refused_at("a = 'x' b") == "8");
  CHECK(refused_at("a in ('x' 'y')") == "10");
  CHECK(said(std::string("a = 'x'\0", 8)) == "malformed");
}

TEST_CASE("a condition has a greatest length, depth and number", "[expression]") {
  CHECK(said(std::string(16, '(') + "a = 'x'" + std::string(16, ')')) == "no");
  CHECK(said(std::string(17, '(') + "a = 'x'" + std::string(17, ')')) == "too_deep");
  CHECK(said(std::string(100'000, '(')) == "too_large");
  CHECK(said(std::string(1'900, '(')) == "too_deep");
  std::string nots;
  for (int i = 0; i < 400; ++i) nots += "not ";
  CHECK(said(nots + "a = 'x'") == "too_deep");
  CHECK(said("a < 9999999999") == "number_out_of_range");
  std::string many = "a = 'x'";
  for (int i = 0; i < 150; ++i) many += " or a = 'x'";
  CHECK(said(many) == "no");
}

TEST_CASE("an expression names the questions that it hangs on", "[expression]") {
  CHECK(Expression::parse("a = 'x' or not (b.c in ('y') and answered(d)) or a < 3")->questions() == std::set<std::string>{"a", "b.c", "d"});
}
