#pragma once
// Names as people write them: their words, compared folded, in any order.
#include <set>
#include <string>
#include <string_view>

#include "domain/child_state.hpp"

namespace nibbi::domain {

/// The folded words of a name. What people put between names parts them (a comma, a hyphen, brackets); an apostrophe is no part of a name.
std::set<std::string> words_of_name(std::string_view);

/// Whether the first name or the family name that the file has for the child stands in this text as a word. Names of one or two letters are not
/// looked for: they are words of every sentence.
bool tells_the_name(const ChildState&, std::string_view text);

}  // namespace nibbi::domain
