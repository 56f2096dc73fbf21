#include "http/server/log.hpp"

#include <unistd.h>

#include "http/server/json_text.hpp"

namespace nibbi::http {

std::string log_text(const LogLine& line) {
  std::string out = R"({"method":")";
  out.append(word(line.method)).append(R"(","route":)");
  append_json_text(out, line.route.empty() ? std::string_view("none") : std::string_view(line.route));
  out.append(R"(,"status":)").append(std::to_string(line.status));
  out.append(R"(,"bytes":)").append(std::to_string(line.bytes));
  const std::string thousandths = std::to_string(1000 + line.microseconds % 1000);
  out.append(R"(,"ms":)").append(std::to_string(line.microseconds / 1000)).append(1, '.').append(thousandths, 1);
  out.append(R"(,"request":)");
  append_json_text(out, line.request_id);
  if (!line.fault.empty()) {
    out.append(R"(,"fault":)");
    append_json_text(out, line.fault);
  }
  if (line.left_out != 0) out.append(R"(,"left_out":)").append(std::to_string(line.left_out));
  out += '}';
  return out;
}

void log_to_stderr(const LogLine& line) {
  const std::string out = log_text(line) + '\n';
  // One write: lines of several threads do not mix. A log that cannot be written must not end a request.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, out.data(), out.size());
}

}  // namespace nibbi::http
