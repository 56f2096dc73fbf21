#pragma once
// The entries between protection and follow-up, and those of records that are not a child; as describe_entries.hpp.
#include "domain/entry.hpp"
#include "wire/field.hpp"

namespace nibbi::wire {

using namespace domain;

template <class Io> void describe(Io& io, IdentificationRecorded& b) {
  io("presumed_child", at::plain, b.presumed_child, in("yes_no"));
  io("status", at::legal, b.status, in("trafficking_status").required());
  io("decided_by", at::legal, b.decided_by, in("deciding_authority"));
  io("decided_on", at::plain, b.decided_on);
  io("reference", at::legal, b.reference);
  io("acts", at::legal, b.acts, in("act"));
  io("means", at::legal, b.means, in("means"));
  io("purposes", at::legal, b.purposes, in("purpose"));
  io("exploitation", at::legal, b.exploitation, in("exploitation"));
  io("labour_industry", at::journey, b.labour_industry, in("labour_industry"));
  io("recruitment", at::journey, b.recruitment, in("recruitment_method"));
  io("control", at::journey, b.control, in("control_method"));
  io("grounds", at::legal, b.grounds, long_text);
}
template <class Io> void describe(Io& io, LegalActRecorded& b) {
  io("legal_act_kind", at::legal, b.legal_act_kind, in("legal_act_kind").required());
  io("authority", at::legal, b.authority, in("legal_authority"));
  io("authority_name", at::legal, b.authority_name);
  io("reference", at::legal, b.reference);
  io("issued_on", at::plain, b.issued_on);
  io("valid_until", at::plain, b.valid_until);
  io("next_date", at::plain, b.next_date);
  io("scope", at::legal, b.scope, long_text);
  io("child_told", at::plain, b.child_told, in("yes_no"));
}
template <class Io> void describe(Io& io, RiskAssessed& b) {
  io("level", at::plain, b.level, in("risk_level").required());
  io("kinds", at::assessment, b.kinds, in("risk_kind"));
  io("secret_address", at::plain, b.secret_address, in("need_flag"));
  io("not_to_be_given_to", at::safety, b.not_to_be_given_to);
  io("not_to_contact", at::safety, b.not_to_contact);
  io("child_fears", at::safety, b.child_fears);
  io("measures", at::assessment, b.measures, long_text);
  io("review_on", at::plain, b.review_on);
}
template <class Io> void describe(Io& io, PlacementBegun& b) {
  io("legal_act", at::plain, b.legal_act);
  io("over_capacity_reason", at::notes, b.over_capacity_reason, long_text);
  io("placement_kind", at::location, b.placement_kind, in("placement_kind").required());
  io("unit", at::location, b.unit);
  io("carer_name", at::location, b.carer_name);
  io("place", at::location, b.place);
  io("phone", at::location, b.phone);
  io("begun_on", at::plain, b.begun_on, required);
  io("expected_end", at::plain, b.expected_end);
  io("basis", at::legal, b.basis, in("placement_basis"));
  io("with_siblings", at::plain, b.with_siblings, in("yes_no"));
  io("child_view", at::notes, b.child_view, long_text);
}
template <class Io> void describe(Io& io, PlacementEnded& b) {
  io("placement", at::plain, b.placement, required);
  io("to_unit", at::location, b.to_unit);
  io("end_reason", at::location, b.end_reason, in("placement_end_reason").required());
  io("ended_on", at::plain, b.ended_on, required);
  io("next_kind", at::location, b.next_kind, in("placement_kind"));
  io("left_with", at::family, b.left_with);
  io("belongings", at::plain, b.belongings, in("yes_no"));
  io("child_view", at::notes, b.child_view, long_text);
}
template <class Io> void describe(Io& io, ServicePlanned& b) {
  io("quantity", at::plain, b.quantity, Rule{.most = 100'000});
  io("service", at::plain, b.service, in("service_type").required());
  io("beneficiary", at::plain, b.beneficiary, in("beneficiary"));
  io("aim", at::notes, b.aim, long_text);
  io("child_agrees", at::plain, b.child_agrees, in("assent"));
  io("by_unit", at::location, b.by_unit);
  io("responsible", at::plain, b.responsible);
  io("planned_on", at::plain, b.planned_on);
  io("cost", at::plain, b.cost);
  io("funding_line", at::plain, b.funding_line, in("funding_line"));
}
template <class Io> void describe(Io& io, ServiceGiven& b) {
  io("planned", at::plain, b.planned);
  io("provider", at::location, b.provider);
  io("quantity", at::plain, b.quantity, Rule{.most = 100'000});
  io("funding_line", at::plain, b.funding_line, in("funding_line"));
  io("service", at::plain, b.service, in("service_type").required());
  io("outcome", at::plain, b.outcome, in("service_outcome").required());
  io("given_on", at::plain, b.given_on);
  io("beneficiary", at::plain, b.beneficiary, in("beneficiary"));
  io("child_came", at::plain, b.child_came, in("yes_no"));
  io("child_words", at::notes, b.child_words, long_text);
  io("details", at::notes, b.details, long_text);
  io("cost", at::plain, b.cost);
}
template <class Io> void describe(Io& io, TracingTasked& b) {
  io("person", at::plain, b.person, required);
  io("unit", at::plain, b.unit);
  io("country", at::plain, b.country, in("country"));
  io("due", at::plain, b.due);
  io("text", at::tracing_facts, b.text, long_text);
}
template <class Io> void describe(Io& io, TraceProposed& b) {
  io("inquiry", at::plain, b.inquiry);
  io("family", at::family, b.family, required);
  io("evidence", at::family, b.evidence, long_text.required());
}
template <class Io> void describe(Io& io, TraceConfirmed& b) {
  io("proposed", at::plain, b.proposed, required);
  io("outcome", at::family, b.outcome, in("tracing_outcome"));
  io("text", at::family, b.text, long_text);
}
template <class Io> void describe(Io& io, TraceRefuted& b) {
  io("proposed", at::plain, b.proposed);
  io("inquiry", at::plain, b.inquiry);
  io("outcome", at::family, b.outcome, in("tracing_outcome"));
  io("text", at::family, b.text, long_text);
}
template <class Io> void describe(Io& io, PlaceLinked& b) {
  io("place", at::journey, b.place, required);
  io("text", at::journey, b.text, long_text);
}
template <class Io> void describe(Io& io, FamilyAssessed& b) {
  io("assessed_on", at::plain, b.assessed_on, required);
  io("mode", at::plain, b.mode, in("visit_mode").required());
  io("met_with", at::family, b.met_with);
  io("receiver_name", at::family, b.receiver_name);
  io("answer", at::assessment, b.answer, in("family_answer").required());
  io("part_in_departure", at::assessment, b.part_in_departure, in("need_flag"));
  io("family_words", at::assessment, b.family_words, long_text);
  io("safety_at_home", at::assessment, b.safety_at_home, long_text);
  io("livelihood", at::assessment, b.livelihood, long_text);
  io("school_near", at::assessment, b.school_near);
  io("other_children", at::family, b.other_children);
  io("support", at::plain, b.support, in("service_type"));
  io("grounds", at::assessment, b.grounds, long_text);
}
template <class Io> void describe(Io& io, WishRecorded& b) {
  io("about", at::assessment, b.about, in("wish_about").required());
  io("wish", at::assessment, b.wish, in("wish").required());
  io("child_words", at::assessment, b.child_words, long_text);
  io("heard_on", at::plain, b.heard_on, required);
  io("heard_alone", at::assessment, b.heard_alone, in("yes_no"));
  io("language", at::plain, b.language, in("language"));
  io("conditions", at::assessment, b.conditions, long_text);
}
template <class Io> void describe(Io& io, BestInterestsAssessed& b) {
  io("unaccompanied", at::plain, b.unaccompanied, in("yes_no"));
  io("assessed_on", at::plain, b.assessed_on, required);
  io("sources", at::assessment, b.sources, in("bia_source"));
  io("child_view", at::assessment, b.child_view, long_text.required());
  io("safety", at::assessment, b.safety, long_text);
  io("family_ties", at::assessment, b.family_ties, long_text);
  io("growth", at::assessment, b.growth, long_text);
  io("options", at::assessment, b.options, in("lasting_answer").required());
  io("recommendation", at::assessment, b.recommendation, in("lasting_answer"));
  io("grounds", at::assessment, b.grounds, long_text);
  io("doubts", at::assessment, b.doubts, long_text);
}
template <class Io> void describe(Io& io, BestInterestsDetermined& b) {
  io("determined_on", at::plain, b.determined_on, required);
  io("panel_roles", at::assessment, b.panel_roles, in("panel_role").required());
  io("panel_names", at::assessment, b.panel_names);
  io("child_heard", at::plain, b.child_heard, in("yes_no"));
  io("lasting_answer", at::assessment, b.lasting_answer, in("lasting_answer").required());
  io("grounds", at::assessment, b.grounds, long_text.required());
  io("dissent", at::assessment, b.dissent, long_text);
  io("conditions", at::assessment, b.conditions, long_text);
  io("review_on", at::plain, b.review_on);
  io("reopen_if", at::assessment, b.reopen_if);
}
template <class Io> void describe(Io& io, HealthChecked& b) {
  io("checked_on", at::plain, b.checked_on, required);
  io("reason", at::health, b.reason, in("health_check_reason"));
  io("child_agreed", at::plain, b.child_agreed, in("assent"));
  io("fit_to_travel", at::health, b.fit_to_travel, in("fit_to_travel"));
  io("findings", at::health, b.findings, long_text);
  io("done_by", at::health, b.done_by);
  io("care_to_give", at::safety, b.care_to_give, long_text);
  io("allergies", at::safety, b.allergies);
  io("next_appointment", at::plain, b.next_appointment);
}
template <class Io> void describe(Io& io, PapersRecorded& b) {
  io("papers", at::legal, b.papers, in("paper_kind").required());
  io("complete", at::plain, b.complete, in("yes_no"));
  io("number", at::name, b.number);
  io("issued_by", at::legal, b.issued_by);
  io("issued_on", at::plain, b.issued_on);
  io("valid_until", at::plain, b.valid_until);
  io("civil_registration", at::legal, b.civil_registration, in("civil_registration"));
  io("named_companion", at::location, b.named_companion);
}
template <class Io> void describe(Io& io, ReturnPlanned& b) {
  io("answer", at::plain, b.answer, in("lasting_answer"));
  io("receiver_verified", at::plain, b.receiver_verified, in("yes_no"));
  io("accompanying", at::plain, b.accompanying);
  io("girl_asked_otherwise", at::plain, b.girl_asked_otherwise, in("yes_no"));
  io("destination_country", at::plain, b.destination_country, in("country").required());
  io("destination", at::location, b.destination, required);
  io("receiving_unit", at::location, b.receiving_unit, required);
  io("receiver_name", at::location, b.receiver_name);
  io("receiver_relation", at::family, b.receiver_relation, in("relation_to_child"));
  io("accompanying_person", at::location, b.accompanying_person);
  io("accompanying_name", at::location, b.accompanying_name);
  io("accompanied_by_woman", at::location, b.accompanied_by_woman, in("yes_no"));
  io("depart_on", at::location, b.depart_on);
  io("transport", at::location, b.transport, in("transport_mode"));
  io("stages", at::location, b.stages, long_text);
  io("emergency_phone", at::location, b.emergency_phone);
}
template <class Io> void describe(Io& io, ReturnWaived& b) {
  io("condition", at::plain, b.condition, in("waiver_condition").required());
  io("plan", at::plain, b.plan, required);
  io("waiver_reason", at::plain, b.waiver_reason, in("waiver_reason").required());
  io("grounds", at::assessment, b.grounds, long_text.required());
}
template <class Io> void describe(Io& io, ReturnWithdrawn& b) {
  io("plan", at::plain, b.plan, required);
  io("by", at::plain, b.by, in("consent_giver"));
  io("child_words", at::assessment, b.child_words, long_text);
}
template <class Io> void describe(Io& io, MovementDeparted& b) {
  io("plan", at::plain, b.plan, required);
  io("movement", at::plain, b.movement);
}
template <class Io> void describe(Io& io, MovementCheckpoint& b) {
  io("departed", at::plain, b.departed, required);
  io("where", at::location, b.where);
  io("child_well", at::plain, b.child_well, in("yes_no"));
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, MovementArrived& b) {
  io("departed", at::plain, b.departed, required);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, HandoverSigned& b) {
  io("departed", at::plain, b.departed, required);
  io("sheet_sha256", at::plain, b.sheet_sha256);
  io("handed_on", at::location, b.handed_on, required);
  io("handed_at", at::location, b.handed_at);
  io("received_by_unit", at::location, b.received_by_unit);
  io("received_by_name", at::location, b.received_by_name, required);
  io("received_by_relation", at::family, b.received_by_relation, in("relation_to_child"));
  io("receiver_paper", at::location, b.receiver_paper);
  io("papers_given", at::legal, b.papers_given, in("paper_kind"));
  io("care_explained", at::plain, b.care_explained, in("yes_no"));
  io("belongings", at::notes, b.belongings);
  io("child_face", at::notes, b.child_face, in("child_face"));
  io("child_words", at::notes, b.child_words);
  io("next_call_on", at::plain, b.next_call_on);
}
template <class Io> void describe(Io& io, HandoverReceived& b) {
  io("handover", at::plain, b.handover, required);
  io("sheet_sha256", at::plain, b.sheet_sha256);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, ReintegrationPlanned& b) {
  io("child_hopes", at::assessment, b.child_hopes, long_text.required());
  io("child_agrees", at::plain, b.child_agrees, in("assent"));
  io("supports", at::plain, b.supports, in("service_type"));
  io("learning_place", at::location, b.learning_place);
  io("family_supports", at::plain, b.family_supports, in("service_type"));
  io("community", at::assessment, b.community, long_text);
  io("following_unit", at::location, b.following_unit);
  io("responsible", at::plain, b.responsible);
  io("rhythm", at::plain, b.rhythm, in("visit_rhythm"));
  io("first_visit_on", at::plain, b.first_visit_on);
  io("until", at::plain, b.until);
}
template <class Io> void describe(Io& io, VisitRecorded& b) {
  io("visited_on", at::plain, b.visited_on, required);
  io("mode", at::plain, b.mode, in("visit_mode").required());
  io("child_seen", at::plain, b.child_seen, in("yes_no").required());
  io("seen_alone", at::plain, b.seen_alone, in("yes_no"));
  io("safety", at::assessment, b.safety, in("visit_rating"));
  io("learning", at::assessment, b.learning, in("visit_rating"));
  io("health", at::assessment, b.health, in("visit_rating"));
  io("daily_life", at::assessment, b.daily_life, in("visit_rating"));
  io("family", at::assessment, b.family, in("visit_rating"));
  io("community", at::assessment, b.community, in("visit_rating"));
  io("child_words", at::notes, b.child_words, long_text);
  io("next_visit_on", at::plain, b.next_visit_on);
}
template <class Io> void describe(Io& io, ClosureRequested& b) {
  io("closure_reason", at::plain, b.closure_reason, in("closure_reason").required());
  io("child_view", at::assessment, b.child_view, long_text);
  io("family_view", at::assessment, b.family_view, long_text);
  io("last_seen_on", at::plain, b.last_seen_on);
  io("still_needed", at::plain, b.still_needed, in("service_type"));
  io("who_to_call", at::safety, b.who_to_call);
  io("grounds", at::assessment, b.grounds, long_text);
}

// The house: units and people are not secret inside it, but for addresses marked so.
template <class Io> void describe(Io& io, UnitRegistered& b) {
  io("name", at::plain, b.name, required);
  io("organisation", at::plain, b.organisation, required);
  io("kind", at::plain, b.kind, in("unit_kind").required());
  io("country", at::plain, b.country, in("country").required());
  io("services", at::plain, b.services, in("service_type"));
  io("languages", at::plain, b.languages, in("language"));
  io("town", at::plain, b.town);
  io("phone", at::plain, b.phone);
  io("address_secret", at::plain, b.address_secret);
  io("address", at::location, b.address);
  io("breaks_glass", at::plain, b.breaks_glass);
}
template <class Io> void describe(Io& io, UnitCapacitySet& b) { io("places", at::plain, b.places, Rule{.most = 10'000, .needed = true}); }
template <class Io> void describe(Io& io, UnitDutySet& b) {
  io("supervisor", at::plain, b.supervisor, required);
  io("from", at::plain, b.from, required);
  io("until", at::plain, b.until, required);
}
template <class Io> void describe(Io& io, UnitClosed& b) { io("text", at::plain, b.text); }
template <class Io> void describe(Io& io, PersonRegistered& b) {
  io("name", at::plain, b.name, required);
  io("language", at::plain, b.language, required);
}
template <class Io> void describe(Io& io, PersonGranted& b) {
  io("role", at::plain, b.role, required);
  io("unit", at::plain, b.unit, required);
  io("countries", at::plain, b.countries, in("country"));
}
template <class Io> void describe(Io& io, PersonRevoked& b) {
  io("role", at::plain, b.role, required);
  io("unit", at::plain, b.unit, required);
}
template <class Io> void describe(Io& io, PersonSupervised& b) { io("supervisor", at::plain, b.supervisor, required); }
template <class Io> void describe(Io& io, PersonSafeguards& b) { io("named", at::plain, b.named); }
template <class Io> void describe(Io& io, EventOpened& b) {
  io("code", at::plain, b.code, required);
  io("country", at::plain, b.country, in("country").required());
  io("kind", at::plain, b.kind, in("event_kind"));
  io("children", at::plain, b.children, Rule{.most = 10'000});
  io("where", at::location, b.where);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, FamilyOpened& b) {
  io("code", at::plain, b.code, required);
  io("country", at::plain, b.country, in("country"));
  io("name", at::name, b.name);
  io("where", at::location, b.where);
  io("phone", at::family, b.phone);
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, InquiryOpened& b) {
  io("code", at::plain, b.code, required);
  io("country", at::plain, b.country, in("country"));
  io("name", at::name, b.name);
  io("where", at::location, b.where);
  io("phone", at::family, b.phone);
  io("text", at::notes, b.text, long_text);
  io("relation", at::family, b.relation, in("relation_to_child"));
  io("first_name", at::name, b.first_name);
  io("family_name", at::name, b.family_name);
  io("other_names", at::name, b.other_names);
  io("sex", at::tracing_facts, b.sex, in("sex"));
  io("birth", at::tracing_facts, b.birth);
  io("mother", at::family, b.mother);
  io("father", at::family, b.father);
  io("siblings", at::family, b.siblings);
  io("others", at::family, b.others);
  io("village", at::origin, b.village);
  io("languages", at::languages, b.languages, in("language"));
  io("companions", at::family, b.companions);
  io("parted", at::tracing_facts, b.parted);
  io("marks", at::tracing_facts, b.marks, in("body_mark"));
}
template <class Io> void describe(Io& io, InquiryClosed& b) {
  io("inquiry_end", at::plain, b.inquiry_end, in("inquiry_end").required());
  io("text", at::notes, b.text, long_text);
}
template <class Io> void describe(Io& io, InquiryReopened& b) { io("text", at::notes, b.text, long_text.required()); }
template <class Io> void describe(Io& io, PlaceOpened& b) {
  io("code", at::plain, b.code, required);
  io("country", at::plain, b.country, in("country"));
  io("kind", at::plain, b.kind, in("place_kind"));
  io("name", at::name, b.name);
  io("where", at::location, b.where);
  io("text", at::notes, b.text, long_text);
  io("children", at::plain, b.children, Rule{.most = 10'000});
}
template <class Io> void describe(Io& io, MovementOpened& b) {
  io("code", at::plain, b.code, required);
  io("country", at::plain, b.country, in("country"));
  io("to_country", at::plain, b.to_country, in("country"));
  io("day", at::location, b.day);
  io("text", at::notes, b.text, long_text);
}

}  // namespace nibbi::wire
