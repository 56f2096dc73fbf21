// Who of one list is who of the other.
#include <catch2/catch_test_macros.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "names/assignment.hpp"

using namespace nibbi::names;

namespace {

/// All pairings, one by one.
std::int32_t tried(const std::vector<std::int32_t>& worth, std::size_t rows, std::size_t columns, std::size_t row = 0, unsigned taken = 0) {
  if (row == rows) return 0;
  std::int32_t best = tried(worth, rows, columns, row + 1, taken);
  for (std::size_t c = 0; c < columns; ++c)
    if (!(taken >> c & 1) && worth[row * columns + c] > 0) best = std::max(best, worth[row * columns + c] + tried(worth, rows, columns, row + 1, taken | 1u << c));
  return best;
}

}  // namespace

TEST_CASE("the best pairing is not the greedy one") {
  const Assignment found = best_assignment(std::vector<std::int32_t>{10, 9, 9, 1}, 2, 2);
  CHECK(found.worth == 18);
  CHECK(found.column[0] == 1);
  CHECK(found.column[1] == 0);
}

TEST_CASE("nobody is paired for nothing") {
  const Assignment found = best_assignment(std::vector<std::int32_t>{0, -5, -1, 0}, 2, 2);
  CHECK(found.worth == 0);
  CHECK(found.column[0] == -1);
  CHECK(best_assignment({}, 0, 0).worth == 0);
}

TEST_CASE("the best pairing") {
  rc::prop("is as good as the best of all, is worth what its pairs are, and is the same with rows and columns changed", [] {
    const auto rows = *rc::gen::inRange<std::size_t>(1, 6), columns = *rc::gen::inRange<std::size_t>(1, 6);
    const auto worth = *rc::gen::container<std::vector<std::int32_t>>(rows * columns, rc::gen::inRange(-3, 8));
    std::vector<std::int32_t> turned(worth.size());
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < columns; ++c) turned[c * rows + r] = worth[r * columns + c];
    const Assignment found = best_assignment(worth, rows, columns);
    RC_ASSERT(found.worth == tried(worth, rows, columns));
    RC_ASSERT(found.worth == best_assignment(turned, columns, rows).worth);
    std::int32_t sum = 0;
    unsigned taken = 0;
    for (std::size_t r = 0; r < rows; ++r)
      if (found.column[r] >= 0) {
        const auto c = static_cast<unsigned>(found.column[r]);
        RC_ASSERT(!(taken >> c & 1));
        taken |= 1u << c;
        sum += worth[r * columns + c];
      }
    RC_ASSERT(sum == found.worth);
  });
}
