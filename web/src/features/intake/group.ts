/**
 * Many children found together: what is true for all is said once, then each child has a short page of their own. Every child's file holds it all,
 * so that whoever reads one file needs no other; only the event is a record that they share.
 */
import { is_given, is_unanswered, type Answer, type Answers } from "../../base/answers";
import { questions_of, type Form, type Question } from "../../base/forms";
import { t } from "../../base/words.svelte";
import type { Proposal } from "../../records/outbox.svelte";
import { form_parts } from "../forms/form_parts";

/** Asked of each child, since it names others: in one child's file stands with whom *this* child should stay. */
const of_each = "group_intake.keep_together";
/** What was said for all, in the intake's own question: read there by whoever keeps the child safe. */
const for_all: Record<string, string> = {
  "group_intake.danger": "intake.danger", "group_intake.language": "intake.language", "group_intake.needs": "intake.needs",
  "group_intake.place": "intake.met_at", "group_intake.keep_away": "intake.keep_away",
};
const begins = new Set(["intake.language", "intake.needs"]);
const asked_of_each = ["intake.assent", "intake.first_name", "intake.age_band", "intake.sex", "intake.needs"];

/** A long list that hinders nobody's safety: asked last. */
const last = "group_intake.found_by";

/** The common part of the contract's form. */
export function common_form(group: Form): Form {
  const pages = group.pages.map((page) => ({ ...page, questions: page.questions.filter((one) => one.id !== of_each && one.id !== last) }));
  const asked_last = questions_of(group).filter((one) => one.id === last);
  return { ...group, pages: pages.map((page, i) => (i === pages.length - 1 ? { ...page, questions: [...page.questions, ...asked_last] } : page)) };
}

/** One short page for one child. Girl or boy is asked for, so that an empty page saved by mistake opens no file. Why each thing is asked, and how one
 * speaks to a child, stands on the first page: at the tenth child the worker knows it, and the page is shorter. */
export function child_form(intake: Form, group: Form, n: number): Form {
  const bare = ({ why: _why, ...rest }: Question): Question => rest;
  const by_id = new Map([...questions_of(intake), ...questions_of(group)].map((one) => [one.id, n === 1 ? one : bare(one)]));
  const questions = [...asked_of_each, of_each].flatMap((id): Question[] => {
    const question = by_id.get(id);
    return question ? [id === "intake.sex" ? { ...question, required: true } : question] : [];
  });
  return {
    form: "group_child", version: intake.version, entry: "form.saved", title: group.title,
    pages: [{ id: "child", title: t("group.child_title", { n }), ...(n === 1 ? { note: t("group.child_note") } : {}), questions }],
  };
}
/** What a child's page begins with: the language that is spoken with the group, in which the assent card is heard; its needs, for this child to change. */
export const child_begins = (common: Answers): Answers =>
  Object.fromEntries(Object.entries(for_all).flatMap(([from, to]) => (begins.has(to) && is_given(common[from]) ? [[to, common[from]]] : [])));

const text_of = (answer: Answer | undefined): string | undefined => (typeof answer === "string" && answer.trim() ? answer : undefined);

export const country_of = (common: Answers, otherwise: string): string => text_of(common["group_intake.country"]) ?? otherwise;

/** The event that the children were found in. */
export function event_entry(ids: { event: string; entry: string; code: string }, common: Answers, country: string): Proposal {
  const kind = text_of(common["group_intake.how_found"]);
  const children = common["group_intake.children"];
  const where = text_of(common["group_intake.place"]);
  return {
    id: ids.entry, record: ids.event, kind: "event.opened", seen: 0,
    parts: {
      plain: { code: ids.code, country, ...(kind ? { kind } : {}), ...(typeof children === "number" ? { children } : {}) },
      ...(where ? { placement: { where } } : {}),
    },
  };
}

export interface ChildIds {
  record: string;
  code: string;
  opened: string;
  intake: string;
  group: string;
}
/** A child's file: opened, with the intake's answers and the group's. */
export function child_entries(
  ids: ChildIds, event: string, forms: { intake: Form; group: Form }, common: Answers, child: Answers, country: string): Proposal[] {
  const sex = text_of(child["intake.sex"]);
  const age_band = text_of(child["intake.age_band"]);
  const answers: Answers = { "intake.with_whom": ["other_children"] };
  for (const [from, to] of Object.entries(for_all)) if (is_given(common[from])) answers[to] = common[from];
  delete answers["intake.needs"];
  for (const [id, value] of Object.entries(child)) if (id.startsWith("intake.")) answers[id] = value;
  const of_group: Answers = {};
  for (const [id, value] of Object.entries(common)) if (!(id in for_all)) of_group[id] = value;
  if (is_given(child[of_each]) && !is_unanswered(child[of_each])) of_group[of_each] = child[of_each];
  return [
    { id: ids.opened, record: ids.record, kind: "child.opened", seen: 0,
      parts: { plain: { code: ids.code, country, event, ...(sex ? { sex } : {}), ...(age_band ? { age_band } : {}) } } },
    { id: ids.intake, record: ids.record, kind: "form.saved", seen: 0, cause: ids.opened, parts: form_parts(forms.intake, answers) },
    { id: ids.group, record: ids.record, kind: "form.saved", seen: 0, cause: ids.opened, parts: form_parts(forms.group, of_group) },
  ];
}
