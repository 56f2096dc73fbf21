#include "usecases/counts.hpp"

#include <algorithm>

#include "usecases/people_support.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

/// Whether this person's counts hold that unit.
bool counts_for(const Session& s, const Directory& directory, const domain::Unit& unit) {
  switch (s.role) {
    case Role::programme_manager:
    case Role::finance_officer: return true;
    case Role::supervisor: return unit.id == s.unit;
    case Role::country_coordinator: {
      const Post* post = directory.post(s.person, s.role, s.unit);
      return post && std::ranges::contains(post->countries, unit.about.country);
    }
    default: return false;
  }
}

void note_look(House& house, const Session& s) {
  house.writer.run<bool>([&](Draft& draft) {
    By by("the person");
    by.person = s.person;
    by.role = s.role;
    by.unit = s.unit;
    note(draft, by, RecordId{s.unit.uuid}, "counts.look");
    return true;
  });
}

}  // namespace

Result<Counts> counts(House& house, const Session& s) {
  const auto directory = house.memory.directory();
  std::map<std::pair<std::string, UnitId>, Counts::Unit> found;
  for (const auto& [id, unit] : directory->units)
    if (counts_for(s, *directory, unit)) found.emplace(std::pair{unit.about.country.value, id}, Counts::Unit{id, unit.about.country.value, {}, house.memory.caseload.placed_at(id)});
  if (found.empty()) return refuse(ProblemCode::not_allowed);
  for (const auto& brief : house.memory.caseload.all()) {
    if (brief->ties.status == FileState::erased || brief->stage == Stage::duplicate) continue;
    const domain::Unit* unit = directory->unit(brief->ties.assigned_unit);
    if (!unit) continue;
    if (const auto it = found.find({unit->about.country.value, unit->id}); it != found.end()) ++it->second.files[brief->stage];
  }
  note_look(house, s);
  Counts out;
  for (auto& [key, unit] : found)
    if (!unit.files.empty() || unit.living > 0) out.units.push_back(std::move(unit));
  return out;
}

}  // namespace nibbi::usecases
