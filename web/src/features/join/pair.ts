/** Two files that look alike: what somebody said of them, who may say so, and what the server finds alike. */
import { call } from "../../records/api";
import type { View } from "../../records/wire";
import type { components } from "../../generated/api";
import { may_do } from "../file/acts";
import { items_of } from "../file/state";

export type Alike = components["schemas"]["AlikeFiles"]["alike"][number];
export const alike_files = async (record: string) =>
  (await call<components["schemas"]["AlikeFiles"]>("GET", `/api/children/${encodeURIComponent(record)}/alike`)).alike;

export type Verdict = "not_same" | "siblings";
export interface Judgement {
  id: string;
  other: string;
  verdict: Verdict;
  at?: string;
  unit?: string;
}
/** What stands of this file and others that they are of two children; the last word on each that was not taken back. */
export function judgements(view: View): Judgement[] {
  const taken_back = new Set(items_of(view.state, "reopened_pairs").map((one) => one.judged));
  const last = new Map(items_of(view.state, "pairs").filter((one) => typeof one.other === "string").map((one) => [String(one.other), one]));
  return [...last.values()].filter((one) => !taken_back.has(one.id)).map((one) => {
    const said = view.said.find((each) => each.id === one.id);
    const unit = one.unit ?? said?.unit;
    return { id: one.id, other: String(one.other), verdict: one.verdict as Verdict, ...(said ? { at: said.received_at } : {}), ...(typeof unit === "string" ? { unit } : {}) };
  });
}
/** As the server judges it: both are seen without giving a reason, and what is said is written in both. */
export const may_judge = (here: View, there: View): boolean => [here, there].every((one) => one.sight.identity === "allow" && may_do(one, "pair.judged"));
