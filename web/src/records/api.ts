/**
 * One function for every call. A refusal is thrown as Refused with its Problem; a server that cannot be reached, that does not answer in time, whose
 * answer breaks off, or that says itself that it cannot (5xx) as Unreachable: nothing is known then of what became of the request.
 * Where the server asks for a fresh factor, the person is asked once and the call is made again.
 */
import { utf8, type Bytes } from "../base/bytes";
import { untouched_ms } from "../base/hand";
import { proof, take_nonce } from "./proof";
import type { Problem } from "./wire";

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}
export class Unreachable extends Error {
  /** `problem`: what was said, where something answered. */
  constructor(readonly problem?: Problem) {
    super("unreachable");
  }
}
/** The rules' own no, which ends what was asked for. That nobody is signed in, or that it was too much at once, says nothing about it. */
export const says_no = (error: unknown): error is Refused =>
  error instanceof Refused && error.problem.status !== 429 && (error.problem.status !== 401 || error.problem.code === "step_up");

/**
 * A line that hangs, neither there nor gone, would hold a request for ever: after so long it counts as cut. A slow line is no such line: what goes up has
 * the time that two bytes a millisecond take besides, and an answer that has begun may be long.
 */
export const patience = { ms: 20_000, up_bytes_a_ms: 2, /** A photo, a piece of one, or the rest of an answer */ bytes_ms: 120_000 };

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

let asking = 0;
/** Somebody is being asked who they are: that takes as long as it takes. */
export const is_asking = (): boolean => asking > 0;
/** Also for refusals that come inside an answer. */
export const confirm_identity = async (): Promise<boolean> => {
  asking++;
  return helpers.step_up().finally(() => asking--);
};

/** Nothing where these are not our server's words: a proxy's, or a network's sign-in page. */
async function problem_of(response: Response): Promise<Problem | undefined> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  if (typeof problem?.code === "string") return problem;
  return response.status === 413 ? { type: "about:blank", title: "", status: 413, code: "too_large" } : undefined;
}

async function send(method: string, path: string, body: unknown, within_ms?: number): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["Nibbi-Request"] = "1";
  if (method !== "GET") headers["Content-Type"] = body instanceof Blob ? "application/octet-stream" : "application/json";
  // What the page asks by itself is nobody's presence: the session ends when nobody has touched anything for its quarter of an hour.
  headers["Nibbi-Idle"] = String(Math.floor(untouched_ms() / 1000));
  const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
  const bytes: Bytes = sent instanceof Blob ? new Uint8Array(await sent.arrayBuffer()) : utf8(sent ?? "");
  const proven = await proof(method, path, bytes);
  if (proven) headers["Nibbi-Proof"] = proven;
  const ends = new AbortController();
  const end_after = (ms: number) => setTimeout(() => ends.abort(), ms);
  const begun = end_after(within_ms ?? (sent instanceof Blob ? patience.bytes_ms : patience.ms + bytes.length / patience.up_bytes_a_ms));
  try {
    const response = await fetch(path, {
      method, headers, credentials: "same-origin", cache: "no-store", ...(sent === undefined ? {} : { body: sent }), signal: ends.signal,
    });
    if (within_ms === undefined) {
      clearTimeout(begun);
      end_after(patience.bytes_ms);
    }
    take_nonce(response.headers.get("Nibbi-Nonce"));
    if (response.ok) helpers.reached(true);
    return response;
  } catch {
    clearTimeout(begun);
    helpers.reached(false);
    throw new Unreachable();
  }
}

export interface CallOptions {
  /** Nobody is looking: ask for no factor. */
  quiet?: boolean;
  /** Other than `patience` */
  within_ms?: number;
  /** Told the status of the answer: 202 says that a second person must agree first. */
  status?: (status: number) => void;
}

async function answered(method: string, path: string, body: unknown, options: CallOptions): Promise<Response> {
  let response = await send(method, path, body, options.within_ms);
  let proof_asked = false;
  for (let tries = 0; !response.ok; tries++) {
    const problem = await problem_of(response);
    if (!problem || response.status >= 500 || response.status === 408) {
      helpers.reached(false);
      throw new Unreachable(problem);
    }
    helpers.reached(true);
    if (problem.code === "proof_needed" && !proof_asked) {
      // The nonce was too old: with the one that came, the same request is signed once more.
      proof_asked = true;
      response = await send(method, path, body, options.within_ms);
      continue;
    }
    if (problem.code === "step_up" && !options.quiet && tries < 3 && (await confirm_identity())) {
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

// Cut in the middle of the answer; or what answered is a network's sign-in page.
const broken = (): never => {
  throw new Unreachable();
};
/** A body that is a Blob goes as the bytes that it is. */
export async function call<T>(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  const response = await answered(method, path, body, options);
  return response.status === 204 ? (undefined as T) : response.json().catch(broken);
}
/** What the server keeps as a file. */
export async function call_for_bytes(method: string, path: string, body?: unknown): Promise<Blob> {
  return (await answered(method, path, body, { within_ms: patience.bytes_ms })).blob().catch(broken);
}
