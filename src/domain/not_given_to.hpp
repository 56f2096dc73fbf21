#pragma once
// The file's "not to be given to" list, compared name by name when a child leaves with somebody.
#include <string>
#include <string_view>
#include <vector>

#include "domain/child_state.hpp"

namespace nibbi::domain {

/// The names on the list, one by one, from every risk assessment that stands and from what the child said on the first night.
std::vector<std::string> not_to_be_given_to(const ChildState&);

/// True when `person` is, word for word in folded form, somebody on the list; a longer or shorter form of a listed name counts too.
/// Spellings of a name are the matching engine's subject, which the server asks beside this (usecases/kept_away).
bool must_not_be_given_to(const ChildState&, std::string_view person);

}  // namespace nibbi::domain
