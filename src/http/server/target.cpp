#include "http/server/target.hpp"

#include <algorithm>
#include <optional>

#include "http/server/ascii.hpp"

namespace nibbi::http {
namespace {

std::unexpected<Problem> malformed(const char* what) { return refuse(ProblemCode::malformed, {{"target", what}}); }

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(out) || out.find('\0') != std::string::npos) return std::nullopt;
  return out;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

Result<std::vector<std::string>> read_path(std::string_view text) {
  std::vector<std::string> path;
  if (text == "/") return path;
  text.remove_prefix(1);
  for (;;) {
    const auto end = text.find('/');
    auto segment = decoded(text.substr(0, end), false);
    if (!segment) return malformed("path_encoding");
    if (*segment == "." || *segment == "..") return malformed("path_dots");
    if (segment->find_first_of("/\\") != std::string::npos) return malformed("path_separator");
    if (std::ranges::any_of(*segment, is_control)) return malformed("path_control_character");
    path.push_back(*std::move(segment));
    if (end == std::string_view::npos) return path;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  // RFC 3629 §4: the shortest form only, no surrogates, nothing above U+10FFFF.
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
    const unsigned first = byte(i), second = byte(i + 1);
    std::size_t length = 1;
    if (first >= 0x80) {
      if (first >= 0xC2 && first <= 0xDF) length = 2;
      else if (first >= 0xE0 && first <= 0xEF) length = 3;
      else if (first >= 0xF0 && first <= 0xF4) length = 4;
      else return false;
      for (std::size_t k = 1; k < length; ++k)
        if ((byte(i + k) & 0xC0) != 0x80) return false;
      if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return false;
      if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return false;
    }
    i += length;
  }
  return true;
}

Result<Target> read_target(std::string_view text) {
  Target target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.size() < scheme.size() || !same_ascii_word(text.substr(0, scheme.size()), scheme)) continue;
    text.remove_prefix(scheme.size());
    const auto end = std::min(text.find_first_of("/?"), text.size());
    target.authority = ascii_lower(text.substr(0, end));
    if (target.authority.empty() || target.authority.find('@') != std::string::npos) return malformed("authority");
    text.remove_prefix(end);
    break;
  }
  const auto question = text.find('?');
  std::string_view path = text.substr(0, question);
  if (path.empty() && !target.authority.empty()) path = "/";
  if (!path.starts_with('/')) return malformed("form");
  if (text.find('#') != std::string_view::npos) return malformed("fragment");
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80 || is_control(c); })) return malformed("not_ascii");

  auto read = read_path(path);
  if (!read) return std::unexpected(read.error());
  target.path = *std::move(read);

  std::string_view query = question == std::string_view::npos ? std::string_view{} : text.substr(question + 1);
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto key = decoded(pair.substr(0, equals), true);
    auto value = decoded(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (!key || !value) return malformed("query_encoding");
    if (!target.query.emplace(*std::move(key), *std::move(value)).second) return refuse(ProblemCode::duplicate_key, {{"target", "query"}});
  }
  return target;
}

}  // namespace nibbi::http
