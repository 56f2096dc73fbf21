#pragma once
// Deeds that need two (who-sees-what, "two"): one person asks, another one agrees, once and within 72 hours, and only then it happens.
#include <optional>

#include "domain/child_state.hpp"
#include "domain/policy_words.hpp"

namespace nibbi::domain {

inline constexpr Milliseconds kSecondWithin = hours(72);

/// The request of this id, answered or not; nullptr when there is none.
const SecondRequest* second_request(const ChildState&, EntryId);

/// The last request for this action that a second person agreed to; nullptr when there is none.
const SecondRequest* agreed_request(const ChildState&, Action);

/// The last request of this person, for this unit, for this action, that nobody declined and that is not older than 72 hours; nullptr when there is none.
const SecondRequest* standing_request(const ChildState&, PersonId, UnitId, Action, Instant now);

/// A second person agreed to this request.
bool is_agreed(const ChildState&, EntryId request);

/// True where the second person must be of another unit: for the gravest deeds, and for whatever a data protection officer asks.
bool of_another_unit(Action, Role asker);

/// A merge (either side's entry) that was not parted again.
bool merge_stands(const ChildState&, EntryId merge);
/// The merge that joins this file to `other` now, if one does: an entry of either side, which a later separation names.
std::optional<EntryId> merged_with(const ChildState&, RecordId other);
/// An order to keep the file stands: court, audit, open concern.
bool keep_order_stands(const ChildState&);

}  // namespace nibbi::domain
