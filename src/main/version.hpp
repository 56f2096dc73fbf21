#pragma once
// Which version this is: one word for the command line, the API and the pages.
namespace nibbi {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace nibbi
