#pragma once
// How far two places are from each other.
#include "names/trace.hpp"

namespace nibbi::names {

/// Along the sphere, to less than a hundredth.
double kilometres(Point, Point);

Spot spot_of(Point);
/// The same in kilometres, sooner, to a millionth where it is less than some hundreds.
double distance_of(const Spot&, const Spot&);

/// How near two places are, the nearest first. Symmetric.
enum class Nearness : std::uint8_t { same, beside, close, district, region, country, far };
inline constexpr std::size_t kNearnesses = 7;

/// By their names (`names`: the level at which they agree) and by the distance, where both are known. Far apart a name says nothing: many places are called the same.
Nearness nearness(Level names, std::optional<double> kilometres);
Nearness nearness(Level names, const std::optional<Point>&, const std::optional<Point>&);

}  // namespace nibbi::names
