/** What a night was like for a child, in pictures, and the entries that it becomes. */
import type { Answers } from "../../base/answers";
import { voice_of } from "../../base/microphone";
import { date_words } from "../../base/time";
import { t } from "../../base/words.svelte";
import { announce, type Announced } from "../../records/attachments";
import type { Proposal } from "../../records/outbox.svelte";
import type { Resident } from "../../records/wire";
import type { IconName } from "../../ui/icons";

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

export interface NightEntries {
  proposals: Proposal[];
  voices: Announced[];
}
/** A note for each child of whom something was said; beside it what was spoken, and what must be told. */
export async function night_entries(residents: Resident[], answers: Answers, voices: Record<string, string>, now: number, installation_key: string): Promise<NightEntries> {
  const out: NightEntries = { proposals: [], voices: [] };
  const about_day = night_of(now);
  for (const { record, n: seen } of residents) {
    const said = signs_of(answers, record), bytes = voice_of(voices[record]);
    if (said.length === 0 && !bytes) continue;
    const text = said.length > 0 ? said.map((one) => `${t(`night.${one}`)}.`).join(" ") : t("night.spoken");
    out.proposals.push({ record, kind: "note.added", seen, parts: { plain: { note_kind: "night", about_day, source: "worker" }, narrative: { text } } });
    for (const one of said)
      if (needs[one]) out.proposals.push({ record, kind: "need.recorded", seen, parts: { plain: { need: needs[one], urgency: "emergency_24h" }, narrative: { details: `${t("night.need")} ${t(`night.${one}`)}.` } } });
    if (bytes) {
      const { announced, proposal } = await announce({ record, seen, kind: "voice_note", media_type: bytes.type, bytes, caption: t("night.of", { date: date_words(about_day) }), installation_key });
      out.proposals.push(proposal);
      out.voices.push(announced);
    }
  }
  return out;
}
