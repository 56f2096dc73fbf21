#pragma once
// Nobody on the file's "not to be given to" list takes the child, in whatever spelling: beside the rule's own comparison, word for word (domain), the
// server asks the matching engine.
#include "domain/child_state.hpp"
#include "domain/entry.hpp"

namespace nibbi::usecases {

/// Whether this entry gives the child into the hands of somebody whose name is read like one on the list, or is a known form of one.
/// `with_list` is the file whose list counts: the same, or the one that it is joined with.
bool gives_to_somebody_kept_away(const domain::ChildState&, const domain::ChildState& with_list, const domain::Body&);

/// Whether a person of this name must be told nothing of the child before somebody has looked: read like a name on that list, or like one whom the child
/// does not want to be asked.
bool is_kept_away(const domain::ChildState&, const std::string& person);

}  // namespace nibbi::usecases
