#pragma once
// A form as somebody fills it in. A half-filled form is not an error: checking it yields what can be saved and what a person should look
// at, never a refusal.
#include <map>
#include <string>
#include <vector>

#include "domain/rules.hpp"

namespace nibbi::domain {

/// Something to look at in one question: missing_field (required and not answered), wrong_type, not_in_list, text_too_long,
/// number_out_of_range, unknown_question. The details hold limits and names of lists, never what was written.
struct Finding {
  std::string question;
  Problem problem;
  bool operator==(const Finding&) const = default;
};

struct FormCheck {
  std::vector<std::string> shown;         ///< the questions that are asked given these answers, in the order of the form
  std::map<std::string, Answer> value;    ///< the answers of shown questions that can be saved as they stand
  std::vector<Finding> findings;          ///< in the order of the form; then what is no question of it
  std::vector<std::string> set_aside;     ///< answered, but not asked given the other answers: kept in the draft, not saved
};

/// The questions that the form asks given these answers. A question that hangs on one which is itself not asked is not asked either.
/// A condition that can't be read hides nothing: better one question too many.
std::vector<const Question*> shown_questions(const Form&, const std::map<std::string, Answer>& answers);

/// Checks what has been answered so far. It can't refuse.
FormCheck check_form(const Rules&, const Form&, const std::map<std::string, Answer>& answers);

/// What is wrong with one answer, be it empty; nullopt when it can be saved. `rules` knows the lists.
std::optional<Problem> answer_problem(const Rules&, const Question&, const Answer&);

}  // namespace nibbi::domain
