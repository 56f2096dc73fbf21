#include "names/index.hpp"

#include <algorithm>
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

template <class Map>
std::size_t lists_bytes(const Map& map) {
  std::size_t bytes = map.bucket_count() * sizeof(void*);
  for (const auto& [key, list] : map) bytes += sizeof(key) + sizeof(list) + 2 * sizeof(void*) + list.capacity() * 4;
  return bytes;
}

}  // namespace

bool Index::add_words(std::string_view text, Part part) {
  if (text.empty()) return false;
  std::vector<Word> words = telling_words(text);
  for (Word& word : words) {
    const auto [it, added] = numbers_.try_emplace(word.folded, static_cast<std::uint32_t>(words_.size()));
    if (added) words_.push_back(std::move(word));
    row_words_.push_back(it->second << 2 | part);
  }
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
  for (std::uint32_t w = 0; w < words_.size(); ++w) {
    const Token token = token_of(words_[w]);
    const auto put = [&](auto& map, const auto& key) {
      Words& list = map[key];
      if (list.empty() || list.back() != w) list.push_back(w);
    };
    for (const Reading& reading : token.readings) {
      put(by_sounds_, reading.sounds);
      if (reading.skeleton.size() > 1) put(by_skeleton_, reading.skeleton);
    }
    for (const Membership& m : token.names) put(by_name_, m.name);
    by_letters_.push_back(w);
    Shelf& shelf = by_length_[token.word.folded.size()];
    shelf.words.push_back(w);
    shelf.bags.push_back(letter_bag(token.word.folded));
  }
  std::sort(by_letters_.begin(), by_letters_.end(), [&](std::uint32_t a, std::uint32_t b) { return words_[a].folded < words_[b].folded; });
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
  IndexSize s{files(), words_.size(), 0, 0};
  for (const Word& w : words_) s.dictionary_bytes += sizeof(Word) + (w.folded.capacity() > 15) * w.folded.capacity() + (w.letters.capacity() > 15) * w.letters.capacity();
  s.dictionary_bytes += numbers_.bucket_count() * sizeof(void*) + numbers_.size() * (sizeof(std::string) + 3 * sizeof(void*));
  s.dictionary_bytes += lists_bytes(by_sounds_) + lists_bytes(by_skeleton_) + lists_bytes(by_name_);
  s.dictionary_bytes += by_letters_.capacity() * 4 + list_ends_.capacity() * 4 + places_.capacity() * 4;
  for (const Shelf& shelf : by_length_) s.dictionary_bytes += shelf.words.capacity() * 4 + shelf.bags.capacity() * sizeof(LetterBag);
  s.file_bytes = postings_.capacity() * 4 + row_words_.capacity() * 4 + row_ends_.capacity() * 4 + ids_.capacity() + ids_ends_.capacity() * 4 + phones_.capacity() * 8 + ages_.capacity();
  return s;
}

}  // namespace nibbi::names
