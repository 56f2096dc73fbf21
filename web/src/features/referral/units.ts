/** Units that offer a service, the likeliest first: same country, free places. */
import { records } from "../../records/online";
import { who } from "../../records/session.svelte";
import type { Unit, View } from "../../records/wire";

export const free_places = (unit: Unit) => (unit.capacity === undefined ? undefined : Math.max(0, unit.capacity - (unit.taken ?? 0)));

export async function possible_units(service: string): Promise<Unit[]> {
  const own_country = who.me.units[who.me.acting.unit]?.country;
  const score = (unit: Unit) => (unit.country === own_country ? 2 : 0) + ((free_places(unit) ?? 1) > 0 ? 1 : 0);
  return (await records.units())
    .filter((one) => one.id !== who.me.acting.unit && one.services.includes(service))
    .sort((one, other) => score(other) - score(one) || one.name.localeCompare(other.name));
}
/** The likeliest unit that was not asked for this service on this file. */
export async function next_unit(view: View, service: string): Promise<Unit | undefined> {
  const asked = new Set((view.state.referrals ?? []).filter((one) => one.service === service).map((one) => one.to_unit));
  return (await possible_units(service)).find((one) => !asked.has(one.id));
}
