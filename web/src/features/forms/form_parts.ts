/** From the answers of a form to the parts of its entry: each answer in the part of its question's tier. */
import { is_day, is_given, is_typed, is_unanswered, type Answers } from "../../base/answers";
import { questions_of, type Form, type Question } from "../../base/forms";
import { shown } from "../../base/show_if";
import type { Parts } from "../../records/entry";

/** Some questions of a form; all of them where none are named. */
type Some = { questions: Question[] };

/**
 * The questions that this person is asked, given what they answered so far. As in the core (domain/form_check): the answer of
 * a question that is itself not asked says nothing to the conditions after it.
 */
export function asked(form: Form, answers: Answers, among?: Some): Question[] {
  const heard = { ...answers };
  const all = questions_of(form).filter((one) => shown(one.show_if, heard) || (delete heard[one.id], false));
  return among ? all.filter((one) => among.questions.some((other) => other.id === one.id)) : all;
}

export function form_parts(form: Form, answers: Answers, untouched: Answers = {}): Parts {
  const saves_form = form.entry === "form.saved";
  const parts: Parts = { plain: {}, identity: {}, placement: {}, narrative: {} };
  for (const question of asked(form, answers)) {
    const answer = answers[question.id];
    if (!is_given(answer) || is_typed(answer) || question.telling === "aside") continue;
    if (saves_form && !question.telling) {
      // Changed answers only: what was not touched was not said again.
      if (JSON.stringify(answer) === JSON.stringify(untouched[question.id])) continue;
      const part = parts[question.tier]!;
      part.answers = { ...(part.answers as Answers | undefined), [question.id]: answer };
    } else if (!is_unanswered(answer)) {
      const value = question.as_boolean ? answer === "yes" : is_day(answer) ? answer.date : answer;
      parts[question.tier]![question.id] = value;
    }
  }
  if (saves_form) Object.assign(parts.plain!, { form: form.form, form_version: form.version });
  return parts;
}

/** What must be answered and is not. */
export const missing = (form: Form, answers: Answers, among?: Some): Question[] =>
  asked(form, answers, among).filter((one) => one.required && !is_given(answers[one.id]));
