#pragma once
// Passkeys: a key on the person's own device answers where six digits are asked (W3C Web Authentication Level 2, §7). Each answers one question of
// this session, once, within two minutes. The six digits stay: a device that is lost takes nothing with it.
#include <optional>
#include <string>
#include <vector>

#include "usecases/accounts.hpp"

namespace nibbi::usecases {

inline constexpr std::size_t kMostPasskeys = 10;

/// Where a passkey is good: the host name that it is bound to, and the origin whose pages may ask.
struct PasskeyPlace { std::string host, origin; };
/// nullopt where browsers make none: a bare address has no name.
std::optional<PasskeyPlace> passkey_place(std::string_view origin);

struct PasskeyQuestion {
  std::string challenge;           ///< 32 bytes
  std::vector<std::string> known;  ///< credential ids of the person's passkeys
};
/// A new question for this session; the one before is void. Refuses sign_in_first.
Result<PasskeyQuestion> ask_passkey(House&, const Session&);

struct NewPasskey {
  std::string name;                ///< 1 to 60 letters
  std::int64_t algorithm = 0;      ///< COSE
  std::string client_data, authenticator_data;
};
/// Refuses step_up, wrong_passkey, missing_field or text_too_long {field: name}, number_out_of_range {field: passkeys}.
Result<void> add_passkey(House&, const Session&, const PasskeyPlace&, const NewPasskey&);

struct PasskeyAnswer { std::string id, client_data, authenticator_data, signature; };
/// Refuses wrong_passkey, whatever was wrong.
FactorCheck by_passkey(PasskeyPlace, PasskeyAnswer);

std::string passkey_name(const House&, const Session&, const Passkey&);
/// What a passkey is called in an address: short, and nothing can be done with it.
std::string passkey_handle(const Passkey&);
/// The oldest first.
std::vector<Passkey> passkeys_of(StoreReader&, const Session&);
/// Refuses step_up, no_such_step.
Result<void> remove_passkey(House&, const Session&, std::string_view handle);

}  // namespace nibbi::usecases
