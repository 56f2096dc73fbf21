#pragma once
// Tracing, best interests, the way home or another lasting answer, hand-over, follow-up. Fields are those of contract/forms, and what rules
// need beside them.
#include "domain/values.hpp"

namespace nibbi::domain {

/// Somebody traces: in which country, until when. It opens who the child is, and nothing of the story.
struct TracingTasked {
  PersonId person;
  UnitId unit;
  Code country;
  std::optional<Date> due;
  std::string text;
};
/// A family that could be the child's, with what speaks for and against it. A second person of another unit confirms before anybody is told.
struct TraceProposed {
  RecordId inquiry;
  std::string family;
  std::string evidence;
};
struct TraceConfirmed {
  EntryId proposed;
  Code outcome;  ///< list tracing_outcome
  std::string text;
};
/// Not this family: of one that was proposed, or of an inquiry that somebody compared with the file and did not propose. It is not shown again.
struct TraceRefuted {
  EntryId proposed;
  Code outcome;  ///< list tracing_outcome
  std::string text;
  RecordId inquiry = {};
};
/// A place where the child was held or worked: a record of its own, seen only by those who see each child.
struct PlaceLinked {
  RecordId place;
  std::string text;
};
/// The family or unit that would receive the child, seen on the spot.
struct FamilyAssessed {
  std::optional<Date> assessed_on;
  Code mode;  ///< list visit_mode
  std::string met_with;
  std::string receiver_name;  ///< who would receive the child, as a plan names them
  Code answer;  ///< list family_answer
  Code part_in_departure;  ///< list need_flag
  std::string family_words;
  std::string safety_at_home;
  std::string livelihood;
  std::string school_near;
  std::string other_children;
  Codes support;  ///< list service_type
  std::string grounds;
};
/// The child's own wish, heard by somebody who is not an accompanying adult.
struct WishRecorded {
  Code about;  ///< list wish_about
  Code wish;  ///< list wish
  std::string child_words;
  std::optional<Date> heard_on;
  Code heard_alone;
  Code language;  ///< list language
  std::string conditions;
};
/// `unaccompanied`: without parents or the adult responsible by law or custom; then a determination is needed before a return.
struct BestInterestsAssessed {
  Code unaccompanied;  ///< list yes_no; anything but "no" counts as unaccompanied
  std::optional<Date> assessed_on;
  Codes sources;  ///< list bia_source
  std::string child_view;
  std::string safety;
  std::string family_ties;
  std::string growth;
  Codes options;  ///< list lasting_answer
  Code recommendation;  ///< list lasting_answer
  std::string grounds;
  std::string doubts;
};
/// The panel's decision; it counts when a second person of another unit agrees.
struct BestInterestsDetermined {
  std::optional<Date> determined_on;
  Codes panel_roles;  ///< list panel_role
  std::string panel_names;
  Code child_heard;
  Code lasting_answer;  ///< list lasting_answer
  std::string grounds;
  std::string dissent;
  std::string conditions;
  std::optional<Date> review_on;
  std::string reopen_if;
};
struct HealthChecked {
  std::optional<Date> checked_on;
  Code reason;  ///< list health_check_reason
  Code child_agreed;  ///< list assent
  Code fit_to_travel;  ///< list fit_to_travel
  std::string findings;
  std::string done_by;
  std::string care_to_give;
  std::string allergies;
  std::optional<Date> next_appointment;
};
struct PapersRecorded {
  Codes papers;  ///< list paper_kind
  Code complete;
  std::string number;
  std::string issued_by;
  std::optional<Date> issued_on;
  std::optional<Date> valid_until;
  Code civil_registration;  ///< list civil_registration
  std::string named_companion;
};
/// The plan of a return, or of another lasting answer. `accompanying`: staff; adults outside the system stand in `accompanying_name`.
struct ReturnPlanned {
  Code answer;  ///< list lasting_answer
  Code receiver_verified;  ///< list yes_no
  std::vector<PersonId> accompanying;
  Code girl_asked_otherwise;  ///< list yes_no
  Code destination_country;
  std::string destination;
  UnitId receiving_unit;
  std::string receiver_name;
  Code receiver_relation;  ///< list relation_to_child
  PersonId accompanying_person;
  std::string accompanying_name;
  Code accompanied_by_woman;
  std::optional<Date> depart_on;
  Codes transport;  ///< list transport_mode
  std::string stages;
  std::string emergency_phone;
};
/// One condition of departure set aside by the coordinator, with a reason and a second person; never the child's wish.
struct ReturnWaived {
  Code condition;  ///< list waiver_condition
  EntryId plan;
  Code waiver_reason;  ///< list waiver_reason
  std::string grounds;
};
/// The child stops, or somebody stops for the child: until departure and at every stop.
struct ReturnWithdrawn {
  EntryId plan;
  Code by;  ///< list consent_giver
  std::string child_words;
};
struct MovementDeparted {
  EntryId plan;
  RecordId movement;
};
struct MovementCheckpoint {
  EntryId departed;
  std::string where;
  Code child_well;
  std::string text;
};
struct MovementArrived {
  EntryId departed;
  std::string text;
};
/// The giving side's signature; the sheet is the same on both sides, and so is its digest.
struct HandoverSigned {
  EntryId departed;
  std::string sheet_sha256;
  std::optional<Date> handed_on;
  std::string handed_at;
  UnitId received_by_unit;
  std::string received_by_name;
  Code received_by_relation;  ///< list relation_to_child
  std::string receiver_paper;
  Codes papers_given;  ///< list paper_kind
  Code care_explained;
  std::string belongings;
  Code child_face;  ///< list child_face
  std::string child_words;
  std::optional<Date> next_call_on;
};
/// The receiving side's signature.
struct HandoverReceived {
  EntryId handover;
  std::string sheet_sha256;
  std::string text;
};
struct ReintegrationPlanned {
  std::string child_hopes;
  Code child_agrees;  ///< list assent
  Codes supports;  ///< list service_type
  std::string learning_place;
  Codes family_supports;  ///< list service_type
  std::string community;
  UnitId following_unit;
  PersonId responsible;
  Code rhythm;  ///< list visit_rhythm
  std::optional<Date> first_visit_on;
  std::optional<Date> until;
};
/// Ratings are words, never numbers; an instrument with weights is a data file of the programme's.
struct VisitRecorded {
  std::optional<Date> visited_on;
  Code mode;  ///< list visit_mode
  Code child_seen;
  Code seen_alone;
  Code safety;  ///< list visit_rating
  Code learning;  ///< list visit_rating
  Code health;  ///< list visit_rating
  Code daily_life;  ///< list visit_rating
  Code family;  ///< list visit_rating
  Code community;  ///< list visit_rating
  std::string child_words;
  std::optional<Date> next_visit_on;
};

}  // namespace nibbi::domain
