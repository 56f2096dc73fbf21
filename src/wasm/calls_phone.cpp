// What the application asks of the core that a phone carries. A call that it begins to ask is added here, and to core.d.mts.
#include "wasm/call.hpp"

namespace nibbi::wasm {

constexpr Call kCalls[]{{"core_version", core_version}, {"lay_over", laid_over}, {"tasks_done", done_tasks}, {"covering_consent", covering}};

std::span<const Call> calls() { return kCalls; }

}  // namespace nibbi::wasm
