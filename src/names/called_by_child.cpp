#include "names/called_by_child.hpp"

#include <algorithm>
#include <string_view>

namespace nibbi::names {

bool is_called_by_child(const std::vector<Word>& words) {
  constexpr std::string_view kParentWords[] = {"mere", "mother", "mae", "maman", "pere", "father", "pai", "papa"}, kOfWords[] = {"de", "of", "da", "do"};
  const auto among = [](const auto& list, const std::string& word) { return std::find(std::begin(list), std::end(list), word) != std::end(list); };
  return words.size() >= 2 && among(kParentWords, words[0].folded) && among(kOfWords, words[1].folded);
}

}  // namespace nibbi::names
