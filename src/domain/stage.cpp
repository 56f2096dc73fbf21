#include "domain/stage.hpp"

#include "domain/second.hpp"

namespace nibbi::domain {

Stage stage_of_file(const ChildState& s) {
  const auto* absorbed = s.last<RecordAbsorbed>();
  if (absorbed && merge_stands(s, absorbed->id)) return Stage::duplicate;
  if (s.status != FileState::open) return Stage::closed;

  // A child who was found again begins a new stretch: what lies before the reopening does not count.
  const auto* reopened = s.last<FileReopened>();
  const std::int64_t since = reopened ? reopened->n : 0;
  auto any = [&](const auto*... kept) { return ((kept && kept->n > since) || ...); };
  if (any(s.last<HandoverReceived>(), s.last<VisitRecorded>())) return Stage::follow_up;
  if (any(s.last<ServiceGiven>(), s.last<MovementDeparted>())) return Stage::in_implementation;
  if (any(s.last<ServicePlanned>(), s.last<ReturnPlanned>(), s.last<ReintegrationPlanned>())) return Stage::planned;
  if (any(s.last<RiskAssessed>(), s.last<BestInterestsAssessed>(), s.last<IdentificationRecorded>())) return Stage::assessed;
  return reopened ? Stage::reopened : Stage::identified;
}

}  // namespace nibbi::domain
