/**
 * Every visible word, from contract/messages. Only the language in use is loaded; keys are typed by the French file.
 * `{name}` in a sentence is a variable; a sentence with `one` and `other` chooses by `n`, or by its only number.
 */
import type few_fr from "../generated/words/few_fr.json";
import type road_fr from "../generated/words/road_fr.json";
import type words_fr from "../generated/words/fr.json";

export type Language = "fr" | "en" | "pt";
export type WordKey = keyof typeof words_fr | keyof typeof few_fr | keyof typeof road_fr;
export type Vars = Record<string, string | number>;
type Sentence = string | { one?: string; other?: string };

export const languages: readonly Language[] = ["fr", "en", "pt"];
const locales = { fr: "fr", en: "en", pt: "pt-PT" } as const;
const loaders = {
  fr: () => import("../generated/words/fr.json"),
  en: () => import("../generated/words/en.json"),
  pt: () => import("../generated/words/pt.json"),
} satisfies Record<Language, () => Promise<unknown>>;

/** Words that come with the first screen that says them: those of screens that few people open, and those of a journey. */
type Words = { default: object };
const further = {
  few: { fr: () => import("../generated/words/few_fr.json"), en: () => import("../generated/words/few_en.json"), pt: () => import("../generated/words/few_pt.json") },
  road: { fr: () => import("../generated/words/road_fr.json"), en: () => import("../generated/words/road_en.json"), pt: () => import("../generated/words/road_pt.json") },
} satisfies Record<string, Record<Language, () => Promise<Words>>>;
type Further = keyof typeof further;
const used = new Set<Further>();

let language = $state<Language>("fr");
let table = $state.raw<Record<string, Sentence>>({});
let plural = new Intl.PluralRules("fr");

export const lang = (): Language => language;

export async function use_language(next: Language): Promise<void> {
  const { default: words } = (await loaders[next]()) as { default: Record<string, Sentence> };
  // Without network those of another language may not be here.
  const more = await Promise.all([...used].map((one) => (further[one][next]() as Promise<Words>).catch(() => undefined)));
  plural = new Intl.PluralRules(locales[next]);
  language = next;
  table = Object.assign({}, words, ...more.map((one) => one?.default));
  document.documentElement.lang = locales[next];
}

export async function use_words(which: Further): Promise<void> {
  if (used.has(which)) return;
  const { default: more } = (await further[which][language]()) as Words;
  used.add(which);
  table = { ...table, ...more };
}

function say(sentence: Sentence, vars: Vars): string {
  let text: string;
  if (typeof sentence === "string") text = sentence;
  else {
    const count = vars.n ?? Object.values(vars).find((value) => typeof value === "number") ?? 0;
    text = (plural.select(Number(count)) === "one" ? sentence.one : sentence.other) ?? sentence.other ?? sentence.one ?? "";
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in vars ? String(vars[name]) : whole));
}

export const t = (key: WordKey, vars: Vars = {}): string => say(table[key] ?? key, vars);

/** A sentence whose key is made from a code that came from the contract or from the server. */
export function t_code(key: string, fallback: WordKey, vars: Vars = {}): string {
  return say(table[key] ?? table[fallback] ?? key, vars);
}
export const has_words = (key: string): boolean => key in table;
