/** The code lists of the contract, in the language in use. */
import type { Language } from "./words.svelte";

export interface Code {
  code: string;
  label: string;
  hint?: string;
  tier?: string;
  retired?: boolean;
}
interface List {
  status: "verified" | "unverified" | "own";
  codes: Code[];
}

const loaders = {
  fr: () => import("../generated/lists/fr.json"),
  en: () => import("../generated/lists/en.json"),
  pt: () => import("../generated/lists/pt.json"),
} satisfies Record<Language, () => Promise<unknown>>;

let lists = $state.raw<Record<string, List>>({});
let spoken = $state.raw<Language>("fr");
/** Lists that the programme keeps for itself, told with the session; in three languages, as the contract's are. */
type OwnCode = { code: string } & Record<Language, string>;
let own = $state.raw<Record<string, OwnCode[]>>({});

export async function use_lists(language: Language): Promise<void> {
  lists = ((await loaders[language]()) as { default: Record<string, List> }).default;
  spoken = language;
}
export function use_own_list(name: string, codes: OwnCode[]): void {
  own = { ...own, [name]: codes };
}
const own_codes = (list: string): Code[] | undefined => own[list]?.map((one) => ({ code: one.code, label: one[spoken] }));

/** The codes that may still be chosen. */
export const codes_of = (list: string): Code[] => own_codes(list) ?? lists[list]?.codes.filter((one) => !one.retired) ?? [];
// The state of a referral whose service was given is called `served`; the list has the event's name.
const same: Record<string, string> = { served: "service_given" };

/** A code's words, retired ones too; the code itself where the list does not know it. */
export const label_of = (list: string, code: string): string =>
  (own_codes(list) ?? lists[list]?.codes)?.find((one) => one.code === code)?.label ?? (same[code] ? label_of(list, same[code]) : code);
/** False for lists from general knowledge: the product says so. */
export const is_verified = (list: string): boolean => lists[list]?.status !== "unverified";
