#pragma once
// The one-time code with which a person opens their own account: they choose the passphrase and take the second factor into their phone themselves, so
// that whoever keeps the accounts knows neither. Told once, handed over in person, good for three days and once.
#include "usecases/people_support.hpp"

namespace nibbi::usecases {

inline constexpr Milliseconds kOneTimeLasts = days(3);

struct OneTimeCode {
  std::string code;
  Instant until;
};
/// What the code opens.
enum class Enrols : std::uint8_t {
  anew,    ///< a passphrase is chosen, and the second factor taken
  factor,  ///< a new second factor, by whoever knows the passphrase: an administrator alone enters no account with it
};
/// A code for this account; an older one opens nothing any more. The second factor is a new one at once: what the old phone shows is worth nothing.
/// On the writer's thread; the caller ends the sessions and keeps the account.
OneTimeCode issue_code(House&, Draft&, Account&, Enrols);

struct Enrolment {
  Enrols what = Enrols::anew;
  std::string name, uri, secret;  ///< of the second factor; empty for whom the programme exempts
};
/// What the person with this code is asked for. Refuses wrong_code (also for nobody: same answer), slow_down.
Result<Enrolment> begin_enrolment(House&, std::string_view login, std::string_view code, std::string_view address);

struct Enrolled { std::string login, code, passphrase, totp; };
/// Opens the account. Refuses wrong_code {field: code | totp}, wrong_sign_in (not the passphrase of this account), number_out_of_range {field: passphrase},
/// slow_down, busy.
Result<void> finish_enrolment(House&, const Enrolled&, std::string_view address);

/// A code for this account stands, whether anybody uses it or not.
bool awaits_enrolment(StoreReader&, PersonId, Instant now);

}  // namespace nibbi::usecases
