#pragma once
// A call as the door knows it, and what all calls are made of.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/child_state.hpp"
#include "domain/rules.hpp"
#include "wasm/questions.hpp"

namespace nibbi::wasm {

using Outcome = Result<Json>;

struct Call {
  std::string_view name;
  Result<std::string> (*answer)(std::string_view input);
};
/// What this build answers: all of it (calls_all.cpp), or what the application asks (calls_phone.cpp), so that no phone carries the rest.
std::span<const Call> calls();

Result<std::string> core_version(std::string_view);
Result<std::string> fold_log(std::string_view);
Result<std::string> laid_over(std::string_view);
Result<std::string> done_tasks(std::string_view);
Result<std::string> covering(std::string_view);

Outcome asked(std::string_view);
Outcome checked_form(std::string_view);
Outcome checked_entry(std::string_view);
Outcome advised(std::string_view);
Outcome checked_case_code(std::string_view);
Outcome made_case_code(std::string_view);
Outcome folded_text(std::string_view);

/// The rules that this core was built with; read at the first call that needs them.
const domain::Rules& rules();

/// A state as four objects, from which it is read as a cache is: what was not written by write_state is our fault.
Result<domain::ChildState> state_in(const Json&);

Json one(const char* name, Json value);
Json texts(const std::vector<std::string>&);
Json as_json(const Problem&);

}  // namespace nibbi::wasm
