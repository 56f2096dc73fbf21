#include "exchange/written_date.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/fold.hpp"

namespace nibbi::exchange {
namespace {

std::string padded(int value, std::size_t width) {
  std::string digits = std::to_string(value);
  return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

std::optional<Date> day_of_calendar(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  return Date::parse(padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2));
}

PartialDate exactly(Date day) { return {day, day, {}}; }
PartialDate year_of(int year) { return {day_of_calendar(year, 1, 1), day_of_calendar(year, 12, 31), {}}; }
std::optional<PartialDate> month_of(int year, int month) {
  const auto first = day_of_calendar(year, month, 1);
  if (!first) return std::nullopt;
  Date last = *first;
  for (int day = 31; day >= 28; --day)
    if (const auto d = day_of_calendar(year, month, day)) {
      last = *d;
      break;
    }
  return PartialDate{*first, last, {}};
}

bool plausible_year(int year) { return year >= 1800 && year <= 2200; }

/// A run of digits, a run of letters, or one sign.
struct Piece {
  enum Kind : unsigned char { digits, letters, sign } kind;
  std::string text;
  int number() const {
    int n = -1;
    std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 9), n);
    return n;
  }
};

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> out;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80u) != 0;
    const Piece::Kind kind = digit ? Piece::digits : letter ? Piece::letters : Piece::sign;
    if (kind != Piece::sign && !out.empty() && out.back().kind == kind) out.back().text += c;
    else out.push_back({kind, std::string(1, c)});
  }
  return out;
}

bool is_sign(const Piece& p, std::string_view signs) { return p.kind == Piece::sign && signs.find(p.text) != std::string_view::npos; }

struct Reading {
  PartialDate value;
  DateDoubt doubt = DateDoubt::none;
};

struct Year {
  int year;
  bool guessed;
};
std::optional<Year> year_from(const Piece& p, Date today) {
  if (p.text.size() == 4 && plausible_year(p.number())) return Year{p.number(), false};
  if (p.text.size() != 2) return std::nullopt;
  const int year = today.year() / 100 * 100 + p.number();
  return Year{year > today.year() ? year - 100 : year, true};
}

std::optional<Reading> day_month_year(int a, int b, Year y) {
  const auto as_day_month = day_of_calendar(y.year, b, a);
  const auto as_month_day = day_of_calendar(y.year, a, b);
  if (!as_day_month && !as_month_day) return std::nullopt;
  const DateDoubt doubt = !as_day_month ? DateDoubt::month_first : y.guessed ? DateDoubt::two_digit_year : as_month_day && a != b ? DateDoubt::day_or_month : DateDoubt::none;
  return Reading{exactly(as_day_month ? *as_day_month : *as_month_day), doubt};
}

// Only digits and one sign between them, at most three numbers; or one number.
std::optional<Reading> from_numbers(const std::vector<Piece>& p, Date today) {
  constexpr std::string_view kSigns = "/-. ";
  for (const Piece& piece : p)
    if (piece.kind == Piece::letters) return std::nullopt;
  if (p.size() == 1 && p[0].kind == Piece::digits) {
    const std::string& t = p[0].text;
    const int n = p[0].number();
    if (t.size() == 4 && plausible_year(n)) return Reading{year_of(n)};
    if (t.size() == 8)
      if (const auto day = day_of_calendar(n / 10000, n / 100 % 100, n % 100); day && plausible_year(n / 10000)) return Reading{exactly(*day)};
    // A spreadsheet's count of days; five digits are the years 1927 to 2173.
    if (t.size() == 5 && t[0] != '0') return Reading{exactly(Date{n - 25569})};
    return std::nullopt;
  }
  if (p.size() == 3 && p[0].text.size() == 5 && p[0].kind == Piece::digits && p[1].text == "." && p[2].kind == Piece::digits && p[0].text[0] != '0')
    return Reading{exactly(Date{p[0].number() - 25569})};
  if (p.size() != 3 && p.size() != 5) return std::nullopt;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (i % 2 == 0 ? p[i].kind != Piece::digits : !is_sign(p[i], kSigns) || p[i].text != p[1].text) return std::nullopt;
  if (p.size() == 3) {
    if (p[0].text.size() == 4 && p[2].text.size() <= 2 && plausible_year(p[0].number())) {
      if (const auto month = month_of(p[0].number(), p[2].number())) return Reading{*month};
    } else if (p[2].text.size() == 4 && p[0].text.size() <= 2 && plausible_year(p[2].number())) {
      if (const auto month = month_of(p[2].number(), p[0].number())) return Reading{*month};
    }
    return std::nullopt;
  }
  if (p[0].text.size() == 4 && plausible_year(p[0].number()) && p[2].text.size() <= 2 && p[4].text.size() <= 2) {
    const auto day = day_of_calendar(p[0].number(), p[2].number(), p[4].number());
    return day ? std::optional(Reading{exactly(*day)}) : std::nullopt;
  }
  if (p[0].text.size() > 2 || p[2].text.size() > 2) return std::nullopt;
  const auto year = year_from(p[4], today);
  return year ? day_month_year(p[0].number(), p[2].number(), *year) : std::nullopt;
}

