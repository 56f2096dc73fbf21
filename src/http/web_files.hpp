#pragma once
// The web application as it was built into this program.
#include <span>

#include "http/server/static_files.hpp"

namespace nibbi::http {

std::span<const StaticFile> web_files();
/// "sha256-…" of each inline script of its pages, for the Content-Security-Policy.
std::span<const std::string_view> web_script_hashes();

}  // namespace nibbi::http
