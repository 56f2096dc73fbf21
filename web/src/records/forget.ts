/** What is taken off this device when somebody leaves it. What they wrote stays, sealed: only the installation can read it. */
import { change_each, db } from "../base/db";
import { keep_resident, resident } from "./residents";
import { trip_name } from "./trip";

interface Owned {
  person: string;
  closed?: string;
  packed?: string;
  sealed?: unknown[];
}

/** What is being sent or begun at this moment may change under us: each is changed as it stands, none is put back as it was. */
export async function forget_reading(person: string): Promise<void> {
  await db.change(["views", "outbox", "drafts", "facts"], (of) => {
    of("facts").delete(trip_name(person));
    const theirs = (change: (one: Owned) => Owned | undefined) => (one: Owned) => (one.person === person ? change(one) : one);
    change_each(of("views"), theirs(() => undefined));
    change_each(of("outbox"), theirs(without_text));
    change_each(of("drafts"), theirs((one) => (one.sealed?.length ? without_text(one) : undefined)));
  });
}
function without_text({ closed: _closed, packed: _packed, ...rest }: Owned): Owned {
  return rest;
}

const revoked_name = (device: string) => `revoked:${device}`;
/** The server said that this device was revoked: it goes by that from now on, whatever a server says later. */
export async function forget_revoked(person: string, device: string): Promise<void> {
  await db.put("facts", revoked_name(device), true);
  await forget_reading(person);
}
export const was_revoked = async (device: string): Promise<boolean> => (await db.get<true>("facts", revoked_name(device))) === true;

/** This person has left: nobody is asked here whether they are them, until they sign in again. */
export async function forget_person(person: string): Promise<void> {
  const one = await resident(person);
  if (one) {
    const { key: _key, ...rest } = one;
    await keep_resident({ ...rest, left: true });
  }
  await forget_reading(person);
}
