#pragma once
// Days of which only a part is known: a year, a month, an age that somebody guessed. What is known is a stretch of days.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nibbi::names {

/// In which order a list writes 3/4/2011. Where one of the two is above twelve, a date says it itself.
enum class DayOrder : std::uint8_t { day_first, month_first };

/// YYYYMMDD from what is written, 0 for what is unknown: ISO, YYYYMMDD, DDMMYYYY, DDMMYY, 5/3/2011, 5/3/11, 5 March 2011 in French, English or
/// Portuguese, a year, a year and a month; nothing when it is no date.
std::string date_digits(std::string_view text, DayOrder = DayOrder::day_first);

/// What a column says of its order: +1 when the second number of a date can be no month, -1 when the first one can't, 0 when the date doesn't say.
int order_vote(std::string_view text);

/// Days since 1970-01-01, both ends included.
struct Span {
  std::int32_t from, to;
  bool operator==(const Span&) const = default;
};

/// The days that a date may mean. The first and the last day of a year are what is written where only the year is known: they mean the year.
std::optional<Span> span_of_date(std::string_view text);

/// When somebody was born who was said to be so old on these days. Ages are guessed to the year, and those that end in 0 and 5 to two (matching.md, section 5).
std::optional<Span> span_of_age(int years, Span said);

/// How much two stretches say for one day that lies in both, among days spread over `spread` years, in bits: more the narrower they are, something when
/// they meet at all, and against it the more years lie between. Symmetric.
double bits_of(Span a, Span b, int spread);
/// The most that it can say, without a logarithm: never below bits_of.
double bits_at_most(Span a, Span b, int spread);

}  // namespace nibbi::names
