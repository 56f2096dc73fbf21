/** Two people wrote different answers: which questions those are, and the entry by which a person decides. */
import type { Question } from "../../base/forms";
import type { Outcome } from "../../records/outbox.svelte";
import { records } from "../../records/online";
import { is_withheld, type View } from "../../records/wire";

export interface Differing {
  id: string;
  /** `n`: of the entry that gave it. */
  values: { value: unknown; n: number }[];
}
export const differing = (view: View): Differing[] =>
  Object.entries(view.state.answers ?? {}).flatMap(([id, answer]) => (!is_withheld(answer) && answer.conflict ? [{ id, values: answer.values }] : []));

/** What was not chosen stays in the history. */
export function decide(view: View, question: Question, chosen: unknown): Promise<Outcome> {
  const parts = { plain: { question: question.id } };
  const said = question.tier === "plain" ? { plain: { ...parts.plain, chosen } } : { ...parts, [question.tier]: { chosen } };
  return records.propose([{ record: view.record, kind: "conflict.resolved", parts: said, seen: view.n }]);
}
