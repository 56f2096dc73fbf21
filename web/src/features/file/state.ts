/** Reading a view: its lists, its names, what is withheld. */
import { is_withheld, type ChildState, type TierName, type View } from "../../records/wire";

export interface Item {
  n: number;
  id: string;
  amended_by?: number;
  [field: string]: unknown;
}

export function items_of(state: ChildState, list: string): Item[] {
  const items = (state as Record<string, unknown>)[list];
  return Array.isArray(items) ? (items as Item[]) : [];
}
export const last_id = (view: View, list: string): string | undefined => items_of(view.state, list).at(-1)?.id;
export const open_placement = (view: View): Item | undefined =>
  items_of(view.state, "placements").filter((one) => !one.ended_n).at(-1);

/** The last value given to a question; undefined when there is none or it may not be seen. */
export function value_of(state: ChildState, question: string): unknown {
  const answer = state.answers?.[question];
  if (!answer || is_withheld(answer)) return undefined;
  return answer.values.at(-1)?.value;
}
const text_of = (value: unknown): string => (typeof value === "string" ? value : "");

/** The file's code; in a closed file it too is withheld until a reason is given. */
export const code_of = (view: View): string => text_of(view.state.code);

/** The child's name as far as this reader may see one. */
export function name_of(view: View): string | undefined {
  const parts = ["intake.first_name", "intake.family_name"].map((one) => text_of(value_of(view.state, one)));
  return parts.filter(Boolean).join(" ") || undefined;
}

/** Is there anything in this tier that the reader may not see now? `opened` are those shown for a reason that was given. */
export const is_hidden = (view: View, tier: TierName, opened: TierName[] = []): boolean =>
  !opened.includes(tier) && !["allow", "shared", "own"].includes(view.sight[tier]);

export const has_said = (view: View, kind: string): boolean => view.said.some((one) => one.kind === kind);

/** Another file of the same child that this one is joined to now. */
export interface StandingJoin {
  /** The other file */
  other: string;
  /** This file goes on; the other one says where to look. */
  goes_on: boolean;
}
/** The joins that were not parted again; each side's entry of a join is named when they are parted. */
export function standing_joins(view: View): StandingJoin[] {
  const parted = new Set(items_of(view.state, "unmerges").map((one) => one.merge));
  const of = (list: string, field: string, goes_on: boolean) =>
    items_of(view.state, list).filter((one) => !parted.has(one.id)).map((one) => ({ other: String(one[field]), goes_on }));
  return [...of("merges", "other", true), ...of("absorptions", "survivor", false)];
}
