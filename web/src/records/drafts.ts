/**
 * Forms begun and not yet sent, kept at every tap, twice: sealed for the installation, so that they cannot be lost, and under the cache key,
 * so that they can be gone on with. Whose key is gone cannot go on with a draft; what was sealed then goes to the server as it stands.
 */
import type { Answers } from "../base/answers";
import { db } from "../base/db";
import type { Form } from "../base/forms";
import { vault } from "../vault/vault";
import { seal, type Proposal, type Sealed } from "./seal";

export interface Draft {
  id: string;
  person: string;
  form: string;
  form_version: number;
  /** The child's file, where there is one already. */
  record?: string;
  answers: Answers;
  page: string;
  saved_at: string;
  /** What a screen wants to keep beside the answers, such as the code of a file about to be opened. */
  extra?: Record<string, string>;
  /** The form as it was when the draft was begun: a new version of the application does not change it under the writer. */
  definition?: Form;
}
/** What is known of a draft without its key. */
export interface DraftOutline {
  id: string;
  person: string;
  form: string;
  begun_at: string;
}
interface Kept extends DraftOutline {
  closed?: string;
  sealed: Sealed[];
}

/** What was sealed of a draft while its screen lives, by the entry's id: of a round through thirty-six children only the one that was touched is sealed at a tap. */
export type SealedBefore = Map<string, { said: string; sealed: Sealed }>;
/** `proposals`: what would be sent if it ended here. */
export async function save_draft(draft: Draft, proposals: Proposal[], sealed_before: SealedBefore = new Map()): Promise<void> {
  const before = await db.get<Kept>("drafts", draft.id);
  const sealed: Sealed[] = [];
  for (const one of proposals) {
    const said = JSON.stringify(one), known = one.id === undefined ? undefined : sealed_before.get(one.id);
    const now = known?.said === said ? known.sealed : await seal(one);
    if (one.id !== undefined) sealed_before.set(one.id, { said, sealed: now });
    sealed.push(now);
  }
  // Where the screen is being covered at this very moment, what was closed a tap ago stands beside what is sealed now.
  const closed = vault.is_open ? await vault.close(`draft ${draft.id}`, draft).catch(() => before?.closed) : before?.closed;
  const kept: Kept = {
    id: draft.id, person: draft.person, form: draft.form, begun_at: before?.begun_at ?? draft.saved_at, sealed, ...(closed ? { closed } : {}),
  };
  await db.put("drafts", draft.id, kept);
}

export const drop_draft = (id: string): Promise<unknown> => db.remove("drafts", id);

const kept_of = async (person: string) => (await db.all<Kept>("drafts")).filter((one) => one.person === person);

/** Those that can be gone on with. */
export async function drafts_of(person: string): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const kept of await kept_of(person)) {
    const draft = await vault.open<Draft>(`draft ${kept.id}`, kept.closed);
    if (draft) drafts.push(draft);
  }
  return drafts.sort((one, other) => other.saved_at.localeCompare(one.saved_at));
}

/** Those that this person began and cannot read here now, the oldest first. */
export async function unreadable_drafts(person: string): Promise<(DraftOutline & { sealed: Sealed[] })[]> {
  const found: Kept[] = [];
  for (const kept of await kept_of(person)) if (!(await vault.open(`draft ${kept.id}`, kept.closed))) found.push(kept);
  return found.sort((one, other) => one.begun_at.localeCompare(other.begun_at));
}
