#pragma once
// Where a file stands along the journey, read off what has been done; nobody sets it by hand.
#include "domain/child_state.hpp"

namespace nibbi::domain {

Stage stage_of_file(const ChildState&);

}  // namespace nibbi::domain
