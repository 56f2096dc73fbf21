#pragma once
// The two lines of JSON that the shell writes by itself (a Problem, a log line) need one thing: text, quoted.
#include <string>
#include <string_view>

namespace nibbi::http {

/// Appends `text` as a JSON string. Bytes above 0x7F pass as they are: the caller gives UTF-8.
inline void append_json_text(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (u < 0x20 || u == 0x7F) {
      out += "\\u00";
      out += kHex[u >> 4];
      out += kHex[u & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace nibbi::http
