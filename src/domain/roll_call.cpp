#include "domain/roll_call.hpp"

#include <algorithm>

namespace nibbi::domain {

std::optional<Counted> counted_during(const ChildState& state, const Placement& stay) {
  const auto answered = state.answers.find(std::string(kPresence));
  if (answered == state.answers.end() || answered->second.values.empty()) return std::nullopt;
  const GivenAnswer& given = answered->second.values.back();
  const Said* said = state.entry(given.n);
  const auto* code = std::get_if<std::string>(&given.value);
  if (!said || !code || given.n < stay.n) return std::nullopt;
  // A device's clock may run ahead; nobody was counted later than we heard of it.
  return Counted{said->id, {*code}, std::min(said->claimed_at, said->received_at)};
}

std::optional<Counted> missing_at_roll_call(const ChildState& state) {
  const Placement* stay = state.placement();
  if (!stay || stay->ended_n != 0 || !takes_a_place(stay->begun.placement_kind)) return std::nullopt;
  auto counted = counted_during(state, *stay);
  if (!counted || counted->presence.value != "not_here") return std::nullopt;
  return counted;
}

}  // namespace nibbi::domain
