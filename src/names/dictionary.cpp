#include "names/dictionary.hpp"

#include <algorithm>

#include "names/distance.hpp"
#include "names/lexicon.hpp"

namespace nibbi::names {
namespace {

constexpr std::size_t kReadMax = 50'000;
constexpr std::size_t kOneSlipMin = 3, kTwoSlipsMin = 6;  ///< letters that a word needs for so many slips of the pen

std::size_t slips_allowed(std::size_t letters) { return letters >= kTwoSlipsMin ? 2 : letters >= kOneSlipMin ? 1 : 0; }

template <class Map>
std::size_t lists_bytes(const Map& map) {
  std::size_t bytes = map.bucket_count() * sizeof(void*);
  for (const auto& [key, list] : map) bytes += sizeof(key) + sizeof(list) + 2 * sizeof(void*) + list.capacity() * 4;
  return bytes;
}

}  // namespace

template <class Change>
void Dictionary::each_list(const Token& token, const Change& change) {
  change(by_folded_, token.word.folded);
  for (const Reading& reading : token.readings) {
    change(by_sounds_, reading.sounds);
    if (reading.skeleton.size() > 1) change(by_skeleton_, reading.skeleton);
  }
  for (const Membership& m : token.names) change(by_name_, m.name);
}

std::uint32_t Dictionary::take(Word word) {
  const auto next = static_cast<std::uint32_t>(free_.empty() ? words_.size() : free_.back());
  const auto [it, added] = numbers_.try_emplace(word.letters, next);
  const std::uint32_t number = it->second;
  if (!added) {
    ++users_[number];
    return number;
  }
  ++changes_;
  const Token token = token_of(word);
  if (free_.empty()) {
    words_.push_back(std::move(word));
    users_.push_back(1);
  } else {
    free_.pop_back();
    words_[number] = std::move(word);
    users_[number] = 1;
  }
  each_list(token, [&](auto& map, const auto& key) {
    Numbers& list = map[key];
    if (std::find(list.rbegin(), list.rend(), number) == list.rend()) list.push_back(number);
  });
  by_length_[token.word.folded.size()].add(number, token.word.folded);
  return number;
}

void Dictionary::give_back(std::uint32_t number) {
  if (--users_[number] > 0) return;
  const Token token = token_of(words_[number]);
  each_list(token, [&](auto& map, const auto& key) {
    const auto it = map.find(key);
    if (it == map.end()) return;
    std::erase(it->second, number);
    if (it->second.empty()) map.erase(it);
  });
  by_length_[token.word.folded.size()].remove(number, token.word.folded.size());
  numbers_.erase(token.word.letters);
  words_[number] = {};
  free_.push_back(number);
  ++wiped_;
  ++changes_;
}

std::size_t Dictionary::bytes() const {
  std::size_t bytes = 0;
  for (const Word& w : words_) bytes += sizeof(Word) + (w.folded.capacity() > 15) * w.folded.capacity() + (w.letters.capacity() > 15) * w.letters.capacity();
  bytes += numbers_.bucket_count() * sizeof(void*) + numbers_.size() * (sizeof(std::string) + 3 * sizeof(void*)) + users_.capacity() * 4;
  bytes += lists_bytes(by_folded_) + lists_bytes(by_sounds_) + lists_bytes(by_skeleton_) + lists_bytes(by_name_);
  for (const Shelf& shelf : by_length_) bytes += shelf.bytes();
  return bytes;
}

void keep_nearest(Nearby& near, NearWord word) {
  const auto [it, added] = near.try_emplace(word.word, word);
  if (!added && (word.level < it->second.level || (word.level == it->second.level && !word.beginning))) it->second = word;
}

const Token& NearWords::token(std::uint32_t number) {
  if (wiped_ != dictionary_.wiped_ || read_.size() >= kReadMax) {
    read_.clear();
    wiped_ = dictionary_.wiped_;
  }
  if (const auto it = read_.find(number); it != read_.end()) return it->second;
  return read_.emplace(number, token_of(dictionary_.words_[number])).first->second;
}

Nearby NearWords::of(const Token& asked, const std::function<bool(std::uint32_t)>& there) {
  Nearby near;
  const std::string& folded = asked.word.folded;
  const auto judge = [&](const auto& map, const auto& key) {
    if (const auto found = map.find(key); found != map.end())
      for (const std::uint32_t w : found->second) {
        if (near.contains(w) || (there && !there(w))) continue;
        const Level level = compare_words(asked, token(w), {});
        if (level <= Level::edit) keep_nearest(near, {w, level});
      }
  };
  judge(dictionary_.by_folded_, folded);
  for (const Reading& reading : asked.readings) judge(dictionary_.by_sounds_, reading.sounds);
  for (const Membership& m : asked.names) judge(dictionary_.by_name_, m.name);
  for (const Reading& reading : asked.readings) judge(dictionary_.by_skeleton_, reading.skeleton);

  // Slips of the pen: against every word of about the same length whose letters allow it.
  const Pattern pattern(folded);
  const Abreast abreast(pattern);
  const LetterBag bag = letter_bag(folded);
  Dictionary::Numbers slipped;
  if (const std::size_t slips = slips_allowed(folded.size()); slips > 0)
    for (std::size_t length = folded.size() - slips; length <= std::min(folded.size() + slips, kWordBytesMax); ++length)
      dictionary_.by_length_[length].each_near(abreast, bag, length, slips, [&](std::uint32_t w, unsigned distance) {
        if (there && !there(w)) return;
        if (distance == 1) slipped.push_back(w);
        if (near.contains(w)) return;
        const Token& other = token(w);
        const Level level = compare_words(asked, other, {});
        if (level < Level::edit) keep_nearest(near, {w, level});
        else if (level == Level::edit || !are_look_alikes(asked.names, other.names)) keep_nearest(near, {w, Level::edit, false, distance > 1});
      });
  // A slip in another orthography: what is read like a word that is one slip away.
  for (const std::uint32_t w : slipped)
    for (const Reading& reading : token(w).readings)
      if (const auto alike = dictionary_.by_sounds_.find(reading.sounds); alike != dictionary_.by_sounds_.end())
        for (const std::uint32_t other : alike->second)
          if (!near.contains(other) && (!there || there(other)) && !are_look_alikes(asked.names, token(other).names)) keep_nearest(near, {other, Level::edit});
  return near;
}

void NearWords::add_slipped_beginnings(const Token& asked, Nearby& near) const {
  const std::string& folded = asked.word.folded;
  const Pattern pattern(folded);
  const Abreast abreast(pattern);
  const LetterBag bag = letter_bag(folded);
  for (std::size_t length = folded.size() + 1; length <= kWordBytesMax; ++length)
    dictionary_.by_length_[length].each_begun(abreast, bag, length, [&](std::uint32_t w, unsigned) { keep_nearest(near, {w, Level::edit, true}); });
}

Dictionary::Numbers NearWords::clan_equivalents(const Token& asked) {
  Dictionary::Numbers found;
  for (const std::uint16_t name : clan_equivalents_of(asked.names))
    if (const auto list = dictionary_.by_name_.find(name); list != dictionary_.by_name_.end())
      for (const std::uint32_t w : list->second)
        if (are_clan_equivalents(asked.names, token(w).names)) found.push_back(w);
  return found;
}

}  // namespace nibbi::names
