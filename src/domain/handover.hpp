#pragma once
// The sheet that both sides of a hand-over sign, each on their own phone (decision 0020).
#include <string_view>

#include "domain/child_state.hpp"
#include "domain/entry.hpp"
#include "domain/relations.hpp"

namespace nibbi::domain {

/// Whether a receipt is of this sheet: the same digest, or the six digits that a screen shows of it. A sheet without a digest was signed on one phone, and
/// any receipt is of it. The digits: of its first eight hexadecimal ones, as a number, the last four; then two by which a phone notices a wrong one.
bool is_of_sheet(std::string_view receipt, std::string_view sheet_sha256);

/// What the rules say of a sheet beyond the right to sign. Refuses not_departed, child_refuses (withdrawn at a stop, or the child said no on the way),
/// receiver_missing, not_for_this_file, not_to_be_given_to, already_handed_over; and, where its receipt came first, what that one is refused for.
Result<void> may_be_signed(const ChildState&, const Ties&, const Header&, const HandoverSigned&);

/// And of the other side's signature. Refuses already_handed_over, no_such_step, child_refuses, not_allowed, missing_field {text}, not_the_same_person,
/// sheets_differ.
Result<void> may_be_received(const ChildState&, const Header&, const HandoverReceived&);

}  // namespace nibbi::domain
