#pragma once
// What a person does to their own account, without an administrator.
#include "usecases/accounts.hpp"

namespace nibbi::usecases {

/// Takes another passphrase; the other sessions of this person end. Refuses step_up (the factor is stale), wrong_sign_in (not the passphrase that
/// stands), slow_down, number_out_of_range {field: passphrase} (too short), busy.
Result<void> change_passphrase(House&, const Session&, std::string_view stands, std::string_view chosen);

/// The key of a second factor that this person's other phone is to show.
struct NewFactor { std::string uri, secret; };
inline constexpr Milliseconds kNewFactorWaits = minutes(15);
/// A key for another phone; the one that stands goes on until the other phone has shown a good code (take_factor). An older such key is void. Refuses
/// step_up (the factor is stale), factor_needed (whom the programme exempts has none to move), wrong_sign_in (not their passphrase), slow_down, busy.
Result<NewFactor> offer_factor(House&, const Session&, std::string_view passphrase);
/// From now on the other phone shows the codes; the other sessions of this person end. Refuses no_such_step (none was offered, or longer than a
/// quarter of an hour ago), wrong_code, slow_down.
Result<void> take_factor(House&, const Session&, std::string_view six_digits);

}  // namespace nibbi::usecases
