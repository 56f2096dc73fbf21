/** What is offered on one thing that stands in the file. On what was corrected, nothing: what took its place has the acts. */
import { form_entries, form_names, type FormName } from "../../generated/form_names";
import { who } from "../../records/session.svelte";
import { is_withheld, type Said, type View } from "../../records/wire";
import { deed_kinds, followings, kind_of_list, may, may_do, open_plan, type Following } from "./acts";
import { items_of, type Item } from "./state";

/** The entry that took its place. A stay says so nowhere but there: whoever corrects it ends it and begins another one. */
export const corrected_by = (view: View, item: Item): Said | undefined =>
  view.said.find((one) => (item.amended_by ? one.n === item.amended_by : one.amends === item.id));
const is_corrected = (view: View, item: Item): boolean => item.amended_by !== undefined || corrected_by(view, item) !== undefined;

/** What stands now in the place of the thing of this number; nothing where that thing stands itself, or is none of the file's. */
export function in_its_place(view: View, id: string): string | undefined {
  const all = Object.keys(kind_of_list).flatMap((list) => items_of(view.state, list));
  const after = (of: string) => {
    const item = all.find((one) => one.id === of);
    return item && corrected_by(view, item)?.id;
  };
  let stands = after(id);
  for (let next = stands; next && next !== id; next = after(next)) stands = next;
  return stands;
}

export interface Offers {
  deeds: Following[];
  /** The form that corrects it */
  amend?: FormName | undefined;
  /** The family's request that was proposed, for who may compare */
  compared?: string | undefined;
  /** The sheet that is taken along, or that both shores sign */
  sheet?: string | undefined;
  /** A paper may be put beside it */
  paper: boolean;
}
const on_paper: Partial<Record<string, string>> = { visits: "visit", return_plans: "return_plan", handovers: "handover" };
/** What is signed or answered is not written anew; and an act, by the form that asks all of it. */
const never_amended = new Set<FormName>(["handover", "placement_end", "referral", "authorisation"]);
/** The forms that write such a thing, the one by which it is corrected first: its words are those of any of its kind. */
export const forms_of = (kind: string): FormName[] =>
  form_names.filter((name) => form_entries[name] === kind).sort((one, other) => Number(never_amended.has(one)) - Number(never_amended.has(other)));

function amend_form(view: View, list: string, item: Item): FormName | undefined {
  const kind = kind_of_list[list] ?? "";
  // A correction of a stay is a stay that begins, and of a plan one by which the child may leave: none of what is over.
  if ((list === "placements" && item.ended_n) || (list === "return_plans" && !open_plan(view, item.id)) || !may_do(view, kind)) return undefined;
  // A plan is kept on two shores: who plans returns for this child corrects what the other one wrote. Only who sees all of it: what is hidden would be lost.
  const of_both_shores = list === "return_plans" && may(view, "return.planned") === "allow" && !Object.values(item).some(is_withheld);
  // Whoever wrote it can correct it: a new entry, signed, that names the one it corrects. Both stay.
  const mine = view.said.find((one) => one.n === item.n)?.author === who.me.person.id;
  return mine || of_both_shores ? forms_of(kind).find((name) => !never_amended.has(name)) : undefined;
}

export function offers_on(view: View, list: string, item: Item): Offers {
  if (is_corrected(view, item)) return { deeds: [], paper: false };
  return {
    deeds: (followings[list] ?? []).filter((one) => may_do(view, deed_kinds[one.deed] ?? "") && (one.when?.(view, item.id) ?? true)),
    amend: amend_form(view, list, item),
    compared: list === "traces" && typeof item.inquiry === "string" && may_do(view, "trace.proposed") ? item.inquiry : undefined,
    sheet: on_paper[list],
    paper: list === "legal_acts" && may_do(view, "attachment.added"),
  };
}
