/** From what somebody wrote to what travels: parts salted, committed to, sealed for the installation alone. Numbered and signed apart, when it is sent. */
import { random_bytes } from "../base/bytes";
import { uuid7 } from "../base/ids";
import { commitments_of, envelope_plaintext, part_texts, type Commitments, type Header, type Parts, type PartTexts } from "./entry";
import { who } from "./session.svelte";

export interface Proposal {
  record: string;
  kind: string;
  parts: Parts;
  /** The parts as they are to be sealed, where something in them was made of their salts: the digest of a hand-over's sheet. */
  texts?: PartTexts;
  /** The `n` of the view before the author; 0 when opening. */
  seen: number;
  id?: string;
  cause?: string;
  amends?: string;
}
/** An entry that has neither its number nor its signature yet: neither binds the envelope, which knows the id only. */
export interface Sealed {
  header: Header;
  commitments: Commitments;
  envelope: string;
}

export async function seal(proposal: Proposal): Promise<Sealed> {
  const { person, acting, device, installation } = who.me;
  const id = proposal.id ?? uuid7();
  const header: Header = {
    id, record: proposal.record, kind: proposal.kind, version: 1, seen: proposal.seen,
    author: person.id, role: acting.role, unit: acting.unit, device: device!, device_seq: 0, claimed_at: new Date().toISOString(),
    ...(proposal.cause ? { cause: proposal.cause } : {}), ...(proposal.amends ? { amends: proposal.amends } : {}),
  };
  const texts = proposal.texts ?? part_texts(proposal.parts, () => random_bytes(32));
  const commitments = await commitments_of(texts);
  // Loaded when first needed: reading a file needs no sealing.
  const { seal_envelope } = await import("./envelope");
  return { header, commitments, envelope: await seal_envelope(installation.public_key, id, envelope_plaintext(texts)) };
}
