/** Passkeys (Web Authentication): the server asks, the browser has the person's device answer, and the server looks at the answer. */
import type { components } from "../generated/api";
import { b64u, from_b64u } from "../base/bytes";
import { call } from "./api";

type Question = components["schemas"]["PasskeyQuestion"];
export type PasskeyAnswer = components["schemas"]["PasskeyAnswer"];
export type Passkey = components["schemas"]["Passkeys"]["passkeys"][number];

/** The person put it away, or the device has no such key. */
export class NotGiven extends Error {}

export const makes_passkeys = (): boolean => typeof PublicKeyCredential === "function";

const asked_for = (known: string[]) => known.map((id) => ({ type: "public-key" as const, id: from_b64u(id) }));
/** What the server knows of the algorithms (COSE): ES256, Ed25519, RS256. */
const algorithms = [-7, -8, -257];
const within_ms = 120_000;

async function credential<T>(ask: Promise<Credential | null>): Promise<{ id: string; response: T }> {
  let given: Credential | null;
  try {
    given = await ask;
  } catch (error) {
    if (error instanceof DOMException) throw new NotGiven(error.name);
    throw error;
  }
  if (!given) throw new NotGiven();
  return { id: given.id, response: (given as PublicKeyCredential).response as unknown as T };
}

export async function answer_passkey(): Promise<PasskeyAnswer> {
  const asked = await call<Question>("POST", "/api/session/passkey");
  const { id, response } = await credential<AuthenticatorAssertionResponse>(navigator.credentials.get({
    publicKey: { challenge: from_b64u(asked.challenge), rpId: asked.place, allowCredentials: asked_for(asked.known), userVerification: "preferred", timeout: within_ms },
  }));
  return { id, client_data: b64u(response.clientDataJSON), authenticator_data: b64u(response.authenticatorData), signature: b64u(response.signature) };
}

/** Makes one on this device, or on a key that is held to it, and tells the server what it is called. */
export async function add_passkey(name: string, person: { id: string; name: string }, house: string): Promise<void> {
  const asked = await call<Question>("POST", "/api/session/passkey");
  const { response } = await credential<AuthenticatorAttestationResponse>(navigator.credentials.create({
    publicKey: {
      challenge: from_b64u(asked.challenge), rp: { id: asked.place, name: house }, user: { id: new TextEncoder().encode(person.id), name: person.name, displayName: person.name },
      pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })), excludeCredentials: asked_for(asked.known), attestation: "none",
      authenticatorSelection: { userVerification: "preferred" }, timeout: within_ms,
      // So that it may open a trip lease without network, where the device can (prf.ts).
      extensions: { prf: {} },
    },
  }));
  await call("POST", "/api/passkeys", {
    name, algorithm: response.getPublicKeyAlgorithm(), client_data: b64u(response.clientDataJSON), authenticator_data: b64u(response.getAuthenticatorData()),
  });
}

export const my_passkeys = (): Promise<components["schemas"]["Passkeys"]> => call("GET", "/api/passkeys");
export const remove_passkey = (one: Passkey): Promise<void> => call("DELETE", `/api/passkeys/${one.handle}`);
