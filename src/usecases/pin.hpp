#pragma once
// The server's share of a PIN: 32 bytes for one person on one device, sealed, without which the PIN opens nothing. Each try is counted, and the
// count is durable, before it is answered; after ten without a confirmation the share is destroyed. Revoking the device destroys it too.
#include "usecases/devices.hpp"

namespace nibbi::usecases {

inline constexpr std::int64_t kPinTries = 10;

struct PinEvaluated {
  std::string evaluated;
  std::int64_t tries_left = 0;
  std::string challenge;  ///< what a confirmation signs
};
/// A new share; an older one is destroyed, and with it what its PIN opened. Refuses wrong_type {field}, device_revoked.
Result<PinEvaluated> set_pin(House&, DeviceId, std::string_view blinded, std::string_view unlock_key);
/// One try. Refuses wrong_type {field}, pin_gone, device_revoked.
Result<PinEvaluated> evaluate_pin(House&, DeviceId, std::string_view blinded);
/// The PIN was right: signed by the key that it opened, over the challenge of the last try. Refuses pin_gone, no_such_step (nothing was tried),
/// bad_signature.
Result<void> confirm_pin(House&, DeviceId, std::string_view signature);

/// What a confirmation signs.
std::string pin_confirmation(DeviceId, std::string_view challenge);

void drop_pin(Change&, DeviceId);
void drop_pins_of(Change&, PersonId);
/// Every share, where the house goes back to an earlier day: what was destroyed since, and each count, would be back.
void drop_all_pins(Change&);

}  // namespace nibbi::usecases
