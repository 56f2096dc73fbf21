#pragma once
// The line that a deed leaves in the access log, beside those of looks (access_log).
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// What was done in a file with a reason, asked of two people, or under a broken glass, in the transaction that keeps it; other deeds leave no line here,
/// they stand in the file. `before`: the file as it was when the deed was judged.
void log_deed(House&, Draft&, const domain::ChildState& before, const domain::Header&, const domain::Body&, const std::string& reason, domain::Factor);

}  // namespace nibbi::usecases
