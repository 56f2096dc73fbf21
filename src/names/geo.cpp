#include "names/geo.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nibbi::names {
namespace {

constexpr double kEarthRadius = 6371.0, kRadian = std::numbers::pi / 180;
// Kilometres. A clerk writes the next town for a village; further away it is another place.
constexpr double kOnePlace = 30, kBeside = 5, kClose = 15, kDistrict = 40, kRegion = 100, kCountry = 300;

}  // namespace

double kilometres(Point a, Point b) {
  const double up = (b.latitude - a.latitude) * kRadian, along = (b.longitude - a.longitude) * kRadian;
  const double h = std::pow(std::sin(up / 2), 2) + std::cos(a.latitude * kRadian) * std::cos(b.latitude * kRadian) * std::pow(std::sin(along / 2), 2);
  return 2 * kEarthRadius * std::asin(std::sqrt(std::min(1.0, h)));
}

Spot spot_of(Point p) {
  const double up = p.latitude * kRadian, along = p.longitude * kRadian;
  return {std::cos(up) * std::cos(along), std::cos(up) * std::sin(along), std::sin(up)};
}

double distance_of(const Spot& a, const Spot& b) {
  const double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z, straight = x * x + y * y + z * z;
  return kEarthRadius * std::sqrt(straight) * (1 + straight / 24);  // the first terms of the arc over its chord
}

Nearness nearness(Level names, const std::optional<Point>& a, const std::optional<Point>& b) {
  return nearness(names, a && b ? std::optional(kilometres(*a, *b)) : std::nullopt);
}

Nearness nearness(Level names, std::optional<double> between) {
  const bool known = between.has_value();
  const double apart = between.value_or(0);
  if (apart <= kOnePlace && names <= Level::lexicon) return Nearness::same;
  if (known && apart <= kBeside) return Nearness::beside;
  if ((known && apart <= kClose) || (apart <= kOnePlace && names <= Level::edit)) return Nearness::close;
  if (!known) return Nearness::far;
  return apart <= kDistrict ? Nearness::district : apart <= kRegion ? Nearness::region : apart <= kCountry ? Nearness::country : Nearness::far;
}

}  // namespace nibbi::names
