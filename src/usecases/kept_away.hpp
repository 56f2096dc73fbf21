#pragma once
// Nobody on the file's "not to be given to" list takes the child, in whatever spelling: beside the rule's own comparison, word for word (domain), the
// server asks the matching engine.
#include "domain/child_state.hpp"
#include "domain/entry.hpp"

namespace nibbi::usecases {

/// Whether this entry gives the child into the hands of somebody whose name is read like one on the list, or is a known form of one.
bool gives_to_somebody_kept_away(const domain::ChildState&, const domain::Body&);

}  // namespace nibbi::usecases
