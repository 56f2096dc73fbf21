import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { beforeAll, describe, expect, test } from "vitest";
import { from_b64u, utf8 } from "../src/base/bytes";
import { seal_envelope } from "../src/records/envelope";
import { sign } from "../src/records/entry";
import { golden_names, made_from, private_key, read_golden, write_goldens } from "./golden";

beforeAll(async () => {
  if (process.env.GOLDEN === "write") await write_goldens();
});

const verify = async (spki: string, signature: string, input: string) =>
  crypto.subtle.verify(
    { name: "ECDSA", hash: "SHA-256" },
    await crypto.subtle.importKey("spki", from_b64u(spki), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]),
    from_b64u(signature), utf8(input));

async function opened(private_jwk: JsonWebKey, id: string, envelope: string): Promise<string> {
  const hpke = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const key = await crypto.subtle.importKey("jwk", private_jwk, { name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const bytes = from_b64u(envelope);
  const recipient = await hpke.createRecipientContext({
    recipientKey: key, enc: bytes.slice(0, 65).buffer, info: utf8("nibbi entry 1") });
  return new TextDecoder().decode(await recipient.open(bytes.slice(65).buffer, utf8(id)));
}

describe("the golden entries", () => {
  test("there are some", () => expect(golden_names().length).toBeGreaterThanOrEqual(3));

  test.each(golden_names())("%s: header, parts, commitments and what is signed come out byte for byte", async (name) => {
    const golden = read_golden(name);
    const { signature: _signature, envelope: _envelope, ...expected } = golden.expected;
    expect(await made_from(golden)).toEqual(expected);
  });

  test.each(golden_names())("%s: its signature holds, and so does one made now", async (name) => {
    const golden = read_golden(name);
    expect(await verify(golden.device_public_key, golden.expected.signature, golden.expected.signature_input)).toBe(true);
    const now = await sign(await private_key(golden.device_private_key), golden.expected.header, golden.expected.commitments);
    expect(from_b64u(now)).toHaveLength(64);
    expect(await verify(golden.device_public_key, now, golden.expected.signature_input)).toBe(true);
    expect(await verify(golden.device_public_key, now, golden.expected.signature_input + " ")).toBe(false);
  });

  test.each(golden_names())("%s: its envelope opens for the installation and for this entry only", async (name) => {
    const golden = read_golden(name);
    const { installation_private_key: key, header, expected } = golden;
    expect(await opened(key, header.id, expected.envelope)).toBe(expected.envelope_plaintext);
    const now = await seal_envelope(golden.installation_public_key, header.id, expected.envelope_plaintext);
    expect(await opened(key, header.id, now)).toBe(expected.envelope_plaintext);
    await expect(opened(key, header.record, now)).rejects.toThrow();
  });
});
