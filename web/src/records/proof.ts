/**
 * Shows the server that a request comes from this device (contract/openapi.yaml, Nibbi-Proof): a cookie that was copied elsewhere is worth
 * nothing there. The nonce is the server's, so that this device's clock does not matter.
 */
import { b64u, random_bytes, utf8, type Bytes } from "../base/bytes";
import { device_key } from "./device_key";

let prover: { person: string; device: string } | undefined;
let nonce = "";

/** From here on requests are this device's; nobody's, where nothing is given. */
export function prove_as(person: string | undefined, device: string | undefined): void {
  prover = person && device ? { person, device } : undefined;
}
export const take_nonce = (given: string | null): void => void (nonce = given ?? nonce);

export async function proof(method: string, path: string, body: Bytes): Promise<string | undefined> {
  if (!prover) return undefined;
  const { person, device } = prover;
  const id = b64u(random_bytes(16));
  const with_nonce = nonce;
  const digest = b64u(await crypto.subtle.digest("SHA-256", body));
  const { private_key } = await device_key(person);
  const input = utf8(`nibbi request 1\n${method}\n${path}\n${digest}\n${with_nonce}\n${id}\n`);
  const signature = b64u(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, private_key, input));
  return `${device}.${with_nonce}.${id}.${signature}`;
}
