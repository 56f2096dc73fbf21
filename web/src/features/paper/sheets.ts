/** Which sheets there are, what is already known of them in a file, and in which languages they are read. */
import { questions_of, type Form, type Question } from "../../base/forms";
import { is_given, type Answer, type Answers } from "../../base/answers";
import type { Language } from "../../base/words.svelte";
import { form_names, type FormName } from "../../generated/form_names";
import { is_withheld, type View } from "../../records/wire";
import { journey, kind_of_list } from "../file/acts";
import { items_of, value_of, type Item } from "../file/state";
import { language_of } from "./speech";

/** What the team alone reads: it concludes on the child's situation, in words that no child should find lying there. */
export const team_only: ReadonlySet<FormName> = new Set<FormName>([
  "identification", "assessment", "risk", "best_interests_assessment", "best_interests_determination", "family_assessment", "closure_request", "note",
]);
/** In the order of the screens: along the eight steps, then what belongs to none of them. */
export function sheets_in_order(): { step: string | undefined; forms: FormName[] }[] {
  const seen = new Set<FormName>();
  const steps = journey.map(({ step, forms }) => ({ step, forms: forms.filter((one) => !seen.has(one) && seen.add(one)) }));
  return [...steps, { step: undefined, forms: form_names.filter((one) => !seen.has(one)) }].filter((one) => one.forms.length > 0);
}
export const is_form = (name: string): name is FormName => (form_names as readonly string[]).includes(name);

/** Sheets that two shores sign. */
export const of_two_shores: ReadonlySet<string> = new Set(["return_plan", "handover"]);
/** The languages that a sheet begins with; whoever prints chooses others. */
export function languages_for(sheet: string, here: string, there: string | undefined, screen: Language): Language[] {
  if (!of_two_shores.has(sheet)) return [screen];
  const ours = language_of(here);
  // Where the other shore is not known: most of those who cross do so between French and Portuguese.
  const theirs = there ? language_of(there) : ours === "fr" ? "pt" : "fr";
  return ours === theirs ? [ours] : [ours, theirs];
}

/** The thing that this sheet shows: the one that is named, or the last one that stands. */
export function item_for(view: View, form: Form, about: string | undefined): Item | undefined {
  const list = Object.keys(kind_of_list).find((one) => kind_of_list[one] === form.entry);
  const standing = list ? items_of(view.state, list).filter((one) => !one.amended_by) : [];
  return about ? standing.find((one) => one.id === about) : standing.at(-1);
}

export interface Known {
  answers: Answers;
  /** Not shared with this reader: said so, and never left open as if nobody had asked. */
  withheld: Set<string>;
  /** What says who the child is, and was not asked for on this sheet. */
  unnamed: Set<string>;
}
/** What stands in the file already. Without `names` nothing of the tier of identity comes on the sheet. */
export function known_of(view: View, form: Form, item: Item | undefined, names: boolean): Known {
  const known: Known = { answers: {}, withheld: new Set(), unnamed: new Set() };
  const raw = ({ id }: Question): unknown => (form.entry === "form.saved" ? (is_withheld(view.state.answers?.[id]) ? view.state.answers[id] : value_of(view.state, id)) : item?.[id]);
  for (const question of questions_of(form)) {
    const value = raw(question);
    if (is_withheld(value)) known.withheld.add(question.id);
    else if (is_given(value as Answer | undefined)) {
      if (question.tier === "identity" && !names) known.unnamed.add(question.id);
      else known.answers[question.id] = value as Answer;
    }
  }
  return known;
}

/** When a question is asked, as far as it hangs on other answers: the question, and the answers that open it. */
export interface OnlyIf {
  question: string;
  codes: string[];
}
export function only_if(condition: string | undefined): OnlyIf[] {
  return [...(condition ?? "").matchAll(/([\w.]+)\s*(?:=|in)\s*(\([^)]*\)|'[^']*')/g)]
    .map(([, question, codes]) => ({ question: question!, codes: [...codes!.matchAll(/'([^']*)'/g)].map(([, code]) => code!) }));
}
