#pragma once
// The acts of an authority by which a child may live where the child is placed.
#include <algorithm>
#include <array>

#include "domain/child_state.hpp"

namespace nibbi::domain {

/// A requisition for care, provisional custody, an order of placement (list legal_act_kind).
inline bool gives_custody(const Code& legal_act_kind) {
  constexpr std::array<std::string_view, 3> kTitles{"requisition", "provisional_custody", "placement_order"};
  return std::ranges::find(kTitles, std::string_view(legal_act_kind.value)) != kTitles.end();
}

}  // namespace nibbi::domain
