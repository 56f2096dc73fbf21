#include "usecases/joined_files.hpp"

#include <algorithm>

#include "domain/departure.hpp"
#include "domain/leaving.hpp"
#include "domain/not_given_to.hpp"
#include "domain/second.hpp"
#include "usecases/kept_away.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using enum ProblemCode;

/// The file that this one is joined with now.
std::optional<RecordId> joined_with(const ChildState& s) {
  if (const auto* merged = s.last<RecordMerged>(); merged && merge_stands(s, merged->id)) return merged->body.other;
  if (const auto* absorbed = s.last<RecordAbsorbed>(); absorbed && merge_stands(s, absorbed->id)) return absorbed->body.survivor;
  return std::nullopt;
}

/// What leads on goes into the file that is read. What was begun here ends here: who is on the road arrives, and a stay ends.
bool leads_on(Kind kind) {
  return kind == Kind::placement_begun || kind == Kind::best_interests_determined || kind == Kind::return_planned || kind == Kind::return_waived || kind == Kind::movement_departed;
}

/// Whether the child goes with somebody by this.
bool goes(const Body& body) {
  if (const auto* ended = std::get_if<PlacementEnded>(&body)) return ended->end_reason.value == "back_to_family" || is_with_family(ended->next_kind);
  return std::holds_alternative<MovementDeparted>(body) || std::holds_alternative<HandoverSigned>(body) || std::holds_alternative<HandoverReceived>(body);
}

/// When the child's last word about going was heard.
Instant heard_at(const ChildState& s) {
  Instant last;
  for (const auto& wish : s.all<WishRecorded>())
    if (const Said* said = s.entry(wish.n); said && wish.amended_by == 0 && wish.body.about.value == "return") last = std::max(last, said->received_at);
  return last;
}

/// Who gets to do with the child by this.
struct Chosen {
  const ChildState& state;
  std::vector<PersonId> people;
  std::vector<UnitId> units;
  void operator()(const AssignmentMade& b) { people.push_back(b.person), units.push_back(b.unit); }
  void operator()(const CoverSet& b) { people.push_back(b.person); }
  void operator()(const TracingTasked& b) { people.push_back(b.person), units.push_back(b.unit); }
  void operator()(const ReferralSent& b) { units.push_back(b.to_unit); }
  void operator()(const PlacementBegun& b) { units.push_back(b.unit); }
  void operator()(const ReturnPlanned& b) { people = accompanying(b), units.push_back(b.receiving_unit); }
  void operator()(const MovementDeparted& b) {
    if (const auto* plan = state.find<ReturnPlanned>(b.plan)) (*this)(plan->body);
  }
  void operator()(const HandoverSigned& b) { units.push_back(b.received_by_unit); }
  template <class T>
  void operator()(const T&) {}
};

}  // namespace

Result<void> holds_in_the_joined_file(Draft& draft, const ChildState& here, const Header& header, const Body& body) {
  const auto record = joined_with(here);
  if (!record || header.by_system()) return {};
  if (leads_on(header.kind) && here.stage == Stage::duplicate) return refuse(no_such_step, {{"field", "joined"}});
  const FilePtr file = draft.file(*record);
  if (!file || file->record.erased) return {};
  const ChildState& there = file->state;
  if (gives_to_somebody_kept_away(here, there, body)) return refuse(ProblemCode::not_to_be_given_to);
  if (goes(body) && refuses_to_go(there) && heard_at(there) >= heard_at(here)) return refuse(child_refuses);
  Chosen chosen{here, {}, {}};
  std::visit(chosen, body);
  const Ties ties = ties_of(there);
  const bool kept_away = std::ranges::any_of(chosen.people, [&](PersonId person) { return is_aside(ties, person, draft.directory()); }) ||
                         std::ranges::any_of(chosen.units, [&](UnitId unit) { return is_aside(ties, unit); });
  if (kept_away) return refuse(not_for_this_file);
  return {};
}

}  // namespace nibbi::usecases
