#include "domain/names.hpp"

#include <algorithm>
#include <array>

#include "base/fold.hpp"

namespace nibbi::domain {

std::set<std::string> words_of_name(std::string_view name) {
  std::set<std::string> words;
  std::string word;
  for (const char c : fold(name) + ' ') {
    if (c == '\'') continue;
    if (std::string_view(" ,;.:()[]/\"-").find(c) == std::string_view::npos) {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::move(word));
      word.clear();
    }
  }
  return words;
}

bool tells_the_name(const ChildState& s, std::string_view text) {
  constexpr std::size_t kShortest = 3;  // folded, a letter may be more than one byte: then it is more of a name, not less
  const auto said = words_of_name(text);
  for (const char* question : {"intake.first_name", "intake.family_name"}) {
    const auto it = s.answers.find(question);
    if (it == s.answers.end()) continue;
    for (const GivenAnswer& given : it->second.values) {
      const auto* name = std::get_if<std::string>(&given.value);
      if (!name) continue;
      const auto words = words_of_name(*name);
      if (std::any_of(words.begin(), words.end(), [&](const std::string& word) { return word.size() >= kShortest && said.contains(word); })) return true;
    }
  }
  return false;
}

}  // namespace nibbi::domain
