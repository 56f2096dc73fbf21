/** What is taken off this device when somebody leaves it. What they wrote stays, sealed: only the installation can read it. */
import { db } from "../base/db";
import { keep_resident, resident } from "./residents";

interface Owned {
  id: string;
  person: string;
  closed?: string;
  sealed?: unknown[];
}

export async function forget_reading(person: string): Promise<void> {
  for (const view of await db.all<Owned>("views")) if (view.person === person) await db.remove("views", view.id);
  for (const store of ["outbox", "drafts"] as const)
    for (const { closed, ...rest } of await db.all<Owned>(store)) {
      if (rest.person !== person) continue;
      if (store === "drafts" && !rest.sealed?.length) await db.remove(store, rest.id);
      else if (closed) await db.put(store, rest.id, rest);
    }
}

/** This person has left: nobody is asked here whether they are them, until they sign in again. */
export async function forget_person(person: string): Promise<void> {
  const one = await resident(person);
  if (one) {
    const { key: _key, ...rest } = one;
    await keep_resident({ ...rest, left: true });
  }
  await forget_reading(person);
}
