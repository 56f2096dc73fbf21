#pragma once
// One line per request, of typed fields only. There is no field that could hold a path, a query, a header or a body, so
// that no name can come into a log by this way.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "http/server/message.hpp"

namespace nibbi::http {

struct LogLine {
  Method method = Method::other;
  /// The route's name; "none" when no route was reached.
  std::string route = {};
  int status = 0;
  std::uint64_t bytes = 0;          ///< of the answer's body
  std::uint64_t microseconds = 0;   ///< from the request's last byte to the answer's first: waiting for a worker included
  std::string request_id = {};
  /// Empty, or the name of a broken invariant (OurFault), or the type of another exception. Never what() of the latter.
  std::string fault = {};
  /// How many refusals were left out of the log since the last line, so that a flood of nonsense does not fill the disk.
  std::uint64_t left_out = 0;
};

using LogSink = std::function<void(const LogLine&)>;

/// One JSON object, without the line's end: {"method":"GET","route":"…","status":200,"bytes":0,"ms":0.412,"request":"…"}.
std::string log_text(const LogLine&);
/// Writes log_text and a line's end to standard error in one call. Safe from many threads.
void log_to_stderr(const LogLine&);

}  // namespace nibbi::http
