#include "names/dates.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <vector>

#include "base/fold.hpp"

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

// Beginnings of the months' names, folded: French, English, Portuguese. The first that fits is taken.
struct MonthName {
  std::string_view beginning;
  int month;
};
constexpr MonthName kMonthNames[] = {
    {"jan", 1}, {"fev", 2}, {"feb", 2}, {"mars", 3}, {"marc", 3}, {"mar", 3}, {"avr", 4}, {"apr", 4}, {"abr", 4}, {"mai", 5}, {"may", 5}, {"juin", 6}, {"jun", 6}, {"juil", 7}, {"jul", 7},
    {"aou", 8}, {"aug", 8}, {"ago", 8}, {"sep", 9}, {"set", 9}, {"oct", 10}, {"out", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12},
};
constexpr int kYearMin = 1850, kYearMax = 2100;
constexpr int kThisCentury = 30;  ///< a year of two digits up to this one is of this century: a day of birth lies in the past
constexpr std::size_t kDateBytesMax = 64;

bool is_year(std::string_view digits) { return number_at(digits) >= kYearMin && number_at(digits) <= kYearMax; }

std::string two(const std::string& s) { return s.empty() ? "00" : s.size() == 1 ? "0" + s : s; }

std::string whole_year(const std::string& s) { return s.size() == 4 ? s : s.size() != 2 ? std::string() : (number_at(s) <= kThisCentury ? "20" : "19") + s; }

/// In the digits that are there; a month that is none stands for the day where that one is, and else is a slip that is kept.
std::string put_together(const std::string& year, const std::string& month, const std::string& day) {
  if (year.size() != 4 || month.size() > 2 || day.size() > 2) return {};
  if (number_at(month) > 12 && number_at(day) >= 1 && number_at(day) <= 12) return year + two(day) + two(month);
  return year + two(month) + (month.empty() ? "00" : two(day));
}

std::string in_order(const std::string& first, const std::string& second, const std::string& year, DayOrder order) {
  const bool turned = order == DayOrder::month_first;
  const std::string &day = turned ? second : first, &month = turned ? first : second;
  if (number_at(day) > 31 || number_at(month) > 31 || (number_at(month) > 12 && number_at(day) > 12)) return {};
  return put_together(year, month, day);
}

/// The numbers of a date, and the month where it stands as a word.
struct Parts {
  std::vector<std::string> numbers;
  int month = 0;
};
Parts parts_of(std::string_view text) {
  Parts parts;
  std::string word;
  bool number = false;
  const auto end_word = [&] {
    for (const MonthName& m : kMonthNames)
      if (parts.month == 0 && word.starts_with(m.beginning)) parts.month = m.month;
    word.clear();
  };
  for (const char c : fold(text.substr(0, kDateBytesMax))) {
    if (c >= '0' && c <= '9') {
      end_word();
      if (!number) {
        if (parts.numbers.size() == 3) break;  // a time of day follows
        parts.numbers.emplace_back();
      }
      number = true;
      parts.numbers.back() += c;
      continue;
    }
    number = false;
    if (c >= 'a' && c <= 'z') word += c;
    else end_word();
  }
  end_word();
  return parts;
}

}  // namespace

std::string date_digits(std::string_view text, DayOrder order) {
  Parts p = parts_of(text);
  if (p.numbers.empty()) return {};
  const std::string &first = p.numbers[0], second = p.numbers.size() > 1 ? p.numbers[1] : "", third = p.numbers.size() > 2 ? p.numbers[2] : "";
  if (p.month > 0) {  // 12 March 1998, March 12, 1998, March 1998, 1998 March 12
    const std::string month = std::to_string(p.month);
    if (first.size() == 4) return put_together(first, month, second);
    if (second.empty()) return {};
    return put_together(whole_year(second), month, first);
  }
  if (first.size() == 8 && second.empty()) {
    if (is_year(first.substr(0, 4)) || !is_year(first.substr(4))) return first;  // a slip in the year leaves a date
    return in_order(first.substr(0, 2), first.substr(2, 2), first.substr(4), order);
  }
  if (first.size() == 6 && second.empty()) {
    if (is_year(first.substr(0, 4)) && number_at(std::string_view(first).substr(4)) <= 12) return first + "00";
    return in_order(first.substr(0, 2), first.substr(2, 2), whole_year(first.substr(4)), order);
  }
  if (first.size() == 4) return put_together(first, second.size() <= 2 ? second : "", third.size() <= 2 ? third : "");
  if (first.size() > 2 || second.empty()) return {};
  if (third.empty()) return second.size() == 4 ? put_together(second, first, "") : std::string();
  if (second.size() > 2) return {};
  return third.size() == 4 || third.size() == 2 ? in_order(first, second, whole_year(third), order) : std::string();
}

int order_vote(std::string_view text) {
  const Parts p = parts_of(text);
  std::string first, second;
  if (p.month > 0 || p.numbers.empty()) return 0;
  if (p.numbers.size() == 3 && p.numbers[0].size() <= 2 && p.numbers[1].size() <= 2) first = p.numbers[0], second = p.numbers[1];
  else if (p.numbers.size() == 1 && p.numbers[0].size() == 8 && !is_year(p.numbers[0].substr(0, 4))) first = p.numbers[0].substr(0, 2), second = p.numbers[0].substr(2, 2);
  else return 0;
  const bool first_no_month = number_at(first) > 12, second_no_month = number_at(second) > 12;
  return second_no_month && !first_no_month ? 1 : first_no_month && !second_no_month ? -1 : 0;
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
