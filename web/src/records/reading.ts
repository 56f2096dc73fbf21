/** What was read and is kept for when there is no network: under the cache key, one person's apart, for 72 hours from the last contact and no longer. */
import { change_each, db } from "../base/db";
import { Ended, vault } from "../vault/vault";

export const lease_ms = 72 * 60 * 60 * 1000;

interface Row {
  id: string;
  person: string;
  what: string;
  /** When the server last said that it may be held; by this device's clock. */
  at: number;
  closed: string;
  /** Of a child's view: by which the server knows what we hold. */
  n?: number;
  hash?: string;
  /** It travels on a trip lease: under that lease's key, and as long as the lease runs (trip.ts). */
  trip?: true;
}
/** Whose six words opened a trip lease on this page: then what travels is all there is to read. */
let traveller = "";
export const read_as_traveller = (person: string): void => void (traveller = person);

export interface Recalled<T> {
  at: number;
  value: T;
}
const id_of = (person: string, what: string) => `${person} ${what}`;
// A clock that was put back does not lengthen a lease.
const is_over = (at: number, now: number) => now - at >= lease_ms || now < at - 60_000;

export async function keep_reading(person: string, what: string, value: unknown, known: { n?: number; hash?: string } = {}): Promise<void> {
  if (!vault.is_open) return;
  const id = id_of(person, what);
  const closed = await vault.close(`view ${id}`, value).catch(() => undefined);
  if (closed) await db.put("views", id, { id, person, what, at: Date.now(), closed, ...known } satisfies Row);
}
export async function recall<T>(person: string, what: string, now = Date.now()): Promise<Recalled<T> | undefined> {
  if (traveller === person) return recall_packed<T>(person, what);
  const row = await db.get<Row>("views", id_of(person, what));
  if (!row) return undefined;
  if (is_over(row.at, now)) return void (await db.remove("views", row.id));
  const value = await vault.open<T>(`view ${row.id}`, row.closed);
  return value === undefined ? undefined : { at: row.at, value };
}
/** No PIN guards it, or guards it any more: nothing of what was read stays, lists and files alike. */
export async function forget_read(person: string): Promise<void> {
  for (const row of await db.all<Row>("views")) if (row.person === person && !row.trip) await db.remove("views", row.id);
}
export const forget_one = (person: string, what: string): Promise<unknown> => db.remove("views", id_of(person, what));

/** A file that is to be forgotten stands in no list that is kept either, from the same moment: a list that changes is laid down again, and one that this key cannot open is of no use. */
export async function forget_lines(person: string, records: readonly string[]): Promise<void> {
  const gone = new Set(records);
  for (const row of gone.size > 0 ? await db.all<Row>("views") : []) {
    if (row.person !== person || row.trip || row.hash) continue;
    const list = await vault.open<unknown>(`view ${row.id}`, row.closed);
    if (list === undefined && !vault.is_open) throw new Ended("the key rests");
    const left = without(list, gone);
    if (list !== undefined && left === list) continue;
    // As old as it was, for nobody asked for it anew; and where somebody did meanwhile, theirs stands.
    const changed = list === undefined ? undefined : { ...row, closed: await vault.close(`view ${row.id}`, left) };
    await db.change(["views"], (of) => change_each(of("views"), (one: Row) => (one.id === row.id && one.closed === row.closed ? changed : one)));
  }
}
/** What is about none of these; the very same thing where nothing was. */
function without(value: unknown, gone: ReadonlySet<string>): unknown {
  const is_about = (one: unknown) => typeof one === "object" && one !== null && "record" in one && gone.has(one.record as string);
  if (Array.isArray(value)) {
    const left = value.filter((one) => !is_about(one)).map((one) => without(one, gone));
    return left.length === value.length && left.every((one, i) => one === value[i]) ? value : left;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value), left = entries.map(([name, one]) => [name, without(one, gone)] as const);
  return left.every(([, one], i) => one === entries[i]![1]) ? value : Object.fromEntries(left);
}

/** The children's views that this person holds; those that this key cannot open, or whose time is over, are no longer held. Throws Ended while the screen is covered: that a
 * key rests says nothing about what it opens. */
export async function held(person: string, now = Date.now()): Promise<{ record: string; n: number; hash: string }[]> {
  const found: { record: string; n: number; hash: string }[] = [];
  const must_be_open = () => {
    if (!vault.is_open) throw new Ended("the key rests");
  };
  must_be_open();
  for (const row of await db.all<Row>("views")) {
    if (row.person !== person || row.trip) continue;
    const is_readable = !is_over(row.at, now) && (await vault.open(`view ${row.id}`, row.closed)) !== undefined;
    must_be_open();
    if (!is_readable) await db.remove("views", row.id);
    else if (row.hash) found.push({ record: row.what.slice("child ".length), n: row.n ?? 0, hash: row.hash });
  }
  return found;
}
/** The server was asked, and did not say that these are to be forgotten. */
export async function renew(person: string): Promise<void> {
  for (const row of await db.all<Row>("views")) if (row.person === person && row.hash && !row.trip) await db.put("views", row.id, { ...row, at: Date.now() });
}

// --- What travels -----------------------------------------------------------------------------------------------------

const packed_id = (person: string, what: string) => `trip ${id_of(person, what)}`;
export async function pack_reading(person: string, what: string, value: unknown, hash?: string): Promise<void> {
  const id = packed_id(person, what);
  await db.put("views", id, { id, person, what, at: Date.now(), closed: await vault.pack(`view ${id}`, value), trip: true, ...(hash ? { hash } : {}) } satisfies Row);
}
export async function recall_packed<T>(person: string, what: string): Promise<Recalled<T> | undefined> {
  const row = await db.get<Row>("views", packed_id(person, what));
  const value = row && (await vault.unpack<T>(`view ${row.id}`, row.closed));
  return value === undefined ? undefined : { at: row!.at, value };
}
export const packed = async (person: string): Promise<{ record: string; hash: string }[]> =>
  (await db.all<Row>("views")).filter((row) => row.trip && row.person === person && row.hash).map((row) => ({ record: row.what.slice("child ".length), hash: row.hash! }));
export const unpack_one = (person: string, what: string): Promise<unknown> => db.remove("views", packed_id(person, what));
