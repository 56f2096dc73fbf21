/**
 * Acts that no form of the contract writes: mostly one sentence about an entry that stands already. They are forms of
 * their own, made here, so that one screen shows them all. `about` is the field that names that entry.
 */
import type { Form, Question, QuestionType, Tier } from "../../base/forms";
import { t, type WordKey } from "../../base/words.svelte";
import { is_withheld, type View } from "../../records/wire";
import { items_of, last_id, open_placement } from "../file/state";

interface Field {
  id: string;
  label: WordKey;
  help?: WordKey;
  type: QuestionType;
  tier?: Tier;
  list?: string;
  required?: boolean;
  of?: string;
  as_boolean?: boolean;
}
interface Deed {
  entry: string;
  title: WordKey;
  note?: WordKey;
  about?: string;
  fields: Field[];
}
const words = (id: string, label: WordKey, required = false): Field => ({ id, label, type: "long_text", tier: "narrative", required });

/** What both units read before one of them said yes. */
const plain_words = (label: WordKey): Field => ({ id: "text", label, type: "long_text", tier: "plain", required: true });

/** A file goes to another organisation with its yes to a referral, with a consent to the search, or with this reason, which the entry carries. */
const entrust_why: Field = { ...words("why", "deed.entrust_why"), help: "deed.entrust_why_help" };

