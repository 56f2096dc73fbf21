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

std::uint8_t compare_numbers(std::int32_t a, std::int32_t b) {
  const std::int64_t apart = std::abs(std::int64_t{a} - b);
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

Value Values::at(std::uint32_t number) const {
  const std::uint32_t from = number == 1 ? 0 : text_ends_[number - 2];
  Value value{std::string_view(texts_).substr(from, text_ends_[number - 1] - from), part_of(word_list_, word_ends_, number), glued_[number - 1], {}};
  if (!key_ends_.empty()) value.keys = part_of(keys_, key_ends_, number);
  return value;
}

void Values::add_word_keys(std::vector<Key>& keys, std::uint32_t number) const {
  const Token& token = words_.at(number);
  bool coarse = false;
  for (const Reading& reading : token.readings) {
    keys.push_back({hashed('=', reading.sounds), false});
    if (reading.skeleton.size() < 2) continue;
    keys.push_back({hashed('~', reading.skeleton), !coarse});
    coarse = true;
  }
  if (!coarse && !token.readings.empty()) keys.push_back({hashed('-', token.readings[0].sounds), true});
  if (is_name(meaning_))
    for (const Membership& m : token.names) keys.push_back({hashed('#', std::to_string(m.name)), false});
}

std::uint32_t Values::number(std::string_view text) {
  if (text.empty()) return 0;
  if (!is_read_aloud(meaning_)) return made_even(text);
  // Names recur, and reading them takes a while.
  const auto [it, added] = seen_.try_emplace(std::string(text), 0);
  if (added) it->second = made_even(text);
  return it->second;
}

std::uint32_t Values::made_even(std::string_view text) {
  std::string key = even_text(meaning_, text, order_);
  if (key.empty()) return 0;
  if (is_kin(meaning_) && is_called_by_child(names::words_of(text))) return 0;
  if (is_read_aloud(meaning_)) {  // what is read alike letter by letter is one value, whatever titles stand before it
    const std::vector<Word> words = telling_words(text, kCellWords);
    key.clear();
    for (const Word& w : words) key += (key.empty() ? "" : " ") + w.folded;
    if (key.empty()) return 0;
  }
  const auto [it, added] = numbers_.try_emplace(key, static_cast<std::uint32_t>(size() + 1));
  return added ? put(key, text) : it->second;
}

/// Each word by itself, and the whole cell as one: order, a second name and what is written apart differ from list to list.
std::uint32_t Values::put(const std::string& key, std::string_view text) {
  std::vector<Key> keys{{hashed('.', key), false}};
  std::uint32_t glued = 0;
  if (is_read_aloud(meaning_)) {
    std::vector<Word> written = telling_words(text, kCellWords);
    std::vector<std::uint32_t> words;
    glued = words_.take(joined(written));
    if (written.size() == 1) words = {glued};
    else
      for (Word& w : written) words.push_back(words_.take(std::move(w)));
    for (const std::uint32_t w : words) add_word_keys(keys, w);
    if (words.size() > 1) add_word_keys(keys, glued);
    // Two words together are rarer than each: of a whole name, what is common by itself tells somebody apart.
    for (std::size_t i = 0; i < words.size(); ++i)
      for (std::size_t j = i + 1; j < words.size(); ++j) {
        const std::string &x = words_.at(words[i]).readings.front().skeleton, &y = words_.at(words[j]).readings.front().skeleton;
        keys.push_back({hashed('&', std::min(x, y) + " " + std::max(x, y)), false});
      }
    word_list_.insert(word_list_.end(), words.begin(), words.end());
  } else {
    texts_ += key;
    if (meaning_ == Meaning::birth_date) {
      keys.push_back({hashed('y', key.substr(0, 4)), true});
      keys.push_back({hashed('d', key.substr(4)), true});
      keys.push_back({hashed('m', key.substr(0, 6)), false});
    } else if (meaning_ != Meaning::sex && meaning_ != Meaning::age && meaning_ != Meaning::birth_year && key.size() >= 5) {
      keys.push_back({hashed('<', key.substr(0, 5)), true});
      keys.push_back({hashed('>', key.substr(key.size() - 5)), true});
    } else {
      glued = static_cast<std::uint32_t>(number_at(key));
      keys.front().number |= 1;
    }
  }
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.number > b.number; });  // of two alike the coarser one first
  keys.erase(std::unique(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.number >> 1 == b.number >> 1; }), keys.end());
  keys_.insert(keys_.end(), keys.begin(), keys.end());
  key_ends_.push_back(static_cast<std::uint32_t>(keys_.size()));
  word_ends_.push_back(static_cast<std::uint32_t>(word_list_.size()));
  text_ends_.push_back(static_cast<std::uint32_t>(texts_.size()));
  glued_.push_back(glued);
  return static_cast<std::uint32_t>(size());
}

