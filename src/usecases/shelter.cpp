#include "usecases/shelter.hpp"

#include <algorithm>

#include "domain/roll_call.hpp"
#include "usecases/eye.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

const Placement* stay_at(const ChildState& state, UnitId unit) {
  const Placement* last = nullptr;
  for (const Placement& p : state.placements)
    if (p.ended_n == 0 && p.begun.unit == unit) last = &p;
  return last;
}

/// The unit said yes to shelter, and the child did not come since.
const Ties::Sent* awaited_by(UnitId unit, const ChildBrief& brief, const ChildState& state) {
  for (const auto& r : brief.ties.referrals) {
    if (r.to != unit || r.state != ReferralState::accepted || r.service.value != "shelter") continue;
    const bool came = std::any_of(state.placements.begin(), state.placements.end(), [&](const Placement& p) { return p.begun.unit == unit && p.since >= r.sent_at; });
    if (!came) return &r;
  }
  return nullptr;
}

/// Most files that a house once had to do with are of children who live elsewhere by now: those are not opened.
bool is_of_the_house(const ChildBrief& brief, UnitId unit) {
  const auto lives_here = [&](UnitId one) { return one == unit; };
  const auto is_awaited = [&](const Ties::Sent& r) { return r.to == unit && r.state == ReferralState::accepted; };
  return brief.ties.status == FileState::open &&
         (std::any_of(brief.ties.placed.begin(), brief.ties.placed.end(), lives_here) || std::any_of(brief.ties.referrals.begin(), brief.ties.referrals.end(), is_awaited));
}

}  // namespace

Shelter shelter(House& house, const Session& s) {
  const Eye eye(house, s);
  Shelter out;
  const Unit* unit = eye.directory().unit(s.unit);
  if (unit) out.places = unit->places;
  out.taken = house.memory.caseload.housed_at(s.unit);
  std::vector<RecordId> placed, named, awaited;
  for (const auto& brief : house.memory.caseload.touching({s.unit.uuid})) {
    if (!is_of_the_house(*brief, s.unit)) continue;
    const RelationSet held = eye.held(*brief);
    if (!eye.may(*brief, held, Action::see_plain).any()) continue;
    const std::string name = eye.name(*brief, held);
    const FilePtr file = house.file(brief->record);
    if (!file) continue;
    if (const Ties::Sent* r = awaited_by(s.unit, *brief, file->state)) {
      out.awaited.push_back({brief, name, r->id, r->sent_at});
      if (!name.empty()) awaited.push_back(brief->record);
    }
    const Placement* stay = stay_at(file->state, s.unit);
    if (!stay || !held.has(Relation::placed) || !eye.may(*brief, held, Action::see_placement).allow) continue;
    const Date since = stay->begun.begun_on.value_or(house.day_at(stay->since, s.unit, eye.directory()));
    Resident line{brief, name, takes_a_place(stay->begun.placement_kind), since, stay->begun.expected_end, {}, {}};
    if (const auto counted = counted_during(file->state, *stay)) {
      line.presence = counted->presence;
      line.counted_at = counted->at;
    }
    (name.empty() ? placed : named).push_back(brief->record);
    out.residents.push_back(std::move(line));
  }
  std::stable_sort(out.residents.begin(), out.residents.end(), [](const Resident& a, const Resident& b) { return a.since < b.since; });
  log_listed(house, s, std::move(placed), Action::see_placement, {Tier::placement});
  log_listed(house, s, std::move(named), Action::see_placement, {Tier::identity, Tier::placement});
  log_listed(house, s, std::move(awaited), Action::see_identity, {Tier::identity});
  return out;
}

}  // namespace nibbi::usecases
