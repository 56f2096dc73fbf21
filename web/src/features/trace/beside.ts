/** A record beside a child's file, for who may correct it: what stands, the form it is written in, and the entry that corrects it. */
import type { Answer, Answers } from "../../base/answers";
import { random_bytes } from "../../base/bytes";
import { load_form, questions_of, tiers, type Form } from "../../base/forms";
import { lang, t } from "../../base/words.svelte";
import type { components } from "../../generated/api";
import { call } from "../../records/api";
import type { PartTexts } from "../../records/entry";
import type { Proposal } from "../../records/outbox.svelte";
import { form_parts } from "../forms/form_parts";
import { event_form, family_form, journey_form, place_form } from "../journey/plan";

export type ToChange = components["schemas"]["RecordToChange"];
export const record_to_change = (record: string) => call<ToChange>("GET", `/api/records/${encodeURIComponent(record)}`);

const made: Partial<Record<ToChange["kind"], () => Form>> = {
  "family.opened": family_form, "event.opened": event_form, "movement.opened": journey_form,
  "place.opened": () => {
    const form = place_form();
    return { ...form, pages: form.pages.map((page) => ({ ...page, questions: page.questions.filter((one) => one.id !== "link_text") })) };
  },
};
/** The questions that this reader may see the answers of. */
export async function form_of({ kind, parts }: ToChange): Promise<Form> {
  const form = made[kind]?.() ?? (await load_form("inquiry", lang()));
  if (!form) throw new Error("no such form");
  const pages = form.pages.map((page) => ({ ...page, questions: page.questions.filter((one) => parts.includes(one.tier)) }));
  return { ...form, title: t("trace.record.correct_title"), pages: pages.filter((page) => page.questions.length > 0) };
}

export function answers_of(form: Form, { fields }: ToChange): Answers {
  const stands = fields as Record<string, unknown>, answers: Answers = {};
  for (const { id, type } of questions_of(form)) {
    const value = stands[id];
    if (value !== undefined) answers[id] = type === "date" && typeof value === "string" ? { date: value } : (value as Answer);
  }
  return answers;
}

/** Of each part that its writer saw all is said anew, an emptied one too: what is not in it was taken away. A part that they did not see does not come. */
export function correction(id: string, form: Form, told: ToChange, answers: Answers): Proposal {
  const parts = form_parts(form, answers), stands = told.fields as Record<string, unknown>;
  for (const field of ["code", "country"]) if (stands[field] !== undefined) parts.plain![field] ??= stands[field];
  const texts: PartTexts = {};
  for (const tier of tiers) if (told.parts.includes(tier)) texts[tier] = { salt: random_bytes(32), text: JSON.stringify(parts[tier] ?? {}) };
  return { id, record: told.record, kind: told.kind, seen: told.n, amends: told.amends, parts, texts };
}
