/** Where a child's journey stands, read off the file: the plan, the departure under it, the sheet, the receipt. */
import type { OutboxEntry } from "../../records/outbox_store";
import { who } from "../../records/session.svelte";
import type { View } from "../../records/wire";
import { items_of, type Item } from "../file/state";

export interface Road {
  plan: Item | undefined;
  /** The child, or somebody for the child, said stop. */
  stopped: boolean;
  /** The departure's id, from the file or from what still waits on this phone. */
  departed: string | undefined;
  last_stop: Item | undefined;
  arrived: boolean;
  /** The journey that the child makes with others. */
  movement: string | undefined;
  /** `for_family`: to whom the child goes, where no unit signs on the other side: then they sign on this phone. */
  sheet: { id: string; digest: string; for_family: string | undefined } | undefined;
  receipt: string | undefined;
  received: boolean;
}
const text = (value: unknown) => (typeof value === "string" ? value : "");

/** `waiting`: what this phone wrote about the file and has not gone yet. */
export function road_of(view: View, waiting: readonly OutboxEntry[] = []): Road {
  const said = (kind: string) => waiting.filter((one) => one.header.kind === kind && one.standing === "on_device");
  const plain = (one: OutboxEntry | undefined) => one?.parts?.plain ?? {};
  const standing = (list: string) => items_of(view.state, list).filter((one) => !one.amended_by);
  const plan = standing("return_plans").at(-1);
  const under = (list: string, field: string, id: string | undefined) => standing(list).filter((one) => id !== undefined && one[field] === id);
  const leaving = said("movement.departed").find((one) => plain(one).plan === plan?.id);
  const departed = under("departures", "plan", plan?.id).at(-1)?.id ?? leaving?.id;
  const gone = under("departures", "plan", plan?.id).at(-1);
  const signed = said("handover.signed").find((one) => plain(one).departed === departed);
  const stands = under("handovers", "departed", departed).at(-1);
  const as_sheet = (id: string, digest: unknown, of: Record<string, unknown>) =>
    ({ id, digest: text(digest), for_family: of.received_by_unit === undefined ? text(of.received_by_name) || undefined : undefined });
  const sheet = signed ? as_sheet(signed.id, plain(signed).sheet_sha256, signed.parts?.placement ?? {}) : stands && as_sheet(stands.id, stands.sheet_sha256, stands);
  const of_sheet = (one: Record<string, unknown>) => sheet === undefined || one.handover === sheet.id;
  const came = items_of(view.state, "handovers_received").filter(of_sheet).at(-1);
  const signing = said("handover.received").find((one) => of_sheet(plain(one)));
  return {
    plan, departed, sheet,
    movement: text(gone?.movement) || text(plain(leaving).movement) || undefined,
    stopped: under("return_withdrawals", "plan", plan?.id).length > 0 || said("return.withdrawn").some((one) => plain(one).plan === plan?.id),
    last_stop: under("checkpoints", "departed", departed).at(-1),
    arrived: under("arrivals", "departed", departed).length > 0 || said("movement.arrived").some((one) => plain(one).departed === departed),
    received: departed !== undefined && sheet === undefined ? signing !== undefined : (came ?? signing) !== undefined,
    receipt: text(came?.text) || text(signing?.parts?.narrative?.text) || undefined,
  };
}

/** Whether my unit is the one that receives: as the plan says; where that is withheld, whoever did not send the child on the way. */
export function is_awaited_here(view: View, road: Road): boolean {
  const mine = who.me.acting.unit, to = road.plan?.receiving_unit;
  if (typeof to === "string") return to === mine;
  return view.said.find((one) => one.id === road.departed)?.unit !== mine && view.relations.includes("referred_accepted");
}
