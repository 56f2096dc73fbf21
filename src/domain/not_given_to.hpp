#pragma once
// The file's "not to be given to" list, compared name by name when a child leaves with somebody.
#include <string_view>

#include "domain/child_state.hpp"

namespace nibbi::domain {

/// True when `person` is, word for word in folded form, somebody on the list; a longer or shorter form of a listed name counts too.
/// Spellings of a name are the matching engine's subject; until it stands here, a person compares.
bool must_not_be_given_to(const ChildState&, std::string_view person);

}  // namespace nibbi::domain
