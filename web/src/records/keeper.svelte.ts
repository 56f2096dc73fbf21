/**
 * Keeps on this device what its person needs where there is no network: asks the server what is new, and forgets what it says. Nothing is remembered
 * between two calls but what is held, so that a call that was cut is simply made again.
 */
import type { components } from "../generated/api";
import { call } from "./api";
import { hash_of, merge_patch, with_tails } from "./canonical";
import { forget_reading } from "./forget";
import { outbox } from "./outbox.svelte";
import { forget_one, held, keep_reading, recall, renew } from "./reading";
import { who } from "./session.svelte";
import type { View } from "./wire";

type Sync = components["schemas"]["Sync"];
const child_of = (record: string) => `child ${record}`;
const soon_ms = 5000;
const again_ms = 10 * 60 * 1000;
/** The server says when there is more; this only ends a server that always says so. */
const rounds_at_most = 400;

class Keeper {
  /** While files are coming: how many there are in all, and how many are still to come. */
  coming = $state.raw<{ files: number; left: number }>();
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Asks now, and from time to time. One call at a time. */
  ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#rounds().catch(() => undefined).finally(() => {
      this.#running = undefined;
      this.coming = undefined;
      this.#timer = setTimeout(() => who.step === "in" && void this.ask(), again_ms);
    });
    return this.#running;
  }

  /** What was sent changes what is held: soon, and once for many. */
  ask_soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => who.step === "in" && void this.ask(), soon_ms);
  }

  async #rounds(): Promise<void> {
    const person = who.me.person.id;
    for (let round = 0; round < rounds_at_most && who.step === "in" && who.me.person.id === person; round++) {
      const holds = await held(person);
      const answer = await call<Sync>("POST", "/api/sync", {
        holds: holds.map(({ record, n, hash }) => ({ record, n, view: hash })), unsent: outbox.to_send.length, asks: [], tails: true,
      }, { quiet: true });
      for (const record of answer.forget) await forget_one(person, child_of(record));
      if (answer.revoked) return forget_reading(person);
      for (const one of answer.views) await this.#take(person, one);
      await renew(person);
      this.coming = answer.left > 0 ? { files: answer.files, left: answer.left } : undefined;
      if (!answer.more) return;
    }
  }

  async #take(person: string, one: Sync["views"][number]): Promise<void> {
    const what = child_of(one.record);
    const whole = "view" in one ? one.view : with_tails(merge_patch((await recall<View>(person, what))?.value, one.patch), one.tails);
    // What does not come out as the server says is left out, and comes whole.
    if ((await hash_of(whole)) !== one.hash) return void (await forget_one(person, what));
    await keep_reading(person, what, whole, { n: one.n, hash: one.hash });
  }
}
export const keeper = new Keeper();
