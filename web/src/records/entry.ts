/**
 * An entry's bytes (decision 0002): header, parts, commitments, and what the device signs. No chance and no clock in
 * here: salts, ids and times arrive as arguments, so that the golden files of contract/examples hold for everyone.
 */
import { b64u, join_bytes, utf8, type Bytes } from "../base/bytes";
import { tiers, type Tier } from "../base/forms";

export interface Header {
  id: string;
  record: string;
  kind: string;
  version: number;
  seen: number;
  author: string;
  role: string;
  unit: string;
  device: string;
  device_seq: number;
  claimed_at: string;
  cause?: string;
  amends?: string;
}
export type Parts = Partial<Record<Tier, Record<string, unknown>>>;
export interface SealedPart {
  salt: Bytes;
  text: string;
}
export type PartTexts = Partial<Record<Tier, SealedPart>>;
export type Commitments = Partial<Record<Tier, string>>;

/** The members in the order of decision 0002; the text is kept byte for byte from here on. */
export function header_text(header: Header): string {
  const { id, record, kind, version, seen, author, role, unit, device, device_seq, claimed_at, cause, amends } = header;
  return JSON.stringify({ id, record, kind, version, seen, author, role, unit, device, device_seq, claimed_at, cause, amends });
}

/** A part without any member is left out. */
export function part_texts(parts: Parts, salt_for: (tier: Tier) => Bytes): PartTexts {
  const texts: PartTexts = {};
  for (const tier of tiers) {
    const part = parts[tier];
    if (part && Object.keys(part).length > 0) texts[tier] = { salt: salt_for(tier), text: JSON.stringify(part) };
  }
  return texts;
}

export async function commitments_of(texts: PartTexts): Promise<Commitments> {
  const commitments: Commitments = {};
  for (const tier of tiers) {
    const part = texts[tier];
    if (part) commitments[tier] = b64u(await crypto.subtle.digest("SHA-256", join_bytes(part.salt, utf8(part.text))));
  }
  return commitments;
}

export function signature_input(header: string, commitments: Commitments): Bytes {
  const lines = tiers.map((tier) => `${tier}:${commitments[tier] ?? "-"}\n`);
  return utf8(`nibbi entry 1\n${header}\n${lines.join("")}`);
}

export async function sign(key: CryptoKey, header: string, commitments: Commitments): Promise<string> {
  const input = signature_input(header, commitments);
  return b64u(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, input));
}

export function envelope_plaintext(texts: PartTexts): string {
  const parts: Record<string, { salt: string; text: string }> = {};
  for (const tier of tiers) {
    const part = texts[tier];
    if (part) parts[tier] = { salt: b64u(part.salt), text: part.text };
  }
  return JSON.stringify(parts);
}
