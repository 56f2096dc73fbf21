#include "usecases/kept_away.hpp"

#include <algorithm>

#include "domain/not_given_to.hpp"
#include "names/compare.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

struct Hands {
  const ChildState& state;
  std::vector<std::string> operator()(const PlacementBegun& b) const { return {b.carer_name}; }
  std::vector<std::string> operator()(const PlacementEnded& b) const { return {b.left_with}; }
  std::vector<std::string> operator()(const HandoverSigned& b) const { return {b.received_by_name}; }
  std::vector<std::string> operator()(const MovementDeparted& b) const {
    const auto* plan = state.find<ReturnPlanned>(b.plan);
    return plan ? std::vector{plan->body.receiver_name, plan->body.accompanying_name} : std::vector<std::string>{};
  }
  template <class T>
  std::vector<std::string> operator()(const T&) const { return {}; }
};

bool is_read_like_one_of(const std::vector<std::string>& listed, const std::string& person) {
  return !person.empty() && std::ranges::any_of(listed, [&](const std::string& name) { return names::compare(name, person).level <= names::Level::lexicon; });
}

}  // namespace

bool gives_to_somebody_kept_away(const ChildState& state, const ChildState& with_list, const Body& body) {
  const auto hands = std::visit(Hands{state}, body);
  if (std::ranges::all_of(hands, &std::string::empty)) return false;
  const auto listed = not_to_be_given_to(with_list);
  return std::ranges::any_of(hands, [&](const std::string& person) { return must_not_be_given_to(with_list, person) || is_read_like_one_of(listed, person); });
}

bool is_kept_away(const ChildState& state, const std::string& person) {
  auto listed = not_to_be_given_to(state);
  if (auto it = state.answers.find("tracing.not_to_ask"); it != state.answers.end())
    for (const GivenAnswer& given : it->second.values)
      if (const auto* text = std::get_if<std::string>(&given.value)) listed.push_back(*text);
  return must_not_be_given_to(state, person) || is_read_like_one_of(listed, person);
}

}  // namespace nibbi::usecases
