/** Accounts and units as an administrator asks after them; and one-page forms for what is done to them. */
import type { components } from "../../generated/api";
import type { Answers } from "../../base/answers";
import type { Form, Question } from "../../base/forms";
import { uuid7 } from "../../base/ids";
import { label_of } from "../../base/lists.svelte";
import { t, t_code } from "../../base/words.svelte";
import { call } from "../../records/api";
import type { Draft } from "../../records/drafts";
import type { Outcome } from "../../records/outbox.svelte";
import { Refused } from "../../records/api";
import { who } from "../../records/session.svelte";

type Schemas = components["schemas"];
export type Account = Schemas["Accounts"]["people"][number];
export type Waiting = Schemas["WaitingSecond"];
export type Held = Schemas["PostWithCountries"];
export type AnyUnit = Schemas["AllUnits"]["units"][number];
export type Act = Schemas["Acts"]["acts"][number];
export type Code = Schemas["OneTimeCode"];
export type FilesWaiting = Schemas["FilesWaiting"];

export const accounts = () => call<Schemas["Accounts"]>("GET", "/api/admin/people");
export const all_units = async () => (await call<Schemas["AllUnits"]>("GET", "/api/admin/units")).units;
export const acts_on = async (id: string) => (await call<Schemas["Acts"]>("GET", `/api/admin/acts/${encodeURIComponent(id)}`)).acts;
export const act_on_person = <T = void>(person: string, body: Schemas["ActOnPerson"], status?: (status: number) => void) =>
  call<T>("POST", `/api/admin/people/${encodeURIComponent(person)}`, body, status ? { status } : {});
export const act_on_unit = (unit: string, body: Schemas["ActOnUnit"]) => call<void>("POST", `/api/admin/units/${encodeURIComponent(unit)}`, body);
export const answer = (id: string, agree: boolean) => call<Partial<Code>>("POST", `/api/admin/waiting/${encodeURIComponent(id)}`, { agree });

/** A role as a sentence: what, for whom, where. */
export const post_words = (post: Held): string => {
  const words = t("sign_in.as_role", { role: t(`role.${post.role}`), unit: who.unit_name(post.unit) || post.unit_name || "" });
  if (!post.countries?.length) return words;
  return t("admin.for_countries", { post: words, countries: post.countries.map((one) => label_of("country", one)).join(", ") });
};
export const act_words = (act: Act): string => t_code(`admin.act.${act.action.replaceAll(".", "_")}`, "admin.act.other");
export const standing = (one: Account): string => t(`admin.account.${one.account ?? "none"}`);

const of_all = { tier: "plain", data_class: "plain", merge: "latest" } as const;
export const question = (id: string, type: Question["type"], label: string, more: Partial<Question> = {}): Question => ({ ...of_all, id, type, label, ...more });
export const form_of = (name: string, title: string, questions: Question[], note?: string): Form => ({
  form: name, version: 1, entry: "", title, pages: [{ id: "deed", title, ...(note ? { note } : {}), questions }],
});
export const draft_of = (form: Form): Draft => ({
  id: uuid7(), person: who.me.person.id, form: form.form, form_version: form.version, record: "", answers: {}, page: "", saved_at: "",
});
export const role_questions = (): Question[] => [
  question("role", "code", t("admin.role"), { list: "role", required: true }),
  question("unit", "unit", t("admin.unit"), { required: true }),
  question("countries", "codes", t("admin.countries"), { list: "country", show_if: "role = 'country_coordinator'", required: true }),
];
export const given = (answers: Answers, ...keys: string[]): Record<string, unknown> =>
  Object.fromEntries(keys.filter((key) => answers[key] !== undefined && answers[key] !== "").map((key) => [key, answers[key]]));

/** What a form of these screens does, told as the outbox tells it, so that its refusals stand beside their questions. */
export async function done_by(act: () => Promise<unknown>): Promise<Outcome> {
  try {
    await act();
    return { kind: "received", entries: [] };
  } catch (error) {
    if (error instanceof Refused) return { kind: "refused", problem: error.problem };
    throw error;
  }
}
