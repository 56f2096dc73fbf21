/** What the outbox keeps on the device: the sealed entry as it travels, and what was written, under the cache key of who wrote it. */
import { db } from "../base/db";
import { vault } from "../vault/vault";
import type { Commitments, Header, Parts } from "./entry";
import type { EntryProblem } from "./wire";

/** Where an entry stands: on this device, waiting for a second person, kept aside by the server, or refused by it.
 * `accepted` stays until the view that holds it has arrived; then it is `applied`, or in `conflict` with what another had said. */
export type Standing = "on_device" | "accepted" | "applied" | "conflict" | "pending" | "quarantined" | "refused";

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
  /** What was written, while this device can still read it. */
  parts?: Parts;
}
type Kept = Omit<OutboxEntry, "parts"> & { closed?: string };

export async function keep(entry: OutboxEntry): Promise<void> {
  const { parts, ...rest } = entry;
  // What cannot be read here any more stays closed as it was.
  const closed = parts && vault.is_open ? await vault.close(`entry ${entry.id}`, parts) : (await db.get<Kept>("outbox", entry.id))?.closed;
  await db.put("outbox", entry.id, { ...rest, ...(closed ? { closed } : {}) } satisfies Kept);
}

export const forget = (id: string): Promise<unknown> => db.remove("outbox", id);

/** One person's entries, in the order in which they were written. */
export async function kept_of(person: string): Promise<OutboxEntry[]> {
  const entries: OutboxEntry[] = [];
  for (const { closed, ...rest } of await db.all<Kept>("outbox")) {
    if (rest.person !== person) continue;
    const parts = await vault.open<Parts>(`entry ${rest.id}`, closed);
    entries.push({ ...rest, ...(parts ? { parts } : {}) });
  }
  return entries.sort((one, other) => one.header.device_seq - other.header.device_seq || one.id.localeCompare(other.id));
}
