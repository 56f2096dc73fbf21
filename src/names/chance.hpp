#pragma once
// Chance that is the same on every machine: splitmix64 (Steele, Lea, Flood 2014). For invented people and drawn pairs, never for keys.
#include <cstdint>

namespace nibbi::names {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
  }
  /// In [0, below); 0 for 0.
  std::size_t below(std::size_t below) { return below == 0 ? 0 : static_cast<std::size_t>(next() % below); }
  /// True in `per_mille` of a thousand cases.
  bool happens(unsigned per_mille) { return next() % 1000 < per_mille; }

 private:
  std::uint64_t state_;
};

}  // namespace nibbi::names
