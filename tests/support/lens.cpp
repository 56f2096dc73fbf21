#include "tests/support/lens.hpp"

#include "domain/sharing.hpp"

namespace nibbi::tests {

using namespace domain;

wire::Lens lens_of(const Log& log, const std::string& person, Factor factor) {
  const House& house = log.house();
  wire::Lens lens;
  lens.reader = house.someone(person).actor;
  lens.relations = relations(ties_of(log.state()), lens.reader, house.directory, house.now, house.today());
  constexpr std::array kSights{Action::see_plain, Action::see_identity, Action::see_placement, Action::see_narrative};
  for (Tier tier : kTiers)
    lens.sight[tier] = rules().policy.decide(lens.reader.role, lens.relations, kSights[static_cast<std::size_t>(tier)], log.state().status, factor);
  lens.shared = open_to(log.state(), lens.reader.unit, house.directory, house.today());
  return lens;
}

wire::Json view_of(const Log& log, const std::string& person, Factor factor) {
  const auto view = wire::make_view(log.state(), log.record(), lens_of(log, person, factor));
  return wire::read_json(view.json(), {.bytes = 16 * 1024 * 1024, .depth = 16}).value();
}

}  // namespace nibbi::tests