// A month by name, with a year of four digits (or two after a day), and perhaps a day before or after it.
std::optional<Reading> from_month_name(const std::vector<Piece>& pieces, const MonthNames& months, Date today) {
  std::vector<Piece> numbers;
  std::optional<int> month;
  for (const Piece& p : pieces) {
    if (p.kind == Piece::digits) {
      if (p.text.size() > 4) return std::nullopt;
      numbers.push_back(p);
    } else if (p.kind == Piece::letters) {
      if (const auto it = months.find(p.text); it != months.end()) {
        if (month) return std::nullopt;
        month = it->second;
      } else if (p.text != "de" && p.text != "er" && p.text != "o" && p.text != "of" && p.text != "th" && p.text != "st" && p.text != "nd" && p.text != "rd") {
        return std::nullopt;
      }
    } else if (!is_sign(p, " ,.-/")) {
      return std::nullopt;
    }
  }
  if (!month || numbers.empty() || numbers.size() > 2) return std::nullopt;
  const auto year = year_from(numbers.back(), today);
  if (!year) return std::nullopt;
  const DateDoubt doubt = year->guessed ? DateDoubt::two_digit_year : DateDoubt::none;
  if (numbers.size() == 1) {
    const auto whole = year->guessed ? std::nullopt : month_of(year->year, *month);
    return whole ? std::optional(Reading{*whole, doubt}) : std::nullopt;
  }
  const auto day = day_of_calendar(year->year, *month, numbers.front().number());
  return day ? std::optional(Reading{exactly(*day), doubt}) : std::nullopt;
}

// 2010-02-01/2011-01-31, with .. for an open end: our own writing of an interval.
std::optional<Reading> from_interval(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view from = text.substr(0, slash), until = text.substr(slash + 1);
  PartialDate out{Date::parse(from), Date::parse(until), {}};
  if ((!out.earliest && from != "..") || (!out.latest && until != "..") || (!out.earliest && !out.latest)) return std::nullopt;
  if (out.earliest && out.latest && *out.latest < *out.earliest) return std::nullopt;
  return Reading{out};
}

std::optional<Reading> read_plain(std::string_view text, const MonthNames& months, Date today) {
  if (auto interval = from_interval(text)) return interval;
  // A moment: its day.
  if (text.size() > 11 && (text[10] == 'T' || text[10] == ' ') && text[11] >= '0' && text[11] <= '9')
    if (const auto day = Date::parse(text.substr(0, 10))) return Reading{exactly(*day)};
  const auto pieces = pieces_of(fold(text));
  if (pieces.size() > 12) return std::nullopt;
  if (auto numbers = from_numbers(pieces, today)) return numbers;
  return from_month_name(pieces, months, today);
}

std::string interval_text(const PartialDate& d) {
  if (!d.earliest && !d.latest) return {};
  if (d.earliest && d.latest) {
    if (*d.earliest == *d.latest) return d.earliest->text();
    const int year = d.earliest->year();
    if (d == PartialDate{year_of(year).earliest, year_of(year).latest, d.as_said} && plausible_year(year)) return padded(year, 4);
    const int month = std::stoi(d.earliest->text().substr(5, 2));
    const auto whole = month_of(year, month);
    if (whole && whole->earliest == d.earliest && whole->latest == d.latest && plausible_year(year)) return d.earliest->text().substr(0, 7);
  }
  return (d.earliest ? d.earliest->text() : "..") + "/" + (d.latest ? d.latest->text() : "..");
}

}  // namespace

WrittenDate read_written_date(std::string_view text, const MonthNames& months, Date today) {
  if (const std::size_t open = text.find('('); text.ends_with(')') && open != std::string_view::npos) {
    std::string_view head = text.substr(0, open);
    while (head.ends_with(' ')) head.remove_suffix(1);
    const std::string_view words = text.substr(open + 1, text.size() - open - 2);
    if (head.empty() && !words.empty()) return {{std::nullopt, std::nullopt, std::string(words)}, DateDoubt::as_said};
    if (auto plain = read_plain(head, months, today); plain && plain->doubt == DateDoubt::none && !words.empty()) {
      plain->value.as_said = words;
      return {plain->value, DateDoubt::none};
    }
  }
  auto plain = read_plain(text, months, today);
  if (!plain) return {{std::nullopt, std::nullopt, std::string(text)}, DateDoubt::as_said};
  if (plain->doubt != DateDoubt::none) plain->value.as_said = text;
  return {plain->value, plain->doubt};
}

std::string write_written_date(const PartialDate& date, const MonthNames& months, Date today) {
  if (date.is_unknown()) return {};
  auto reads_back = [&](const std::string& text) { return !text.empty() && read_written_date(text, months, today).value == date; };
  if (reads_back(date.as_said)) return date.as_said;
  const std::string days = interval_text(date);
  if (date.as_said.empty()) return days;
  return (days.empty() ? "" : days + " ") + "(" + date.as_said + ")";
}

int years_between(Date birth, Date at) {
  const std::string from = birth.text(), to = at.text();
  const int whole = at.year() - birth.year();
  return whole - (to.compare(to.size() - 5, 5, from, from.size() - 5, 5) < 0 ? 1 : 0);
}

}  // namespace nibbi::exchange
