// One entry of each kind that a child's file takes, made so that whoever has the right to say it changes nothing that others' rights hang on: it
// speaks of something that is not there (and is refused for that, `then`), or it only adds (accepted). `two` is what a deed that needs two
// answers to the first of them.
import { uuid7 } from "./client.mjs";

const day = new Date().toISOString().slice(0, 10);
const nothing = uuid7(), nobody = uuid7(), nowhere = uuid7();
const referral = { plain: { referral: nothing } };

export const probes = {
  "form.saved": { parts: { plain: { form: "intake", form_version: 1 } } },
  "note.added": { parts: { plain: { note_kind: "observation" }, narrative: { text: "mots" } } },
  "need.recorded": { parts: { plain: { need: "shelter", urgency: "urgent_72h" } } },
  // Announced once each: the same id again would be another's.
  "attachment.added": { get parts() { return { plain: { attachment: uuid7(), kind: "other", media_type: "image/png", bytes: 10, sha256: "A".repeat(43) } }; } },
  "assignment.made": { parts: { plain: { person: nobody, unit: nowhere } }, then: "person_unknown" },
  "cover.set": { parts: { plain: { person: nobody, from: day, until: day } }, then: "person_unknown" },
  // Said with its reason it would give the right that others are asked for: without, everybody who may is asked for one.
  "break_glass.opened": { parts: {}, then: "reason_needed", never_with_reason: true },
  "break_glass.ended": { parts: { plain: { opened: nothing } }, then: "no_such_step", ends_emergency: true },
  // Told by whoever sees anything of the file, whatever they see of it; of an erased one nothing is told any more.
  "file.looked_at": { parts: { plain: { parts: ["identity"] } }, changes_when: ["erased"] },
  "kept_apart.settled": { parts: { plain: { entry: nothing, said_at: "2026-11-01T08:00:00.000Z" }, narrative: { author: nobody, unit: nowhere } }, then: "no_such_step" },
  "conflict.resolved": { parts: { plain: { question: "intake.danger", chosen: "no" } }, then: "no_such_step" },
  "consent.given": { parts: { plain: { basis: "consent", given_by: "child", purposes: ["legal_help"], data_classes: ["legal"], recipient_kind: "justice" } } },
  "consent.refused": { parts: { plain: { purposes: ["legal_help"] } } },
  "consent.withdrawn": { parts: { plain: { consent: nothing } }, then: "no_such_step" },
  "basis.reviewed": { parts: { plain: { basis: nothing, upheld: true } }, then: "no_such_step" },
  "identification.recorded": { parts: { narrative: { status: "possible_victim" } } },
  "legal_act.recorded": { parts: { narrative: { legal_act_kind: "hearing" } } },
  "risk.assessed": { parts: { plain: { level: "low" } } },
  "referral.sent": { parts: { plain: { service: "shelter", priority: "urgent_72h", data_classes: [], basis: "vital_urgency" }, placement: { to_unit: nowhere } }, then: "unit_unknown" },
  "referral.opened": { parts: referral, then: "nothing_to_answer" },
  "referral.asked": { parts: { plain: { referral: nothing, text: "mots" } }, then: "nothing_to_answer" },
  "referral.answered": { parts: { plain: { referral: nothing, text: "mots" } }, then: "nothing_to_answer" },
  "referral.accepted": { parts: referral, then: "nothing_to_answer" },
  "referral.declined": { parts: { plain: { referral: nothing, reason: "full" } }, then: "nothing_to_answer" },
  "referral.service_given": { parts: { plain: { referral: nothing, outcome: "yes" } }, then: "nothing_to_answer" },
  "referral.feedback": { parts: referral, then: "nothing_to_answer" },
  "referral.closed": { parts: referral, then: "nothing_to_answer" },
  "referral.withdrawn": { parts: referral, then: "nothing_to_answer" },
  "placement.begun": { parts: { plain: { begun_on: day }, placement: { placement_kind: "shelter", unit: nowhere } }, then: "unit_unknown" },
  "placement.ended": { parts: { plain: { placement: nothing, ended_on: day }, placement: { end_reason: "moved" } }, then: "not_placed" },
  "service.planned": { parts: { plain: { service: "psychosocial" } } },
  "service.given": { parts: { plain: { service: "psychosocial", outcome: "yes" } } },
  "tracing.tasked": { parts: { plain: { person: nobody } }, then: "person_unknown" },
  "trace.proposed": { parts: { identity: { family: "mots", evidence: "mots" } } },
  // The proposal is the first person's word, the confirmation the second's: there is nothing to wait for.
  "trace.confirmed": { parts: { plain: { proposed: nothing } }, then: "no_such_step", two: "no_such_step" },
  "trace.refuted": { parts: { plain: { proposed: nothing } }, then: "no_such_step" },
  "place.linked": { parts: { narrative: { place: nothing } } },
  "family.assessed": { parts: { plain: { assessed_on: day, mode: "home" }, narrative: { answer: "ready" } } },
  "wish.recorded": { parts: { plain: { heard_on: day }, narrative: { about: "other", wish: "unsure" } } },
  "best_interests.assessed": { parts: { plain: { assessed_on: day }, narrative: { child_view: "mots", options: ["stay"] } } },
  "best_interests.determined": { parts: { plain: { determined_on: day }, narrative: { panel_roles: ["coordinator"], lasting_answer: "stay", grounds: "mots" } }, two: "pending" },
  "health.checked": { parts: { plain: { checked_on: day } } },
  "papers.recorded": { parts: { narrative: { papers: ["passport"] } } },
  "return.planned": { parts: { plain: { destination_country: "SN" }, placement: { destination: "mots", receiving_unit: nowhere } }, then: "unit_unknown" },
  // Whoever may plan a return, only the coordinator lets a condition of it go.
  "return.waived": { parts: { plain: { condition: "papers", plan: nothing, waiver_reason: "done_otherwise" }, narrative: { grounds: "mots" } }, then: "no_such_step", only: ["country_coordinator"] },
  "return.withdrawn": { parts: { plain: { plan: nothing } }, then: "no_such_step" },
  "movement.departed": { parts: { plain: { plan: nothing } }, then: "no_such_step" },
  "movement.checkpoint": { parts: { plain: { departed: nothing } }, then: "not_departed" },
  "movement.arrived": { parts: { plain: { departed: nothing } }, then: "not_departed" },
  "handover.signed": { parts: { plain: { departed: nothing }, placement: { handed_on: day, received_by_name: "mots" } }, then: "not_departed" },
  "handover.received": { parts: { plain: { handover: nothing } }, then: "no_such_step" },
  "reintegration.planned": { parts: { narrative: { child_hopes: "mots" } } },
  "visit.recorded": { parts: { plain: { visited_on: day, mode: "home", child_seen: "yes" } } },
  "closure.requested": { parts: { plain: { closure_reason: "other" } } },
  // A closure was asked for by one person; the supervisor who answers is the second.
  "closure.approved": { parts: { plain: { request: nothing } }, two: "closure_not_requested" },
  "closure.refused": { parts: { plain: { request: nothing } }, two: "closure_not_requested" },
  "file.reopened": { parts: {}, then: "already_open", changes_when: ["closed", "held"] },
  // An order to keep is set and lifted by the same people on a file that rests.
  "keep_order.set": { parts: { plain: { kind: "court" } }, changes_when: ["open", "closed", "held"], at_rest_too: true },
  "keep_order.lifted": { parts: { plain: { order: nothing } }, then: "no_such_step", at_rest_too: true },
  // Asked for through second.asked; said alone it is refused.
  "record.merged": { parts: { plain: { other: nothing } }, two: "second_person_needed" },
  "record.unmerged": { parts: { plain: { merge: nothing } }, two: "second_person_needed" },
  // Of a file that is not there nobody may know.
  "pair.judged": { parts: { plain: { other_n: 1 }, identity: { other: nothing, verdict: "not_same" } }, then: "not_found" },
  "pair.reopened": { parts: { plain: { judged: nothing } }, then: "no_such_step" },
  "record.erased": { parts: { plain: { ground: "no_basis" } }, two: "second_person_needed" },
};

/** What only the system says. */
export const of_the_system = {
  "attachment.stored": { plain: { added: nothing, attachment: nothing, media_type: "image/png" } },
  "attachment.refused": { plain: { added: nothing, why: "not_an_image" } },
  "basis.lapsed": { plain: { basis: nothing } },
  "referral.received": referral,
  "referral.expired": referral,
  "record.absorbed": { plain: { survivor: nothing } },
};
/** Asked and answered by their own rule (`two`), not by the action that they stand for in the contract. */
export const by_two = ["second.asked", "second.agreed", "second.declined"];
/** Begins a file: a door of its own. */
export const openings = ["child.opened"];

export const asked_of_two = ["see_identity", "see_placement", "see_narrative", "export_file", "erase", "merge"];
export const asking = (action, other) => ({ plain: { action, ...(action === "erase" ? { ground: "no_basis" } : {}), ...(action === "merge" ? { other } : {}) }, narrative: { text: "mots" } });
export const answering = { plain: { asked: nothing } };
