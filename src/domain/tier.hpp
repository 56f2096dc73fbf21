#pragma once
// The four parts that a body or a state is kept in. Each is sealed under a key of its own, and opened by a right of its own.
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace nibbi::domain {

enum class Tier {
  plain,      ///< what a unit must know to say yes or no: words of lists, dates, codes; never a story
  identity,   ///< who the child is, what serves tracing, what keeps the child safe today
  placement,  ///< where the child is or will be
  narrative,  ///< what happened, assessments, health, notes
};
inline constexpr std::array kTiers{Tier::plain, Tier::identity, Tier::placement, Tier::narrative};
inline constexpr std::size_t kTierCount = kTiers.size();

constexpr std::string_view word(Tier t) {
  constexpr std::array<std::string_view, kTierCount> kWords{"plain", "identity", "placement", "narrative"};
  return kWords[static_cast<std::size_t>(t)];
}
constexpr std::optional<Tier> tier_of(std::string_view w) {
  for (Tier t : kTiers)
    if (word(t) == w) return t;
  return std::nullopt;
}

/// One value for each tier.
template <class T>
struct PerTier {
  std::array<T, kTierCount> of{};
  T& operator[](Tier t) { return of[static_cast<std::size_t>(t)]; }
  const T& operator[](Tier t) const { return of[static_cast<std::size_t>(t)]; }
  bool operator==(const PerTier&) const = default;
};

}  // namespace nibbi::domain
