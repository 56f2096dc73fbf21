#pragma once
// People and units as administrators keep them: at their screen, or on the command line of the machine. Each act is an entry of the system in the
// record of that person or unit, in which `told_by` names who did it, and a line in the access log of that record. What takes a second administrator
// stands in people_seconds.hpp.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/people_seconds.hpp"

namespace nibbi::usecases {

/// Passphrases are at least this long (characters); nothing else is asked of them.
inline constexpr std::size_t kPassphraseLeast = 12;

struct PersonAsked {
  std::string name, language, login;
  std::string passphrase;  ///< empty: the person chooses it, with a one-time code
  bool no_second_factor = false;  ///< only for street workers and shelter staff
  std::optional<domain::PersonGranted> post;
};
/// Shown once, then never again.
struct SecondFactor { std::string uri, secret; };
struct PersonAdded {
  PersonId person;
  std::optional<SecondFactor> second_factor;  ///< where the passphrase was given
  std::optional<OneTimeCode> code;            ///< where it was not
  domain::Effect post = domain::Effect::now;  ///< of the role that was asked for: whether a second administrator has to agree first
};

/// Refuses what the codecs refuse, and number_out_of_range {field: passphrase} (too short),
/// already_open {field: login}, unit_unknown, factor_needed (this role may not be exempt), step_up.
Result<PersonAdded> add_person(House&, const By& by, const PersonAsked&);
/// Refuses no_such_step (that person has no such post).
Result<void> revoke_post(House&, const By& by, PersonId, domain::Role, UnitId);
/// Names somebody for concerns about colleagues, or no longer.
Result<void> set_safeguarding(House&, const By& by, PersonId, bool named);
Result<void> set_supervisor(House&, const By& by, PersonId, PersonId supervisor);
/// Accounts and devices are not in the log of entries: what is done to them stands in the access log alone. Ends the sessions of that person.
Result<void> set_passphrase(House&, const By& by, const std::string& login, std::string_view passphrase);
/// A new second factor, or none (`exempt`); ends the sessions of that person.
Result<std::optional<SecondFactor>> set_second_factor(House&, const By& by, const std::string& login, bool exempt);
/// Whoever signed out without network, or lost a phone that was open, is out at once. Their devices stay theirs.
Result<void> end_sessions(House&, const By& by, PersonId);
/// The account opens nothing until it is given back; sessions end, and what the person's phones keep opens no more.
Result<void> suspend(House&, const By& by, PersonId, bool suspended);
/// A new second factor, taken with a one-time code by whoever knows the passphrase; the sessions end. Refuses person_unknown, factor_needed (this person
/// has none), step_up, not_the_same_person (oneself: then another administrator does it).
Result<OneTimeCode> renew_second_factor(House&, const By& by, PersonId);
/// What that device signed stays; it signs nothing more. Refuses unknown_device.
Result<void> revoke_device(House&, const By& by, DeviceId);

Result<UnitId> add_unit(House&, const By& by, const domain::UnitRegistered&, std::optional<std::int64_t> places);
Result<void> set_capacity(House&, const By& by, UnitId, std::int64_t places);
/// Refuses person_unknown (no supervisor), number_out_of_range {field: until}.
Result<void> set_duty(House&, const By& by, UnitId, const domain::UnitDutySet&);
Result<void> close_unit(House&, const By& by, UnitId, const std::string& why);

/// By login, or by id. Refuses person_unknown.
Result<PersonId> find_person(House&, std::string_view login_or_id);
/// What was done to a person's account and roles, or to a unit: newest first, at most 200.
struct AdminAct {
  Instant at;
  PersonId person;  ///< who did it; none: on the command line, or the person themselves
  std::string row;  ///< JSON: action, and by, role, unit, post
};
/// Refuses not_found: also for whatever is neither a person nor a unit.
Result<std::vector<AdminAct>> acts_on(House&, const Uuid&);

/// By id, or by name if only one has it. Refuses unit_unknown.
Result<UnitId> find_unit(House&, std::string_view name_or_id);

/// Everybody, and every unit, as JSON arrays: for the command line and the administrators' screens. `account` is open, awaits_code (a one-time code stands),
/// closed (it stood too long) or suspended.
std::string people_json(House&);
std::string units_json(House&);

}  // namespace nibbi::usecases
