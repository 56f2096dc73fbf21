#pragma once
// Dates as people write them in lists: 2011-03-05, 5/3/2011, 5 mars 2011, 03/2011, 2011, a spreadsheet's 40607, "about three years ago".
// What was meant is an interval of days; what was written is kept wherever it could be read in two ways.
//
// Our own writing, which reads back to the same value: a day 2011-03-05, a month 2011-03, a year 2011, any other interval
// 2010-02-01/2011-01-31 (.. for an open end), words after it in parentheses.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace nibbi::exchange {

/// Folded month name -> 1 to 12.
using MonthNames = std::map<std::string, int, std::less<>>;

enum class DateDoubt : unsigned char {
  none,
  day_or_month,    ///< read as day/month, and both were at most 12
  month_first,     ///< could only be month/day
  two_digit_year,  ///< the century was guessed: never later than today
  as_said,         ///< no date could be read in it: the words are kept
};

struct WrittenDate {
  PartialDate value;
  DateDoubt doubt = DateDoubt::none;
  bool is_day() const { return value.earliest && value.latest && *value.earliest == *value.latest; }
};

/// `text` is trimmed and not empty. Day before month, as in the whole region.
WrittenDate read_written_date(std::string_view text, const MonthNames&, Date today);

/// Text that reads back to this value; empty for an unknown date.
std::string write_written_date(const PartialDate&, const MonthNames&, Date today);

/// Whole years between two days; negative when `at` is before `birth`.
int years_between(Date birth, Date at);

}  // namespace nibbi::exchange
