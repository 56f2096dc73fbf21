/**
 * Who writes on this device. What stands here lies open on it, so it is no more than writing without network needs, and how to get at the
 * cache key: no name, no unit's name.
 */
import { db } from "../base/db";
import type { Installation, Post, Session } from "./wire";

/** The cache key, under something that is not on this device: what the server makes of the PIN, or the session's own share. */
export type WrappedKey = { by: "session"; wrapped: string } | { by: "pin"; wrapped: string; confirm: string };

export interface Resident {
  person: string;
  /** For choosing among several, on a phone that is shared. */
  initials: string;
  acting: Post;
  country: string;
  device: string;
  installation: Pick<Installation, "id" | "public_key" | "epoch" | "demonstration">;
  key?: WrappedKey;
  /** They signed out here; what they had not sent waits for them. */
  left?: true;
}

/** Those who may go on writing here without network. */
export const residents = async (): Promise<Resident[]> => (await db.all<Resident>("people")).filter((one) => !one.left);
export const resident = (person: string): Promise<Resident | undefined> => db.get<Resident>("people", person);
export const keep_resident = (one: Resident): Promise<unknown> => db.put("people", one.person, one);

/** Notes what this person needs to write here without network. */
export async function note_resident(session: Session): Promise<Resident> {
  const { person, acting, installation, units, device } = session;
  const words = person.name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const { left: _left, ...before } = (await resident(person.id)) ?? {};
  const noted: Resident = {
    ...before,
    person: person.id, acting, device: device!, country: units[acting.unit]?.country ?? "SN",
    initials: [words[0], words.length > 1 ? words.at(-1) : undefined].map((one) => one?.[0]?.toUpperCase() ?? "").join(""),
    installation: { id: installation.id, public_key: installation.public_key, epoch: installation.epoch, demonstration: installation.demonstration },
  };
  await keep_resident(noted);
  return noted;
}
export async function keep_key(person: string, key: WrappedKey | undefined): Promise<void> {
  const one = await resident(person);
  if (!one) return;
  const { key: _before, ...rest } = one;
  await keep_resident(key ? { ...rest, key } : rest);
}

/** As much of a session as lies here: enough to write, not to read. */
export function session_of(one: Resident): Session {
  return {
    person: { id: one.person, name: "" }, concerns: false, posts: [one.acting], acting: one.acting, factor: "stale", factors: [], device: one.device,
    installation: { ...one.installation, name: "", checkpoint_key: "" },
    units: { [one.acting.unit]: { name: "", kind: "", country: one.country } },
  };
}