const deeds = {
  assign: {
    entry: "assignment.made", title: "deed.assign",
    fields: [
      { id: "unit", label: "deed.unit", type: "unit", required: true },
      { id: "person", label: "deed.person", type: "person", of: "unit", required: true },
      entrust_why,
    ],
  },
  cover: {
    entry: "cover.set", title: "deed.cover",
    fields: [
      { id: "person", label: "deed.person", type: "person", required: true },
      { id: "from", label: "deed.from", type: "date", required: true },
      { id: "until", label: "deed.until", type: "date", required: true },
      entrust_why,
    ],
  },
  trace_task: {
    entry: "tracing.tasked", title: "deed.trace_task",
    fields: [
      { id: "unit", label: "deed.unit", type: "unit", required: true },
      { id: "person", label: "deed.person", type: "person", of: "unit", required: true },
      { id: "country", label: "deed.country", type: "country" },
      { id: "due", label: "deed.until", type: "date" },
      { id: "text", label: "deed.trace_text", type: "long_text", tier: "identity" },
      entrust_why,
    ],
  },
  trace_propose: {
    entry: "trace.proposed", title: "tracing.propose_check", note: "tracing.not_a_proof",
    fields: [
      { id: "family", label: "deed.family", type: "text", tier: "identity", required: true },
      { id: "evidence", label: "deed.evidence", type: "long_text", tier: "identity", required: true },
    ],
  },
  trace_confirm: {
    entry: "trace.confirmed", title: "deed.trace_confirm", note: "tracing.second_person", about: "proposed",
    fields: [
      { id: "outcome", label: "deed.outcome", type: "code", list: "tracing_outcome", tier: "identity" },
      { id: "text", label: "deed.text", type: "long_text", tier: "identity" },
    ],
  },
  trace_refute: {
    entry: "trace.refuted", title: "tracing.set_aside", about: "proposed",
    fields: [
      { id: "outcome", label: "deed.outcome", type: "code", list: "tracing_outcome", tier: "identity" },
      { id: "text", label: "tracing.set_aside_why", type: "long_text", tier: "identity", required: true },
    ],
  },
  consent_refused: {
    entry: "consent.refused", title: "deed.consent_refused",
    fields: [
      { id: "purposes", label: "deed.purposes", type: "codes", list: "consent_purpose", required: true },
      words("child_words", "deed.child_words"),
    ],
  },
  consent_withdraw: {
    entry: "consent.withdrawn", title: "consent.withdraw", note: "consent.withdraw_help", about: "consent",
    fields: [
      { id: "by", label: "deed.by", type: "code", list: "consent_giver" },
      words("words", "deed.child_words"),
    ],
  },
  basis_review: {
    entry: "basis.reviewed", title: "deed.basis_review", about: "basis",
    fields: [
      { id: "upheld", label: "deed.upheld", type: "yes_no", as_boolean: true, required: true },
      words("text", "access.second_why"),
    ],
  },
  return_stop: {
    entry: "return.withdrawn", title: "return.stop", note: "return.child_stops_help", about: "plan",
    fields: [
      { id: "by", label: "deed.by", type: "code", list: "consent_giver" },
      words("child_words", "deed.child_words"),
    ],
  },
  return_waive: {
    entry: "return.waived", title: "return.waive", note: "consent.two_needed", about: "plan",
    fields: [
      { id: "condition", label: "deed.condition", type: "code", list: "waiver_condition", required: true },
      { id: "waiver_reason", label: "deed.waiver_reason", type: "code", list: "waiver_reason", required: true },
      words("grounds", "access.second_why", true),
    ],
  },
  depart: { entry: "movement.departed", title: "return.depart", about: "plan", fields: [] },
  checkpoint: {
    entry: "movement.checkpoint", title: "return.checkpoint", about: "departed",
    fields: [
      { id: "where", label: "deed.where", type: "place", tier: "placement" },
      { id: "child_well", label: "deed.child_well", type: "yes_no" },
      words("text", "deed.text"),
    ],
  },
  arrive: { entry: "movement.arrived", title: "return.arrived", about: "departed", fields: [words("text", "deed.text")] },
  handover_receive: {
    entry: "handover.received", title: "handover.sign_receive", about: "handover", fields: [words("text", "deed.text")],
  },
  closure_approve: { entry: "closure.approved", title: "closure.approve", about: "request", fields: [] },
  closure_refuse: {
    entry: "closure.refused", title: "closure.refuse", about: "request", fields: [words("text", "closure.refuse_why", true)],
  },
  reopen: { entry: "file.reopened", title: "closure.reopen", fields: [words("text", "closure.reopen_why", true)] },
  keep_order: {
    entry: "keep_order.set", title: "deed.keep_order", note: "deed.keep_order_help",
    fields: [
      { id: "kind", label: "deed.keep_kind", type: "code", list: "keep_order_kind", required: true },
      { id: "number", label: "deed.keep_number", type: "text", tier: "narrative" },
      words("text", "deed.text"),
    ],
  },
  keep_order_lift: { entry: "keep_order.lifted", title: "deed.keep_order_lift", about: "order", fields: [] },
  // What is asked for stands in the address: an action of the policy.
  second_ask: {
    entry: "second.asked", title: "deed.second_ask", note: "access.second_help", about: "action",
    fields: [words("text", "access.reason_label", true)],
  },
  second_ask_erase: {
    entry: "second.asked", title: "deed.second_ask_erase", note: "access.second_help", about: "action",
    fields: [
      { id: "ground", label: "deed.ground", type: "code", list: "erasure_ground", required: true },
      words("text", "access.reason_label", true),
    ],
  },
  second_agree: { entry: "second.agreed", title: "access.second_agree", about: "asked", fields: [] },
  second_decline: {
    entry: "second.declined", title: "access.second_decline", about: "asked", fields: [words("text", "access.second_why", true)],
  },
  referral_accept_later: {
    entry: "referral.accepted", title: "referral.accept_later", about: "referral",
    fields: [{ id: "from", label: "referral.accept_later_date", type: "date", required: true }, words("text", "deed.text")],
  },
  referral_decline: {
    entry: "referral.declined", title: "referral.cannot", about: "referral",
    fields: [
      { id: "reason", label: "referral.cannot_why", type: "code", list: "referral_decline_reason", required: true },
      { ...plain_words("referral.cannot_words"), required: false },
    ],
  },
  referral_ask: {
    entry: "referral.asked", title: "referral.question", about: "referral", fields: [plain_words("referral.question_label")],
  },
  referral_answer: {
    entry: "referral.answered", title: "referral.answer_question", about: "referral", fields: [plain_words("deed.your_answer")],
  },
  referral_withdraw: {
    entry: "referral.withdrawn", title: "referral.withdraw", note: "referral.withdraw_help", about: "referral",
    fields: [words("text", "access.second_why", true)],
  },
  referral_service: {
    entry: "referral.service_given", title: "referral.service", about: "referral",
    fields: [
      { id: "outcome", label: "referral.service_question", type: "code", list: "service_outcome", required: true },
      words("text", "deed.text"),
    ],
  },
  referral_feedback: {
    entry: "referral.feedback", title: "referral.feedback", about: "referral",
    fields: [
      { id: "child_came", label: "referral.child_came", type: "yes_no" },
      { id: "next", label: "referral.what_next", type: "code", list: "referral_next" },
      words("text", "deed.text"),
    ],
  },
  referral_close: { entry: "referral.closed", title: "referral.close", about: "referral", fields: [words("text", "deed.text")] },
  glass_end: { entry: "break_glass.ended", title: "access.break_glass_end", about: "opened", fields: [] },
} satisfies Record<string, Deed>;

