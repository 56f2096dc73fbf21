/** In a demonstration an administrator sees what a role sees: the door is filled in for an invented account, and opened like any other. */
import type { components } from "../../generated/api";
import { call } from "../../records/api";
import { who } from "../../records/session.svelte";

type WayIn = components["schemas"]["WayIn"];
/** The session that asks ends with its page; what the next page fills in is in the demonstration's own documents. */
const filled = "nibbi.see_as";

export async function see_as(person: string): Promise<void> {
  const way = await call<WayIn>("POST", "/api/demonstration/see-as", { person });
  sessionStorage.setItem(filled, JSON.stringify(way));
  await who.sign_out();
}
/** Once. */
export function take_way_in(): WayIn | undefined {
  const way = sessionStorage.getItem(filled);
  sessionStorage.removeItem(filled);
  return way ? (JSON.parse(way) as WayIn) : undefined;
}
