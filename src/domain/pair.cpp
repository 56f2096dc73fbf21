#include "domain/pair.hpp"

#include <algorithm>

namespace nibbi::domain {

const Kept<PairJudged>* standing_judgement(const ChildState& s, RecordId other) {
  const auto& all = s.all<PairJudged>();
  const auto last = std::find_if(all.rbegin(), all.rend(), [&](const auto& one) { return one.body.other == other; });
  if (last == all.rend() || last->amended_by != 0) return nullptr;
  const auto& reopened = s.all<PairReopened>();
  const bool taken_back = std::any_of(reopened.begin(), reopened.end(), [&](const auto& one) { return one.body.judged == last->id; });
  return taken_back ? nullptr : &*last;
}

UnitId said_by_unit(const ChildState& s, const Kept<PairJudged>& judged) {
  if (!judged.body.unit.is_none()) return judged.body.unit;
  const Said* said = s.entry(judged.n);
  return said ? said->unit : UnitId{};
}

}  // namespace nibbi::domain