void Values::settle(const std::vector<std::uint32_t>& uses) {
  seen_ = {};
  numbers_ = {};
  if (!is_read_aloud(meaning_)) return;
  std::vector<std::uint64_t> of_words(words_.size());
  for (std::uint32_t n = 1; n <= size(); ++n)
    for (const std::uint32_t w : words_of(n)) of_words[w] += uses[n];
  const std::vector<std::uint32_t> number = words_.settle(of_words);
  for (auto* list : {&word_list_, &glued_})
    for (std::uint32_t& w : *list) w = number[w];
}

namespace {

/// What best_assignment answers of two rows and two columns at most, without its tables: which column each row takes.
std::array<int, 2> best_of_two(const std::array<std::array<std::int32_t, 2>, 2>& worth) {
  const auto& [first, second] = worth;
  const auto with = [](std::int32_t here, std::int32_t other) { return here > 0 ? here + std::max(0, other) : -1; };
  const std::int32_t skipped = std::max({0, second[0], second[1]}), left = with(first[0], second[1]), right = with(first[1], second[0]), most = std::max({skipped, left, right});
  if (skipped == most) return {-1, skipped == 0 ? -1 : second[0] == skipped ? 0 : 1};
  if (left == most) return {0, second[1] > 0 ? 1 : -1};
  return {1, second[0] > 0 ? 0 : -1};
}

}  // namespace

/// Words are paired as agrees best. All of them, all but one, half: what is left over says how much.
std::uint8_t Values::compare_cells(const Cell& a, const Cell& b, Memo& memo, std::uint64_t which) const {
  const auto two = [&](std::uint32_t x, std::uint32_t y) { return words_.agreement(x, y, memo, which); };
  const std::size_t n = a.words.size(), m = b.words.size(), shorter = std::min(n, m), longer = std::max(n, m);
  if (longer == 1) return std::max(two(a.words[0], b.words[0]), agreement::alike);
  constexpr std::int32_t kWorth[kAgreements] = {9, 8, 6, 0, 4, 0, 0, 0, 0, 0};
  std::size_t agreed = 0;
  std::uint8_t weakest = agreement::alike;
  if (longer == 2) {
    std::array<std::array<std::uint8_t, 2>, 2> levels{};
    std::array<std::array<std::int32_t, 2>, 2> worth{};
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < m; ++j) worth[i][j] = kWorth[levels[i][j] = two(a.words[i], b.words[j])];
    const auto column = best_of_two(worth);
    for (std::size_t i = 0; i < 2; ++i)
      if (column[i] >= 0) ++agreed, weakest = std::max(weakest, levels[i][static_cast<std::size_t>(column[i])]);
  } else {
    std::uint8_t levels[kCellWords * kCellWords];
    std::int32_t worth[kCellWords * kCellWords];
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < m; ++j) worth[i * m + j] = kWorth[levels[i * m + j] = two(a.words[i], b.words[j])];
    const Assignment pairs = best_assignment({worth, n * m}, n, m);
    for (std::size_t i = 0; i < n; ++i)
      if (pairs.column[i] >= 0) ++agreed, weakest = std::max(weakest, levels[i * m + static_cast<std::size_t>(pairs.column[i])]);
  }
  std::uint8_t by_words = agreement::none;
  if (agreed == longer) by_words = weakest;
  else if (agreed == shorter && agreed * 2 >= longer) by_words = std::max(weakest, agreement::part);
  else if (agreed + 1 == longer && agreed >= 2) by_words = std::max(weakest, agreement::part);
  else if (agreed > 0) by_words = agreement::hint;
  // Abdoul Rahmane, Abdourahmane: only where one has more words, of as many letters.
  if (n == m || agreed == longer) return by_words;
  const std::uint32_t one = glued_[a.number - 1], other = glued_[b.number - 1];
  if (std::max(words_.letters(one), words_.letters(other)) > std::min(words_.letters(one), words_.letters(other)) + kGluedApart) return by_words;
  return std::max(agreement::alike, std::min(by_words, two(one, other)));
}

std::uint8_t Values::agreement(const Cell& a, const Cell& b, Memo& memo, std::uint64_t which) const {
  if (a.number == 0 || b.number == 0) return kMissing;
  if (a.number == b.number) return agreement::same;
  if (meaning_ == Meaning::sex) return agreement::none;
  const Cell &low = a.number < b.number ? a : b, &high = a.number < b.number ? b : a;
  if (is_read_aloud(meaning_)) return compare_cells(low, high, memo, which);
  if (meaning_ == Meaning::age || meaning_ == Meaning::birth_year) return compare_numbers(static_cast<std::int32_t>(glued_[a.number - 1]), static_cast<std::int32_t>(glued_[b.number - 1]));
  const std::string_view x = at(low.number).text, y = at(high.number).text;
  return meaning_ == Meaning::birth_date ? compare_dates(x, y) : compare_text(x, y);
}

}  // namespace nibbi::names
