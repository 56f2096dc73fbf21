/**
 * One function for every call. A refusal is thrown as Refused with its Problem; a server that cannot be reached as
 * Unreachable. Where the server asks for a fresh factor, the person is asked once and the call is made again.
 */
import { utf8, type Bytes } from "../base/bytes";
import { proof, take_nonce } from "./proof";
import type { Problem } from "./wire";

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}
export class Unreachable extends Error {}

interface Helpers {
  /** Asks the person to confirm who they are; true once the factor is fresh. */
  step_up: () => Promise<boolean>;
  /** The session is over, or waits for its second step. */
  signed_out: (step: "out" | "factor") => void;
  reached: (yes: boolean) => void;
  /** This device was revoked. */
  revoked: () => Promise<void>;
}
const helpers: Helpers = { step_up: () => Promise.resolve(false), signed_out: () => {}, reached: () => {}, revoked: () => Promise.resolve() };
export const help_api = (given: Partial<Helpers>): void => void Object.assign(helpers, given);

/** For refusals that come inside an answer. */
export const confirm_identity = (): Promise<boolean> => helpers.step_up();

async function problem_of(response: Response): Promise<Problem> {
  try {
    const problem = (await response.json()) as Problem;
    if (typeof problem.code === "string") return problem;
  } catch {
    // Not our server's words: a proxy, or a network's sign-in page.
  }
  const code = response.status === 404 ? "not_found" : response.status === 413 ? "too_large" : "unavailable";
  return { type: "about:blank", title: "", status: response.status, code };
}

async function send(method: string, path: string, body: unknown, within_ms?: number): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["Nibbi-Request"] = "1";
  if (method !== "GET") headers["Content-Type"] = body instanceof Blob ? "application/octet-stream" : "application/json";
  const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
  const bytes: Bytes = sent instanceof Blob ? new Uint8Array(await sent.arrayBuffer()) : utf8(sent ?? "");
  const proven = await proof(method, path, bytes);
  if (proven) headers["Nibbi-Proof"] = proven;
  try {
    const response = await fetch(path, {
      method, headers, credentials: "same-origin", cache: "no-store", ...(sent === undefined ? {} : { body: sent }),
      ...(within_ms === undefined ? {} : { signal: AbortSignal.timeout(within_ms) }),
    });
    take_nonce(response.headers.get("Nibbi-Nonce"));
    helpers.reached(true);
    return response;
  } catch {
    helpers.reached(false);
    throw new Unreachable();
  }
}

export interface CallOptions {
  /** Nobody is looking: ask for no factor. */
  quiet?: boolean;
  /** A call that nobody waits for at a screen may hang for ever on a line that is neither there nor gone: after so long it counts as cut. */
  within_ms?: number;
  /** Told the status of the answer: 202 says that a second person must agree first. */
  status?: (status: number) => void;
}

async function answered(method: string, path: string, body: unknown, options: CallOptions): Promise<Response> {
  let response = await send(method, path, body, options.within_ms);
  let proof_asked = false;
  for (let tries = 0; !response.ok; tries++) {
    const problem = await problem_of(response);
    if (problem.code === "proof_needed" && !proof_asked) {
      // The nonce was too old: with the one that came, the same request is signed once more.
      proof_asked = true;
      response = await send(method, path, body, options.within_ms);
      continue;
    }
    if (problem.code === "step_up" && !options.quiet && tries < 3 && (await helpers.step_up())) {
      response = await send(method, path, body, options.within_ms);
      continue;
    }
    if (problem.code === "device_revoked") await helpers.revoked();
    if (problem.code === "sign_in_first") helpers.signed_out("out");
    if (problem.code === "factor_needed") helpers.signed_out("factor");
    throw new Refused(problem);
  }
  options.status?.(response.status);
  return response;
}

/** A body that is a Blob goes as the bytes that it is. */
export async function call<T>(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  const response = await answered(method, path, body, options);
  if (response.status === 204) return undefined as T;
  return (await response.json().catch((error: unknown) => {
    // Cut in the middle of the answer.
    if (options.within_ms !== undefined) throw new Unreachable();
    throw error;
  })) as T;
}
/** What the server keeps as a file. */
export async function call_for_bytes(method: string, path: string, body?: unknown): Promise<Blob> {
  return (await answered(method, path, body, {})).blob();
}
