#include "domain/expression.hpp"

#include <algorithm>

namespace nibbi::domain {
namespace {

constexpr std::size_t kLongest = 2000;
constexpr std::size_t kDeepest = 16;
constexpr std::size_t kDigitsMax = 9;  // ages, counts: nothing that forms ask is larger

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_code(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
bool in_question(char c) { return in_code(c) || c == '.'; }
bool is_reserved(std::string_view word) { return word == "and" || word == "or" || word == "not" || word == "in" || word == "answered"; }

bool holds_code(const Answer& answer, std::string_view code) {
  if (const auto* text = std::get_if<std::string>(&answer)) return *text == code;
  if (const auto* codes = std::get_if<Codes>(&answer)) return std::any_of(codes->begin(), codes->end(), [&](const Code& c) { return c.value == code; });
  if (const auto* none = std::get_if<Unanswered>(&answer)) return code == (*none == Unanswered::unknown ? "unknown" : "prefers_not");
  return false;
}

bool is_answered(const Answer& answer) {
  if (const auto* text = std::get_if<std::string>(&answer)) return !text->empty();
  if (const auto* codes = std::get_if<Codes>(&answer)) return !codes->empty();
  if (const auto* date = std::get_if<PartialDate>(&answer)) return !date->is_unknown();
  return !std::holds_alternative<Unanswered>(answer);
}

}  // namespace

/// Recursive descent. Once something is wrong nothing more is read: every function returns at once.
class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view text) : text_(text) {}

  Result<Expression> whole() {
    if (text_.size() > kLongest) return refuse(ProblemCode::too_large, {{"limit_bytes", std::to_string(kLongest)}});
    condition(0);
    skip();
    if (!problem_ && at_ != text_.size()) fail();
    if (problem_) return std::unexpected(std::move(*problem_));
    return std::move(out_);
  }

 private:
  using Step = Expression::Step;
  using enum Step::Do;

  void fail(ProblemCode code = ProblemCode::malformed) {
    if (!problem_) problem_ = Problem{code, {{"at", std::to_string(at_)}}};
  }
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
  }
  bool eat(std::string_view sign) {
    skip();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }
  /// The word that stands next, not yet taken.
  std::string_view next_word() {
    skip();
    if (at_ >= text_.size() || !is_letter(text_[at_])) return {};
    std::size_t end = at_;
    while (end < text_.size() && in_question(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  bool eat_word(std::string_view word) {
    if (next_word() != word) return false;
    at_ += word.size();
    return true;
  }
  void need(std::string_view sign) {
    if (!problem_ && !eat(sign)) fail();
  }

  void condition(std::size_t depth) {
    term(depth);
    while (!problem_ && eat_word("or")) {
      term(depth);
      join(either);
    }
  }
  void term(std::size_t depth) {
    factor(depth);
    while (!problem_ && eat_word("and")) {
      factor(depth);
      join(both);
    }
  }
  void factor(std::size_t depth) {
    if (problem_) return;
    if (depth > kDeepest) return fail(ProblemCode::too_deep);
    if (eat_word("not")) {
      factor(depth + 1);
      join(negate);
    } else if (eat("(")) {
      condition(depth + 1);
      need(")");
    } else if (eat_word("answered")) {
      need("(");
      Step step{.what = answered, .question = question(), .codes = {}};
      need(")");
      out_.steps_.push_back(std::move(step));
    } else {
      comparison();
    }
  }
  void comparison() {
    Step step{.what = equals, .question = question(), .codes = {}};
    if (problem_) return;
    bool turned = false;
    if (eat_word("in")) {
      step.what = one_of;
      need("(");
      do step.codes.push_back(code());
      while (!problem_ && eat(","));
      need(")");
    } else if (eat("!=")) {
      turned = true;
      step.codes.push_back(code());
    } else if (eat("=")) {
      step.codes.push_back(code());
    } else if (eat("<=")) {
      step = number(less_or_equal, std::move(step));
    } else if (eat("<")) {
      step = number(less, std::move(step));
    } else if (eat(">=")) {
      step = number(more_or_equal, std::move(step));
    } else if (eat(">")) {
      step = number(more, std::move(step));
    } else {
      fail();
    }
    if (problem_) return;
    out_.steps_.push_back(std::move(step));
    if (turned) join(negate);
  }

  std::string question() {
    const std::string_view word = next_word();
    if (word.empty() || is_reserved(word)) fail();
    if (problem_) return {};
    at_ += word.size();
    return std::string(word);
  }
  std::string code() {
    need("'");
    const std::size_t begin = at_;
    while (at_ < text_.size() && in_code(text_[at_])) ++at_;
    if (at_ == begin || at_ >= text_.size() || text_[at_] != '\'') fail();
    return problem_ ? std::string() : std::string(text_.substr(begin, at_++ - begin));
  }
  Step number(Step::Do what, Step step) {
    skip();
    step.what = what;
    const std::size_t begin = at_;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
      if (at_ - begin == kDigitsMax) {
        fail(ProblemCode::number_out_of_range);
        return step;
      }
      step.number = step.number * 10 + (text_[at_] - '0');
    }
    if (at_ == begin || (at_ < text_.size() && in_question(text_[at_]))) fail();
    return step;
  }

  void join(Step::Do what) {
    if (!problem_) out_.steps_.push_back({.what = what, .question = {}, .codes = {}});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Problem> problem_;
  Expression out_;
};

Result<Expression> Expression::parse(std::string_view text) { return ExpressionParser(text).whole(); }

bool Expression::compare(const Step& step, const Answer* answer) {
  if (!answer) return false;
  const auto* number = std::get_if<std::int64_t>(answer);
  switch (step.what) {
    case Step::Do::answered: return is_answered(*answer);
    case Step::Do::equals: case Step::Do::one_of: return std::any_of(step.codes.begin(), step.codes.end(), [&](const auto& code) { return holds_code(*answer, code); });
    case Step::Do::less: return number && *number < step.number;
    case Step::Do::less_or_equal: return number && *number <= step.number;
    case Step::Do::more: return number && *number > step.number;
    case Step::Do::more_or_equal: return number && *number >= step.number;
    case Step::Do::negate: case Step::Do::both: case Step::Do::either: break;
  }
  return false;
}

bool Expression::holds(const std::map<std::string, Answer>& answers) const {
  std::vector<bool> truths;
  for (const Step& step : steps_) {
    if (step.what == Step::Do::negate) {
      truths.back() = !truths.back();
    } else if (step.what == Step::Do::both || step.what == Step::Do::either) {
      const bool right = truths.back();
      truths.pop_back();
      const bool left = truths.back();
      truths.back() = step.what == Step::Do::both ? left && right : left || right;
    } else {
      auto it = answers.find(step.question);
      truths.push_back(compare(step, it == answers.end() ? nullptr : &it->second));
    }
  }
  return truths.empty() || truths.back();  // a condition that says nothing holds
}

std::set<std::string> Expression::questions() const {
  std::set<std::string> named;
  for (const Step& step : steps_)
    if (!step.question.empty()) named.insert(step.question);
  return named;
}

}  // namespace nibbi::domain
