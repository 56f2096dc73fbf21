#pragma once
// Recovery codes: ten, shown once, each good once, for when the second factor is lost.
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "crypto/digest.hpp"
#include "crypto/secret.hpp"

namespace nibbi::crypto {

/// Such as "7K2M-9QXA-03TD": 60 bits in an alphabet without I, L, O, U.
std::string new_recovery_code();
std::vector<std::string> new_recovery_codes(std::size_t count = 10);
/// What is kept: keyed by the installation's key for blind hashes and bound to the person. Reads what people type: any case, with or
/// without dashes and spaces, O for 0, I and L for 1.
Digest recovery_code_digest(const Key& blind, PersonId, std::string_view typed);

}  // namespace nibbi::crypto
