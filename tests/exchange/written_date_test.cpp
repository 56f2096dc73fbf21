#include "exchange/written_date.hpp"

#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include "exchange/age.hpp"
#include "support.hpp"

using namespace nibbi;
using namespace nibbi::exchange;
using namespace nibbi::exchange::test;

namespace {

const Date kToday = day("2026-11-24");
WrittenDate read(std::string_view text) { return read_written_date(text, contract().map().months(), kToday); }
std::string write(const PartialDate& d) { return write_written_date(d, contract().map().months(), kToday); }

/// earliest/latest|as_said|doubt
std::string shown(std::string_view text) {
  const WrittenDate d = read(text);
  constexpr std::array kDoubts{"", " day_or_month", " month_first", " two_digit_year", " as_said"};
  return (d.value.earliest ? d.value.earliest->text() : "..") + "/" + (d.value.latest ? d.value.latest->text() : "..") + (d.value.as_said.empty() ? "" : " \"" + d.value.as_said + "\"") +
         kDoubts[static_cast<std::size_t>(d.doubt)];
}
std::string one_day(const std::string& text) { return text + "/" + text; }

}  // namespace

TEST_CASE("dates are read as people write them, day before month") {
  for (const char* text : {"2011-03-25", "25/03/2011", "25-3-2011", "25.03.2011", "25 3 2011", "2011/3/25", "20110325", "25 mars 2011", "25 de março de 2011", "March 25, 2011", "25-Mar-2011", "25th March 2011",
                           "2011-03-25T10:22:33.000+00:00", "2011-03-25 10:22", "40627", "40627.75"}) {
    INFO(text);
    CHECK(shown(text) == one_day("2011-03-25"));
  }
  CHECK(shown("1er août 2011") == one_day("2011-08-01"));
  CHECK(shown("5/3/2011") == one_day("2011-03-05") + " \"5/3/2011\" day_or_month");
  CHECK(shown("5/5/2011") == one_day("2011-05-05"));
  CHECK(shown("3/25/2011") == one_day("2011-03-25") + " \"3/25/2011\" month_first");
  CHECK(shown("25/3/11") == one_day("2011-03-25") + " \"25/3/11\" two_digit_year");
  CHECK(shown("25/3/85") == one_day("1985-03-25") + " \"25/3/85\" two_digit_year");
  CHECK(shown("2011") == "2011-01-01/2011-12-31");
  CHECK(shown("2012-02") == "2012-02-01/2012-02-29");
  CHECK(shown("02/2012") == "2012-02-01/2012-02-29");
  CHECK(shown("février 2012") == "2012-02-01/2012-02-29");
  CHECK(shown("2010-02-01/2011-01-31") == "2010-02-01/2011-01-31");
  CHECK(shown("../2011-01-31") == "../2011-01-31");
  CHECK(shown("2011 (après son frère)") == "2011-01-01/2011-12-31 \"après son frère\"");
}

TEST_CASE("what is no date keeps its words") {
  for (const char* text : {"vers 2011", "trois ans après mon frère", "31/02/2011", "2011-13-01", "99/99/9999", "12", "hivernage 2010", "0000-00-00", "1/2", "après (la guerre", "123456", "/", "12 ans (environ)"}) {
    INFO(text);
    CHECK(shown(text) == std::string("../.. \"") + text + "\" as_said");
  }
  CHECK(shown("(2011)") == "../.. \"2011\" as_said");
}

