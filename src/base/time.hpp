#pragma once
// Moments and days. There is no clock here: "now" is always an argument.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nibbi {

/// A moment, in UTC milliseconds since 1970. Written as 2026-11-24T14:57:32.000Z. Any year from 0001 to 9999 is accepted:
/// a device's clock is evidence, never a reason to refuse.
struct Instant {
  std::int64_t unix_ms = 0;
  auto operator<=>(const Instant&) const = default;
  std::string text() const;
  static std::optional<Instant> parse(std::string_view text);
};

struct Milliseconds {
  std::int64_t count = 0;
  auto operator<=>(const Milliseconds&) const = default;
};
constexpr Milliseconds hours(std::int64_t n) { return {n * 3'600'000}; }
constexpr Milliseconds minutes(std::int64_t n) { return {n * 60'000}; }
constexpr Milliseconds days(std::int64_t n) { return {n * 86'400'000}; }
constexpr Instant operator+(Instant at, Milliseconds d) { return {at.unix_ms + d.count}; }
constexpr Instant operator-(Instant at, Milliseconds d) { return {at.unix_ms - d.count}; }
constexpr Milliseconds operator-(Instant a, Instant b) { return {a.unix_ms - b.unix_ms}; }

/// A calendar day without a zone, as days since 1970-01-01. Written as 2026-11-24.
struct Date {
  std::int32_t day = 0;
  auto operator<=>(const Date&) const = default;
  std::string text() const;
  static std::optional<Date> parse(std::string_view text);
  int year() const;
};

/// The day that it is at `at` in a place whose clock is `utc_offset_minutes` ahead of UTC.
Date day_of(Instant at, int utc_offset_minutes);

/// "About three years ago": an interval of days and the words that were used. Earliest and latest are inclusive.
struct PartialDate {
  std::optional<Date> earliest;
  std::optional<Date> latest;
  std::string as_said;
  bool operator==(const PartialDate&) const = default;
  bool is_unknown() const { return !earliest && !latest && as_said.empty(); }
};

}  // namespace nibbi
