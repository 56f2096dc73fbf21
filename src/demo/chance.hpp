#pragma once
// Chance from a seed: whole numbers only, so that one seed gives one programme on every machine.
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/id.hpp"
#include "base/time.hpp"

namespace nibbi::demo {

/// SplitMix64. Streams of one seed are told apart by a number each, so that a child's story does not depend on how many stand before it.
class Chance {
 public:
  Chance(std::uint64_t seed, std::uint64_t stream) : state_(mixed(seed) ^ mixed(stream * 2 + 1)) {}

  std::uint64_t any() { return mixed(state_ += kStep); }
  /// A number below `bound`, which is at least 1.
  std::uint64_t below(std::uint64_t bound) { return any() % bound; }
  std::int64_t between(std::int64_t least, std::int64_t most) { return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1)); }
  bool in_100(std::uint64_t times) { return below(100) < times; }
  template <class List>
  const auto& one_of(const List& list) { return list[below(list.size())]; }
  template <class T>
  T one_of(std::initializer_list<T> list) { return list.begin()[below(list.size())]; }
  template <class List>
  void shuffle(List& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }
  Uuid id_at(Instant at) {
    std::array<std::uint8_t, 10> bytes;
    const std::uint64_t high = any(), low = any();
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(high >> (8 * i));
    bytes[8] = static_cast<std::uint8_t>(low);
    bytes[9] = static_cast<std::uint8_t>(low >> 8);
    return uuid_v7(at.unix_ms, bytes);
  }

 private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;
  static constexpr std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace nibbi::demo
