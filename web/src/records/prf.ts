/**
 * What a passkey makes of a salt (Web Authentication's extension `prf`): a secret that its device gives to whoever holds it and shows that it is theirs, with no
 * network. Nobody looks at the signature here; what opens with the secret is the answer.
 */
import { from_b64u, random_bytes, type Bytes } from "../base/bytes";

/** Nothing where the device keeps none of these, makes no such secret, or nobody said yes. */
export async function secret_of_passkey(ids: string[], salt: Bytes): Promise<{ id: string; secret: Bytes } | undefined> {
  try {
    const given = (await navigator.credentials.get({
      publicKey: {
        challenge: random_bytes(32), allowCredentials: ids.map((id) => ({ type: "public-key" as const, id: from_b64u(id) })), userVerification: "required", timeout: 120_000,
        extensions: { prf: { eval: { first: salt } } },
      },
    })) as PublicKeyCredential | null;
    const first = given?.getClientExtensionResults().prf?.results?.first;
    return given && first ? { id: given.id, secret: new Uint8Array(first as ArrayBuffer) } : undefined;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
