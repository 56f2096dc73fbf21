#pragma once
// Chance from a seed. Only std::mt19937_64 and whole numbers, so that one seed gives one history everywhere: the distributions of the
// standard library differ from one compiler to the next.
#include <cstdint>
#include <random>

namespace nibbi::tests {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : source_(seed) {}

  std::uint64_t any() { return source_(); }
  /// A number below `bound`, which is at least 1. Slightly uneven, which matters to no test.
  std::uint64_t below(std::uint64_t bound) { return source_() % bound; }
  std::int64_t between(std::int64_t least, std::int64_t most) { return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1)); }
  bool in_100(std::uint64_t times) { return below(100) < times; }
  template <class List>
  const auto& one_of(const List& list) { return list[below(list.size())]; }
  template <class List>
  void shuffle(List& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::mt19937_64 source_;
};

}  // namespace nibbi::tests
