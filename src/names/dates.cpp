#include "names/dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace nibbi::names {
namespace {

constexpr int kYear = 365, kMonth = 31;
/// However exactly a day was said, it is known no better than this: when both sides say at least the month, and else.
constexpr int kWidthOfMonths = 60, kWidth = kYear;
constexpr double kLeast = 0.1;
constexpr double kYearsApart[] = {-1.5, -3.0, -4.5, -5.5};  ///< less than so many years between
constexpr double kFarApart = -7.0;
constexpr int kAgesMax = 130;

int number_at(std::string_view text) {
  int n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

std::int32_t day(int year, int month, int day_of_month) {
  const std::chrono::sys_days days = std::chrono::year(year) / month / day_of_month;
  return static_cast<std::int32_t>(days.time_since_epoch().count());
}

int width(Span s) { return s.to - s.from + 1; }

/// Made as wide as it must be, about its middle.
Span widened(Span s, int least) {
  const int more = std::max(0, least - width(s));
  return {s.from - (more + 1) / 2, s.to + (more + 1) / 2};
}

int floor_of(Span a, Span b) { return width(a) <= kMonth && width(b) <= kMonth ? kWidthOfMonths : kWidth; }
int overlap(Span a, Span b) { return std::min(a.to, b.to) - std::max(a.from, b.from) + 1; }

double apart_bits(int days) {
  const auto years = static_cast<std::size_t>(days / kYear);
  return years < std::size(kYearsApart) ? kYearsApart[years] : kFarApart;
}

}  // namespace

std::string date_digits(std::string_view text) {
  std::array<std::string, 3> parts;
  std::size_t part = 0;
  bool open = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (!open && !parts[part].empty() && ++part == parts.size()) break;
      open = true;
      parts[part] += c;
    } else {
      open = false;
      if (c == 'T' && part == 2) break;  // a time of day follows
    }
  }
  const auto two = [](const std::string& s) { return s.size() == 1 ? "0" + s : s.substr(0, 2); };
  if (parts[0].size() == 8 && parts[1].empty()) return parts[0];
  if (parts[0].size() == 6 && parts[1].empty()) return parts[0] + "00";
  if (parts[0].size() == 4) return parts[0] + (parts[1].empty() ? "00" : two(parts[1])) + (part < 2 || parts[2].empty() ? "00" : two(parts[2]));
  if (part >= 2 && parts[2].size() == 4 && parts[0].size() <= 2 && parts[1].size() <= 2) return parts[2] + two(parts[1]) + two(parts[0]);
  if (part == 1 && parts[1].size() == 4 && parts[0].size() <= 2) return parts[1] + two(parts[0]) + "00";
  return {};
}

std::optional<Span> span_of_date(std::string_view text) {
  const std::string digits = date_digits(text);
  if (digits.empty()) return std::nullopt;
  const std::string_view d = digits;
  const int year = number_at(d.substr(0, 4)), month = number_at(d.substr(4, 2)), of_month = number_at(d.substr(6));
  const bool year_alone = (month == 1 && of_month == 1) || (month == 12 && of_month == 31);
  if (month < 1 || month > 12 || year_alone) return Span{day(year, 1, 1), day(year, 12, 31)};
  const std::chrono::year_month_day whole = std::chrono::year(year) / month / of_month;
  if (whole.ok()) return Span{day(year, month, of_month), day(year, month, of_month)};
  return Span{day(year, month, 1), month == 12 ? day(year, 12, 31) : day(year, month + 1, 1) - 1};
}

std::optional<Span> span_of_age(int years, Span said) {
  if (years < 0 || years > kAgesMax) return std::nullopt;
  const int about = years > 0 && years % 5 == 0 ? 2 : 1;
  return Span{said.from - (years + 1 + about) * kYear, said.to - std::max(0, years - about) * kYear};
}

double bits_of(Span a, Span b, int spread) {
  const int least = floor_of(a, b);
  const Span x = widened(a, least), y = widened(b, least);
  const int common = overlap(x, y);
  if (common <= 0) return apart_bits(-common);
  const double all = static_cast<double>(spread) * kYear;
  return std::max(kLeast, std::log2(common * all / (static_cast<double>(width(x)) * width(y))));
}

double bits_at_most(Span a, Span b, int spread) {
  const int least = floor_of(a, b), common = overlap(widened(a, least), widened(b, least));
  if (common <= 0) return apart_bits(-common);
  return std::max(kLeast, least == kWidth ? std::log2(static_cast<double>(spread)) : std::log2(static_cast<double>(spread) * kYear / kWidthOfMonths));
}

}  // namespace nibbi::names
