/** The directory, asked for the people whom a thing of the file names by their number. */
import { records } from "../../records/online";
import { who } from "../../records/session.svelte";
import type { Person } from "../../records/wire";
import { told_of } from "../forms/person_names.svelte";

/** Nobody where the directory does not answer. */
export async function people_of(unit: string): Promise<Person[]> {
  const people = await records.people(unit).catch(() => []);
  told_of(people);
  return people;
}
/** In those of `among` that are units; what else is among them is passed over. */
export function look_for_people(among: unknown[]): void {
  for (const one of new Set(among)) if (typeof one === "string" && who.unit_name(one)) void people_of(one);
}
