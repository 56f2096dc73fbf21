/** An incident as one page of questions, and the answers as the server takes them. */
import type { components } from "../../generated/api";
import { is_day, type Answers } from "../../base/answers";
import { read_case_code } from "../../base/case_code";
import type { Form } from "../../base/forms";
import { t } from "../../base/words.svelte";
import { form_of, question } from "../admin/accounts";
import { as_known, type Incident } from "./protection";

type Facts = Omit<components["schemas"]["NoteIncident"], "known">;

export const incident_form = (title: string): Form =>
  form_of("incident", title, [
    question("happened", "long_text", t("protection.happened"), { hint: t("protection.happened_hint"), required: true }),
    question("noticed_at", "date", t("protection.noticed_at"), { required: true }),
    question("noticed_time", "text", t("protection.noticed_time"), { hint: t("protection.noticed_time_hint") }),
    question("data", "codes", t("protection.data"), { list: "data_class" }),
    question("people", "integer", t("protection.about_people"), { hint: t("protection.about_people_hint") }),
    question("means", "long_text", t("protection.means")),
    question("files", "long_text", t("protection.files"), { hint: t("protection.files_hint") }),
    question("done", "long_text", t("protection.done")),
    question("told_whom", "code", t("protection.told_whom"), { list: "incident_told", hint: t("protection.told_hint") }),
    question("told_on", "date", t("protection.told_on"), { show_if: "answered(told_whom)", required: true }),
    question("told_note", "text", t("protection.told_note"), { show_if: "answered(told_whom)" }),
    question("closed", "yes_no", t("protection.closed")),
  ], t("protection.incidents_help"));

const two = (n: number) => String(n).padStart(2, "0");
/** What is known, to be added to: the day and the hour as this device's clock has them. */
export function answers_of(one: Incident): Answers {
  const known = as_known(one), at = new Date(known.noticed_at);
  return {
    happened: known.happened, noticed_at: { date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}` }, noticed_time: `${two(at.getHours())}:${two(at.getMinutes())}`,
    ...(known.data.length > 0 ? { data: known.data } : {}), ...(known.people === undefined ? {} : { people: known.people }), ...(known.means ? { means: known.means } : {}),
    ...(known.files.length > 0 ? { files: known.files.join("\n") } : {}), ...(known.done ? { done: known.done } : {}), closed: known.closed ? "yes" : "no",
  };
}

const in_order = (one: Facts) =>
  JSON.stringify([one.happened, one.noticed_at, one.data, one.people ?? null, one.means ?? "", one.files, one.done ?? "", one.told.map(({ whom, on, note }) => [whom, on, note ?? ""]), one.closed]);
/** Whether both tell the same, word for word. */
export const same_facts = (one: Facts, other: Facts): boolean => in_order(one) === in_order(other);

const text = (answer: unknown): string => (typeof answer === "string" ? answer.trim() : "");

const day = (answer: unknown): string => (is_day(answer) ? answer.date : "");

/** What was answered beside who was told before; or the question whose answer can't be read. */
export function facts_of(answers: Answers, before: Facts["told"]): { facts: Facts } | { wrong: string } {
  const time = text(answers.noticed_time) || "00:00";
  const at = /^([01]?\d|2[0-3])[:hH.]([0-5]\d)$/.exec(time);
  if (!at) return { wrong: "noticed_time" };
  const typed = text(answers.files).split(/[\s,;]+/).filter(Boolean), files = typed.map(read_case_code);
  if (files.includes(undefined)) return { wrong: "files" };
  const told = text(answers.told_whom) ? [{ whom: text(answers.told_whom), on: day(answers.told_on), ...(text(answers.told_note) ? { note: text(answers.told_note) } : {}) }] : [];
  return {
    facts: {
      happened: text(answers.happened), noticed_at: new Date(`${day(answers.noticed_at)}T${at[1]!.padStart(2, "0")}:${at[2]}:00`).toISOString(),
      data: Array.isArray(answers.data) ? answers.data : [], ...(typeof answers.people === "number" ? { people: answers.people } : {}),
      means: text(answers.means), files: [...new Set(files as string[])], done: text(answers.done), told: [...before, ...told], closed: answers.closed === "yes",
    },
  };
}
