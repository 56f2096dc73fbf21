#pragma once
// The three kinds of "no" (docs/guides/style): an outcome a person acts on is a Problem; a failing world is an exception;
// a mistake of ours is ensure() that throws OurFault.
#include <expected>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace nibbi {

/// Every refusal has a name. The message a person reads is `problem.<code>` in contract/messages; there is no prose here.
enum class ProblemCode {
#define NIBBI_PROBLEM(code, http_status) code,
#include "base/problem_codes.inc"
#undef NIBBI_PROBLEM
};

std::string_view word(ProblemCode);
std::optional<ProblemCode> problem_code_of(std::string_view word);
/// The one table from refusal to HTTP status.
int http_status(ProblemCode);

/// A refusal: its code, and details that are safe to show and to log (field names, counts, limits; never what somebody wrote).
struct Problem {
  ProblemCode code;
  std::map<std::string, std::string> details;
  bool operator==(const Problem&) const = default;
};

template <class T>
using Result = std::expected<T, Problem>;

inline std::unexpected<Problem> refuse(ProblemCode code, std::map<std::string, std::string> details = {}) {
  return std::unexpected(Problem{code, std::move(details)});
}

/// We were wrong: a broken invariant. Names the invariant, never the record.
struct OurFault : std::logic_error {
  using std::logic_error::logic_error;
};
inline void ensure(bool holds, const char* invariant) {
  if (!holds) throw OurFault(invariant);
}

}  // namespace nibbi
