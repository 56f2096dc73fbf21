#pragma once
// Each time somebody opened a file in an emergency, and what the data protection officers found when they looked at it afterwards. A look does not undo
// the one before: a second one stands beside the first.
#include <string>
#include <vector>

#include "usecases/entries_accept.hpp"

namespace nibbi::usecases {

/// An opening, in the transaction that writes it: among what is to be looked at, and with its reason in the access log.
void note_emergency(House&, Draft&, const domain::Header&, const std::string& reason);

/// Empties what was said of the openings of this file, and of the looks at them (erasure); that there were some stays.
void forget_words_of_emergencies(Draft&, RecordId);

struct EmergencyReview {
  PersonId person;
  Instant at;
  bool in_order = false;
  std::string note;
};
struct Emergency {
  EntryId id;  ///< the entry that opened the file
  RecordId record;
  std::string code;
  PersonId person;
  domain::Role role{};
  UnitId unit;
  Instant at;
  std::string reason;
  std::vector<EmergencyReview> reviews;  ///< the oldest first
};
/// On the files of the organisations whose officer this person is; what nobody looked at first, then the newest. Refuses not_allowed.
Result<std::vector<Emergency>> emergencies(House&, const Session&);
/// Refuses not_allowed, not_found, not_the_same_person (who opened it), missing_field {field: note} (where it was not in order).
Result<void> review_emergency(House&, const Session&, EntryId, bool in_order, const std::string& note);

}  // namespace nibbi::usecases
