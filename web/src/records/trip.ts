/**
 * A trip lease on this phone (decision 0013): what may be read after the application was opened without network. Its files lie under a key of their own, and
 * that key under six words that only the traveller knows. When its time is over the wrapped key and what it closes are destroyed.
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
}
export const trip_name = (person: string): string => `trip:${person}`;
export const keep_trip = (person: string, trip: Trip): Promise<unknown> => db.put("facts", trip_name(person), trip);

/** Destroys it: the wrapped key first, so that what is left opens for nobody. */
export async function end_trip(person: string): Promise<void> {
  await db.change(["facts", "views"], (of) => {
    of("facts").delete(trip_name(person));
    change_each<{ person: string; trip?: true }>(of("views"), (row) => (row.trip && row.person === person ? undefined : row));
  });
  await vault.end_trip();
}
/** The one that runs; one that is over is destroyed here. A clock that was put back does not lengthen it. */
export async function trip_here(person: string, now = Date.now()): Promise<Trip | undefined> {
  const trip = await db.get<Trip>("facts", trip_name(person));
  if (!trip) return undefined;
  if (now >= trip.until || now < trip.seen - 60_000) return void (await end_trip(person));
  if (now > trip.seen + 60_000) await keep_trip(person, { ...trip, seen: now });
  return trip;
}
