#pragma once
// Looking at a child's file. Every sight of identity, placement or narrative is written to the access log in the transaction that serves it;
// if it can't be written, nothing is served.
#include "usecases/house.hpp"
#include "wire/view.hpp"

namespace nibbi::usecases {

/// What somebody asks to see beyond what needs no reason.
struct ViewAsked {
  domain::PerTier<bool> with_reason{};  ///< the parts for which a reason is given
  std::string reason;
};

/// What is shown; `waits` where a part was asked for that a second person has to agree to first.
struct Looked {
  wire::View view;
  bool waits = false;
};

/// A part that takes two persons is asked for by this look, and shown by the same look once a second person has agreed, for as long as the
/// request stands. Refuses not_found (also for a file that one may not know of), not_allowed, reason_needed, step_up.
Result<Looked> view_child(House&, const Session&, RecordId, const ViewAsked& = {});

/// The rights of this person on this file now; nullopt when they may not know of it.
struct Rights {
  domain::RelationSet relations;
  domain::PerTier<domain::Access> sight;
  std::map<std::string, domain::Decision> actions;
  std::map<std::string, domain::Decision> when_fresh;  ///< what a fresh factor would open beyond that, sights too
};
/// `without`: relations that are not counted, nor told.
std::optional<Rights> rights_on(House&, const Session&, const domain::ChildBrief&, domain::RelationSet without = {});

/// What such rights show of a file in this state, where no reason is given.
wire::Lens lens_of(House&, const Session&, const Rights&, const domain::ChildState&);

struct AccessLine {
  Instant at;
  PersonId person;
  std::string row;     ///< role, unit, action, decision, shown
  std::string reason;
};
/// Who looked at this file. Refuses not_found, not_allowed, reason_needed.
Result<std::vector<AccessLine>> accesses_of_child(House&, const Session&, RecordId, const std::string& reason, std::int64_t before, std::size_t limit);

}  // namespace nibbi::usecases
