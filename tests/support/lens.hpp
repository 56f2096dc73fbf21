#pragma once
// How far somebody of the house sees into a file, worked out from the file, the directory and the policy as a use case does.
#include "tests/support/house.hpp"
#include "wire/json.hpp"
#include "wire/view.hpp"

namespace nibbi::tests {

wire::Lens lens_of(const Log&, const std::string& person, domain::Factor = domain::Factor::fresh);
/// The view that this person gets, as JSON.
wire::Json view_of(const Log&, const std::string& person, domain::Factor = domain::Factor::fresh);

}  // namespace nibbi::tests
