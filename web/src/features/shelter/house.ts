/** What the house's two screens share: who is who in it, and the entries of a roll call. */
import type { Answers } from "../../base/answers";
import type { Form } from "../../base/forms";
import { label_of } from "../../base/lists.svelte";
import { name_or_code } from "../../base/prefs.svelte";
import { problem_sentence } from "../../base/problems";
import { t } from "../../base/words.svelte";
import type { Outcome, Proposal } from "../../records/outbox.svelte";
import type { Resident, Shelter } from "../../records/wire";
import type { IconName } from "../../ui/icons";
import { form_parts } from "../forms/form_parts";

export const presences = ["here", "out", "not_here"] as const;
export type Presence = (typeof presences)[number];
export const picture_of: Record<Presence, IconName> = { here: "check", out: "footprints", not_here: "search" };
/** Of a roll call, record → presence. */
export const is_presence = (value: unknown): value is Presence => presences.includes(value as Presence);

const week = 7 * 24 * 3600_000;

export interface House {
  here: Resident[];
  followed: Resident[];
  leaving: Resident[];
  /** When the last roll was called; nothing before the first. */
  counted_at: string | undefined;
}
export function house_of(shelter: Shelter, now: number): House {
  const here = shelter.residents.filter((one) => one.takes_a_place);
  return {
    here,
    followed: shelter.residents.filter((one) => !one.takes_a_place),
    leaving: here.filter((one) => one.expected_end && Date.parse(one.expected_end) < now + week),
    counted_at: here.map((one) => one.counted_at).filter((one) => one !== undefined).sort().at(-1),
  };
}

export interface Difference {
  /** Beds counted, less children of the files. */
  by: number;
  /** Whom the last roll call did not find in the house, or who was in none yet. */
  not_in_bed: Resident[];
  /** Whose last day has come. */
  may_have_left: Resident[];
  may_have_come: Shelter["awaited"];
}
/** What a count of beds says beside the stays, and which children it may be about. Nobody is taken out or in by it. */
export function difference_of(house: House, awaited: Shelter["awaited"], beds_taken: number, now: number): Difference {
  const ends = (one: Resident) => one.expected_end !== undefined && Date.parse(one.expected_end) <= now;
  return {
    by: beds_taken - house.here.length,
    not_in_bed: house.here.filter((one) => one.presence !== "here" && !ends(one)),
    may_have_left: house.here.filter(ends),
    may_have_come: awaited,
  };
}

export const about = (child: { sex?: string; age_band?: string }): string =>
  [
    child.sex && child.sex !== "not_known" ? label_of("sex", child.sex) : "",
    child.age_band ? label_of("age_band", child.age_band) : "",
  ].filter(Boolean).join(" · ");

/** One entry for each child who was seen, or looked for. */
export const roll_entries = (form: Form, residents: Resident[], answers: Answers, id_of: (record: string) => string): Proposal[] =>
  residents
    .filter((one) => is_presence(answers[one.record]))
    .map((one) => ({ id: id_of(one.record), record: one.record, kind: form.entry, seen: one.n, parts: form_parts(form, { "roll_call.presence": answers[one.record]! }) }));

/** For which children a round was not taken, and why; nothing where that is said of the whole house. */
export function refused_for(outcome: Extract<Outcome, { kind: "refused" }>, residents: Resident[]): string[] {
  const named = (outcome.of ?? []).flatMap(({ record, problem }) => {
    const child = residents.find((one) => one.record === record);
    return child ? [t("roll.refused_for", { child: name_or_code(child.name, child.code), problem: problem_sentence(problem) })] : [];
  });
  return named.length === residents.length && named.length > 1 ? [] : named;
}
