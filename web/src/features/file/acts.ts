/** What can be done on a file, step by step of the journey, and which right each act needs (contract/policy). */
import gates from "../../../../contract/policy/entries.json";
import { form_entries, type FormName } from "../../generated/form_names";
import type { WordKey } from "../../base/words.svelte";
import type { Decision, View } from "../../records/wire";
import { has_said, items_of, open_placement } from "./state";

const by_kind: Record<string, string> = gates.entries;
/** The action of the policy that an entry of this kind is; nothing for doors. */
export function action_for(kind: string): string | undefined {
  const action = by_kind[kind];
  return action && !action.includes(":") && action !== "system" ? action : undefined;
}
export function may(view: View, kind: string): Decision {
  // An order to keep binds a file that rests too: whoever takes it up again without a reason sets and lifts one (domain/decide, access_to).
  if (kind.startsWith("keep_order.") && view.state.status !== "open") return view.actions.reopen === "allow" ? "allow" : "deny";
  const action = action_for(kind);
  // What a fresh code would open is offered too: the code is asked for on the way.
  return (action && (view.actions[action] ?? view.when_fresh[action])) || "deny";
}
/** May this be asked for, so that a second person agrees? */
export const may_ask = (view: View, action: string): boolean => (view.actions[action] ?? view.when_fresh[action]) === "two";
export const may_do = (view: View, kind: string): boolean => may(view, kind) !== "deny";

/** The eight steps, in the words of the list `journey_step`; each with its forms and what shows that it is done. */
export interface Step {
  step: string;
  forms: FormName[];
  /** Acts of one sentence that begin something, with the kind that they write. */
  deeds?: [name: string, kind: string][];
  done_when: (view: View) => boolean;
  begun_when: (view: View) => boolean;
}
const said = (...kinds: string[]) => (view: View) => kinds.some((kind) => has_said(view, kind));
const answered = (prefix: string) => (view: View) =>
  Object.keys(view.state.answers ?? {}).some((id) => id.startsWith(prefix));
const never = () => false;
/** A service for the family or the community, not for the child. */
const for_those_around = (list: string) => (view: View) =>
  items_of(view.state, list).some((one) => !one.amended_by && ["family", "community"].includes(String(one.beneficiary)) && one.outcome !== "no");

export const journey: Step[] = [
  { step: "identification", forms: ["intake", "consent", "safety", "identification"],
    deeds: [["consent_refused", "consent.refused"]],
    done_when: (view) => answered("intake.")(view), begun_when: said("child.opened") },
  { step: "personal_study", forms: ["assessment", "risk", "need", "best_interests_assessment", "best_interests_determination"],
    done_when: answered("assessment."), begun_when: said("risk.assessed", "need.recorded") },
  { step: "emergency_care", forms: ["placement", "placement_end", "service_plan", "service_given", "health_check", "legal_act"],
    done_when: said("placement.begun", "service.given"), begun_when: said("service.planned", "referral.sent", "health.checked") },
  { step: "family_search_assessment", forms: ["tracing", "family_assessment"],
    deeds: [["trace_task", "tracing.tasked"], ["trace_propose", "trace.proposed"]],
    done_when: said("family.assessed"), begun_when: answered("tracing.") },
  { step: "return", forms: ["wish", "return_plan", "authorisation", "travel_papers", "handover"],
    done_when: said("handover.received"), begun_when: said("wish.recorded", "return.planned") },
  { step: "reintegration", forms: ["reintegration_plan", "service_plan", "service_given"],
    done_when: said("reintegration.planned"), begun_when: never },
  { step: "monitoring", forms: ["visit", "closure_request"],
    deeds: [["keep_order", "keep_order.set"]],
    done_when: said("closure.approved"), begun_when: said("visit.recorded") },
  { step: "family_community_support", forms: ["service_plan", "service_given"],
    done_when: for_those_around("given_services"), begun_when: for_those_around("planned_services") },
];
/** Forms that speak of something that must stand first. */
const stands: Partial<Record<FormName, (view: View) => boolean>> = {
  placement_end: (view) => open_placement(view) !== undefined,
  handover: (view) => items_of(view.state, "departures").length > items_of(view.state, "handovers").length,
  best_interests_determination: said("best_interests.assessed"),
};
export const may_fill = (view: View, form: FormName): boolean =>
  may_do(view, form_entries[form]) && (stands[form]?.(view) ?? true);

/** What is missing before something can be done, by the Problem that says so, and the form that brings it. */
const remedies: Partial<Record<string, FormName>> = {
  wish_missing: "wish", wish_recorder_accompanies: "wish", best_interests_missing: "best_interests_assessment",
  determination_missing: "best_interests_determination", family_assessment_missing: "family_assessment", family_assessment_old: "family_assessment",
  authorisation_missing: "authorisation", health_check_missing: "health_check", papers_missing: "travel_papers", receiver_missing: "return_plan",
  accompanying_adult_missing: "return_plan", woman_accompanying_missing: "return_plan", not_placed: "placement",
};
/** The form that lifts this Problem, where this person may fill it in. */
export function remedy_form(view: View, problem: string): FormName | undefined {
  const form = remedies[problem];
  return form && may_fill(view, form) ? form : undefined;
}

