#include "domain/rules.hpp"

namespace nibbi::domain {

std::optional<QuestionType> question_type_of(std::string_view w) {
  constexpr std::array<std::string_view, 14> kWords{"yes_no", "code", "codes", "text", "long_text", "integer", "date", "partial_date", "phone", "country", "place", "unit", "person", "money"};
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == w) return static_cast<QuestionType>(i);
  return std::nullopt;
}

}  // namespace nibbi::domain
