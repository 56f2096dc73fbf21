#include "names/link_field.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "names/assignment.hpp"
#include "names/called_by_child.hpp"
#include "names/distance.hpp"

namespace nibbi::names {
namespace {

constexpr std::size_t kCellWords = kAssignedMax, kGluedApart = 3;

/// The words of a text, the first ones of a long one.
struct TextParts {
  std::array<std::string_view, 16> parts;
  std::size_t count = 0;
  explicit TextParts(std::string_view text) {
    for (std::size_t at = 0; at < text.size() && count < parts.size();) {
      const std::size_t end = std::min(text.find(' ', at), text.size());
      if (end > at) parts[count++] = text.substr(at, end - at);
      at = end + 1;
    }
  }
};

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
    if (!x || !y) return agreement::none;
    const int apart = std::max(x->from, y->from) - std::min(x->to, y->to);
    const bool months = a.substr(4, 2) != "00" && b.substr(4, 2) != "00";
    return apart <= 0 ? (months ? agreement::near : agreement::hint) : apart <= 31 ? agreement::hint : agreement::none;
  }
  const bool swapped = year_a == year_b && a.substr(4, 2) == b.substr(6) && a.substr(6) == b.substr(4, 2);
  const unsigned slips = slips_between(a, b);
  if (slips == 1 || swapped) return agreement::slip;
  const auto days = [](std::string_view d) { return number_at(d.substr(0, 4)) * 372 + number_at(d.substr(4, 2)) * 31 + number_at(d.substr(6)); };
  if (slips == 2 || std::abs(days(a) - days(b)) <= 31) return agreement::near;
  if (slips == 3 || year_a == year_b) return agreement::hint;
  return agreement::none;
}

std::uint8_t compare_numbers(std::string_view a, std::string_view b) {
  const int apart = std::abs(number_at(a) - number_at(b));
  return apart <= 1 ? agreement::slip : apart == 2 ? agreement::near : apart <= 5 ? agreement::hint : agreement::none;
}

std::uint8_t compare_text(std::string_view a, std::string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  const unsigned slips = slips_between(a, b);
  if (slips == 1 && longer >= 3) return agreement::slip;
  if (slips == 2 && longer >= 6) return agreement::near;
  if (longer <= 64 && slips * 5 <= longer) return agreement::near;
  const TextParts x(a), y(b);
  std::size_t common = 0;
  for (std::size_t i = 0; i < x.count; ++i) common += std::find(y.parts.begin(), y.parts.begin() + y.count, x.parts[i]) != y.parts.begin() + y.count;
  if (x.count + y.count > 2 && common * 2 >= std::min(x.count, y.count) && common > 0) return agreement::part;
  if (longer <= 64 && slips * 3 <= longer) return agreement::hint;
  return agreement::none;
}

std::uint64_t hashed(char kind, std::string_view text) {
  std::uint64_t h = 1469598103934665603u ^ static_cast<unsigned char>(kind);
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211u;
  h = (h ^ h >> 32) * 0x9E3779B97F4A7C15u;
  return h ^ h >> 29;
}

}  // namespace

std::uint32_t Values::word(Word written) {
  const auto [it, added] = word_numbers_.try_emplace(written.letters, static_cast<std::uint32_t>(words_.size()));
  if (added) words_.push_back(token_of(std::move(written)));
  return it->second;
}

/// Each word by itself, and the whole cell as one: order, a second name and what is written apart differ from list to list.
void Values::read_words(Value& value, std::string_view text) {
  std::vector<Word> words = telling_words(text, kCellWords);
  value.glued = word(joined(words));
  if (words.size() == 1) {
    value.words = {value.glued};
  } else {
    for (Word& w : words) value.words.push_back(word(std::move(w)));
  }
}

void Values::add_word_keys(Value& value, std::uint32_t number) const {
  const Token& token = words_[number];
  bool coarse = false;
  for (const Reading& reading : token.readings) {
    value.keys.push_back({hashed('=', reading.sounds), false});
    if (reading.skeleton.size() < 2) continue;
    value.keys.push_back({hashed('~', reading.skeleton), !coarse});
    coarse = true;
  }
  if (!coarse && !token.readings.empty()) value.keys.push_back({hashed('-', token.readings[0].sounds), true});
  if (is_name(meaning_))
    for (const Membership& m : token.names) value.keys.push_back({hashed('#', std::to_string(m.name)), false});
}

