#pragma once
// The conditions of forms (`show_if`, decision 0001), read once and asked often.
//
//   condition  = term { "or" term }            term = factor { "and" factor }
//   factor     = "not" factor | "(" condition ")" | "answered" "(" question ")" | comparison
//   comparison = question ("=" | "!=") 'code' | question "in" "(" 'code' {"," 'code'} ")" | question ("<" | "<=" | ">" | ">=") number
//
// A question is letters, digits, `_` and `.`, beginning with a letter; the four words above can't be one. A code is letters, digits and `_`.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "domain/values.hpp"

namespace nibbi::domain {

class Expression {
 public:
  /// Reads a condition. Refuses malformed (`at`: the byte where it can't go on), too_large (2,000 bytes), too_deep (16 levels of `not` and
  /// parentheses), number_out_of_range.
  static Result<Expression> parse(std::string_view text);

  /// Whether the condition holds for these answers. Every expression has an answer for all answers there can be:
  /// a question with several codes equals a code when it holds it; "unknown" and "prefers not" equal those codes; a question that
  /// was not answered equals nothing, so that `!=` holds for it, and it is neither less nor more than a number.
  /// `answered` wants a real answer: "unknown", "prefers not" and an empty text are none.
  bool holds(const std::map<std::string, Answer>& answers) const;

  /// The questions that it speaks of.
  std::set<std::string> questions() const;

 private:
  friend class ExpressionParser;
  /// The condition in postfix: each comparison pushes a truth, `negate` turns the last one, `both` and `either` join the last two.
  struct Step {
    enum class Do : std::uint8_t { equals, one_of, less, less_or_equal, more, more_or_equal, answered, negate, both, either };
    Do what{};
    std::string question;
    std::vector<std::string> codes;
    std::int64_t number = 0;
  };
  static bool compare(const Step&, const Answer* answer);
  std::vector<Step> steps_;
};

}  // namespace nibbi::domain
