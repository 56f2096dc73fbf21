/** What a night was like for a child, in pictures, and the entries that it becomes. */
import type { Answers } from "../../base/answers";
import { voice_text } from "../../base/microphone";
import { date_words } from "../../base/time";
import { t } from "../../base/words.svelte";
import { announce } from "../../records/attachments";
import type { Proposal } from "../../records/outbox.svelte";
import type { Resident } from "../../records/wire";
import type { IconName } from "../../ui/icons";
import type { Told } from "./round.svelte";

export const signs = ["slept", "woke", "cried", "ill", "back", "happened"] as const;
export type Sign = (typeof signs)[number];
export const picture_of_night: Record<Sign, IconName> = {
  slept: "night-slept", woke: "night-woke", cried: "night-cried", ill: "night-ill", back: "night-back", happened: "night-happened",
};
/** What somebody must hear of at once: each becomes a need, which is a task for whoever follows the child. */
const needs: Partial<Record<Sign, string>> = { ill: "medical", happened: "psychosocial" };
export const is_told = (sign: Sign): boolean => sign in needs;

export const signs_of = (answers: Answers, record: string): Sign[] => {
  const said = answers[record];
  return Array.isArray(said) ? signs.filter((one) => said.includes(one)) : [];
};
/** A good night and a broken one are not both; all else may come together. */
export function with_sign(before: Sign[], sign: Sign, on: boolean): Sign[] {
  const other = sign === "slept" ? "woke" : sign === "woke" ? "slept" : undefined;
  return signs.filter((one) => (one === sign ? on : before.includes(one) && !(on && one === other)));
}

/** The day on which the night began, on this device: until noon it was yesterday. */
export function night_of(now: number): string {
  const then = new Date(now);
  if (then.getHours() < 12) then.setDate(then.getDate() - 1);
  return `${then.getFullYear()}-${String(then.getMonth() + 1).padStart(2, "0")}-${String(then.getDate()).padStart(2, "0")}`;
}

/** A note for each child of whom something was said or spoken; beside it what must be told. */
export function night_entries(residents: Resident[], { answers, beside, id_of }: Told, now: number): Proposal[] {
  const out: Proposal[] = [];
  const about_day = night_of(now);
  for (const { record, n: seen } of residents) {
    const said = signs_of(answers, record);
    if (said.length === 0 && !beside[record]) continue;
    const text = said.length > 0 ? said.map((one) => `${t(`night.${one}`)}.`).join(" ") : t("night.spoken");
    out.push({ id: id_of(record), record, kind: "note.added", seen, parts: { plain: { note_kind: "night", about_day, source: "worker" }, narrative: { text } } });
    for (const one of said)
      if (needs[one]) out.push({ id: id_of(`${record} ${one}`), record, kind: "need.recorded", seen, parts: { plain: { need: needs[one], urgency: "emergency_24h" }, narrative: { details: `${t("night.need")} ${t(`night.${one}`)}.` } } });
  }
  return out;
}
/** What was spoken of a child: to go on with, and as it will be announced. */
export async function night_voice({ record, n: seen }: Resident, spoken: Blob, now: number, installation_key: string) {
  const caption = t("night.of", { date: date_words(night_of(now)) });
  const [text, announced] = await Promise.all([voice_text(spoken), announce({ record, seen, kind: "voice_note", media_type: spoken.type, bytes: spoken, caption, installation_key })]);
  return { text, ...announced };
}
