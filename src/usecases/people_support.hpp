#pragma once
// What the acts on people and units share (people_admin, people_seconds, enrolment): who does it, the entry that says so, the line in the access log.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "usecases/accounts.hpp"
#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

/// Who keeps accounts and units: a user of the operating system on the command line, or an administrator at their screen.
struct By {
  By(std::string user) : words(std::move(user)) {}
  By(const char* user) : words(user) {}

  std::string words;           ///< for the entry, which is the system's: who told it
  PersonId person;             ///< none on the command line
  domain::Role role{};
  UnitId unit;
  domain::Factor factor = domain::Factor::fresh;
};
/// The administrator behind this session. Refuses not_allowed.
Result<By> administrator(House&, const Session&);

/// A refusal undoes what the job wrote before it.
struct Undo { Problem problem; };
inline void must(Result<void> result) {
  if (!result) throw Undo{result.error()};
}
/// Throws Undo: missing_field {field} where nothing was written.
void must_have(std::string_view value, const char* field);
template <class T>
Result<T> together(House& house, const std::function<T(Draft&)>& work) {
  try {
    return house.writer.run<T>(work);
  } catch (const Undo& undo) {
    return std::unexpected(undo.problem);
  }
}
/// The same where there is nothing to answer.
Result<void> together(House&, const std::function<void(Draft&)>& work);

/// Writes into the record of a person or unit what was told. On the writer's thread, as all below.
Result<void> say(House&, Draft&, const By&, RecordId, domain::Body);

/// What was done, in the access log of the person's or unit's own record. `post` where the act is about one.
void note(Draft&, const By&, RecordId about, std::string_view action, const domain::PersonGranted* post = nullptr);

/// Roles that a programme may exempt from the second factor.
bool may_be_exempt(domain::Role);
std::optional<Account> account_of(StoreReader&, PersonId);
/// Refuses number_out_of_range {field: passphrase} (too short), busy.
Result<std::string> passphrase_hash(House&, std::string_view passphrase);

/// The unit is there and takes people. Throws Undo.
void must_be_open(Draft&, UnitId);
bool is_supervisor(const domain::Directory&, PersonId);

}  // namespace nibbi::usecases
