/** What was typed and can't go as it stands: it stays in the draft, and a sentence says what to do. */
import { is_typed, type Answer } from "../../base/answers";
import type { Question } from "../../base/forms";
import { t } from "../../base/words.svelte";

/** The longest texts that the core takes (domain/form_check.cpp), in its own count of letters. */
const longest: Partial<Record<Question["type"], number>> = { text: 200, place: 200, phone: 200, long_text: 8000 };
const integer_most = 100_000;

/** Nothing where it can be read. */
export function unread(question: Pick<Question, "type">, answer: Answer | undefined): string | undefined {
  if (is_typed(answer)) {
    if (question.type === "partial_date") return t("form.not_a_date");
    const words = answer.typed[0] ?? "";
    return t(question.type === "money" ? "form.not_an_amount" : "form.not_a_number", { words });
  }
  if (typeof answer === "number" && Math.abs(answer) > integer_most) return t("problem.number_out_of_range");
  if (typeof answer === "string" && [...answer].length > (longest[question.type] ?? Infinity)) return t("problem.text_too_long");
  return undefined;
}
