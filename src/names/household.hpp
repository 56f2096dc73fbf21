#pragma once
#include <cstddef>

namespace nibbi::names {

/// So many files of one family name may be of one household: together they say nothing of how common the name is.
inline constexpr std::size_t kOfOneHousehold = 4;

}  // namespace nibbi::names
