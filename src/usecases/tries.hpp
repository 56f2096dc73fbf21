#pragma once
// One try at a secret: a passphrase, six digits, a one-time code. Tries are counted, and slow down (crypto/throttle).
#include <functional>

#include "usecases/house.hpp"

namespace nibbi::usecases {

/// Looks whether it is right, when it may be tried now; refuses slow_down otherwise. A right one gives the try back; so does one at which nobody could look:
/// the house was busy, or failed.
Result<void> tried(House&, const crypto::SignInTry&, const std::function<Result<void>()>& is_right);

}  // namespace nibbi::usecases
