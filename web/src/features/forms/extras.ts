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

/** The form with its extra questions, where there is something to choose from. */
export const with_extras = (form: Form, view: View): Form => with_entry(with_funding(form), view);

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
