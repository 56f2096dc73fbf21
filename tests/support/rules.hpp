#pragma once
// The rules of the house as contract/ says them, read once for all tests of a program.
#include "domain/rules.hpp"

namespace nibbi::tests {

const domain::Rules& rules();

}  // namespace nibbi::tests
