#include "names/link_field.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/fold.hpp"
#include "names/distance.hpp"

namespace nibbi::names {
namespace {

bool is_name(Meaning m) {
  return m == Meaning::given || m == Meaning::family || m == Meaning::name || m == Meaning::mother || m == Meaning::father || m == Meaning::relative;
}
bool is_number_like(Meaning m) { return m == Meaning::phone || m == Meaning::postal_code; }

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

int number_at(std::string_view text) {
  int n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

/// How far two dates agree: all, one slip, two slips or a month apart, the year, nothing.
std::uint8_t compare_dates(std::string_view a, std::string_view b) {
  const std::string_view year_a = a.substr(0, 4), year_b = b.substr(0, 4);
  const bool whole = a.substr(6) != "00" && b.substr(6) != "00";
  if (!whole) {  // stretches of days: they meet, or nearly
    const auto x = span_of_date(a), y = span_of_date(b);
    if (!x || !y) return 4;
    const int apart = std::max(x->from, y->from) - std::min(x->to, y->to);
    const bool months = a.substr(4, 2) != "00" && b.substr(4, 2) != "00";
    return apart <= 0 ? (months ? 2 : 3) : apart <= 31 ? 3 : 4;
  }
  const bool swapped = year_a == year_b && a.substr(4, 2) == b.substr(6) && a.substr(6) == b.substr(4, 2);
  const unsigned slips = slips_between(a, b);
  if (slips == 1 || swapped) return 1;
  const auto days = [](std::string_view d) { return number_at(d.substr(0, 4)) * 372 + number_at(d.substr(4, 2)) * 31 + number_at(d.substr(6)); };
  if (slips == 2 || std::abs(days(a) - days(b)) <= 31) return 2;
  if (slips == 3 || year_a == year_b) return 3;
  return 4;
}

std::uint8_t compare_numbers(std::string_view a, std::string_view b) {
  const int apart = std::abs(number_at(a) - number_at(b));
  return apart <= 1 ? 1 : apart == 2 ? 2 : apart <= 5 ? 3 : 4;
}

std::uint8_t compare_text(std::string_view a, std::string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  const unsigned slips = slips_between(a, b);
  if (slips == 1 && longer >= 3) return 1;
  if (slips == 2 && longer >= 6) return 2;
  const auto parts_a = parts_of(a), parts_b = parts_of(b);
  std::size_t common = 0;
  for (const auto part : parts_a) common += std::find(parts_b.begin(), parts_b.end(), part) != parts_b.end();
  if (longer <= 64 && slips * 5 <= longer) return 2;
  if (parts_a.size() + parts_b.size() > 2 && common * 2 >= std::min(parts_a.size(), parts_b.size()) && common > 0) return 2;
  if (longer <= 64 && slips * 3 <= longer) return 3;
  return 4;
}

std::uint8_t compare_names(const Value& a, const Value& b) {
  const Level level = compare_words(a.token, b.token, {});
  if (level <= Level::lexicon) return 1;
  const unsigned slips = slips_between(a.text, b.text);
  const std::size_t longer = std::max(a.text.size(), b.text.size());
  if (slips == 1 && longer >= 3) return 1;
  if (level <= Level::edit || (slips == 2 && longer >= 5)) return 2;
  const std::size_t shorter = std::min(a.text.size(), b.text.size());
  if ((shorter >= 1 && a.text.substr(0, std::min<std::size_t>(shorter, 3)) == b.text.substr(0, std::min<std::size_t>(shorter, 3))) || slips * 2 <= longer) return 3;
  return 4;
}

}  // namespace

std::uint32_t Values::number(std::string_view text) {
  std::string key;
  if (meaning_ == Meaning::birth_date) {
    key = date_digits(text);
  } else if (is_number_like(meaning_)) {
    for (const char c : fold(text))
      if (c != ' ' && c != '-' && c != '.' && c != '/') key += c;
    if (meaning_ == Meaning::phone && key.size() > 9 && (key.starts_with("+") || key.starts_with("00"))) key.erase(0, key.size() - 9);
  } else if (is_name(meaning_)) {
    key = joined(telling_words(text)).folded;
  } else {
    key = fold(text.substr(0, 512));
  }
  if (key.empty()) return 0;
  const auto [it, added] = numbers_.try_emplace(key, static_cast<std::uint32_t>(values_.size() + 1));
  if (!added) return it->second;
  Value value{key, {}, {key}, 0};
  if (is_name(meaning_)) {
    value.token = token_of(joined(telling_words(text)));
    for (const Reading& reading : value.token.readings) {
      value.keys.push_back("=" + reading.sounds);
      if (reading.skeleton.size() > 1) value.keys.push_back("~" + reading.skeleton);
    }
    for (const Membership& m : value.token.names) value.keys.push_back("#" + std::to_string(m.name));
  } else if (meaning_ == Meaning::birth_date) {
    value.keys.push_back("y" + key.substr(0, 4));
    value.keys.push_back("d" + key.substr(4));
    value.keys.push_back("m" + key.substr(0, 6));
  } else if (meaning_ != Meaning::sex && meaning_ != Meaning::age && meaning_ != Meaning::birth_year) {
    if (key.size() >= 5) value.keys.push_back("<" + key.substr(0, 5)), value.keys.push_back(">" + key.substr(key.size() - 5));
  }
  std::sort(value.keys.begin(), value.keys.end());
  value.keys.erase(std::unique(value.keys.begin(), value.keys.end()), value.keys.end());
  values_.push_back(std::move(value));
  return it->second;
}

std::uint8_t Values::compare(const Value& a, const Value& b) const {
  if (is_name(meaning_)) return compare_names(a, b);
  switch (meaning_) {
    case Meaning::birth_date: return compare_dates(a.text, b.text);
    case Meaning::birth_year:
    case Meaning::age: return compare_numbers(a.text, b.text);
    case Meaning::sex: return 4;
    default: return compare_text(a.text, b.text);
  }
}

std::uint8_t Values::agreement(std::uint32_t a, std::uint32_t b) const {
  if (a == 0 || b == 0) return kMissing;
  if (a == b) return 0;
  if (!is_name(meaning_)) return compare(at(a), at(b));  // sooner compared than looked up
  const auto [low, high] = std::minmax(a, b);
  const std::uint64_t pair = std::uint64_t{low} << 32 | high;
  const auto it = known_.find(pair);
  if (it != known_.end()) return it->second;
  const std::uint8_t level = compare(at(low), at(high));
  if (known_.size() > 20'000'000) known_.clear();
  known_.emplace(pair, level);
  return level;
}

}  // namespace nibbi::names
