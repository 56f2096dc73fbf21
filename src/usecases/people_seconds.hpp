#pragma once
// What no administrator does alone (contract/policy/doors.json): granting a role, and opening somebody's account anew, passphrase and second factor
// together. It waits until another administrator agrees, three days at most. On the command line a role is granted at once as long as there are not
// two administrators who can sign in: that is how the first two come to be.
#include <variant>
#include <vector>

#include "domain/decide.hpp"
#include "usecases/enrolment.hpp"

namespace nibbi::usecases {

struct WaitingSecond {
  Uuid id;
  PersonId person;                            ///< whom it is about
  std::optional<domain::PersonGranted> post;  ///< the role that is asked for; none: the account anew
  std::string asked_by;                       ///< a user of the operating system; empty where a person asked
  PersonId asker;
  Instant since;
  bool lapsed = false;
};

/// `now`, or `pending`. Refuses person_unknown, unit_unknown, factor_needed (this role can't be held without one), not_the_same_person (oneself),
/// already_open (it waits already), step_up.
Result<domain::Effect> grant_post(House&, const By&, PersonId, const domain::PersonGranted&);
/// The same inside a transaction of the caller's. Throws Undo.
domain::Effect grant_in(House&, Draft&, const By&, PersonId, const domain::PersonGranted&);
/// Refuses person_unknown, not_the_same_person, already_open, step_up.
Result<void> ask_anew(House&, const By&, PersonId);

/// The oldest first; what lapsed stays until somebody lets it go.
std::vector<WaitingSecond> waiting_seconds(House&);
/// Agreed, it is done; a code comes out where an account is opened anew. Not agreed, it is gone: its asker may say so too. Refuses no_such_step,
/// not_the_same_person (who asked, or whom it is about), request_lapsed, step_up, and what became impossible meanwhile.
Result<std::optional<OneTimeCode>> answer_second(House&, const By&, const Uuid& id, bool agree);

}  // namespace nibbi::usecases
