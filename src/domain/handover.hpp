#pragma once
// The sheet that both sides of a hand-over sign, each on their own phone (decision 0020).
#include <string_view>

namespace nibbi::domain {

/// Whether a receipt is of this sheet: the same digest, or the six digits that a screen shows of it. A sheet without a digest was signed on one phone, and
/// any receipt is of it. The digits: of its first eight hexadecimal ones, as a number, the last four; then two by which a phone notices a wrong one.
bool is_of_sheet(std::string_view receipt, std::string_view sheet_sha256);

}  // namespace nibbi::domain
