/**
 * A PIN with few digits becomes a strong secret with the server's share (RFC 9497, OPRF over ristretto255, SHA-512): a copy of this device
 * cannot try PINs by itself, and the server, which counts the tries, learns neither PIN nor secret.
 */
import { b64u, from_b64u, utf8, type Bytes } from "../base/bytes";
import { vault } from "../vault/vault";
import { call } from "./api";
import { keep_key, resident } from "./residents";
import type { components } from "../generated/api";

type Evaluated = components["schemas"]["PinEvaluated"];
const ecdsa = { name: "ECDSA", namedCurve: "P-256" } as const;

async function blinded(person: string, device: string, pin: string) {
  const { ristretto255_oprf } = await import("@noble/curves/ed25519.js");
  const input = utf8(`nibbi pin 1\n${person}\n${device}\n${pin}`);
  const { blind, blinded: element } = ristretto255_oprf.oprf.blind(input);
  const secret = (evaluated: string): Bytes => new Uint8Array(ristretto255_oprf.oprf.finalize(input, blind, from_b64u(evaluated)));
  return { element: b64u(element), secret };
}

/** The open cache key, from now on under this PIN. */
export async function set_pin(person: string, device: string, pin: string): Promise<void> {
  const { element, secret } = await blinded(person, device, pin);
  const pair = await crypto.subtle.generateKey(ecdsa, true, ["sign", "verify"]);
  const unlock_key = b64u(await crypto.subtle.exportKey("spki", pair.publicKey));
  const { evaluated } = await call<Evaluated>("PUT", "/api/pin", { blinded: element, unlock_key });
  const confirm = await vault.close("unlock key", b64u(await crypto.subtle.exportKey("pkcs8", pair.privateKey)));
  await keep_key(person, { by: "pin", wrapped: await vault.wrap(secret(evaluated)), confirm });
  await vault.use_pin(pin);
}

/** One try. Throws Refused with `pin_gone` when there was one too many, Unreachable without network. */
export async function try_pin(person: string, device: string, pin: string): Promise<{ open: boolean; left: number }> {
  const key = (await resident(person))?.key;
  if (key?.by !== "pin") throw new Error("no PIN was set here");
  const { element, secret } = await blinded(person, device, pin);
  const { evaluated, tries_left, challenge } = await call<Evaluated>("POST", "/api/pin/evaluate", { blinded: element }, { quiet: true });
  if (!(await vault.unwrap(secret(evaluated), key.wrapped))) return { open: false, left: tries_left };
  await vault.use_pin(pin);
  const pkcs8 = await vault.open<string>("unlock key", key.confirm);
  if (pkcs8) {
    const signer = await crypto.subtle.importKey("pkcs8", from_b64u(pkcs8), ecdsa, false, ["sign"]);
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, signer, utf8(`nibbi pin 1\n${device}\n${challenge}\n`));
    await call("POST", "/api/pin/confirm", { signature: b64u(signature) }, { quiet: true });
  }
  return { open: true, left: tries_left };
}
