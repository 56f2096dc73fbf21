#pragma once
// Erasing what relatives told, a household or a place, when the people ask for it: the officer of data protection asks, and somebody of another unit agrees.
// Its keys are destroyed as a file's are (usecases/erase); what stays is that there was a record. Door erase_record of contract/policy/doors.json.
#include <string>
#include <vector>

#include "usecases/house.hpp"

namespace nibbi::usecases {

/// What waits for somebody's word; kept sealed.
struct WaitingErasure {
  RecordId record;
  std::string kind;     ///< the kind of entry that opened it
  std::string code;
  domain::Code ground;  ///< list erasure_ground
  std::string reason;
  PersonId asker;
  UnitId asker_unit, opened_by;
  Instant since;
  bool lapsed = false;
  bool may_agree = false;  ///< this reader
};

/// By the code that people name it by. Refuses not_allowed (who is no officer of data protection), step_up, reason_needed, not_in_list, not_found, no_such_step
/// (a request that is not closed, a record of another sort), file_held (a child's file that names it is held), already_open (it waits already).
Result<void> ask_to_erase(House&, const Session&, const std::string& code, const domain::Code& ground, const std::string& reason);
/// For officers of data protection, and for who may agree; the oldest first.
std::vector<WaitingErasure> waiting_erasures(House&, const Session&);
/// Agreed, it is done; not agreed, the request is gone, and its asker may say so too. Refuses not_found, step_up, not_the_same_person, other_unit_needed, not_allowed,
/// request_lapsed, file_held, no_such_step.
Result<void> answer_erasure(House&, const Session&, RecordId, bool agree);

/// Erases again what two people had agreed to erase before a restore brought it back; false where it is not there. On the writer's thread.
bool erase_beside_again(House&, Draft&, RecordId, const domain::Code& ground);

}  // namespace nibbi::usecases
