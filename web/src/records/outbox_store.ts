/** What the outbox keeps on the device: the sealed entry as it travels, and what was written, under the cache key of who wrote it. */
import { change_each, db } from "../base/db";
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
  /** Of the log in which the server acknowledged it. */
  epoch?: number;
  problem?: EntryProblem;
  /** What was written, while this device can still read it. */
  parts?: Parts;
  /** The same words under the key of a trip lease, where one is open: who reads on a trip reads also what they wrote on it. */
  packed?: string;
}
type Kept = Omit<OutboxEntry, "parts"> & { closed?: string };

export async function keep(entry: OutboxEntry): Promise<void> {
  await db.put("outbox", entry.id, await closed_entry(entry));
}
async function closed_entry({ parts, packed: packed_before, ...rest }: OutboxEntry): Promise<Kept> {
  // What cannot be read here any more stays closed as it was.
  const readable = parts && vault.is_open;
  const before = readable ? undefined : await db.get<Kept>("outbox", rest.id);
  const closed = readable ? await vault.close(`entry ${rest.id}`, parts) : before?.closed;
  const packed = readable && vault.is_on_trip ? await vault.pack(`entry ${rest.id}`, parts).catch(() => packed_before) : readable ? packed_before : before?.packed;
  return { ...rest, ...(closed ? { closed } : {}), ...(packed ? { packed } : {}) };
}
/** From now on these wait, and what they were begun as is a draft no longer: in one step, or what was sent could come once more. */
export async function keep_new(entries: OutboxEntry[], seq: { name: string; last: number }): Promise<void> {
  const rows: Kept[] = [];
  for (const one of entries) rows.push(await closed_entry(one));
  const ids = new Set(rows.map((one) => one.id));
  await db.change(["outbox", "drafts", "facts"], (of) => {
    for (const row of rows) of("outbox").put(row, row.id);
    of("facts").put(seq.last, seq.name);
    change_each<{ sealed?: { header: Header }[] }>(of("drafts"), (draft) => (draft.sealed?.some(({ header }) => ids.has(header.id)) ? undefined : draft));
  });
}

export const forget = (id: string): Promise<unknown> => db.remove("outbox", id);

/** As they stand now, without words; nothing for those that are there no more. */
export const rows_of = (ids: string[]): Promise<(OutboxEntry | undefined)[]> => Promise.all(ids.map((id) => db.get<OutboxEntry>("outbox", id)));

/** One person's entries, in the order in which they were written. */
export async function kept_of(person: string): Promise<OutboxEntry[]> {
  const entries: OutboxEntry[] = [];
  for (const { closed, ...rest } of await db.all<Kept>("outbox")) {
    if (rest.person !== person) continue;
    const parts = (await vault.open<Parts>(`entry ${rest.id}`, closed)) ?? (rest.packed && vault.is_on_trip ? await vault.unpack<Parts>(`entry ${rest.id}`, rest.packed) : undefined);
    entries.push({ ...rest, ...(parts ? { parts } : {}) });
  }
  return entries.sort((one, other) => one.header.device_seq - other.header.device_seq || one.id.localeCompare(other.id));
}
