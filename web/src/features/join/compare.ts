/** Two files beside each other: what agrees, what differs, what is not known or not shown. Evidence, no verdict. */
import { is_unanswered } from "../../base/answers";
import { questions_of, type Form, type Question } from "../../base/forms";
import { is_withheld, type View } from "../../records/wire";
import { value_of } from "../file/state";

export type Finding = "same" | "differs" | "unknown" | "hidden";
export interface Line {
  question: Question;
  here: unknown;
  there: unknown;
  finding: Finding;
}

/** Beside these, whatever else an intake asks says more about the night than about the child. */
const telling = ["first_name", "family_name", "other_names", "sex", "age_band", "birth", "languages", "country_of_origin", "village", "with_whom", "siblings", "met_at"];

/** Letters as they are heard: no accents, no capitals, no double spaces. */
const bare = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().replace(/\s+/g, " ").trim();
function plain(value: unknown): string {
  if (typeof value === "string") return bare(value);
  if (Array.isArray(value)) return [...value].map(plain).sort().join("|");
  return JSON.stringify(value);
}
function finding_of(here: unknown, there: unknown): Finding {
  const known = (value: unknown) => value !== undefined && value !== "" && value !== "not_known" && !is_unanswered(value);
  if (!known(here) || !known(there)) return "unknown";
  return plain(here) === plain(there) ? "same" : "differs";
}
const is_hidden = (view: View, id: string): boolean => is_withheld(view.state.answers?.[id]);

/** The lines on which at least one of the two files says something, or hides something. */
export function compare(intake: Form, here: View, there: View): Line[] {
  const lines: Line[] = [];
  for (const question of questions_of(intake)) {
    if (!telling.includes(question.id.replace("intake.", ""))) continue;
    const hidden = is_hidden(here, question.id) || is_hidden(there, question.id);
    const line = { question, here: value_of(here.state, question.id), there: value_of(there.state, question.id) };
    if (hidden || line.here !== undefined || line.there !== undefined)
      lines.push({ ...line, finding: hidden ? "hidden" : finding_of(line.here, line.there) });
  }
  return lines;
}
