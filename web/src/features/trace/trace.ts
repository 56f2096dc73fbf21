/** Families who look for a child, and children whom somebody may know already. The server compares; a person decides. */
import { label_of } from "../../base/lists.svelte";
import { hides_names } from "../../base/prefs.svelte";
import { t, type WordKey } from "../../base/words.svelte";
import type { components } from "../../generated/api";
import { call } from "../../records/api";
import { answer_words } from "../forms/answer_words";

type Schemas = components["schemas"];
export type Beside = Schemas["Beside"];
export type FactBeside = Schemas["FactBeside"];
export type FamilyWhoLooks = Schemas["FamilyWhoLooks"];

const child_path = (record: string) => `/api/children/${encodeURIComponent(record)}`;
export const inquiries = async () => (await call<Schemas["Inquiries"]>("GET", "/api/inquiries")).inquiries;
export const candidates = (inquiry: string) => call<Schemas["Candidates"]>("GET", `/api/inquiries/${encodeURIComponent(inquiry)}`);
export const families = async (record: string) => (await call<Schemas["Families"]>("GET", `${child_path(record)}/families`)).families;
export const side_by_side = (record: string, inquiry: string) => call<Beside>("GET", `${child_path(record)}/families/${encodeURIComponent(inquiry)}`);
export const already_known = (record: string) => call<Schemas["AlreadyKnown"]>("POST", `${child_path(record)}/already_known`);
export const met_again = async (record: string) => (await call<Schemas["MetAgain"]>("GET", `${child_path(record)}/met_again`)).met;
export const settle_met = (record: string, id: string, same: boolean) => call<void>("POST", `${child_path(record)}/met_again/${encodeURIComponent(id)}`, { same });

export const bands = { strong: "tracing.first", possible: "tracing.possible", weak: "tracing.weak" } as const satisfies Record<Beside["band"], WordKey>;
export const sides = {
  for: { shape: "done", words: "tracing.agrees" }, against: { shape: "late", words: "tracing.differs" }, unknown: { shape: "coming", words: "tracing.unknown" },
} as const satisfies Record<FactBeside["side"], { shape: string; words: WordKey }>;

export const fact_words = (fact: string): string => t(`trace.fact.${fact}` as WordKey);
const is_name = (fact: string) => ["name", "mother", "father", "sibling", "companion", "relative"].includes(fact);

/** What one side tells of a fact; names are hidden where somebody may look over one's shoulder. */
export function told_words(line: FactBeside, side: "child" | "family"): string {
  const { words = [], from, until } = line[side];
  if (from && until) return answer_words({ type: "partial_date" }, { earliest: from, latest: until });
  if (words.length === 0) return t("trace.not_told");
  if (is_name(line.fact) && hides_names()) return t("file.name_hidden");
  const list = line.fact === "sex" ? "sex" : line.fact === "language" ? "language" : line.fact === "mark" ? "body_mark" : undefined;
  return words.map((one) => (list ? label_of(list, one) : one)).join(" · ");
}

/** In words: the three strongest reasons, and the strongest contradiction. */
export function in_short(one: { facts: Pick<FactBeside, "fact" | "side">[] }): { agrees: string; differs: string } {
  const of = (side: FactBeside["side"], most: number) => one.facts.filter((line) => line.side === side).slice(0, most).map((line) => fact_words(line.fact)).join(", ");
  return { agrees: of("for", 3), differs: of("against", 1) };
}
export const who_looks = (family: FamilyWhoLooks): string =>
  hides_names() ? family.code : t("trace.looks_for", { name: family.relation ? `${family.name} (${label_of("relation_to_child", family.relation)})` : family.name, child: family.child });
