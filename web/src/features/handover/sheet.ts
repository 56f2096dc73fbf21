/**
 * The sheet of a hand-over, signed on two phones that meet where no network may be (decision 0020).
 *
 * Its digest is SHA-256, in hexadecimal, of "nibbi handover sheet 1\n", the child's record, "\n", the text of the part `plain` without the digest itself, "\n", and for
 * identity, placement and narrative the part's word, ":", its commitment or "-", "\n". Commitments are salted: of what they hide the digest tells nothing.
 *
 * What the other phone needs beside it is made of it: six digits, and the entry's id. The digits are the last four of the digest's first eight as a number, and two that tie
 * them to the departure, so that a wrong digit, or another child's file, is noticed. The id is that of crypto's `derived_entry_id` of "handover", departure, digits.
 */
import { b64u, from_b64u, join_bytes, random_bytes, utf8, type Bytes } from "../../base/bytes";
import { commitments_of, part_texts, type PartTexts, type Parts } from "../../records/entry";

const sha256 = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const hex = (bytes: Bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
const from_hex = (text: string): Bytes => new Uint8Array((text.match(/../g) ?? []).map((two) => parseInt(two, 16)));
const id_text = (bytes: Bytes) => hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
const id_bytes = (id: string) => from_hex(id.replaceAll("-", ""));

export async function derived_id(...name: string[]): Promise<string> {
  const counted = name.flatMap((one) => {
    const size = new Uint8Array(8);
    const bytes = utf8(one);
    new DataView(size.buffer).setUint32(4, bytes.length);
    return [size, bytes];
  });
  const bytes = (await sha256(join_bytes(utf8("nibbi derived id 1\n"), ...counted))).slice(0, 16);
  bytes[6] = bytes[6]! & 0x0f | 0x80;
  bytes[8] = bytes[8]! & 0x3f | 0x80;
  return id_text(bytes);
}

async function check_digits(departed: string, four: string): Promise<string> {
  const [first] = await sha256(utf8(`nibbi handover digits 1\n${departed}\n${four}`));
  return String(first! % 100).padStart(2, "0");
}
export async function digits_of(digest: string, departed: string): Promise<string> {
  const four = String(parseInt(digest.slice(0, 8), 16) % 10_000).padStart(4, "0");
  return four + (await check_digits(departed, four));
}
/** Six digits that belong to this departure; one wrong attempt in a hundred would pass, and wait for its sheet for ever: then one signs again. */
export const fits = async (digits: string, departed: string): Promise<boolean> =>
  /^\d{6}$/.test(digits) && digits.slice(4) === (await check_digits(departed, digits.slice(0, 4)));
export const handover_id = (departed: string, digits: string): Promise<string> => derived_id("handover", departed, digits);

export interface Signed {
  id: string;
  parts: Parts;
  /** As they will be sealed: their salts are in the digest. */
  texts: PartTexts;
}
/** What the giving side signs. */
export async function sheet_of(record: string, said: Parts, salt: () => Bytes = () => random_bytes(32)): Promise<Signed> {
  const departed = String(said.plain?.departed);
  const { plain, ...hidden } = part_texts(said, salt);
  const commitments = await commitments_of(hidden);
  const lines = (["identity", "placement", "narrative"] as const).map((tier) => `${tier}:${commitments[tier] ?? "-"}\n`);
  const digest = hex(await sha256(utf8(`nibbi handover sheet 1\n${record}\n${plain!.text}\n${lines.join("")}`)));
  const parts = { ...said, plain: { ...said.plain, sheet_sha256: digest } };
  return {
    id: await handover_id(departed, await digits_of(digest, departed)),
    parts, texts: { ...hidden, plain: { salt: plain!.salt, text: JSON.stringify(parts.plain) } },
  };
}

/** What the QR code says. */
export interface Shown {
  record: string;
  departed: string;
  digest: string;
}
const mark = "nibbi1:";
export const code_text = ({ record, departed, digest }: Shown): string => mark + b64u(join_bytes(id_bytes(record), id_bytes(departed), from_hex(digest)));
export function read_code(text: string): Shown | undefined {
  if (!text.startsWith(mark) || !/^[\w-]{86}$/.test(text.slice(mark.length))) return undefined;
  const bytes = from_b64u(text.slice(mark.length));
  return { record: id_text(bytes.slice(0, 16)), departed: id_text(bytes.slice(16, 32)), digest: hex(bytes.slice(32)) };
}
