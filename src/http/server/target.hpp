#pragma once
// The request-target of RFC 9112 §3.2, decoded once and for all: nothing behind this sees a percent sign.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace nibbi::http {

struct Target {
  std::vector<std::string> path;
  std::map<std::string, std::string, std::less<>> query;
  /// Of the absolute form ("http://host/…"), which must then be the Host; empty for the origin form.
  std::string authority;
};

/// Refuses `malformed`: bad percent signs, bytes that are not UTF-8, control characters, "." and "..", a "/" or "\" that was hidden
/// by encoding, a fragment; `duplicate_key`: a query key that comes twice. What two programs may read differently is not read at all.
Result<Target> read_target(std::string_view);

bool is_utf8(std::string_view);

}  // namespace nibbi::http
