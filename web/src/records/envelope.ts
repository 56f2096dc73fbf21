/** Seals an entry's parts for the installation alone: HPKE (RFC 9180), base mode, P-256, HKDF-SHA256, AES-256-GCM. */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { b64u, from_b64u, join_bytes, utf8 } from "../base/bytes";

const suite = () => new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export async function seal_envelope(installation_key: string, entry_id: string, plaintext: string): Promise<string> {
  const hpke = suite();
  const key = await hpke.kem.deserializePublicKey(from_b64u(installation_key).buffer);
  const sender = await hpke.createSenderContext({ recipientPublicKey: key, info: utf8("nibbi entry 1") });
  const sealed = await sender.seal(utf8(plaintext), utf8(entry_id));
  return b64u(join_bytes(new Uint8Array(sender.enc), new Uint8Array(sealed)));
}
