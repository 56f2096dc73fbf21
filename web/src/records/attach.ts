/** Entries that announce what was taken or spoken here, and its bytes: kept before it is announced, sent at once where the line is, with the next contact where not. */
import type { Announced } from "./attachments";
import { records } from "./online";
import type { Outcome, Proposal } from "./outbox.svelte";
import { announce_kept, drop_bytes, send_kept } from "./own_bytes";
import { who } from "./session.svelte";

export async function propose_with(proposals: Proposal[], announced: Announced[]): Promise<Outcome> {
  const outcome = await announce_kept(who.me.person.id, announced, () => records.propose(proposals));
  const is_refused = ({ record }: Announced) => outcome.kind === "refused" && (outcome.of?.some((one) => one.record === record) ?? true);
  for (const one of announced)
    if (is_refused(one)) void drop_bytes(one.attachment).catch(() => undefined);
    else if (outcome.kind !== "on_device") void send_kept(one, who.me.installation.epoch);
  return outcome;
}
