#include "domain/form_check.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "domain/expression.hpp"

namespace nibbi::domain {
namespace {

constexpr std::size_t kTextLongest = 200, kLongTextLongest = 8000, kCodesMost = 200;
constexpr std::int64_t kIntegerMost = 100'000;

using Found = std::optional<Problem>;

Found found(ProblemCode code, std::map<std::string, std::string> details = {}) { return Problem{code, std::move(details)}; }

/// Nothing was said: an empty text or an empty list is what a field leaves behind when it is cleared.
bool is_blank(const Answer& a) {
  if (const auto* text = std::get_if<std::string>(&a)) return text->empty();
  if (const auto* codes = std::get_if<Codes>(&a)) return codes->empty();
  if (const auto* date = std::get_if<PartialDate>(&a)) return date->is_unknown();
  return false;
}

std::string_view list_of(const Question& q) {
  if (q.type == QuestionType::yes_no) return "yes_no";
  if (q.type == QuestionType::country) return "country";
  return q.list;
}

Found listed(const Rules& rules, const Question& q, std::string_view code) {
  if (rules.in_list(list_of(q), code)) return std::nullopt;
  return found(ProblemCode::not_in_list, {{"list", std::string(list_of(q))}});
}

Found no_longer_than(const std::string& text, std::size_t longest) {
  if (code_points(text) <= longest) return std::nullopt;
  return found(ProblemCode::text_too_long, {{"limit", std::to_string(longest)}});
}

Found text_problem(const Rules& rules, const Question& q, const std::string& text) {
  switch (q.type) {
    case QuestionType::yes_no: case QuestionType::code: case QuestionType::country: return listed(rules, q, text);
    case QuestionType::text: case QuestionType::phone: case QuestionType::place: return no_longer_than(text, kTextLongest);
    case QuestionType::long_text: return no_longer_than(text, kLongTextLongest);
    case QuestionType::unit: case QuestionType::person:
      if (Uuid::parse(text)) return std::nullopt;
      break;
    default: break;
  }
  return found(ProblemCode::wrong_type);
}

struct Check {
  const Rules& rules;
  const Question& q;

  Found operator()(Unanswered) const { return q.required ? found(ProblemCode::missing_field) : std::nullopt; }
  Found operator()(const std::string& text) const { return text_problem(rules, q, text); }
  Found operator()(std::int64_t number) const {
    if (q.type != QuestionType::integer) return found(ProblemCode::wrong_type);
    if (number < 0 || number > kIntegerMost) return found(ProblemCode::number_out_of_range, {{"limit", std::to_string(kIntegerMost)}});
    return std::nullopt;
  }
  Found operator()(const Codes& codes) const {
    if (q.type != QuestionType::codes) return found(ProblemCode::wrong_type);
    if (codes.size() > kCodesMost) return found(ProblemCode::number_out_of_range, {{"limit", std::to_string(kCodesMost)}});
    for (const Code& code : codes)
      if (auto problem = listed(rules, q, code.value)) return problem;
    return std::nullopt;
  }
  Found operator()(Date) const { return q.type == QuestionType::date ? std::nullopt : found(ProblemCode::wrong_type); }
  Found operator()(const PartialDate& date) const {
    if (q.type != QuestionType::partial_date) return found(ProblemCode::wrong_type);
    if (date.earliest && date.latest && *date.latest < *date.earliest) return found(ProblemCode::number_out_of_range);
    return no_longer_than(date.as_said, kTextLongest);
  }
  Found operator()(const Money& money) const {
    if (q.type != QuestionType::money) return found(ProblemCode::wrong_type);
    return money.minor_units < 0 ? found(ProblemCode::number_out_of_range) : std::nullopt;
  }
};

}  // namespace

std::optional<Problem> answer_problem(const Rules& rules, const Question& q, const Answer& answer) {
  if (is_blank(answer)) return q.required ? found(ProblemCode::missing_field) : std::nullopt;
  return std::visit(Check{rules, q}, answer);
}

std::vector<const Question*> shown_questions(const Form& form, const std::map<std::string, Answer>& answers) {
  // Answers of questions that turn out not to be asked say nothing to the conditions after them.
  std::map<std::string, Answer> heard = answers;
  std::vector<const Question*> shown;
  for (const Question& q : form.questions) {
    const auto condition = q.show_if.empty() ? Result<Expression>{} : Expression::parse(q.show_if);
    if (!condition || condition->holds(heard)) shown.push_back(&q);
    else heard.erase(q.id);
  }
  return shown;
}

FormCheck check_form(const Rules& rules, const Form& form, const std::map<std::string, Answer>& answers) {
  FormCheck check;
  const auto shown = shown_questions(form, answers);
  for (const Question& q : form.questions) {
    const auto given = answers.find(q.id);
    const bool there = given != answers.end() && !is_blank(given->second);
    if (std::find(shown.begin(), shown.end(), &q) == shown.end()) {
      if (there) check.set_aside.push_back(q.id);
      continue;
    }
    check.shown.push_back(q.id);
    if (!there) {
      if (q.required) check.findings.push_back({q.id, {ProblemCode::missing_field, {}}});
    } else if (auto problem = answer_problem(rules, q, given->second)) {
      check.findings.push_back({q.id, std::move(*problem)});
    } else {
      check.value.insert(*given);
    }
  }
  for (const auto& [id, answer] : answers)
    if (std::none_of(form.questions.begin(), form.questions.end(), [&](const Question& q) { return q.id == id; }))
      check.findings.push_back({id, {ProblemCode::unknown_question, {}}});
  return check;
}

}  // namespace nibbi::domain
