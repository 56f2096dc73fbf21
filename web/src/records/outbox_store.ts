/** What the outbox keeps on the device: the sealed entry as it travels, and what was written, under the local key. */
import { db } from "../base/db";
import { close_locally, open_locally } from "./device_key";
import type { Commitments, Header, Parts } from "./entry";
import type { EntryProblem } from "./wire";

/** Where an entry stands: on this device, waiting for a second person, kept aside by the server, or refused by it.
 * `accepted` stays until the view that holds it has arrived. */
export type Standing = "on_device" | "accepted" | "pending" | "quarantined" | "refused";

export interface OutboxEntry {
  id: string;
  person: string;
  header: Header;
  commitments: Commitments;
  signature: string;
  envelope: string;
  standing: Standing;
  n?: number;
  problem?: EntryProblem;
  /** The parts in clear; kept encrypted. */
  parts: Parts;
}
type Kept = Omit<OutboxEntry, "parts"> & { closed: string };

export async function keep(entry: OutboxEntry): Promise<void> {
  const { parts, ...rest } = entry;
  const kept: Kept = { ...rest, closed: await close_locally(`entry ${entry.id}`, parts) };
  await db.put("outbox", entry.id, kept);
}

export const forget = (id: string): Promise<unknown> => db.remove("outbox", id);

/** One person's entries, in the order in which they were written. */
export async function kept_of(person: string): Promise<OutboxEntry[]> {
  const entries: OutboxEntry[] = [];
  for (const { closed, ...rest } of await db.all<Kept>("outbox")) {
    if (rest.person !== person) continue;
    entries.push({ ...rest, parts: (await open_locally<Parts>(`entry ${rest.id}`, closed)) ?? {} });
  }
  return entries.sort((one, other) => one.header.device_seq - other.header.device_seq || one.id.localeCompare(other.id));
}
