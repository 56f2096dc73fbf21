#include "exchange/sheet_values.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/time.hpp"
#include "exchange/encoding.hpp"

namespace nibbi::exchange {
namespace {

constexpr double kSecondsADay = 86'400;

bool is_letter_of(char c, std::string_view letters) {
  const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return letters.find(lower) != std::string_view::npos;
}

std::string two(int n) { return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; }
std::string clock(int seconds) { return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60); }

std::string plain_number(double value) {
  std::array<char, 64> out;
  const bool whole = std::abs(value) < 1e15 && value == std::floor(value);
  const auto end = whole ? std::to_chars(out.data(), out.data() + out.size(), static_cast<std::int64_t>(value))
                         : std::to_chars(out.data(), out.data() + out.size(), value);
  return {out.data(), end.ptr};
}

}  // namespace

NumberKind number_kind(int id, std::string_view code) {
  if (code.empty()) {
    if (id == 18 || id == 19 || id == 20 || id == 21 || (id >= 45 && id <= 47)) return NumberKind::time;
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return NumberKind::day;
    return NumberKind::number;
  }
  // Letters count outside quoted text, escapes and brackets (colours, countries, conditions); [h], [m], [s] are hours and so on that go on counting.
  // Only the first section is looked at: the others are for negative numbers and text.
  bool day = false, time = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = code.find('"', i + 1);
      if (i == std::string_view::npos) break;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const std::size_t end = code.find(']', i);
      if (end == std::string_view::npos) break;
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) time = true;
      i = end;
    } else if (is_letter_of(c, "yd")) {
      day = true;
    } else if (is_letter_of(c, "hs")) {
      time = true;
    } else if (is_letter_of(c, "m")) {
      // Months or minutes: minutes only where hours or seconds stand too.
      day = day || code.find_first_of("hHsS") == std::string_view::npos;
    } else if (is_letter_of(c, "g") || c == '#' || c == '0' || c == '?') {
      // General, digits: with no letter of a date before, it is a number.
      if (!day && !time) return NumberKind::number;
    }
  }
  return day ? NumberKind::day : time ? NumberKind::time : NumberKind::number;
}

std::string sheet_number(std::string_view text, NumberKind kind, bool since_1904) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value)) return std::string(text);
  if (kind == NumberKind::number || value < 0 || value >= 2'958'466) return plain_number(value);

  double day = std::floor(value);
  int seconds = static_cast<int>(std::lround((value - day) * kSecondsADay));
  if (seconds == 86'400) {
    seconds = 0;
    ++day;
  }
  if (kind == NumberKind::time && day == 0) return clock(seconds);
  auto days = static_cast<std::int32_t>(day);
  // 1 is 1900-01-01. The old count has a 29 February 1900 as number 60, so that from 61 on it runs one ahead.
  if (!since_1904 && (days == 60 || days == 0)) return days == 0 && seconds > 0 ? clock(seconds) : plain_number(value);
  constexpr std::int32_t kDay0Of1904 = -24107, kDay0Of1900 = -25568;
  const Date date{since_1904 ? kDay0Of1904 + days : kDay0Of1900 + days - (days > 60 ? 1 : 0)};
  if (date.year() > 9999) return plain_number(value);
  return seconds > 0 ? date.text() + "T" + clock(seconds) : date.text();
}

std::string without_escapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    const std::string_view rest = text.substr(i);
    const bool looks = rest.size() >= 7 && rest[0] == '_' && rest[1] == 'x' && rest[6] == '_';
    if (looks) {
      const auto read = std::from_chars(rest.data() + 2, rest.data() + 6, code, 16);
      if (read.ec == std::errc() && read.ptr == rest.data() + 6 && (code < 0xD800 || code > 0xDFFF)) {
        append_utf8(code, out);
        i += 6;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

std::size_t column_of(std::string_view name) {
  std::size_t column = 0, letters = 0;
  for (; letters < name.size() && letters < 4 && name[letters] >= 'A' && name[letters] <= 'Z'; ++letters)
    column = column * 26 + static_cast<std::size_t>(name[letters] - 'A' + 1);
  return letters == 0 || letters == 4 ? std::string_view::npos : column - 1;
}

}  // namespace nibbi::exchange
