#include "base/time.hpp"

#include <array>
#include <charconv>

namespace nibbi {
namespace {

struct Civil { int year; int month; int day; };

// Days from civil and back: the proleptic Gregorian calendar in eras of 400 years.
std::int64_t days_from_civil(int y, int m, int d) {
  y -= m <= 2;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

Civil civil_from_days(std::int64_t z) {
  z += 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const int d = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  const int m = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  return {static_cast<int>(yoe + era * 400 + (m <= 2)), m, d};
}

int days_in_month(int y, int m) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
  return m == 2 && leap ? 29 : kDays[static_cast<std::size_t>(m - 1)];
}

// Fixed-width digits; -1 when a character is not one.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// At least `width` digits.
void put(std::string& out, int value, std::size_t width) {
  std::array<char, 16> text;
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  const auto size = static_cast<std::size_t>(end - text.data());
  if (size < width) out.append(width - size, '0');
  out.append(text.data(), size);
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

}  // namespace

std::string Date::text() const {
  const Civil c = civil_from_days(day);
  std::string out;
  put(out, c.year, 4);
  out += '-';
  put(out, c.month, 2);
  out += '-';
  put(out, c.day, 2);
  return out;
}

int Date::year() const { return civil_from_days(day).year; }

std::optional<Date> Date::parse(std::string_view t) {
  if (t.size() != 10 || t[4] != '-' || t[7] != '-') return std::nullopt;
  const int y = digits(t, 0, 4), m = digits(t, 5, 2), d = digits(t, 8, 2);
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > days_in_month(y, m)) return std::nullopt;
  return Date{static_cast<std::int32_t>(days_from_civil(y, m, d))};
}

std::string Instant::text() const {
  const std::int64_t day = floor_div(unix_ms, 86'400'000);
  const auto ms = static_cast<int>(unix_ms - day * 86'400'000);
  std::string out = Date{static_cast<std::int32_t>(day)}.text();
  out += 'T';
  put(out, ms / 3'600'000, 2);
  out += ':';
  put(out, ms / 60'000 % 60, 2);
  out += ':';
  put(out, ms / 1000 % 60, 2);
  out += '.';
  put(out, ms % 1000, 3);
  out += 'Z';
  return out;
}

std::optional<Instant> Instant::parse(std::string_view t) {
  if (t.size() != 24 || t[10] != 'T' || t[13] != ':' || t[16] != ':' || t[19] != '.' || t[23] != 'Z') return std::nullopt;
  const auto date = Date::parse(t.substr(0, 10));
  const int h = digits(t, 11, 2), m = digits(t, 14, 2), s = digits(t, 17, 2), ms = digits(t, 20, 3);
  if (!date || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59 || ms < 0) return std::nullopt;
  return Instant{date->day * std::int64_t{86'400'000} + h * 3'600'000 + m * 60'000 + s * 1000 + ms};
}

Date day_of(Instant at, int utc_offset_minutes) {
  return Date{static_cast<std::int32_t>(floor_div(at.unix_ms + std::int64_t{utc_offset_minutes} * 60'000, 86'400'000))};
}

}  // namespace nibbi
