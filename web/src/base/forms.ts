/** The forms of the contract, in one language, loaded when a screen needs one. */
import type { Language } from "./words.svelte";

export type Tier = "plain" | "identity" | "placement" | "narrative";
export const tiers: readonly Tier[] = ["plain", "identity", "placement", "narrative"];
export type QuestionType =
  | "yes_no" | "code" | "codes" | "text" | "long_text" | "integer" | "date" | "partial_date" | "phone" | "country"
  | "place" | "unit" | "person" | "money"
  /** Something that stands in the file already; only the application asks this, no form of the contract. */
  | "entry";

export interface Question {
  id: string;
  type: QuestionType;
  list?: string;
  tier: Tier;
  /** Only where it is the name: that stands on no sheet and no discreet screen. */
  data_class?: string;
  /** Only where the more protective answer counts. */
  merge?: string;
  label: string;
  why?: string;
  hint?: string;
  required?: boolean;
  /** The answer travels as true or false. */
  as_boolean?: boolean;
  /** For a person: the question that names their unit. For an entry: the list of the file's state that it stands in. */
  of?: string;
  /** For an entry: the words of "none of these". */
  none?: string;
  show_if?: string;
  /** About the entry itself, not about the child: it travels beside what the form says; `aside` only opens those after it, and is not sent. */
  telling?: "sent" | "aside";
}
export interface Page {
  id: string;
  title: string;
  note?: string;
  questions: Question[];
}
export interface Form {
  form: string;
  version: number;
  entry: string;
  title: string;
  pages: Page[];
}

const files = import.meta.glob<{ default: unknown }>("../generated/forms/*.json");

export async function load_form(name: string, language: Language): Promise<Form | undefined> {
  const file = files[`../generated/forms/${name}.json`];
  return file ? ((await file()).default as Record<Language, Form>)[language] : undefined;
}

export const questions_of = (form: Form): Question[] => form.pages.flatMap((page) => page.questions);
