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

Nearness nearness(Level names, const std::optional<Point>& a, const std::optional<Point>& b) {
  const bool known = a && b;
  const double apart = known ? kilometres(*a, *b) : 0;
  if (apart <= kOnePlace && names <= Level::lexicon) return Nearness::same;
  if (known && apart <= kBeside) return Nearness::beside;
  if ((known && apart <= kClose) || (apart <= kOnePlace && names <= Level::edit)) return Nearness::close;
  if (!known) return Nearness::far;
  return apart <= kDistrict ? Nearness::district : apart <= kRegion ? Nearness::region : apart <= kCountry ? Nearness::country : Nearness::far;
}

}  // namespace nibbi::names
