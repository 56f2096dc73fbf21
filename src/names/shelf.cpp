#include "names/shelf.hpp"

#include <algorithm>

namespace nibbi::names {

void Shelf::add(std::uint32_t number, std::string_view word) {
  const std::size_t at = numbers_.size();
  numbers_.push_back(number);
  bags_.push_back(letter_bag(word));
  if (at % kAbreast == 0) letters_.resize(letters_.size() + kAbreast * word.size());
  for (std::size_t i = 0; i < word.size(); ++i) letter(at, i, word.size()) = word[i];
}

void Shelf::remove(std::uint32_t number, std::size_t length) {
  const auto at = static_cast<std::size_t>(std::find(numbers_.begin(), numbers_.end(), number) - numbers_.begin()), last = numbers_.size() - 1;
  numbers_[at] = numbers_[last];
  bags_[at] = bags_[last];
  for (std::size_t i = 0; i < length; ++i) {
    letter(at, i, length) = letter(last, i, length);
    letter(last, i, length) = 0;
  }
  numbers_.pop_back();
  bags_.pop_back();
  if (last % kAbreast == 0) letters_.resize(letters_.size() - kAbreast * length);
}

}  // namespace nibbi::names
