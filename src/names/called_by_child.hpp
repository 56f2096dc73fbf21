#pragma once
#include <vector>

#include "names/letters.hpp"

namespace nibbi::names {

/// "Mother of Awa" is nobody's name: it says once more what the child is called.
bool is_called_by_child(const std::vector<Word>& words);

}  // namespace nibbi::names
