#pragma once
// The state of a child's file: the fold of its log, and nothing else. What is due or late is not here (domain/tasks).
#include <map>
#include <tuple>
#include <vector>

#include "domain/entry.hpp"
#include "domain/tier.hpp"

namespace nibbi::domain {

/// One accepted entry of the file, for history, evidence, `own` and the question "had they seen it?".
struct Said {
  std::int64_t n = 0;
  std::int64_t seen = 0;  ///< how far its author knew the file
  EntryId id;
  Kind kind{};
  PersonId author;
  Role role{};
  UnitId unit;
  DeviceId device;
  Instant claimed_at, received_at;
  EntryId amends;
  PartialDate happened;
  Code copied_from;
  Code form;  ///< of form.saved: which one
};

/// A body that stays in the file as it was said. `amended_by` is the n of the entry that corrected it, 0 while it stands.
template <class T>
struct Kept {
  std::int64_t n = 0;
  EntryId id;
  std::int64_t amended_by = 0;
  T body;
};
template <class T>
using All = std::vector<Kept<T>>;

/// How a question's answers merge when their writers were concurrent (blueprint §3).
enum class MergeClass : std::uint8_t { set, latest, protective, manual };

struct GivenAnswer {
  Answer value;
  std::int64_t n = 0;  ///< the entry that gave it
};
/// All values that still stand for one question; the last is shown first. More than one where writers were concurrent, and in a `set`, where
/// each unit's additions stand under the entry that made them: what a reader sees of the set is all of them together.
struct Answered {
  Tier tier{};
  DataClass data_class{};
  MergeClass merge{};
  std::vector<GivenAnswer> values;
  bool conflict = false;
};

enum class ReferralState : std::uint8_t { sent, received, opened, asked, accepted, served, declined, withdrawn, expired, closed };
struct ReferralStep {
  std::int64_t n = 0;
  Kind kind{};
  Instant at;
  Code code;         ///< reason of a decline, outcome of a service, what follows
  std::string text;
};
struct Referral {
  EntryId id;
  std::int64_t n = 0;
  UnitId from_unit;
  PersonId from_person;
  ReferralSent sent;
  ReferralState state{};
  Instant sent_at;
  Instant answer_by;
  Instant ended_at;  ///< when declined, withdrawn or closed; 0 before
  std::vector<ReferralStep> steps;
};

/// Where the child lives. Two stand at once only when their writers were concurrent: `manual`.
struct Placement {
  EntryId id;
  std::int64_t n = 0;
  PlacementBegun begun;
  Instant since;
  std::int64_t ended_n = 0;
  PlacementEnded ended;
};
/// A kind of place (list `placement_kind`) that is a unit of the directory: a placement there names it.
bool is_in_a_unit(const Code& placement_kind);
/// Whether a child placed so takes one of the named unit's places; with a family, or alone, the unit only follows the child.
bool takes_a_place(const Code& placement_kind);

struct Assignment { std::int64_t n = 0; PersonId person; UnitId unit; };
struct Glass { EntryId id; std::int64_t n = 0; PersonId person; Instant opened_at; std::int64_t ended_n = 0; };
struct SecondRequest { EntryId id; std::int64_t n = 0; PersonId asker; UnitId asker_unit; Instant asked_at; SecondAsked asked; std::int64_t answered_n = 0; };

/// What a revoked device delivered, or somebody whose right had ended when it came: it counts for nothing, and waits for a supervisor.
struct KeptApart { std::int64_t n = 0; EntryId id; Kind kind{}; };

/// Bodies that stay as they were said, with the name of their list in views.
#define NIBBI_KEPT_KINDS(X)                                                                                                    \
  X(NoteAdded, notes) X(NeedRecorded, needs) X(AttachmentAdded, attachments) X(AttachmentStored, stored_attachments)           \
  X(AttachmentRefused, refused_attachments)                                                                                    \
  X(ConsentGiven, consents) X(ConsentRefused, refusals) X(ConsentWithdrawn, withdrawals) \
  X(BasisReviewed, basis_reviews) X(BasisLapsed, lapsed_bases) X(IdentificationRecorded, identifications)                      \
  X(LegalActRecorded, legal_acts) X(RiskAssessed, risks) X(ServicePlanned, planned_services)           \
  X(ServiceGiven, given_services) X(TracingTasked, tracing_tasks) X(TraceProposed, traces) X(TraceConfirmed, confirmed_traces) \
  X(TraceRefuted, refuted_traces) X(PlaceLinked, places) X(FamilyAssessed, family_assessments) X(WishRecorded, wishes)         \
  X(BestInterestsAssessed, assessments) X(BestInterestsDetermined, determinations) X(HealthChecked, health_checks)             \
  X(PapersRecorded, papers) X(ReturnPlanned, return_plans) X(ReturnWaived, waivers) X(ReturnWithdrawn, return_withdrawals)     \
  X(MovementDeparted, departures) X(MovementCheckpoint, checkpoints) X(MovementArrived, arrivals)                              \
  X(HandoverSigned, handovers) X(HandoverReceived, handovers_received) X(ReintegrationPlanned, reintegration_plans)            \
  X(VisitRecorded, visits) X(ClosureRequested, closure_requests) X(ClosureApproved, closures) X(ClosureRefused, closure_refusals) \
  X(FileReopened, reopenings) X(KeepOrderSet, keep_orders) X(KeepOrderLifted, lifted_keep_orders) X(CoverSet, covers)          \
  X(SetAsideBegun, set_asides) X(SetAsideLifted, lifted_set_asides) X(KeptApartSettled, settlements)                           \
  X(RecordMerged, merges) X(RecordAbsorbed, absorptions) X(RecordUnmerged, unmerges) X(SecondAgreed, seconds_agreed)           \
  X(SecondDeclined, seconds_declined) X(PairJudged, pairs) X(PairReopened, reopened_pairs)

using KeptLists = std::tuple<
#define X(Body, name) All<Body>,
    NIBBI_KEPT_KINDS(X)
#undef X
        std::monostate>;

template <class T>
inline constexpr bool is_kept = false;
#define X(Body, name) template <> inline constexpr bool is_kept<Body> = true;
NIBBI_KEPT_KINDS(X)
#undef X
template <class T>
concept KeptBody = is_kept<T>;

/// Where the file stands along the journey; derived by the fold, in words of list `stage`.
enum class Stage : std::uint8_t { identified, assessed, planned, in_implementation, follow_up, closed, reopened, duplicate };
std::string_view word(Stage);
std::string_view word(ReferralState);
std::string_view word(MergeClass);
std::optional<Stage> stage_of(std::string_view);
std::optional<ReferralState> referral_state_of(std::string_view);
std::optional<MergeClass> merge_class_of(std::string_view);

struct ChildState {
  std::int64_t n = 0;  ///< the last entry of the log that this state has seen, also where it was quarantined
  std::vector<Said> said;
  ChildOpened opened;
  UnitId opened_by_unit;
  Instant opened_at;
  FileState status = FileState::open;
  Stage stage = Stage::identified;
  std::map<std::string, Answered> answers;
  KeptLists kept;
  std::vector<Assignment> assignments;  ///< the last one stands
  std::vector<Referral> referrals;
  std::vector<Placement> placements;
  std::vector<Glass> glasses;
  std::vector<SecondRequest> seconds;
  std::vector<KeptApart> kept_apart;  ///< stands in no view

  bool is_opened() const { return opened_at.unix_ms != 0; }
  template <KeptBody T>
  All<T>& all() { return std::get<All<T>>(kept); }
  template <KeptBody T>
  const All<T>& all() const { return std::get<All<T>>(kept); }
  /// The last one that stands uncorrected, or nullptr.
  template <KeptBody T>
  const Kept<T>* last() const {
    const auto& list = all<T>();
    for (auto it = list.rbegin(); it != list.rend(); ++it)
      if (it->amended_by == 0) return &*it;
    return nullptr;
  }
  template <KeptBody T>
  const Kept<T>* find(EntryId id) const {
    for (const auto& k : all<T>())
      if (k.id == id) return &k;
    return nullptr;
  }
  const Said* entry(std::int64_t at_n) const;  ///< nullptr when there is none; quarantined entries leave gaps in n
  const Said* entry(EntryId id) const;
  const Referral* referral(EntryId id) const;
  /// The placement that stands now; the last where two stand.
  const Placement* placement() const;
};

}  // namespace nibbi::domain
