// Every call: for tests/parity, which holds this build and the machine's to one answer.
#include "wasm/call.hpp"

namespace nibbi::wasm {
namespace {

template <Outcome (*Answer)(std::string_view)>
Result<std::string> text(std::string_view input) {
  const Outcome outcome = Answer(input);
  return outcome ? Result<std::string>(wire::write_json(*outcome)) : std::unexpected(outcome.error());
}
constexpr Call kCalls[]{
    {"core_version", core_version}, {"fold", fold_log}, {"lay_over", laid_over}, {"tasks_done", done_tasks}, {"covering_consent", covering}, {"shown_questions", text<asked>}, {"check_form", text<checked_form>},
    {"check_entry", text<checked_entry>}, {"decide", text<advised>}, {"check_case_code", text<checked_case_code>}, {"make_case_code", text<made_case_code>},
    {"fold_text", text<folded_text>},
};

}  // namespace

std::span<const Call> calls() { return kCalls; }

}  // namespace nibbi::wasm
