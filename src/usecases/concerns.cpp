#include "usecases/concerns.hpp"

#include <algorithm>

#include "usecases/access_log.hpp"

namespace nibbi::usecases {
using namespace domain;

std::string capitals(std::string_view code) {
  std::string out(code);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

Result<RecordId> file_of_concern(House& house, const Session& s, std::string_view code) {
  const auto directory = house.memory.directory();
  if (!directory->safeguards(s.person)) return refuse(ProblemCode::not_allowed);
  const auto brief = house.memory.caseload.find_code(capitals(code));
  if (!brief || brief->ties.status == FileState::erased || is_aside(brief->ties, s.person, *directory)) return refuse(ProblemCode::not_found);
  log_concern(house, s, brief->record);
  return brief->record;
}

Result<std::vector<StandingAside>> standing_asides(House& house, const Session& s) {
  const auto directory = house.memory.directory();
  if (!directory->safeguards(s.person)) return refuse(ProblemCode::not_allowed);
  std::vector<StandingAside> all;
  for (const auto& brief : house.memory.caseload.all()) {
    if (brief->ties.aside.empty() || is_aside(brief->ties, s.person, *directory)) continue;
    for (const auto& aside : brief->ties.aside) {
      const Person* person = directory->person(aside.person);
      all.push_back({brief->record, brief->code, person ? person->name : std::string{}, aside});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.aside.since > b.aside.since; });
  return all;
}

Instant concerns_closed_until(const ChildState& s) {
  if (!ties_of(s).aside.empty()) return {};
  const auto* lifted = s.last<SetAsideLifted>();
  const Said* said = lifted ? s.entry(lifted->n) : nullptr;
  return said ? said->received_at : Instant{};
}

}  // namespace nibbi::usecases
