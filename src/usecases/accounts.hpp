#pragma once
// Accounts: what a person signs in with. Who the person is and where they work stands in the log; what opens the door stands here.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "crypto/passkey.hpp"
#include "usecases/house.hpp"

namespace nibbi::usecases {

/// A key on a device of the person's that answers for the six digits (passkeys.hpp).
struct Passkey {
  crypto::PublicPasskey key;
  std::string sealed_name;        ///< what its person calls it
  Instant added;
  std::optional<Instant> used;    ///< last; none: never yet
};

struct Account {
  PersonId person;
  std::string login;
  std::string password_hash;      ///< empty: not opened yet, with the one-time code (enrolment.hpp)
  std::string sealed_totp;        ///< empty: this person has no second factor (the programme exempts them)
  std::int64_t totp_last_step = 0;
  bool suspended = false;         ///< opens nothing until an administrator says so; what the person may do is not touched
  std::vector<Passkey> passkeys;  ///< beside the six digits, or for a person without them

  bool has_second_factor() const { return !sealed_totp.empty() || !passkeys.empty(); }
};

/// nullopt when nobody signs in by that name. Logins are compared folded.
std::optional<Account> find_account(StoreReader&, std::string_view login);
void put_account(Change&, const Account&);

/// Makes an account for a person who is in the directory; `totp_secret` empty exempts from the second factor.
Result<Account> make_account(House&, PersonId, std::string_view login, std::string_view passphrase, std::string_view totp_secret);

/// Refuses wrong_sign_in, and busy where too many are being tried at once. No hash is nobody's passphrase, and takes as long.
Result<void> is_passphrase(House&, const std::optional<std::string>& hash, std::string_view passphrase);

struct SignIn {
  std::string token;  ///< for the cookie; only its digest is kept
  bool factor_pending = false;
};
/// Refuses wrong_sign_in (also for nobody: same answer, same work), slow_down, busy; and not_allowed, to who knows the passphrase of an
/// account that is suspended {field: account} or whose person has no role {field: role}.
Result<SignIn> sign_in(House&, std::string_view login, std::string_view passphrase, std::string_view address, std::string_view known_device);

/// How a person shows once more that it is them. Refuses wrong_code, wrong_passkey, wrong_sign_in, busy.
using FactorCheck = std::function<Result<void>(House&, const Session&)>;
FactorCheck by_code(std::string_view six_digits);
/// Only for a person who has no second factor: wrong_code otherwise.
FactorCheck by_passphrase(std::string_view passphrase);

/// The second step. Refuses what the check refuses, and slow_down.
Result<SignIn> give_factor(House&, const Session&, const FactorCheck&);
/// Makes the factor fresh again, for five minutes. Refuses what the check refuses, and slow_down.
Result<void> step_up(House&, const Session&, const FactorCheck&);
/// Acts in another of one's posts. Refuses not_allowed.
Result<void> act_as(House&, const Session&, domain::Role, UnitId);
void sign_out(House&, const Session&);

/// The living session behind a token.
std::optional<Session> session_of(House&, std::string_view token);

}  // namespace nibbi::usecases