TEST_CASE("what we write reads back to the same") {
  CHECK(write({day("2011-03-05"), day("2011-03-05"), ""}) == "2011-03-05");
  CHECK(write({day("2011-03-05"), day("2011-03-05"), "5/3/2011"}) == "5/3/2011");
  CHECK(write({day("2011-01-01"), day("2011-12-31"), ""}) == "2011");
  CHECK(write({day("2012-02-01"), day("2012-02-29"), ""}) == "2012-02");
  CHECK(write({std::nullopt, std::nullopt, "vers 2011"}) == "vers 2011");
  CHECK(write({std::nullopt, std::nullopt, "2011"}) == "(2011)");
  CHECK(write({}) == "");
  rc::prop("any partial date", [] {
    PartialDate d;
    auto some_day = [] { return Date{*rc::gen::inRange<std::int32_t>(-30000, 30000)}; };
    if (*rc::gen::arbitrary<bool>()) d.earliest = some_day();
    if (*rc::gen::arbitrary<bool>()) d.latest = some_day();
    if (*rc::gen::inRange(0, 3) == 0 && d.earliest) d.latest = d.earliest;
    if (d.earliest && d.latest && *d.latest < *d.earliest) std::swap(d.earliest, d.latest);
    d.as_said = *rc::gen::element<std::string>("", "", "vers 2011", "5/3/2011", "2011", "(a", "b)", "(c)", "a (b) c", "2011-01-01", "../..", "40627", "mars");
    const std::string text = write(d);
    RC_ASSERT((text.empty() == d.is_unknown()));
    if (!text.empty()) RC_ASSERT((read(text).value == d));
  });
  rc::prop("any text is read, and keeps its words or its day", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::element('1', '2', '0', '9', '/', '-', '.', ' ', '(', ')', 'm', 'a', 'r', 'T', '\xC3', '\xA9', ','));
    RC_PRE(!text.empty());
    const WrittenDate d = read(text);
    RC_ASSERT_FALSE(d.value.is_unknown());
    if (d.doubt != DateDoubt::none && text.back() != ')') RC_ASSERT(d.value.as_said == text);
  });
}

TEST_CASE("whole years are counted to the day") {
  CHECK(years_between(day("2008-11-25"), day("2026-11-24")) == 17);
  CHECK(years_between(day("2008-11-24"), day("2026-11-24")) == 18);
  CHECK(years_between(day("2008-02-29"), day("2026-02-28")) == 17);
  CHECK(years_between(day("2027-01-01"), day("2026-11-24")) == -1);
}

TEST_CASE("only what says so surely makes an adult") {
  auto judged = [](std::string_view birth, std::string_view age, std::string_view then, std::string_view registered = "2026-11-24") {
    const Age a = judge_age({birth.empty() ? PartialDate{} : read(birth).value, age, then, day(registered)});
    constexpr std::array kWords{"child", "perhaps_adult", "conflict", "unknown", "adult"};
    return std::string(kWords[static_cast<std::size_t>(a.verdict)]) + " " + std::string(a.band);
  };
  CHECK(judged("2008-11-24", "", "") == "adult a18_more");
  CHECK(judged("2008-11-25", "", "") == "child a16_17");
  CHECK(judged("2008", "", "") == "perhaps_adult child_unsure");
  CHECK(judged("2007", "", "") == "adult a18_more");
  CHECK(judged("2016", "", "") == "child a6_9");  // 9 or 10: the younger
  CHECK(judged("2000-05-01", "", "", "2010-05-01") == "child a10_12");
  CHECK(judged("", "12", "") == "child a10_12");
  CHECK(judged("", "12-14 ans", "") == "child a10_12");
  CHECK(judged("", "16 à 19", "") == "perhaps_adult child_unsure");
  CHECK(judged("", "18", "") == "adult a18_more");
  CHECK(judged("", "8 mois", "") == "child a0_5");
  CHECK(judged("", "", "21") == "adult a18_more");
  CHECK(judged("", "", "9") == "unknown child_unsure");
  CHECK(judged("", "", "") == "unknown child_unsure");
  CHECK(judged("vers 1985", "", "") == "adult a18_more");
  CHECK(judged("vers 2010", "", "") == "unknown child_unsure");
  CHECK(judged("2014-01-01", "30", "") == "conflict a10_12");
  CHECK(judged("1990-01-01", "12", "") == "conflict a10_12");
}
