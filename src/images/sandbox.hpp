#pragma once
// Images are taken apart in a process of their own, which has no file, no network, little memory and little time, and which ends with the image.
// It is this program itself, called again under a word that is not in its help.
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace nibbi::images {

inline constexpr std::string_view kWord = "remake-image";

struct SandboxOptions {
  std::string program = "/proc/self/exe";  ///< what understands kWord; tests are another program than the server
  std::chrono::milliseconds wait{20'000};  ///< by the clock on the wall; its own time is bounded by the child itself
};

/// Refuses not_an_image (also when the child was stopped by its limits), too_large; busy when too many are under way or the machine had no room
/// for it, unavailable when the child could not be started. Thread-safe.
Result<std::string> remake_apart(std::string_view bytes, const SandboxOptions& = {});

/// The child: shuts itself in, then reads an image on standard input and writes one on standard output. Its exit code is for remake_apart.
int be_the_child();

}  // namespace nibbi::images
