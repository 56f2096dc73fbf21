/** Forms begun and not yet sent: kept at every tap, encrypted under the device's local key, one person's apart. */
import type { Answers } from "../base/answers";
import { db } from "../base/db";
import { close_locally, open_locally } from "./device_key";

export interface Draft {
  id: string;
  person: string;
  form: string;
  /** A draft is never opened by another version of its form. */
  form_version: number;
  /** The child's file, where there is one already. */
  record?: string;
  answers: Answers;
  page: string;
  saved_at: string;
  /** What a screen wants to keep beside the answers, such as the code of a file about to be opened. */
  extra?: Record<string, string>;
}
interface Kept {
  id: string;
  person: string;
  closed: string;
}

export async function save_draft(draft: Draft): Promise<void> {
  const kept: Kept = { id: draft.id, person: draft.person, closed: await close_locally(`draft ${draft.id}`, draft) };
  await db.put("drafts", draft.id, kept);
}

export const drop_draft = (id: string): Promise<unknown> => db.remove("drafts", id);

export async function drafts_of(person: string): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const kept of await db.all<Kept>("drafts")) {
    if (kept.person !== person) continue;
    const draft = await open_locally<Draft>(`draft ${kept.id}`, kept.closed);
    if (draft) drafts.push(draft);
  }
  return drafts.sort((one, other) => other.saved_at.localeCompare(one.saved_at));
}
