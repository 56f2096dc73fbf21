/** The thread that holds the cache key: one call in, one answer out. */
import { VaultCore } from "./vault_core";
import type { Call, Told } from "./vault";

const core = new VaultCore();
addEventListener("message", async (event: MessageEvent<Call>) => {
  const { number, act, given } = event.data;
  let told: Told;
  try {
    told = { number, answer: await (core[act] as (...given: unknown[]) => unknown).apply(core, given) };
  } catch {
    told = { number, failed: true };
  }
  postMessage(told);
});
