#pragma once
// The search of a phone without network: the engine of the server (names/index.hpp) over the few files that the phone holds. A module of its own beside the core,
// fetched by phones that keep files. No JSON comes in: what is asked is lines, so that the module carries no reader.
#include <string>
#include <string_view>

namespace nibbi::wasm {

/// The first line is what is looked for, the second how many are wanted at most; then a line for each file, six texts parted by tabs: the name, other names, mother,
/// father, village, telephone. The answer is a JSON object: {"hits":[{"at":LINE,"why":[…]}]}, LINE counted from 0 and each `why` as in FoundChild of the API; and
/// where more agree than are wanted {"hits":[],"too_common":true,"matches":N,"ask":["village"]}.
std::string find_names(std::string_view question);

}  // namespace nibbi::wasm
