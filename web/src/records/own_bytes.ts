/**
 * The bytes of what was attached on this device: sealed piece by piece to the installation when they are chosen, as entries are, so that whoever holds the phone reads
 * nothing of them, and a lock or a cold start costs nothing. Kept until they arrived, and for fourteen days after, since a server that was put back to an
 * earlier day has lost them with the entry that announced them (decision 0011). They lie among the `facts`; what is kept of them is bounded.
 */
import { db } from "../base/db";
import { Refused, says_no } from "./api";
import { send_chunks, type Announced } from "./attachments";
import { keep_sent_ms } from "./sent";
import { is_final, unarrived } from "./unarrived.svelte";
import type { EntryProblem } from "./wire";
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
  /** Why the server would not take it */
  problem?: EntryProblem;
}
/** The pieces lie apart, so that looking through what is kept does not read them. */
interface Pieces {
  person: string;
  pieces: Bytes[];
}
const key_of = (attachment: string) => `bytes ${attachment}`;
const pieces_key = (attachment: string) => `pieces ${attachment}`;
/** What a form is sending at this moment: nobody else does. */
export const in_hand = new Set<string>();
const all_rows = () => db.all<Row>("facts", IDBKeyRange.bound("bytes ", "bytes!"));
const theirs = async (person: string) => (await all_rows()).filter((one) => one.person === person);

/** From here on it need not be chosen again, whatever becomes of the page. Throws where there is no room for it, on the device or among what is kept. */
export async function keep_bytes(person: string, { pieces, ...about }: Announced): Promise<void> {
  const size = pieces.reduce((sum, one) => sum + one.length, 0);
  const rows = await all_rows();
  let free = room.bytes - rows.reduce((sum, one) => sum + one.size, 0);
  const gone: string[] = [];
  for (const one of rows.filter(({ epoch }) => epoch !== undefined).sort((one, other) => one.kept_at - other.kept_at)) {
    if (free >= size) break;
    free += one.size;
    gone.push(one.attachment);
  }
  // Said as the browser says it, and to the person in the same words.
  if (free < size) throw new DOMException("no room", "QuotaExceededError");
  await db.change(["facts"], (of) => {
    for (const one of gone) for (const key of [key_of(one), pieces_key(one)]) of("facts").delete(key);
    of("facts").put({ ...about, person, size, kept_at: Date.now() } satisfies Row, key_of(about.attachment));
    of("facts").put({ person, pieces } satisfies Pieces, pieces_key(about.attachment));
  });
  await unarrived.count(person);
}
/** Kept before it is announced: nothing is announced whose bytes a dying page takes along, and nothing whose bytes could not be kept. */
export async function announce_kept<T>(person: string, all: Announced[], propose: () => Promise<T>): Promise<T> {
  for (const { attachment } of all) in_hand.add(attachment);
  try {
    for (const one of all) await keep_bytes(person, one);
    return await propose();
  } finally {
    for (const { attachment } of all) in_hand.delete(attachment);
  }
}
export async function bytes_arrived(attachment: string, epoch: number): Promise<void> {
  const row = await db.get<Row>("facts", key_of(attachment));
  if (!row) return;
  const { problem: _problem, ...rest } = row;
  await db.put("facts", key_of(attachment), { ...rest, epoch });
  await unarrived.count(row.person);
}
/** The server said no: it stays here with the reason until it is taken, or its person lets go of it. */
export async function not_taken(attachment: string, { code, details }: EntryProblem): Promise<void> {
  const row = await db.get<Row>("facts", key_of(attachment));
  if (!row) return;
  await db.put("facts", key_of(attachment), { ...row, problem: { code, ...(details ? { details } : {}) } });
  await unarrived.count(row.person);
}
export async function drop_bytes(attachment: string): Promise<void> {
  const row = await db.get<Row>("facts", key_of(attachment));
  await db.change(["facts"], (of) => [key_of(attachment), pieces_key(attachment)].forEach((key) => of("facts").delete(key)));
  if (row) await unarrived.count(row.person);
}
/** What has not arrived, one after the other, sealed as it lies: for a file that goes by hand. */
export async function each_unarrived(person: string, take: (one: { record: string; attachment: string; pieces: Bytes[] }) => void): Promise<void> {
  for (const { record, attachment } of (await theirs(person)).filter((one) => !one.epoch)) {
    const kept = await db.get<Pieces>("facts", pieces_key(attachment));
    if (kept) take({ record, attachment, pieces: kept.pieces });
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
  await unarrived.count(person);
}

let offering: Promise<void> | undefined;
/** Sends what has not arrived in the log that the server has now, one after the other; `waits`: entries that it does not know yet. */
export function offer_bytes(person: string, epoch: number, waits: Set<string>): Promise<void> {
  offering ??= offer(person, epoch, waits).catch(() => undefined).finally(() => (offering = undefined));
  return offering;
}
async function offer(person: string, epoch: number, waits: Set<string>): Promise<void> {
  for (const { attachment, record, entry, problem, epoch: known } of await theirs(person)) {
    if (known === epoch || waits.has(entry) || in_hand.has(attachment) || (problem && is_final(problem))) continue;
    const kept = await db.get<Pieces>("facts", pieces_key(attachment));
    if (!kept) {
      await drop_bytes(attachment);
      continue;
    }
    try {
      await send_chunks(record, attachment, kept.pieces, () => {}, []);
      await bytes_arrived(attachment, epoch);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Two people agreed that nothing of that file is kept anywhere.
      if (error.problem.code === "erased") await drop_bytes(attachment);
      // A file that is closed may be opened again; what no entry announced that arrived, or what is no image, is its person's to let go of.
      else if (says_no(error) && error.problem.status < 500) await not_taken(attachment, error.problem);
    }
  }
}
