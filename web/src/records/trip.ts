/**
 * A trip lease on this phone (decision 0013): what may be read after the application was opened without network. Its files lie under a key of their own, and
 * that key under six words that only the traveller knows, and where they want so under what their passkey makes of a salt. When its time is over the wrapped key and what it closes are destroyed.
 */
import { change_each, db } from "../base/db";
import { vault } from "../vault/vault";

export interface Trip {
  id: string;
  /** By this phone's clock; and when it last said something later than all before. */
  until: number;
  seen: number;
  by_words: string;
  by_key: string;
  /** How the words become a secret. */
  salt: string;
  memory_kib: number;
  passes: number;
  /** Which passkey, and what it is asked about. */
  by_passkey?: { id: string; salt: string; wrapped: string };
}
export const trip_name = (person: string): string => `trip:${person}`;
export const keep_trip = (person: string, trip: Trip): Promise<unknown> => db.put("facts", trip_name(person), trip);

/** Writes down what changed of a trip that still runs, and nothing else of it: one that was ended meanwhile does not come back. */
export const change_trip = (person: string, id: string, changes: Partial<Trip>): Promise<unknown> =>
  db.change(["facts"], (of) => {
    const there = of("facts").get(trip_name(person)) as IDBRequest<Trip | undefined>;
    there.onsuccess = () => void (there.result?.id === id && of("facts").put({ ...there.result, ...changes }, trip_name(person)));
  });

/** Destroys it: the wrapped key first, so that what is left opens for nobody. */
export async function end_trip(person: string): Promise<void> {
  await db.change(["facts", "views", "outbox"], (of) => {
    of("facts").delete(trip_name(person));
    // What was written on the way waits on; the words of it that travelled are closed for good.
    change_each<{ person: string; packed?: string }>(of("outbox"), (row) => {
      if (row.person !== person || row.packed === undefined) return row;
      const { packed: _packed, ...rest } = row;
      return rest;
    });
    change_each<{ person: string; trip?: true }>(of("views"), (row) => (row.trip && row.person === person ? undefined : row));
  });
  await vault.end_trip();
}
/** The one that runs; one that is over is destroyed here. A clock that was put back does not lengthen it. */
export async function trip_here(person: string, now = Date.now()): Promise<Trip | undefined> {
  const trip = await db.get<Trip>("facts", trip_name(person));
  if (!trip) return undefined;
  if (now >= trip.until || now < trip.seen - 60_000) return void (await end_trip(person));
  if (now > trip.seen + 60_000) await change_trip(person, trip.id, { seen: now });
  return trip;
}
