/**
 * What the server acknowledged, kept sealed for a while: a server that was put back to an earlier day is offered again what it lost (decision 0011).
 * Only the installation can read what lies here. It lies among the `facts`, under its own key each.
 */
import { db } from "../base/db";
import type { OutboxEntry } from "./outbox_store";
import type { components } from "../generated/api";

type AskedReceipt = components["schemas"]["AskedReceipt"];
type Row = Omit<OutboxEntry, "parts"> & { closed?: string };
/** `covered`: the server's time in the first checkpoint that it stands in. */
type Sent = Omit<Row, "closed"> & { covered?: string };

/** A restore goes back a day or two, seldom a week. By the server's clock. */
export const keep_sent_ms = 14 * 24 * 60 * 60 * 1000;

const key_of = (id: string) => `sent ${id}`;
const all_sent = () => db.all<Sent>("facts", IDBKeyRange.bound("sent ", "sent!"));
const everything = async (person: string): Promise<{ outbox: Row[]; sent: Sent[] }> => {
  const [outbox, sent] = await Promise.all([db.all<Row>("outbox"), all_sent()]);
  const theirs = (one: Row) => one.person === person;
  return { outbox: outbox.filter((one) => theirs(one) && one.epoch !== undefined), sent: sent.filter(theirs) };
};

/** It stands in its file: from the outbox to here, in one step. */
export const set_aside = ({ parts: _parts, packed: _packed, ...entry }: OutboxEntry): Promise<unknown> =>
  db.change(["outbox", "facts"], (of) => {
    of("outbox").delete(entry.id);
    if (entry.epoch !== undefined) of("facts").put(entry, key_of(entry.id));
  });

/** What this person wrote here and the server has, as far as it is kept. */
export const sent_of = async (person: string): Promise<Pick<Sent, "id" | "header">[]> => (await all_sent()).filter((one) => one.person === person);

/** Acknowledged before the log that the server has now: is it still there? */
export async function to_ask(person: string, device: string, epoch: number): Promise<string[]> {
  const { outbox, sent } = await everything(person);
  return [...outbox, ...sent].filter((one) => one.epoch! < epoch && one.header.device === device).map((one) => one.id);
}
/** The log of this very epoch goes back: everything is asked for. */
export async function doubt(person: string): Promise<void> {
  const { outbox, sent } = await everything(person);
  await db.change(["outbox", "facts"], (of) => {
    for (const one of outbox) of("outbox").put({ ...one, epoch: 0 }, one.id);
    for (const one of sent) of("facts").put({ ...one, epoch: 0 }, key_of(one.id));
  });
}
/** What is there stays as it is; what is not waits again, as it was written. Answers how many those are. */
export async function take_answers(person: string, answers: AskedReceipt[], epoch: number): Promise<number> {
  const { outbox, sent } = await everything(person);
  const status = new Map(answers.map((one) => [one.id, one.status]));
  let lost = 0;
  await db.change(["outbox", "facts"], (of) => {
    const answer = (one: Sent & Row, keep: () => void, drop: () => void) => {
      const said = status.get(one.id);
      if (said === undefined) return;
      if (said !== "unknown") return keep();
      const { n: _n, problem: _problem, epoch: _epoch, covered: _covered, ...rest } = one;
      drop();
      of("outbox").put({ ...rest, standing: "on_device" }, one.id);
      lost += 1;
    };
    for (const one of outbox) answer(one, () => of("outbox").put({ ...one, epoch }, one.id), () => {});
    for (const { covered: _covered, ...one } of sent) answer(one, () => of("facts").put({ ...one, epoch }, key_of(one.id)), () => of("facts").delete(key_of(one.id)));
  });
  return lost;
}
/** A checkpoint of this moment covers what was acknowledged before it; what was covered long ago is let go. */
export async function covered(person: string, epoch: number, at: string): Promise<void> {
  const sent = (await all_sent()).filter((one) => one.person === person && one.epoch === epoch);
  await db.change(["facts"], (of) => {
    for (const one of sent)
      if (!one.covered) of("facts").put({ ...one, covered: at }, key_of(one.id));
      else if (Date.parse(at) - Date.parse(one.covered) > keep_sent_ms) of("facts").delete(key_of(one.id));
  });
}
