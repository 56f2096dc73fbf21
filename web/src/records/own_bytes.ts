/**
 * The bytes of what was attached on this device: kept closed under the cache key until they arrived, and for fourteen days after, since a server that was put back to an
 * earlier day has lost them with the entry that announced them (decision 0011). They lie among the `facts`; what is kept of them is bounded.
 */
import { db } from "../base/db";
import { vault } from "../vault/vault";
import { Refused } from "./api";
import { send_chunks, type Announced } from "./attachments";
import { keep_sent_ms } from "./sent";
import type { Bytes } from "../base/bytes";

/** So much at most: some hundred photos. What arrived longest ago goes first; what has not arrived is not pushed out by what has. */
export const room = { bytes: 40_000_000 };

interface Row {
  attachment: string;
  person: string;
  record: string;
  /** The entry that announced it */
  entry: string;
  size: number;
  kept_at: number;
  /** The log in which the server told that it is stored; and the server's time in the first checkpoint after. */
  epoch?: number;
  covered?: string;
}
/** The bytes themselves lie apart, so that looking through what is kept does not read them. */
interface Closed {
  person: string;
  own_bytes: Bytes;
}
const key_of = (attachment: string) => `bytes ${attachment}`;
const closed_key = (attachment: string) => `closed ${attachment}`;
/** What a form is sending at this moment: nobody else does. */
export const in_hand = new Set<string>();
const all_rows = () => db.all<Row>("facts", IDBKeyRange.bound("bytes ", "bytes!"));
const theirs = async (person: string) => (await all_rows()).filter((one) => one.person === person);

/** Announced: from here on they need not be chosen again, whatever becomes of the page, as long as its key can be opened. */
export async function keep_bytes(person: string, announced: Announced, bytes: Blob): Promise<void> {
  if (!vault.is_open) return;
  const rows = await all_rows();
  let free = room.bytes - rows.reduce((sum, one) => sum + one.size, 0);
  const gone: string[] = [];
  for (const one of rows.filter(({ epoch }) => epoch !== undefined).sort((one, other) => one.kept_at - other.kept_at)) {
    if (free >= bytes.size) break;
    free += one.size;
    gone.push(one.attachment);
  }
  if (free < bytes.size) return;
  const own_bytes = await vault.close_bytes(key_of(announced.attachment), new Uint8Array(await bytes.arrayBuffer()));
  await db.change(["facts"], (of) => {
    for (const one of gone) for (const key of [key_of(one), closed_key(one)]) of("facts").delete(key);
    of("facts").put({ ...announced, person, size: bytes.size, kept_at: Date.now() } satisfies Row, key_of(announced.attachment));
    of("facts").put({ person, own_bytes } satisfies Closed, closed_key(announced.attachment));
  });
}
export async function bytes_arrived(attachment: string, epoch: number): Promise<void> {
  const row = await db.get<Row>("facts", key_of(attachment));
  if (row) await db.put("facts", key_of(attachment), { ...row, epoch });
}
export const drop_bytes = (attachment: string): Promise<unknown> =>
  db.change(["facts"], (of) => [key_of(attachment), closed_key(attachment)].forEach((key) => of("facts").delete(key)));

/** Kept here, and sent where its entry has arrived. What the line cuts goes with the next contact. */
export async function keep_and_send(person: string, announced: Announced, bytes: Blob, arrived_in?: number): Promise<void> {
  await keep_bytes(person, announced, bytes).catch(() => undefined);
  if (arrived_in === undefined) return;
  in_hand.add(announced.attachment);
  try {
    await send_chunks(announced.record, announced.attachment, bytes, () => {});
    await bytes_arrived(announced.attachment, arrived_in);
  } catch {
    // offer_bytes goes on with it, and knows what is final.
  } finally {
    in_hand.delete(announced.attachment);
  }
}

/** A contact: the log of this epoch ends at `at`; `back`: it went back, so nothing is sure that was told in it. What arrived long ago is let go. */
export async function bytes_covered(person: string, epoch: number, at: string, back: boolean): Promise<void> {
  for (const one of await theirs(person)) {
    if (one.epoch !== epoch) continue;
    if (back) await db.put("facts", key_of(one.attachment), { ...one, epoch: 0 });
    else if (!one.covered) await db.put("facts", key_of(one.attachment), { ...one, covered: at });
    else if (Date.parse(at) - Date.parse(one.covered) > keep_sent_ms) await drop_bytes(one.attachment);
  }
}

let offering: Promise<void> | undefined;
/** Sends what has not arrived in the log that the server has now, one after the other; `waits`: entries that it does not know yet. */
export function offer_bytes(person: string, epoch: number, waits: Set<string>): Promise<void> {
  offering ??= offer(person, epoch, waits).catch(() => undefined).finally(() => (offering = undefined));
  return offering;
}
async function offer(person: string, epoch: number, waits: Set<string>): Promise<void> {
  for (const { attachment, record, entry, epoch: known } of await theirs(person)) {
    if (known === epoch || waits.has(entry) || in_hand.has(attachment) || !vault.is_open) continue;
    const closed = await db.get<Closed>("facts", closed_key(attachment));
    const bytes = closed && (await vault.open_bytes(key_of(attachment), closed.own_bytes));
    // Closed under a key that is gone: nobody can send it.
    if (!bytes) {
      await drop_bytes(attachment);
      continue;
    }
    try {
      await send_chunks(record, attachment, new Blob([bytes]), () => {}, []);
      await bytes_arrived(attachment, epoch);
    } catch (error) {
      // A file that is closed, or no longer one's own, may be open again; what is no image never becomes one.
      const final = error instanceof Refused && ["not_an_image", "wrong_media_type", "too_large", "bad_commitment", "erased"].includes(error.problem.code);
      if (final) await drop_bytes(attachment);
      else if (!(error instanceof Refused)) throw error;
    }
  }
}
