/**
 * The installation that this device knows: what it said of itself at the first contact. Whatever answers later is held to it, and nothing is sealed for
 * another or sent to it. A device belongs to one installation: whoever signs in later is held to what the first one met.
 */
import { db } from "../base/db";
import type { Installation, Session } from "./wire";

type Pinned = Pick<Installation, "id" | "public_key" | "checkpoint_key">;
const [pinned_name, other_name] = ["installation", "other_server"];

/** The session with the keys that this device knows; `differs`: the server says others. */
export async function held_to_first(session: Session): Promise<{ session: Session; differs: boolean }> {
  const { id, public_key, checkpoint_key } = session.installation;
  let pinned = await db.get<Pinned>("facts", pinned_name);
  if (!pinned) await db.put("facts", pinned_name, (pinned = { id, public_key, checkpoint_key }));
  const differs = pinned.id !== id || pinned.public_key !== public_key || pinned.checkpoint_key !== checkpoint_key;
  return { session: { ...session, installation: { ...session.installation, ...pinned } }, differs };
}
/** A server whose log is not the one that this device knows stays that until it shows otherwise, also for the next page. */
export const note_other = (is_other: boolean): Promise<unknown> => (is_other ? db.put("facts", other_name, true) : db.remove("facts", other_name));
export const was_other = async (): Promise<boolean> => (await db.get<true>("facts", other_name)) === true;
