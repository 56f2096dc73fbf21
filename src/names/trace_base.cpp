// The files that relatives' words are held against: put in, taken out, counted.
#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "names/called_by_child.hpp"
#include "names/chance.hpp"
#include "names/geo.hpp"
#include "names/trace.hpp"

namespace nibbi::names {
namespace {

constexpr std::string_view kFacts[] = {"name", "mother", "father", "sibling", "companion", "relative", "village", "born", "parted", "sex", "language", "mark"};
constexpr std::string_view kSides[] = {"for", "against", "unknown"};
constexpr std::string_view kBands[] = {"strong", "possible", "weak"};

/// So much of one file is read, that no input makes a comparison slow.
constexpr std::size_t kNamesMax = 4, kRelativesMax = 8, kNameWordsMax = 6, kLanguagesMax = 6, kMarkWordsMax = 12;
constexpr std::size_t kMarkLettersMin = 3;
constexpr double kPlaceGrid = 100;  // a place is told from another of its name from about a kilometre on
constexpr std::size_t kGapsMin = 4096;

}  // namespace

/// In the order of numbers; what a file tells twice stands twice.
void TraceBase::put(Numbers& list, std::uint32_t entry) {
  if (list.empty() || list.back() <= entry) list.push_back(entry);
  else list.insert(std::upper_bound(list.begin(), list.end(), entry), entry);
}

void TraceBase::take_out(Numbers& list, std::uint32_t entry) {
  list.erase(std::lower_bound(list.begin(), list.end(), entry));
  if (list.empty()) list = {};
}

std::string_view word(Fact fact) { return kFacts[static_cast<std::size_t>(fact)]; }
std::string_view word(Side side) { return kSides[static_cast<std::size_t>(side)]; }
std::string_view word(Band band) { return kBands[static_cast<std::size_t>(band)]; }

std::vector<TraceBase::Item> TraceBase::items_of(const Known& known) {
  std::vector<Item> items;
  const auto add = [&](std::string_view name, std::uint32_t marks, bool begins, std::size_t most) {
    std::vector<Word> words = telling_words(name);
    if (words.size() > most) words.resize(most);
    for (Word& word : words) items.push_back({std::move(word), marks | (std::exchange(begins, false) ? kBegins : 0)});
    return !words.empty();
  };
  const bool given = add(known.given, kOwn, true, kNameWordsMax - 2);
  add(known.family, kOwn | kFamily, !given, 2);
  for (std::size_t i = 0; i < std::min(known.other_names.size(), kNamesMax - 1); ++i) add(known.other_names[i], kOwn, true, kNameWordsMax);
  std::size_t relatives = 0;
  for (const Relative& r : known.relatives) {
    if (is_called_by_child(words_of(r.name))) continue;
    if (add(r.name, static_cast<std::uint32_t>(r.kin), true, kNameWordsMax) && ++relatives == kRelativesMax) break;
  }
  for (std::size_t i = 0; i < std::min(known.languages.size(), kLanguagesMax); ++i)
    if (std::vector<Word> words = words_of(known.languages[i]); !words.empty()) items.push_back({joined(words), kLanguage});
  std::size_t of_marks = 0;
  for (const std::string& text : known.marks) {
    std::vector<Word> words = words_of(text);
    // A code is one word: two scars in two places have nothing in common.
    if (words.size() > 1 && text.find('_') != std::string::npos) words = {joined(words)};
    for (Word& word : words)
      if (word.folded.size() >= kMarkLettersMin && !word.title && of_marks++ < kMarkWordsMax) items.push_back({std::move(word), kMark});
  }
  return items;
}

std::uint32_t TraceBase::take_place(const Known& known) {
  std::vector<Word> words = telling_words(known.village);
  if (words.empty()) return 0;
  const std::uint32_t name = place_names_.take(joined(words));
  const auto grid = [](float degrees) { return static_cast<std::int32_t>(std::lround(static_cast<double>(degrees) * kPlaceGrid)); };
  const PlaceKey key = known.where ? PlaceKey{static_cast<std::int32_t>(name), grid(known.where->latitude), grid(known.where->longitude)}
                                   : PlaceKey{static_cast<std::int32_t>(name), 1'000'000, 0};
  const auto next = static_cast<std::uint32_t>(free_places_.empty() ? places_.size() : free_places_.back());
  const auto [it, added] = place_numbers_.try_emplace(key, next);
  if (added) {
    if (free_places_.empty()) places_.emplace_back();
    else free_places_.pop_back();
    places_[next] = {name, 0, known.where, known.where ? spot_of(*known.where) : Spot{}, {}};
  } else {
    place_names_.give_back(name);  // a place has one word, however many live there
  }
  ++places_[it->second].users;
  return it->second + 1;
}

void TraceBase::give_back_place(std::uint32_t place) {
  Place& p = places_[place - 1];
  if (--p.users > 0) return;
  std::erase_if(place_numbers_, [&](const auto& entry) { return entry.second == place - 1; });
  place_names_.give_back(p.name);
  p = {};
  free_places_.push_back(place - 1);
}

std::uint32_t TraceBase::add(std::uint64_t order, const Known& known) {
  std::uint32_t number;
  if (free_files_.empty()) {
    number = static_cast<std::uint32_t>(files_.size());
    files_.emplace_back();
  } else {
    number = free_files_.back();
    free_files_.pop_back();
  }
  File& file = files_[number];
  // A draw of its own, which is the same wherever the file stands.
  if (lots_.size() < files_.size()) lots_.resize(files_.size());
  lots_[number] = static_cast<std::uint8_t>(std::countr_zero(Chance(order).next() | std::uint64_t{1} << 63));
  file = {.order = order, .at = static_cast<std::uint32_t>(items_.size()), .born = known.born.value_or(kUnknown), .parted = known.parted.value_or(kUnknown), .sex = known.sex, .there = true};
  for (Item& item : items_of(known)) {
    const std::uint32_t word = words_.take(std::move(item.word));
    if (counts_.size() <= word) {
      counts_.resize(word + 1);
      files_of_.resize(word + 1);
    }
    const Class of = class_of(item.marks);
    ++counts_[word][of];
    if (of != language) put(files_of_[word], number << kClassBits | of);
    items_.push_back(word << kNumberAt | item.marks);
  }
  file.items = static_cast<std::uint16_t>(items_.size() - file.at);
  file.marks = std::any_of(items_.begin() + file.at, items_.end(), [](std::uint32_t item) { return class_of(item) == mark; });
  with_marks_ += file.marks;
  file.place = take_place(known);
  if (file.place != 0) put(places_[file.place - 1].files, number);
  ++there_;
  return number;
}

void TraceBase::erase(std::uint32_t number) {
  if (number >= files_.size() || !files_[number].there) return;
  File& file = files_[number];
  for (std::size_t i = file.at; i < file.at + file.items; ++i) {
    const std::uint32_t word = items_[i] >> kNumberAt;
    const Class of = class_of(items_[i]);
    --counts_[word][of];
    if (of != language) take_out(files_of_[word], number << kClassBits | of);
    words_.give_back(word);
    items_[i] = 0;
  }
  if (file.place != 0) {
    take_out(places_[file.place - 1].files, number);
    give_back_place(file.place);
  }
  gaps_ += file.items;
  with_marks_ -= file.marks;
  file = {};
  free_files_.push_back(number);
  --there_;
  if (gaps_ > kGapsMin && gaps_ * 2 > items_.size()) close_gaps();
}

void TraceBase::close_gaps() {
  std::vector<std::uint32_t> items;
  items.reserve(items_.size() - gaps_);
  for (File& file : files_) {
    const auto from = items_.begin() + file.at;
    file.at = static_cast<std::uint32_t>(items.size());
    items.insert(items.end(), from, from + file.items);
  }
  items_ = std::move(items);
  gaps_ = 0;
}

TraceSize TraceBase::size() const {
  TraceSize s{there_, words_.size(), places_.size(), words_.bytes() + place_names_.bytes(), 0};
  s.dictionary_bytes += counts_.capacity() * sizeof(counts_[0]) + places_.capacity() * sizeof(Place) + place_numbers_.size() * (sizeof(PlaceKey) + 5 * sizeof(void*));
  s.file_bytes = files_.capacity() * (sizeof(File) + 1) + items_.capacity() * 4 + free_files_.capacity() * 4;
  s.dictionary_bytes += files_of_.capacity() * sizeof(Numbers);
  for (const Numbers& list : files_of_) s.file_bytes += list.capacity() * 4;
  for (const Place& place : places_) s.file_bytes += place.files.capacity() * 4;
  return s;
}

}  // namespace nibbi::names
