/**
 * What some forms ask beside the contract's questions: which thing of the file this is about. The contract's forms know
 * answers, not files, so these are made here.
 */
import type { Form, Question } from "../../base/forms";
import { codes_of } from "../../base/lists.svelte";
import { t, type WordKey } from "../../base/words.svelte";
import type { View } from "../../records/wire";
import { items_of } from "../file/state";

interface Extra {
  id: string;
  label: WordKey;
  none: WordKey;
  /** The list of the file's state */
  of: string;
  /** The question that it stands behind */
  after: string;
}
const extras: Record<string, Extra> = {
  placement: { id: "legal_act", label: "deed.legal_act", none: "deed.legal_act_none", of: "legal_acts", after: "basis" },
  service_given: { id: "planned", label: "deed.planned", none: "deed.planned_none", of: "planned_services", after: "service" },
};

/** Which line of a grant pays: asked after the cost, where the programme keeps a list of its lines. */
const paid = new Set(["service_plan", "service_given"]);
function with_funding(form: Form): Form {
  if (!paid.has(form.form) || codes_of("funding_line").length === 0) return form;
  const question: Question = {
    id: "funding_line", type: "code", list: "funding_line", tier: "plain", data_class: "plain", merge: "set", label: t("funding.line"), why: t("funding.why"),
  };
  const pages = form.pages.map((page) => ({ ...page, questions: page.questions.flatMap((one) => (one.id === "cost" ? [one, question] : [one])) }));
  return { ...form, pages };
}

/**
 * Where it was written down later: when it happened, from what it was copied, who told it (the entry's own telling). One question on the last page opens
 * the others, so that who writes at once passes by.
 */
function with_telling(form: Form): Form {
  const plain = { tier: "plain", data_class: "plain", merge: "set" } as const;
  const later = "telling.otherwise = 'yes'";
  const telling: Question[] = [
    { ...plain, id: "telling.otherwise", type: "yes_no", label: t("telling.otherwise"), why: t("telling.otherwise_why"), telling: "aside" },
    { ...plain, id: "happened", type: "partial_date", label: t("telling.happened"), hint: t("telling.happened_hint"), show_if: later, telling: "sent" },
    { ...plain, id: "copied_from", type: "code", list: "copied_from", label: t("telling.copied_from"), show_if: later, telling: "sent" },
    { ...plain, id: "told_by", type: "text", tier: "narrative", data_class: "notes", label: t("telling.told_by"), why: t("telling.told_by_why"), show_if: later, telling: "sent" },
  ];
  const last = form.pages.findLastIndex((page) => page.questions.length > 0);
  return { ...form, pages: form.pages.map((page, i) => (i === last ? { ...page, questions: [...page.questions, ...telling] } : page)) };
}

/**
 * Why somebody of another organisation gets the child without a yes to a referral, or a stay ends at home without a hand-over: the reason that the entry
 * carries (domain/entrusted, domain/leaving). Who needs none leaves it empty.
 */
const whys: Partial<Record<string, { label: WordKey; why: WordKey; show_if?: string }>> = {
  placement: { label: "deed.entrust_why", why: "deed.entrust_why_help" },
  return_plan: { label: "deed.accompany_why", why: "deed.entrust_why_help" },
  placement_end: { label: "placement.no_handover_why", why: "placement.no_handover_help", show_if: "end_reason = 'back_to_family'" },
};
function with_why(form: Form): Form {
  const asked = whys[form.form];
  if (!asked) return form;
  const question: Question = { ...asked, id: "why", type: "long_text", tier: "narrative", data_class: "notes", merge: "set", label: t(asked.label), why: t(asked.why) };
  const last = form.pages.findLastIndex((page) => page.questions.length > 0);
  return { ...form, pages: form.pages.map((page, i) => (i === last ? { ...page, questions: [...page.questions, question] } : page)) };
}

/** The form with its extra questions. */
export const with_extras = (form: Form, view: View): Form => with_telling(with_why(with_entry(with_funding(form), view)));

/** The form with the thing of the file that it is about. */
function with_entry(form: Form, view: View): Form {
  const extra = extras[form.form];
  if (!extra || items_of(view.state, extra.of).every((one) => one.amended_by)) return form;
  const question: Question = {
    id: extra.id, type: "entry", of: extra.of, tier: "plain", data_class: "plain", merge: "set", label: t(extra.label), none: t(extra.none),
  };
  const pages = form.pages.map((page) => ({ ...page, questions: page.questions.flatMap((one) => (one.id === extra.after ? [one, question] : [one])) }));
  return { ...form, pages };
}
