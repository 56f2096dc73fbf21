/** The domain core in WebAssembly (src/wasm): loaded where it is first asked, from what the service worker keeps. After a trap inside it a new one is made. */
import type { Core } from "../../../src/wasm/core.mjs";

const address = "/core/core.mjs";
let load = async (): Promise<Core> => ((await import(/* @vite-ignore */ address)) as { default: () => Promise<Core> }).default();
/** For tests outside a browser, where it lies in another place. */
export const use_core = (other: () => Promise<Core>): void => void ((load = other), (core = undefined));

let core: Promise<Core> | undefined;

/** Answers undefined where it cannot: then what is shown is shown without it. */
export async function ask_core<T>(call: Parameters<Core["ask"]>[0], question: unknown): Promise<T | undefined> {
  try {
    core ??= load();
    const answer = JSON.parse((await core).ask(call, JSON.stringify(question))) as T & { problem?: string };
    if (answer.problem === undefined) return answer;
  } catch {
    // Not there yet (the first visit was cut short), or this browser cannot.
  }
  core = undefined;
  return undefined;
}
