#pragma once
// Who may correct a record beside a child's file, close it or open it again: the doors change_inquiry and change_record of contract/policy/doors.json.
// Nobody changes what they do not see, and a stranger is not told that there is anything.
#include "usecases/entries_accept.hpp"
#include "usecases/record_beside.hpp"

namespace nibbi::usecases {

/// Whoever supervises who opened it, or is on duty today for the unit in which they did.
bool answers_for(const domain::Directory&, const domain::Actor&, PersonId opener, UnitId unit, Date today);

/// The parts that this person may read and correct; nullopt where they may change nothing of it.
std::optional<domain::PerTier<bool>> parts_to_change(const House&, const domain::Directory&, const domain::Actor&, domain::Factor, Instant now, const RecordBeside&);

/// Whether this entry may stand in its record, which is no child's file: opened, corrected, closed, opened again. On the writer's thread.
Result<domain::Effect> judge_beside(House&, Draft&, const ReadyEntry&);

/// Whether somebody who is refused may be told that the record was erased: who wrote in it.
bool wrote_in(Draft&, RecordId, PersonId);

/// By which people name it, on paper and on the telephone.
std::string code_of(const RecordBeside&);

struct ToChange {
  RecordBeside there;
  domain::PerTier<bool> parts;
};
/// What stands of it, with what was corrected, for who may change it; the look is logged. Refuses not_found.
Result<ToChange> record_to_change(House&, const Session&, RecordId);

}  // namespace nibbi::usecases
