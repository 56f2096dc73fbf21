#pragma once
// Two files that look alike: the word of somebody who sees both that they are of two children, and how long it holds.
#include "domain/child_state.hpp"

namespace nibbi::domain {

/// What was said last of this file and `other`, if it was not taken back; nullptr when nothing stands.
const Kept<PairJudged>* standing_judgement(const ChildState&, RecordId other);

/// The unit whose word it is, on either side of the pair.
UnitId said_by_unit(const ChildState&, const Kept<PairJudged>&);

}  // namespace nibbi::domain
