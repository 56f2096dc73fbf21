// Days known in part, and what two of them say together.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include "base/time.hpp"
#include "names/dates.hpp"

using namespace nibbi;
using namespace nibbi::names;

namespace {

Span days(const char* from, const char* to) { return {Date::parse(from)->day, Date::parse(to)->day}; }
Span any_span() {
  const int from = *rc::gen::inRange(8'000, 22'000);
  return {from, from + *rc::gen::inRange(0, 2'000)};
}

}  // namespace

TEST_CASE("a date means the days that it may mean, and the first of January the year") {
  CHECK(span_of_date("2014-03-12") == days("2014-03-12", "2014-03-12"));
  CHECK(span_of_date("12/03/2014") == days("2014-03-12", "2014-03-12"));
  CHECK(span_of_date("2014-02") == days("2014-02-01", "2014-02-28"));
  CHECK(span_of_date("2014-12") == days("2014-12-01", "2014-12-31"));
  for (const char* year : {"2014", "2014-01-01", "2014-12-31", "20140000", "2014-13"}) {
    INFO(year);
    CHECK(span_of_date(year) == days("2014-01-01", "2014-12-31"));
  }
  CHECK(span_of_date("2014-02-30") == days("2014-02-01", "2014-02-28"));
  CHECK_FALSE(span_of_date("soon"));
  CHECK_FALSE(span_of_date(""));
}

TEST_CASE("an age is a stretch of years about it, wider where it was rounded") {
  const Span said = days("2026-11-01", "2026-11-01");
  const Span seven = span_of_age(7, said).value(), ten = span_of_age(10, said).value();
  CHECK(seven.from <= Date::parse("2019-01-01")->day);
  CHECK(seven.to >= Date::parse("2019-12-31")->day);
  CHECK(ten.to - ten.from > seven.to - seven.from);
  CHECK_FALSE(span_of_age(-1, said));
  CHECK_FALSE(span_of_age(200, said));
}

TEST_CASE("narrow agreement says more than wide, and years between speak against it") {
  const Span march = days("2014-03-01", "2014-03-31"), year = days("2014-01-01", "2014-12-31"), about = days("2013-01-01", "2016-12-31");
  CHECK(bits_of(march, march, 18) > bits_of(year, year, 18));
  CHECK(bits_of(year, year, 18) > bits_of(about, year, 18));
  CHECK(bits_of(about, year, 18) > 0);
  double before = 0;
  for (const char* other : {"2016-06-15", "2017-06-15", "2018-06-15", "2019-06-15", "2024-06-15"}) {
    const double now = bits_of(year, days(other, other), 18);
    CHECK(now < before);
    before = now;
  }
}

TEST_CASE("what two stretches say") {
  rc::prop("is the same both ways, and never more than the bound", [] {
    const Span a = any_span(), b = any_span();
    RC_ASSERT(bits_of(a, b, 18) == bits_of(b, a, 18));
    RC_ASSERT(bits_of(a, b, 18) <= bits_at_most(a, b, 18));
  });
  rc::prop("is something when they meet", [] {
    const Span a = any_span();
    const int inside = a.from + *rc::gen::inRange(0, a.to - a.from + 1);
    RC_ASSERT(bits_of(a, {inside, inside + 100}, 18) > 0);
  });
  rc::prop("of any bytes is a stretch or nothing", [](const std::string& text) {
    const auto span = span_of_date(text);
    RC_ASSERT(!span || span->from <= span->to);
  });
}
