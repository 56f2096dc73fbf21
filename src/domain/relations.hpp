#pragma once
// What ties people to a file (who-sees-what, "Relations"), read off the file in a form small enough to keep for every file in memory.
#include <vector>

#include "domain/child_state.hpp"
#include "domain/directory.hpp"
#include "domain/policy.hpp"

namespace nibbi::domain {

/// The facts of a file that relations are made of.
struct Ties {
  struct Cover { PersonId person; Date from, until; };
  struct Sent { EntryId id; UnitId from, to; ReferralState state{}; Instant sent_at, answer_by, ended_at; Code service, priority; bool transfer = false; };
  struct Tracing { PersonId person; UnitId unit; Code country; std::optional<Date> due; };
  struct OpenGlass { EntryId id; PersonId person; Instant opened_at; };

  FileState status = FileState::open;
  PersonId assigned;
  UnitId assigned_unit;
  std::vector<Cover> covers;
  std::vector<UnitId> placed;            ///< more than one only where two placements stand in conflict
  std::vector<UnitId> housed;            ///< of these, where the child takes one of the unit's places: not with a family that the unit follows
  std::vector<PersonId> accompanying;    ///< on the road in their charge
  std::vector<Sent> referrals;
  std::vector<Tracing> tracing;
  std::vector<OpenGlass> glasses;
  UnitId return_unit;                    ///< the unit on the other shore, once a return is planned
  struct Aside { EntryId id; PersonId person; UnitId unit; Instant since; };
  std::vector<Aside> aside;              ///< kept away from this file: a person, or everybody of a unit
  bool order_to_keep = false;            ///< a court, an audit or an open concern wants the file kept
};

Ties ties_of(const ChildState&);

/// Somebody who acts: a person in one role, for one unit.
struct Actor {
  PersonId person;
  Role role{};
  UnitId unit;
};

inline constexpr Milliseconds kGlassLasts = hours(4);
inline constexpr Milliseconds kClosedReferralSight = days(90);

/// The relations that hold for this actor now. `today` is the day at the actor's unit. Empty when none does.
RelationSet relations(const Ties&, const Actor&, const Directory&, Instant now, Date today);

/// Whether this actor answers for the place where the child lives: its supervisor or focal point, or its duty supervisor, who may work elsewhere and
/// see nothing of the file. They are told of an emergency opening, and may end it ("Breaking the glass").
bool answers_for_place(const Ties&, const Actor&, const Directory&, Date today);
/// Beside whoever may write in the file: who opened it in an emergency, and who answers for the place.
bool may_end_a_glass(const Ties&, const Actor&, const Directory&, Date today);

/// Whether a safeguarding focal point keeps this person, or a unit where they have a post, away from the file (rule 5).
bool is_aside(const Ties&, PersonId, const Directory&);
bool is_aside(const Ties&, UnitId);

/// What the page takes away beside the matrix: who is set aside, the order to keep, files of organisations whose officer this is not, units that break no glass.
/// An officer at the programme or a coordination is the officer of every partner; one at a partner, of that partner's files.
Limits limits(const Ties&, const Actor&, const Directory&);

}  // namespace nibbi::domain