std::uint32_t Values::number(std::string_view text) {
  std::string key = even_text(meaning_, text, order_);
  if (key.empty()) return 0;
  if (is_kin(meaning_) && is_called_by_child(words_of(text))) return 0;
  if (is_read_aloud(meaning_)) {  // what is read alike letter by letter is one value, whatever titles stand before it
    const std::vector<Word> words = telling_words(text, kCellWords);
    key.clear();
    for (const Word& w : words) key += (key.empty() ? "" : " ") + w.folded;
    if (key.empty()) return 0;
  }
  const auto [it, added] = numbers_.try_emplace(key, static_cast<std::uint32_t>(values_.size() + 1));
  if (!added) return it->second;
  Value value{key, {}, 0, {}};
  value.keys.push_back({hashed('.', key), false});
  if (is_read_aloud(meaning_)) {
    read_words(value, text);
    for (const std::uint32_t w : value.words) add_word_keys(value, w);
    if (value.words.size() > 1) add_word_keys(value, value.glued);
    // Two words together are rarer than each: of a whole name, what is common by itself tells somebody apart.
    for (std::size_t i = 0; i < value.words.size(); ++i)
      for (std::size_t j = i + 1; j < value.words.size(); ++j) {
        const std::string &x = words_[value.words[i]].readings.front().skeleton, &y = words_[value.words[j]].readings.front().skeleton;
        value.keys.push_back({hashed('&', std::min(x, y) + " " + std::max(x, y)), false});
      }
  } else if (meaning_ == Meaning::birth_date) {
    value.keys.push_back({hashed('y', key.substr(0, 4)), true});
    value.keys.push_back({hashed('d', key.substr(4)), true});
    value.keys.push_back({hashed('m', key.substr(0, 6)), false});
  } else if (meaning_ != Meaning::sex && meaning_ != Meaning::age && meaning_ != Meaning::birth_year && key.size() >= 5) {
    value.keys.push_back({hashed('<', key.substr(0, 5)), true});
    value.keys.push_back({hashed('>', key.substr(key.size() - 5)), true});
  } else {
    value.keys.front().coarse = true;
  }
  std::sort(value.keys.begin(), value.keys.end(), [](const Key& a, const Key& b) { return a.hash != b.hash ? a.hash < b.hash : a.coarse > b.coarse; });
  value.keys.erase(std::unique(value.keys.begin(), value.keys.end(), [](const Key& a, const Key& b) { return a.hash == b.hash; }), value.keys.end());
  values_.push_back(std::move(value));
  return it->second;
}

std::uint8_t Values::compare_two_words(std::uint32_t x, std::uint32_t y) const {
  const Token &a = words_[x], &b = words_[y];
  const Settings settings{.lexicon = is_name(meaning_)};
  if (settings.lexicon && are_told_apart(a, b)) return agreement::none;
  const Level level = compare_words(a, b, settings);
  if (level == Level::exact) return agreement::same;
  if (level <= Level::lexicon) return agreement::alike;
  const std::string_view left = a.word.folded, right = b.word.folded;
  const unsigned slips = slips_between(left, right);
  const std::size_t longer = std::max(left.size(), right.size()), shorter = std::min(left.size(), right.size()), beginning = std::min<std::size_t>(shorter, 3);
  if (slips == 1 && longer >= 3) return agreement::slip;
  if (level <= Level::edit || (slips == 2 && longer >= 5)) return agreement::near;
  if (level == Level::clan) return agreement::clan;
  if ((shorter >= 1 && left.substr(0, beginning) == right.substr(0, beginning)) || slips * 2 <= longer) return agreement::hint;
  return agreement::none;
}

/// Words are paired as agrees best. All of them, all but one, half: what is left over says how much.
std::uint8_t Values::compare_cells(const Value& a, const Value& b, Memo& memo, std::uint64_t which) const {
  const auto two = [&](std::uint32_t x, std::uint32_t y) {
    const auto [low, high] = std::minmax(x, y);
    return low == high ? agreement::same : memo.of(which << 56 | std::uint64_t{low} << 28 | high, [&] { return compare_two_words(low, high); });
  };
  const std::size_t n = a.words.size(), m = b.words.size(), shorter = std::min(n, m), longer = std::max(n, m);
  if (longer == 1) return std::max(two(a.words[0], b.words[0]), agreement::alike);
  std::uint8_t levels[kCellWords * kCellWords];
  std::int32_t worth[kCellWords * kCellWords];
  constexpr std::int32_t kWorth[kAgreements] = {9, 8, 6, 0, 4, 0, 0, 0, 0, 0};
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < m; ++j) worth[i * m + j] = kWorth[levels[i * m + j] = two(a.words[i], b.words[j])];
  const Assignment pairs = best_assignment({worth, n * m}, n, m);
  std::size_t agreed = 0;
  std::uint8_t weakest = agreement::alike;
  for (std::size_t i = 0; i < n; ++i)
    if (pairs.column[i] >= 0) ++agreed, weakest = std::max(weakest, levels[i * m + static_cast<std::size_t>(pairs.column[i])]);
  // Abdoul Rahmane, Abdourahmane: only where one has more words, of as many letters.
  const auto letters = [&](const Value& v) { return words_[v.glued].word.folded.size(); };
  const bool may_be_one = n != m && agreed < longer && std::max(letters(a), letters(b)) <= std::min(letters(a), letters(b)) + kGluedApart;
  const std::uint8_t whole = may_be_one ? two(a.glued, b.glued) : agreement::none;
  std::uint8_t by_words = agreement::none;
  if (agreed == longer) by_words = weakest;
  else if (agreed == shorter && agreed * 2 >= longer) by_words = std::max(weakest, agreement::part);
  else if (agreed + 1 == longer && agreed >= 2) by_words = std::max(weakest, agreement::part);
  else if (agreed > 0) by_words = agreement::hint;
  return std::max(agreement::alike, std::min(by_words, whole));
}

std::uint8_t Values::compare(const Value& a, const Value& b, Memo& memo, std::uint64_t which) const {
  switch (meaning_) {
    case Meaning::birth_date: return compare_dates(a.text, b.text);
    case Meaning::birth_year:
    case Meaning::age: return compare_numbers(a.text, b.text);
    case Meaning::sex: return agreement::none;
    default: return is_read_aloud(meaning_) ? compare_cells(a, b, memo, which) : compare_text(a.text, b.text);
  }
}

std::uint8_t Values::agreement(std::uint32_t a, std::uint32_t b, Memo& memo, std::uint64_t which) const {
  if (a == 0 || b == 0) return kMissing;
  if (a == b) return agreement::same;
  if (meaning_ == Meaning::sex) return agreement::none;
  const auto [low, high] = std::minmax(a, b);
  return compare(at(low), at(high), memo, which);
}

}  // namespace nibbi::names