const deed_of = (name: string): Deed | undefined => (deeds as Record<string, Deed>)[name];

/** The forms of all deeds that write this kind. */
export const deeds_of_kind = (kind: string): Form[] =>
  Object.keys(deeds).flatMap((name) => deed_form(name) ?? []).filter((form) => form.entry === kind);

export function deed_form(name: string): Form | undefined {
  const deed = deed_of(name);
  if (!deed) return undefined;
  const questions = deed.fields.map(({ tier = "plain", label, help, ...field }): Question =>
    ({ ...field, tier, label: t(label), ...(help ? { why: t(help) } : {}), data_class: "plain", merge: "set" }));
  const note = deed.note ? { note: t(deed.note) } : {};
  return { form: name, version: 1, entry: deed.entry, title: t(deed.title), pages: [{ id: "deed", title: t(deed.title), ...note, questions }] };
}

/** What the thing itself says further on: the journey that a plan names, the digest of the sheet that is received. */
const carried: Record<string, { of: string; field: string }> = { depart: { of: "return_plans", field: "movement" }, handover_receive: { of: "handovers", field: "sheet_sha256" } };
function beside(name: string, about: string, view: View): Record<string, string> {
  const value = carried[name] && items_of(view.state, carried[name].of).find((one) => one.id === about)?.[carried[name].field];
  return typeof value === "string" && value ? { [carried[name]!.field]: value } : {};
}

/** What an entry of this kind says in its plain part and its form may not ask: who goes along, a day before the judge. A correction that left it out would take it away. */
const unasked: Record<string, { of: string; fields: string[] }> = {
  "return.planned": { of: "return_plans", fields: ["accompanying"] }, "legal_act.recorded": { of: "legal_acts", fields: ["next_date", "child_told"] },
};
export function kept_by_correction(form: Form, corrected: string, view: View): Record<string, unknown> {
  const asks = new Set(form.pages.flatMap((page) => page.questions.map((one) => one.id))), more = unasked[form.entry];
  const item = more && items_of(view.state, more.of).find((one) => one.id === corrected);
  return Object.fromEntries((item ? more.fields : []).filter((one) => !asks.has(one) && item![one] !== undefined && !is_withheld(item![one])).map((one) => [one, item![one]]));
}

/** The fields that name what the entry is about: given by the address, or the one thing in the file that it can be. */
export function about_fields(name: string, about: string | undefined, view: View): Record<string, string> {
  const field = deed_of(name)?.about;
  if (field) return about ? { [field]: about, ...beside(name, about, view) } : {};
  if (name === "placement_end") {
    const id = about ?? open_placement(view)?.id;
    return id ? { placement: id } : {};
  }
  if (name === "handover") {
    const id = about ?? last_id(view, "departures");
    return id ? { departed: id } : {};
  }
  return {};
}
