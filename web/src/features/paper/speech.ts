/** The words, the lists and the dates of one language, beside those of the screen: a sheet may speak two. */
import { is_day, is_money, is_partial_date, is_unanswered } from "../../base/answers";
import type { Question } from "../../base/forms";
import { date_words } from "../../base/time";
import type { Language, WordKey } from "../../base/words.svelte";
import { who } from "../../records/session.svelte";
import { money_words } from "../forms/answer_words";

type File = () => Promise<{ default: unknown }>;
const word_files = import.meta.glob("../../generated/words/*.json") as Record<string, File>;
const list_files = import.meta.glob("../../generated/lists/*.json") as Record<string, File>;
const locales: Record<Language, string> = { fr: "fr-FR", en: "en-GB", pt: "pt-PT" };

interface Code {
  code: string;
  label: string;
  retired?: boolean;
}
export interface Speech {
  language: Language;
  locale: string;
  say: (key: WordKey, vars?: Record<string, string>) => string;
  codes: (list: string) => Code[];
  label: (list: string, code: string) => string;
  date: (iso: string) => string;
}

export async function speech_of(language: Language): Promise<Speech> {
  const read = async (file: File | undefined) => (await file!()).default;
  const [words, few, lists] = await Promise.all([
    read(word_files[`../../generated/words/${language}.json`]), read(word_files[`../../generated/words/few_${language}.json`]), read(list_files[`../../generated/lists/${language}.json`]),
  ]);
  const table = { ...(words as object), ...(few as object) } as Record<string, unknown>;
  const all = lists as Record<string, { codes: Code[] }>;
  const codes = (list: string) => (all[list]?.codes ?? []).filter((one) => !one.retired);
  return {
    language,
    locale: locales[language],
    say: (key, vars = {}) => String(table[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => vars[name] ?? whole),
    codes,
    label: (list, code) => all[list]?.codes.find((one) => one.code === code)?.label ?? code,
    date: (iso) => date_words(iso, language),
  };
}

/** An answer in this language; nothing where there is none. `people`: names of staff by their id. */
export function answer_in(speech: Speech, question: Question, answer: unknown, people: ReadonlyMap<string, string> = new Map()): string {
  if (answer === undefined || answer === null) return "";
  if (is_unanswered(answer)) return speech.say(answer.unanswered === "prefers_not" ? "file.prefers_not" : "file.unknown");
  if (Array.isArray(answer)) return answer.map((one) => answer_in(speech, question, one, people)).join(" · ");
  if (typeof answer === "boolean") return speech.label("yes_no", answer ? "yes" : "no");
  if (typeof answer === "number") return String(answer);
  if (typeof answer === "string")
    switch (question.type) {
      case "yes_no": return speech.label("yes_no", answer);
      case "code": case "codes": return speech.label(question.list ?? "", answer);
      case "country": return speech.label("country", answer);
      case "date": return speech.date(answer);
      case "unit": return who.unit_name(answer) || "";
      case "person": return people.get(answer) ?? "";
      default: return answer;
    }
  if (is_day(answer)) return speech.date(answer.date);
  if (is_money(answer)) return money_words(answer.minor_units, answer.currency, speech.locale);
  if (!is_partial_date(answer)) return "";
  return answer.as_said ?? [answer.earliest, answer.latest].filter((one, i, all) => one && one !== all[i - 1]).map((one) => speech.date(one!)).join(" – ");
}

const official: Record<string, Language> = { GW: "pt", CV: "pt", GM: "en", GH: "en", LR: "en", NG: "en", SL: "en" };
/** What is read in an office of this country. */
export const language_of = (country: string): Language => official[country] ?? "fr";
