/**
 * What this device shows while entries of its own wait: the view, and over it what its person wrote since, folded by the server's own code (decision 0021).
 * Thrown away when the server's view arrives; kept nowhere.
 */
import { ask_core } from "./core";
import { header_text } from "./entry";
import { look } from "./looks";
import type { OutboxEntry, Standing } from "./outbox_store";
import { sent_of } from "./sent";
import type { TierName, View } from "./wire";

/** What is on its way into the file. What was refused or kept aside is in no file, and what is in conflict is in the view. */
const on_its_way = new Set<Standing>(["on_device", "accepted", "pending"]);
export const is_on_its_way = (one: OutboxEntry): boolean => on_its_way.has(one.standing);

const as_told = ({ header, parts }: OutboxEntry) => ({
  header: header_text(header),
  parts: Object.fromEntries(Object.entries(parts!).filter(([, part]) => Object.keys(part).length > 0).map(([tier, part]) => [tier, JSON.stringify(part)])),
});
/** Of this record, readable here, and not in the view already; in the order in which they were written. */
const lying_over = (entries: OutboxEntry[], record: string, view?: View): OutboxEntry[] => {
  const there = new Set(view?.said.map((one) => one.id));
  return entries.filter((one) => one.header.record === record && one.header.kind !== look && is_on_its_way(one) && one.parts && !there.has(one.id))
    .sort((one, other) => one.header.device_seq - other.header.device_seq);
};

/** What this device wrote of this record and the server acknowledged. */
async function acknowledged_of(view: View, all: OutboxEntry[], { person, header: { device } }: OutboxEntry): Promise<string[]> {
  return [...all.filter((one) => one.epoch !== undefined).map(({ id, header }) => ({ id, header })), ...(await sent_of(person))]
    .filter(({ header }) => header.record === view.record && header.device === device).map(({ id }) => id);
}

/** What waits here, or has just arrived: what stands in no list yet. What waits for a second person has done nothing. */
export const changes_lists = (one: OutboxEntry): boolean => one.header.kind !== look && (one.standing === "on_device" || one.standing === "accepted");
/** Which tasks of the server's list what waits here has done, by the server's own rules. */
export async function done_by_waiting(view: View, waiting: OutboxEntry[], now = new Date()): Promise<{ task: string; about?: string }[]> {
  const entries = lying_over(waiting, view.record, view);
  if (entries.length === 0) return [];
  const question = { view, entries: entries.map(as_told), acknowledged: await acknowledged_of(view, waiting, entries[0]!), now: now.toISOString(), today: now.toISOString().slice(0, 10) };
  return (await ask_core<{ done: { task: string; about?: string }[] }>("tasks_done", question))?.done ?? [];
}

/** The header alone says of which entry a paper is: as the server tells it of its own (usecases/child_view). */
function with_papers(view: View, entries: OutboxEntry[]): View {
  const papers = entries.flatMap(({ id, header: { kind, cause } }) => (kind === "attachment.added" && cause ? [[id, cause]] : []));
  return papers.length > 0 ? { ...view, belongs: { ...view.belongs, ...Object.fromEntries(papers) } } : view;
}
export async function with_waiting(view: View, all: OutboxEntry[], opened: TierName[] = []): Promise<View> {
  const entries = lying_over(all, view.record, view);
  if (entries.length === 0) return view;
  const acknowledged = await acknowledged_of(view, all, entries[0]!);
  const laid = (await ask_core<View>("lay_over", { view, entries: entries.map(as_told), acknowledged, opened })) ?? view;
  return with_papers(laid, entries);
}
/** A file that was opened on this device and of which the server has told nothing yet. */
export async function opened_here(record: string, all: OutboxEntry[], now = new Date()): Promise<View | undefined> {
  const entries = lying_over(all, record);
  if (entries[0]?.header.kind !== "child.opened") return undefined;
  const begun = await ask_core<View>("lay_over", { entries: entries.map(as_told), now: now.toISOString(), today: now.toISOString().slice(0, 10) });
  return begun && with_papers(begun, entries);
}
