/** Seals an entry's parts, and pieces of what is attached, for the installation alone: HPKE (RFC 9180), base mode, P-256, HKDF-SHA256, AES-256-GCM. */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { b64u, from_b64u, join_bytes, utf8, type Bytes } from "../base/bytes";

const suite = () => new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

async function seal_bytes(installation_key: string, info: string, about: string, plain: Bytes): Promise<Bytes> {
  const hpke = suite();
  const key = await hpke.kem.deserializePublicKey(from_b64u(installation_key).buffer);
  const sender = await hpke.createSenderContext({ recipientPublicKey: key, info: utf8(info) });
  const sealed = await sender.seal(plain, utf8(about));
  return join_bytes(new Uint8Array(sender.enc), new Uint8Array(sealed));
}
export const seal_envelope = async (installation_key: string, entry_id: string, plaintext: string): Promise<string> =>
  b64u(await seal_bytes(installation_key, "nibbi entry 1", entry_id, utf8(plaintext)));
/** A piece of an attachment, as it lies on the phone until it arrives (decision 0007). */
export const seal_piece = (installation_key: string, attachment: string, index: number, piece: Bytes): Promise<Bytes> =>
  seal_bytes(installation_key, "nibbi piece 1", `${attachment} ${index}`, piece);
