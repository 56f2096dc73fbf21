#pragma once
// What a person does to their own account, without an administrator.
#include "usecases/accounts.hpp"

namespace nibbi::usecases {

/// Takes another passphrase; the other sessions of this person end. Refuses step_up (the factor is stale), wrong_sign_in (not the passphrase that
/// stands), slow_down, number_out_of_range {field: passphrase} (too short), busy.
Result<void> change_passphrase(House&, const Session&, std::string_view stands, std::string_view chosen);

}  // namespace nibbi::usecases
