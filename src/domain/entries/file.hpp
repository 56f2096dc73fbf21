#pragma once
// Entries on the file itself: opening it, what forms ask, notes, needs, who has it, emergencies, merging, the end.
#include <map>

#include "domain/values.hpp"

namespace nibbi::domain {

struct ChildOpened {
  std::string code;  ///< such as SN-7F4K2Q-X; the last character checks the others (domain/case_code)
  Code country;      ///< where the child was found
  Code sex;
  Code age_band;
  RecordId event;    ///< the group event that this child was found in, if any
};

/// Changed answers only. An answer that is absent was not touched.
struct FormSaved {
  Code form;
  std::int64_t form_version = 0;
  std::map<std::string, Answer> answers;
};

struct NoteAdded { Code note_kind; std::optional<Date> about_day; Code source; std::string text; };
struct NeedRecorded { Code need; Code urgency; Code asked_by_child; std::string details; };
struct AttachmentAdded { Uuid attachment; Code kind; Code media_type; std::int64_t bytes = 0; std::string sha256; std::string caption; };
/// `attachment` is the random id under which the database keeps what is shown: an image made anew from its pixels, anything else as it came.
struct AttachmentStored { EntryId added; Uuid attachment; Code media_type; std::int64_t bytes = 0; };
/// What came was not what it was announced to be, and is destroyed. `why` is the word of a Problem.
struct AttachmentRefused { EntryId added; Code why; };

/// The file is this person's from now on, for this unit.
struct AssignmentMade { PersonId person; UnitId unit; };
/// `person` stands in for whoever the file is assigned to, between two days (inclusive).
struct CoverSet { PersonId person; Date from; Date until; };

struct BreakGlassOpened {};
struct BreakGlassEnded { EntryId opened; };

/// The file was opened on a device that had no network; `parts` is what it showed. Said afterwards, it counts for nothing but the access log.
struct FileLookedAt { Codes parts; };

/// A supervisor's word on what a revoked device delivered: `taken_in` is the supervisor's own entry that says the same; without one, it is set aside
/// for good and `text` says why. `author` is whose it was by its signature, for which `unit`, and `said_at` when by their clock.
struct KeptApartSettled { EntryId entry; PersonId author; UnitId unit; Instant said_at; EntryId taken_in; std::string text; };

struct ConflictResolved { std::string question; Answer chosen; };

struct ClosureRequested {
  Code closure_reason;  ///< list closure_reason
  std::string child_view;
  std::string family_view;
  std::optional<Date> last_seen_on;
  Codes still_needed;  ///< list service_type
  std::string who_to_call;
  std::string grounds;
};
struct ClosureApproved { EntryId request; };
struct ClosureRefused { EntryId request; std::string text; };
struct FileReopened { std::string text; };
/// An order to keep the file: court, audit, open concern.
struct KeepOrderSet { Code kind; std::string number; std::string text; };
struct KeepOrderLifted { EntryId order; };

/// A person, or a whole unit, is kept away from this file by a safeguarding focal point, until one lifts it (who-sees-what, rule 5).
struct SetAsideBegun { PersonId person; UnitId unit; std::string text; };
struct SetAsideLifted { EntryId set_aside; std::string text; };

/// The survivor's side of a merge, and the other's. A merge is a link and can be undone.
struct RecordMerged { RecordId other; };
struct RecordAbsorbed { RecordId survivor; };
struct RecordUnmerged { EntryId merge; };
struct RecordErased { Code ground; };

/// Somebody who sees two files says that they are of two children: `verdict` is "not_same" or "siblings" (list pair_verdict). It stands in both files: in
/// the one in which it was said, and, by the system, in the other one, with the `unit` that said it. `other_n`: the other file as they had it before them.
struct PairJudged { RecordId other; std::int64_t other_n = 0; Code verdict; UnitId unit; std::string text; };
/// That word is taken back: what was held apart may be compared again.
struct PairReopened { EntryId judged; };

/// A deed that needs two: what was asked, and a second person's answer within 72 hours.
/// `ground` says why a file shall be erased (list erasure_ground); other actions need none.
struct SecondAsked { Code action; RecordId other; std::string text; Code ground; };
struct SecondAgreed { EntryId asked; };
struct SecondDeclined { EntryId asked; std::string text; };

}  // namespace nibbi::domain
