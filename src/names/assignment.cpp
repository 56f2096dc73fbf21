#include "names/assignment.hpp"

#include <algorithm>
#include <bit>

namespace nibbi::names {

Assignment best_assignment(std::span<const std::int32_t> worth, std::size_t rows, std::size_t columns) {
  Assignment best;
  best.column.fill(-1);
  // Most tables have few pairs that are worth anything: rows without one are left out, and one row alone takes its best.
  std::array<std::uint8_t, kAssignedMax> useful{};
  std::size_t n = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    const auto row = worth.subspan(r * columns, columns);
    if (std::any_of(row.begin(), row.end(), [](std::int32_t w) { return w > 0; })) useful[n++] = static_cast<std::uint8_t>(r);
  }
  if (n == 0) return best;
  if (n == 1) {
    const auto row = worth.subspan(useful[0] * columns, columns);
    const auto most = std::max_element(row.begin(), row.end());
    best.worth = *most;
    best.column[useful[0]] = static_cast<std::int8_t>(most - row.begin());
    return best;
  }
  // most[i][free columns]: what rows from the i-th on can bring with these columns.
  std::array<std::array<std::int32_t, 1u << kAssignedMax>, kAssignedMax + 1> most;
  const std::uint32_t all = (1u << columns) - 1;
  std::fill_n(most[n].begin(), all + 1, 0);
  for (std::size_t i = n; i-- > 0;)
    for (std::uint32_t open = 0; open <= all; ++open) {
      std::int32_t here = most[i + 1][open];
      for (std::uint32_t rest = open; rest != 0; rest &= rest - 1) {
        const auto c = static_cast<std::uint32_t>(std::countr_zero(rest));
        const std::int32_t w = worth[useful[i] * columns + c];
        if (w > 0) here = std::max(here, w + most[i + 1][open & ~(1u << c)]);
      }
      most[i][open] = here;
    }
  best.worth = most[0][all];
  std::uint32_t open = all;
  for (std::size_t i = 0; i < n; ++i) {
    if (most[i][open] == most[i + 1][open]) continue;
    for (std::uint32_t rest = open; rest != 0; rest &= rest - 1) {
      const auto c = static_cast<std::uint32_t>(std::countr_zero(rest));
      const std::int32_t w = worth[useful[i] * columns + c];
      if (w <= 0 || w + most[i + 1][open & ~(1u << c)] != most[i][open]) continue;
      best.column[useful[i]] = static_cast<std::int8_t>(c);
      open &= ~(1u << c);
      break;
    }
  }
  return best;
}

}  // namespace nibbi::names
