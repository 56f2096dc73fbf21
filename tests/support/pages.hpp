#pragma once
// JSON as a page that people read: what fits on a line stands on one.
#include <string>

#include "wire/json.hpp"

namespace nibbi::tests {

std::string page_of(const jsoncons::ojson&);

}  // namespace nibbi::tests
