#include "domain/roll_call.hpp"

#include <algorithm>

namespace nibbi::domain {
namespace {

constexpr std::string_view kNotHere = "not_here";  ///< list presence

bool is_missing(const GivenAnswer& given) {
  const auto* code = std::get_if<std::string>(&given.value);
  return code && *code == kNotHere;
}

/// Whether who wrote them down said of both when they happened, and this one on a later day. What a device's clock says is no word about that.
bool happened_later(const Said& one, const Said& other) { return one.happened.earliest && other.happened.latest && *other.happened.latest < *one.happened.earliest; }

/// Of what was said at the roll calls of this stay without knowledge of each other: that the child is missing, until somebody who knew of it, or who
/// was there later, says where the child is. A "here" from a phone that had been away may be of the hour before.
const GivenAnswer* last_word(const ChildState& state, const std::vector<GivenAnswer>& values, std::int64_t since) {
  std::vector<const GivenAnswer*> said;
  for (const GivenAnswer& given : values)
    if (given.n >= since && state.entry(given.n)) said.push_back(&given);
  const auto found_later = [&](const GivenAnswer* missing) {
    return std::ranges::any_of(said, [&](const auto* one) { return !is_missing(*one) && happened_later(*state.entry(one->n), *state.entry(missing->n)); });
  };
  const GivenAnswer* last = nullptr;
  for (const GivenAnswer* one : said)
    if (is_missing(*one) ? !found_later(one) : !last || !is_missing(*last)) last = one;
  return last;
}

}  // namespace

std::optional<Counted> counted_during(const ChildState& state, const Placement& stay) {
  const auto answered = state.answers.find(std::string(kPresence));
  if (answered == state.answers.end() || answered->second.values.empty()) return std::nullopt;
  const GivenAnswer* given = last_word(state, answered->second.values, stay.n);
  const auto* code = given ? std::get_if<std::string>(&given->value) : nullptr;
  if (!code) return std::nullopt;
  const Said* said = state.entry(given->n);
  // A device's clock may run ahead; nobody was counted later than we heard of it.
  return Counted{said->id, {*code}, std::min(said->claimed_at, said->received_at)};
}

std::optional<Counted> missing_at_roll_call(const ChildState& state) {
  const Placement* stay = state.placement();
  if (!stay || stay->ended_n != 0 || !takes_a_place(stay->begun.placement_kind)) return std::nullopt;
  auto counted = counted_during(state, *stay);
  if (!counted || counted->presence.value != kNotHere) return std::nullopt;
  return counted;
}

}  // namespace nibbi::domain
