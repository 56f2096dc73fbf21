#pragma once
// Accounts: what a person signs in with. Who the person is and where they work stands in the log; what opens the door stands here.
#include <optional>
#include <string>

#include "usecases/house.hpp"

namespace nibbi::usecases {

struct Account {
  PersonId person;
  std::string login;
  std::string password_hash;      ///< empty: not opened yet, with the one-time code (enrolment.hpp)
  std::string sealed_totp;        ///< empty: this person has no second factor (the programme exempts them)
  std::int64_t totp_last_step = 0;
  bool suspended = false;         ///< opens nothing until an administrator says so; what the person may do is not touched
};

/// nullopt when nobody signs in by that name. Logins are compared folded.
std::optional<Account> find_account(StoreReader&, std::string_view login);
void put_account(Change&, const Account&);

/// Makes an account for a person who is in the directory; `totp_secret` empty exempts from the second factor.
Result<Account> make_account(House&, PersonId, std::string_view login, std::string_view passphrase, std::string_view totp_secret);

struct SignIn {
  std::string token;  ///< for the cookie; only its digest is kept
  bool factor_pending = false;
};
/// Refuses wrong_sign_in (also for nobody: same answer, same work), slow_down, busy; and not_allowed, to who knows the passphrase of an
/// account that is suspended {field: account} or whose person has no role {field: role}.
Result<SignIn> sign_in(House&, std::string_view login, std::string_view passphrase, std::string_view address, std::string_view known_device);
/// The second step. Refuses wrong_code, slow_down.
Result<SignIn> give_factor(House&, const Session&, std::string_view code);
/// Makes the factor fresh again, for five minutes: the second factor, or the passphrase of a person who has none.
Result<void> step_up(House&, const Session&, std::string_view code, std::string_view passphrase);
/// Acts in another of one's posts. Refuses not_allowed.
Result<void> act_as(House&, const Session&, domain::Role, UnitId);
void sign_out(House&, const Session&);

/// The living session behind a token.
std::optional<Session> session_of(House&, std::string_view token);

}  // namespace nibbi::usecases
