/** Answers to the questions of a form, by question id, in the shapes that travel (decision 0001, src/wire/values). */
export interface PartialDate {
  earliest?: string;
  latest?: string;
  as_said?: string;
}
/** A day in an answer of `form.saved`; in the fields of other kinds it stands as bare text. */
export interface DayAnswer {
  date: string;
}
export interface MoneyAnswer {
  minor_units: number;
  currency: string;
}
export interface Unanswered {
  unanswered: "unknown" | "prefers_not";
}
/** What was typed and can't be read as an answer yet, field by field: kept in the draft, and never sent. */
export interface Typed {
  typed: string[];
}
export type Answer = string | string[] | number | boolean | DayAnswer | PartialDate | MoneyAnswer | Unanswered | Typed;
export type Answers = Record<string, Answer>;

const has = <Key extends string>(answer: unknown, key: Key): answer is Record<Key, unknown> =>
  typeof answer === "object" && answer !== null && key in answer;

export const is_unanswered = (answer: unknown): answer is Unanswered => has(answer, "unanswered");
export const is_typed = (answer: unknown): answer is Typed => has(answer, "typed");
export const is_day = (answer: unknown): answer is DayAnswer => has(answer, "date");
export const is_money = (answer: unknown): answer is MoneyAnswer => has(answer, "currency");
export const is_partial_date = (answer: unknown): answer is PartialDate =>
  has(answer, "earliest") || has(answer, "latest") || has(answer, "as_said");

/** True when a person has said something, be it that they do not know. */
export function is_given(answer: Answer | undefined): answer is Answer {
  if (typeof answer === "string") return answer.trim() !== "";
  if (Array.isArray(answer)) return answer.length > 0;
  return answer !== undefined;
}
