#pragma once
// Who of one list is who of the other: the pairing whose pairs are worth the most together, each used once at most.
#include <array>
#include <cstdint>
#include <span>

namespace nibbi::names {

inline constexpr std::size_t kAssignedMax = 8;

struct Assignment {
  std::int32_t worth = 0;
  std::array<std::int8_t, kAssignedMax> column;  ///< of each row; -1 when it is left alone
};

/// `worth` holds rows * columns numbers, at most eight each; a pair that is worth nothing, or less, is not made. The sum is the same when rows and columns change places.
Assignment best_assignment(std::span<const std::int32_t> worth, std::size_t rows, std::size_t columns);

}  // namespace nibbi::names
