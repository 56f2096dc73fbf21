/** Entries that announce what was taken or spoken here, and its bytes: kept before it is announced, sent at once where the line is, with the next contact where not. */
import type { Announced } from "./attachments";
import { records } from "./online";
import { outbox, type Outcome, type Proposal } from "./outbox.svelte";
import { announce_kept, drop_bytes, offer_bytes } from "./own_bytes";
import { who } from "./session.svelte";

export async function propose_with(proposals: Proposal[], announced: Announced[]): Promise<Outcome> {
  const outcome = await announce_kept(who.me.person.id, announced, () => records.propose(proposals));
  const is_refused = ({ record }: Announced) => outcome.kind === "refused" && (outcome.of?.some((one) => one.record === record) ?? true);
  for (const one of announced) if (is_refused(one)) void drop_bytes(one.attachment).catch(() => undefined);
  if (announced.length > 0) offer_after(outcome);
  return outcome;
}
/** The bytes go when what announces them has gone. */
export function offer_after(outcome: Outcome): void {
  if (outcome.kind !== "on_device") void offer_bytes(who.me.person.id, who.me.installation.epoch, new Set(outbox.waiting.map(({ id }) => id)));
}
