#pragma once

#include "domain/policy.hpp"

#include <iosfwd>

namespace nibbi {

/// Prints every cell of the policy as CSV, one per line, in the order of the page
/// (role, then relation, action, state, factor): `nibbi policy matrix`.
void print_policy_matrix(const domain::Policy&, std::ostream&);

}  // namespace nibbi
