#include "names/index.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace nibbi::names {
namespace {

constexpr std::size_t kPhoneDigits = 8, kPhoneDigitsMin = 6;

std::uint32_t last_digits(std::string_view phone) {
  std::string digits;
  for (const char c : phone)
    if (c >= '0' && c <= '9') digits += c;
  if (digits.size() < kPhoneDigitsMin) return 0;
  if (digits.size() > kPhoneDigits) digits.erase(0, digits.size() - kPhoneDigits);
  std::uint32_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<std::uint32_t>(c - '0');
  return number;
}

}  // namespace

bool Index::add_words(std::string_view text, Part part) {
  if (text.empty()) return false;
  std::vector<Word> words = telling_words(text);
  for (Word& word : words) row_words_.push_back(words_.take(std::move(word)) << 2 | part);
  return !words.empty();
}

void Index::add(const Person& person) {
  ids_ += person.id;
  ids_ends_.push_back(static_cast<std::uint32_t>(ids_.size()));
  add_words(person.given, own);
  add_words(person.family, own);
  has_mother_ |= add_words(person.mother, relative);
  has_father_ |= add_words(person.father, relative);
  has_village_ |= add_words(person.village, place);
  row_ends_.push_back(static_cast<std::uint32_t>(row_words_.size()));
  const bool age = person.age >= 0 && person.age < kNoAge;
  ages_.push_back(age ? static_cast<std::uint8_t>(person.age) : kNoAge);
  has_age_ |= age;
  if (const std::uint32_t phone = last_digits(person.phone)) {
    phones_.emplace_back(phone, static_cast<std::uint32_t>(files() - 1));
    has_phone_ = true;
  }
}

void Index::finish() {
  // Counted, then put in place: each word's list is in the order of the rows.
  list_ends_.assign(words_.size(), 0);
  places_.assign(words_.size(), 0);
  for (const std::uint32_t w : row_words_) ++list_ends_[w >> 2], places_[w >> 2] += (w & 3) == place;
  std::uint32_t end = 0;
  for (std::uint32_t& e : list_ends_) e = std::exchange(end, end + e);
  postings_.resize(end);
  for (std::uint32_t row = 0; row < files(); ++row)
    for (const std::uint32_t w : words_in(row)) postings_[list_ends_[w >> 2]++] = row << 2 | (w & 3);
  by_letters_.resize(words_.size());
  std::iota(by_letters_.begin(), by_letters_.end(), 0u);
  std::sort(by_letters_.begin(), by_letters_.end(), [&](std::uint32_t a, std::uint32_t b) { return words_.at(a).folded < words_.at(b).folded; });
  std::sort(phones_.begin(), phones_.end());
  row_words_.shrink_to_fit();
  row_ends_.shrink_to_fit();
  phones_.shrink_to_fit();
  ids_.shrink_to_fit();
  ids_ends_.shrink_to_fit();
  ages_.shrink_to_fit();
}

std::span<const std::uint32_t> Index::postings(std::uint32_t word) const {
  const std::uint32_t from = word == 0 ? 0 : list_ends_[word - 1];
  return {postings_.data() + from, list_ends_[word] - from};
}

std::string_view Index::id(std::uint32_t row) const {
  const std::uint32_t from = row == 0 ? 0 : ids_ends_[row - 1];
  return std::string_view(ids_).substr(from, ids_ends_[row] - from);
}

IndexSize Index::size() const {
  IndexSize s{files(), words_.size(), words_.bytes(), 0};
  s.dictionary_bytes += by_letters_.capacity() * 4 + list_ends_.capacity() * 4 + places_.capacity() * 4;
  s.file_bytes = postings_.capacity() * 4 + row_words_.capacity() * 4 + row_ends_.capacity() * 4 + ids_.capacity() + ids_ends_.capacity() * 4 + phones_.capacity() * 8 + ages_.capacity();
  return s;
}

}  // namespace nibbi::names
