#pragma once
// What still stands of several things that were said of one matter. A later word takes the place of an earlier one where whoever spoke knew of it.
// What came from a phone that had been away was said beside the other: both stand until somebody who saw both speaks, and a rule takes the more
// protective of them.
#include <algorithm>
#include <vector>

#include "domain/child_state.hpp"

namespace nibbi::domain {

/// Whether who wrote the entry at `later` had seen the one at `earlier`.
inline bool knew_of(const ChildState& s, std::int64_t later, std::int64_t earlier) {
  const Said* one = s.entry(later);
  const Said* other = s.entry(earlier);
  return later > earlier && (!one || !other || had_seen(*one, *other));
}

/// Of the uncorrected ones after `since` for which `is` holds, those that nobody who spoke of it later had seen. One, unless people wrote at the
/// same time; in the order in which they came.
template <KeptBody T, class Is>
std::vector<const Kept<T>*> standing(const ChildState& s, std::int64_t since, Is is) {
  std::vector<const Kept<T>*> all;
  for (const Kept<T>& one : s.all<T>()) {
    if (one.amended_by != 0 || one.n <= since || !is(one)) continue;
    std::erase_if(all, [&](const Kept<T>* before) { return knew_of(s, one.n, before->n); });
    all.push_back(&one);
  }
  return all;
}

}  // namespace nibbi::domain
