#pragma once
// The code on a child's card: country, six characters, a check character. SN-7F4K2Q-X. Safe to say over a telephone.
#include <string>
#include <string_view>

namespace nibbi::domain {

/// True when the check character fits (ISO 7064, MOD 37,36, over the letters and digits before it) and the alphabet is ours:
/// two letters of a country, then Crockford's base 32 without I, L, O, U.
bool case_code_is_sound(std::string_view code);

/// The code for a country (two capital letters) and a number below 2^30.
std::string case_code(std::string_view country, unsigned long number);

}  // namespace nibbi::domain
