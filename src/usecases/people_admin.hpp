#pragma once
// People and units as the administrator of the machine keeps them, on its command line. Each act is an entry of the system in the record of that
// person or unit, in which `told_by` names the user of the operating system. A role that is granted here needs no second administrator: that
// is how the first administrator of an installation comes to be.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/accounts.hpp"

namespace nibbi::usecases {

/// Passphrases are at least this long (characters); nothing else is asked of them.
inline constexpr std::size_t kPassphraseLeast = 12;

struct PersonAsked {
  std::string name, language, login, passphrase;
  bool no_second_factor = false;  ///< only for street workers and shelter staff
  std::optional<domain::PersonGranted> post;
};
/// Shown once, then never again.
struct SecondFactor { std::string uri, secret; };
struct PersonAdded {
  PersonId person;
  std::optional<SecondFactor> second_factor;
};

/// `by` is the user of the operating system, for the log. Refuses what the codecs refuse, and number_out_of_range {field: passphrase} (too short),
/// already_open {field: login}, unit_unknown, factor_needed (this role may not be exempt).
Result<PersonAdded> add_person(House&, const std::string& by, const PersonAsked&);
Result<void> grant_post(House&, const std::string& by, PersonId, const domain::PersonGranted&);
Result<void> revoke_post(House&, const std::string& by, PersonId, domain::Role, UnitId);
/// Names somebody for concerns about colleagues, or no longer.
Result<void> set_safeguarding(House&, const std::string& by, PersonId, bool named);
Result<void> set_supervisor(House&, const std::string& by, PersonId, PersonId supervisor);
/// Accounts and devices are not in the log: what is done to them stands in the access log instead. Ends the sessions of that person.
Result<void> set_passphrase(House&, const std::string& by, const std::string& login, std::string_view passphrase);
/// A new second factor, or none (`exempt`); ends the sessions of that person.
Result<std::optional<SecondFactor>> set_second_factor(House&, const std::string& by, const std::string& login, bool exempt);
/// Whoever signed out without network, or lost a phone that was open, is out at once. Their devices stay theirs.
Result<void> end_sessions(House&, const std::string& by, const std::string& login);
/// What that device signed stays; it signs nothing more. Refuses unknown_device.
Result<void> revoke_device(House&, const std::string& by, DeviceId);

Result<UnitId> add_unit(House&, const std::string& by, const domain::UnitRegistered&, std::optional<std::int64_t> places);
Result<void> set_capacity(House&, const std::string& by, UnitId, std::int64_t places);
/// Refuses person_unknown (no supervisor), number_out_of_range {field: until}.
Result<void> set_duty(House&, const std::string& by, UnitId, const domain::UnitDutySet&);
Result<void> close_unit(House&, const std::string& by, UnitId, const std::string& why);

/// By login, or by id. Refuses person_unknown.
Result<PersonId> find_person(House&, std::string_view login_or_id);
/// By id, or by name if only one has it. Refuses unit_unknown.
Result<UnitId> find_unit(House&, std::string_view name_or_id);

/// Everybody, and every unit, as JSON arrays for the command line.
std::string people_json(House&);
std::string units_json(House&);

}  // namespace nibbi::usecases