/** Which sections of a file show which lists of its state; the lists' names are those of the state. */
export const sections: { section: string; lists: string[] }[] = [
  { section: "consent", lists: ["consents", "refusals", "withdrawals", "basis_reviews"] },
  { section: "needs", lists: ["needs", "planned_services", "given_services"] },
  { section: "placement", lists: ["placements"] },
  { section: "situation", lists: ["risks", "identifications"] },
  { section: "legal", lists: ["legal_acts", "papers"] },
  { section: "health", lists: ["health_checks"] },
  { section: "tracing", lists: ["tracing_tasks", "traces", "confirmed_traces", "refuted_traces", "family_assessments"] },
  { section: "best_interests", lists: ["assessments", "determinations", "wishes"] },
  { section: "return", lists: ["return_plans", "waivers", "return_withdrawals", "departures", "checkpoints", "arrivals", "handovers", "handovers_received"] },
  { section: "reintegration", lists: ["reintegration_plans"] },
  { section: "visits", lists: ["visits"] },
  { section: "closure", lists: ["closure_requests", "closures", "closure_refusals", "reopenings", "keep_orders"] },
  { section: "notes", lists: ["notes"] },
];

/** The kind of entry that gave the items of a list: its form knows the labels of their fields. */
export const kind_of_list: Record<string, string> = {
  notes: "note.added", needs: "need.recorded", consents: "consent.given", refusals: "consent.refused", withdrawals: "consent.withdrawn",
  basis_reviews: "basis.reviewed", identifications: "identification.recorded", legal_acts: "legal_act.recorded", risks: "risk.assessed",
  planned_services: "service.planned", given_services: "service.given", tracing_tasks: "tracing.tasked", traces: "trace.proposed",
  confirmed_traces: "trace.confirmed", refuted_traces: "trace.refuted", family_assessments: "family.assessed", wishes: "wish.recorded",
  assessments: "best_interests.assessed", determinations: "best_interests.determined", health_checks: "health.checked",
  papers: "papers.recorded", return_plans: "return.planned", waivers: "return.waived", return_withdrawals: "return.withdrawn",
  departures: "movement.departed", checkpoints: "movement.checkpoint", arrivals: "movement.arrived", handovers: "handover.signed",
  handovers_received: "handover.received", reintegration_plans: "reintegration.planned", visits: "visit.recorded",
  closure_requests: "closure.requested", closures: "closure.approved", closure_refusals: "closure.refused", reopenings: "file.reopened",
  placements: "placement.begun", keep_orders: "keep_order.set",
};

/** What can follow on an item that stands: the deed, and when it makes sense. */
export interface Following {
  deed: string;
  words: WordKey;
  when?: (view: View, id: string) => boolean;
}
const unanswered = (list: string, field: string) => (view: View, id: string) =>
  !((view.state as Record<string, unknown>)[list] as { [key: string]: unknown }[] | undefined)?.some((one) => one[field] === id);
/** A plan that the child may still leave by. */
export const open_plan = (view: View, id: string) => unanswered("departures", "plan")(view, id) && unanswered("return_withdrawals", "plan")(view, id);

export const followings: Record<string, Following[]> = {
  consents: [{ deed: "consent_withdraw", words: "consent.withdraw", when: unanswered("withdrawals", "consent") }],
  traces: [
    { deed: "trace_confirm", words: "deed.trace_confirm", when: unanswered("confirmed_traces", "proposed") },
    { deed: "trace_refute", words: "tracing.set_aside", when: unanswered("refuted_traces", "proposed") },
  ],
  return_plans: [
    { deed: "depart", words: "return.depart", when: open_plan },
    { deed: "return_waive", words: "return.waive", when: open_plan },
    { deed: "return_stop", words: "return.stop", when: unanswered("return_withdrawals", "plan") },
  ],
  departures: [
    { deed: "checkpoint", words: "return.checkpoint", when: unanswered("arrivals", "departed") },
    { deed: "arrive", words: "return.arrived", when: unanswered("arrivals", "departed") },
    { deed: "handover", words: "handover.title", when: unanswered("handovers", "departed") },
  ],
  handovers: [{ deed: "handover_receive", words: "handover.sign_receive", when: unanswered("handovers_received", "handover") }],
  closure_requests: [
    { deed: "closure_approve", words: "closure.approve", when: unanswered("closures", "request") },
    { deed: "closure_refuse", words: "closure.refuse", when: unanswered("closure_refusals", "request") },
  ],
  keep_orders: [{ deed: "keep_order_lift", words: "deed.keep_order_lift", when: unanswered("lifted_keep_orders", "order") }],
};
/** The kind that each deed on an item writes, to ask whether it may be done. */
export const deed_kinds: Record<string, string> = {
  consent_withdraw: "consent.withdrawn", depart: "movement.departed", return_waive: "return.waived", return_stop: "return.withdrawn",
  checkpoint: "movement.checkpoint", arrive: "movement.arrived", handover: "handover.signed", handover_receive: "handover.received",
  trace_confirm: "trace.confirmed", trace_refute: "trace.refuted", closure_approve: "closure.approved", closure_refuse: "closure.refused", keep_order_lift: "keep_order.lifted",
};
