/**
 * The golden entries of contract/examples: what is fixed (keys, salts, ids, times) and what must come out of it. The
 * C++ tests read the same files. `GOLDEN=write npm test` writes them anew (signatures and envelopes hold chance).
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { b64u, from_b64u } from "../src/base/bytes";
import type { Tier } from "../src/base/forms";
import { seal_envelope } from "../src/records/envelope";
import { commitments_of, envelope_plaintext, header_text, part_texts, sign, signature_input, type Header, type Parts } from "../src/records/entry";

export const folder = join(__dirname, "../../contract/examples");
export interface Golden {
  about: string;
  header: Header;
  parts: Parts;
  salts: Partial<Record<Tier, string>>;
  device_private_key: JsonWebKey;
  device_public_key: string;
  installation_private_key: JsonWebKey;
  installation_public_key: string;
  expected: {
    header: string;
    part_texts: Partial<Record<Tier, string>>;
    commitments: Partial<Record<Tier, string>>;
    signature_input: string;
    signature: string;
    envelope: string;
    envelope_plaintext: string;
  };
}

export const golden_names = (): string[] =>
  readdirSync(folder).filter((name) => /^entry-.*\.json$/.test(name)).sort();
export const read_golden = (name: string): Golden => JSON.parse(readFileSync(join(folder, name), "utf8")) as Golden;

export const private_key = (jwk: JsonWebKey): Promise<CryptoKey> =>
  crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);

export async function made_from(golden: Omit<Golden, "expected">) {
  const header = header_text(golden.header);
  const texts = part_texts(golden.parts, (tier) => from_b64u(golden.salts[tier]!));
  const commitments = await commitments_of(texts);
  return {
    header,
    part_texts: Object.fromEntries(Object.entries(texts).map(([tier, part]) => [tier, part.text])),
    commitments,
    signature_input: new TextDecoder().decode(signature_input(header, commitments)),
    envelope_plaintext: envelope_plaintext(texts),
  };
}

const ids = {
  record: "01936f2e-7b1a-7c3d-9e4f-0a1b2c3d4e5f",
  author: "01936f00-0000-7000-8000-000000000001",
  unit: "01936f00-0000-7000-8000-000000000002",
  device: "01936f00-0000-7000-8000-000000000003",
  other_unit: "01936f00-0000-7000-8000-000000000004",
};
const common = { version: 1, author: ids.author, role: "street_worker", unit: ids.unit, device: ids.device };
const invented: Record<string, { about: string; header: Header; parts: Parts }> = {
  "entry-child-opened": {
    about: "The opening of a file: the plain part only.",
    header: { id: "01936f2e-7b1b-7000-8000-000000000011", record: ids.record, kind: "child.opened", seen: 0, device_seq: 1,
      claimed_at: "2026-11-24T21:04:05.006Z", ...common },
    parts: { plain: { code: "SN-7F4K2Q-A", country: "SN", sex: "girl", age_band: "a10_12" }, identity: {} },
  },
  "entry-form-saved": {
    about: "Answers in four tiers; letters beyond ASCII, a quotation mark, a line end, an answer that is none.",
    header: { id: "01936f2e-7b1c-7000-8000-000000000012", record: ids.record, kind: "form.saved", seen: 0, device_seq: 2,
      claimed_at: "2026-11-24T21:04:05.007Z", ...common, cause: "01936f2e-7b1b-7000-8000-000000000011" },
    parts: {
      plain: { form: "intake", form_version: 1, answers: { "intake.danger": "no", "intake.needs": ["water_food", "fear_distress"] } },
      identity: { answers: { "intake.first_name": "Ɓintu « Ndey » \"N.\"", "intake.family_name": { unanswered: "prefers_not" } } },
      placement: { answers: { "intake.met_at": "près de la gare" } },
      narrative: { answers: { "intake.would_help": "Dormir.\nManger." } },
    },
  },
  "entry-referral-sent": {
    about: "A referral: to whom it goes stands in the placement part, the words in the narrative; nothing of identity.",
    header: { id: "01936f2e-7b1d-7000-8000-000000000013", record: ids.record, kind: "referral.sent", seen: 2, device_seq: 3,
      claimed_at: "1970-01-01T00:00:00.000Z", ...common },
    parts: {
      plain: { service: "shelter", priority: "emergency_24h", urgent_care: "yes", siblings: 2, language: "ful",
        data_classes: ["name", "safety"], basis: "vital_urgency" },
      placement: { to_unit: ids.other_unit },
      narrative: { context: "Pas de lieu sûr ce soir." },
    },
  },
};

export async function write_goldens(): Promise<void> {
  for (const [name, one] of Object.entries(invented)) {
    const device = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    const house = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const salts = Object.fromEntries(
      Object.keys(one.parts).map((tier, i) => [tier, b64u(new Uint8Array(32).map((_, at) => (at * 7 + i * 31 + 1) % 256))]));
    const given = {
      ...one, salts,
      device_private_key: await crypto.subtle.exportKey("jwk", device.privateKey),
      device_public_key: b64u(await crypto.subtle.exportKey("spki", device.publicKey)),
      installation_private_key: await crypto.subtle.exportKey("jwk", house.privateKey),
      installation_public_key: b64u(await crypto.subtle.exportKey("raw", house.publicKey)),
    };
    const { envelope_plaintext: plaintext, ...made } = await made_from(given);
    const golden: Golden = {
      ...given,
      expected: {
        ...made,
        signature: await sign(device.privateKey, made.header, made.commitments),
        envelope: await seal_envelope(given.installation_public_key, one.header.id, plaintext),
        envelope_plaintext: plaintext,
      },
    };
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(golden, null, 2) + "\n");
  }
}
