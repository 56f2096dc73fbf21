#include "base/problem.hpp"

#include <array>

namespace nibbi {
namespace {

struct Row { std::string_view word; int status; };
constexpr auto kRows = std::to_array<Row>({
#define NIBBI_PROBLEM(code, http_status) {#code, http_status},
#include "base/problem_codes.inc"
#undef NIBBI_PROBLEM
});

}  // namespace

std::string_view word(ProblemCode c) { return kRows[static_cast<std::size_t>(c)].word; }
int http_status(ProblemCode c) { return kRows[static_cast<std::size_t>(c)].status; }

std::optional<ProblemCode> problem_code_of(std::string_view w) {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].word == w) return static_cast<ProblemCode>(i);
  return std::nullopt;
}

}  // namespace nibbi
