#pragma once
// A file in some hundred bytes: what lists, boards and tasks need of every file at once. Derived from the state, kept sealed beside it, held in
// memory.
#include <string>
#include <vector>

#include "domain/awaited.hpp"
#include "domain/relations.hpp"

namespace nibbi::domain {

struct ChildBrief {
  /// Something that waits for a second person.
  struct Waiting { EntryId id; Kind kind{}; PersonId asker; UnitId unit; Instant since; };

  RecordId record;
  std::int64_t n = 0;
  std::string code;
  Code country, sex, age_band, risk;
  Stage stage{};
  std::string name;               ///< identity tier: shown only to who may see identity
  /// What else the child may be found by, every value that stands, parted by spaces; identity tier, and never shown in a list.
  struct FoundBy { std::string other_names, mother, father, village, phones; } found_by;
  Instant opened_at, updated_at;
  Ties ties;
  std::int64_t conflicts = 0;     ///< questions on which two people differ
  std::int64_t kept_apart = 0;    ///< what a revoked device delivered and nobody has settled
  EntryId closure_request;        ///< waits for a supervisor
  PersonId closure_asker;
  std::vector<Waiting> waiting;
  EntryId urgency;                ///< a vital urgency that nobody else has looked at yet
  PersonId urgency_by;
  Instant urgency_at;
  Instant urgency_open_since;     ///< the first vital urgency that neither somebody looked at nor the clock has shut; 0: none
  /// A family that was proposed and neither confirmed nor set aside.
  struct Proposed { EntryId id; PersonId by; UnitId unit; };
  std::vector<Proposed> traces;
  bool family_found = false;
  EntryId handover;               ///< signed by who brings the child, not yet by who receives
  UnitId handover_to;
  std::vector<RecordId> links;    ///< the event, places, inquiries and movements that this file names
  EntryId missing;                ///< the roll call that did not find the child, as long as it is the last word
  Instant missing_since;
  std::vector<Awaited> awaited;   ///< what should follow within a clock, or on a day that was named
};

ChildBrief brief_of(RecordId, const ChildState&);

/// What a screen calls the child: first and family name as last given, or nothing.
std::string name_of(const ChildState&);

}  // namespace nibbi::domain
