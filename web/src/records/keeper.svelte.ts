/**
 * Keeps on this device what its person needs where there is no network: asks the server what is new, and forgets what it says. Nothing is remembered
 * between two calls but what is held, so that a call that was cut is simply made again.
 */
import type { components } from "../generated/api";
import { call, Refused } from "./api";
import { hash_of, merge_patch, with_tails } from "./canonical";
import { follow, type Course } from "./checkpoint";
import { forget_revoked, was_revoked } from "./forget";
import { outbox } from "./outbox.svelte";
import { note_other } from "./pinned";
import { forget_lines, forget_one, forget_read, held, keep_reading, recall, renew } from "./reading";
import { covered, doubt } from "./sent";
import { who } from "./session.svelte";
import { end_trip, trip_here } from "./trip";
import { unarrived } from "./unarrived.svelte";
import type { Lease, View } from "./wire";

type Sync = components["schemas"]["Sync"];
const child_of = (record: string) => `child ${record}`;
const soon_ms = 5000;
const again_ms = 10 * 60 * 1000;
export const patience = {
  /** A piece of an answer is some 100 kB: longer than this no line takes that is there at all. */
  sync_ms: 120_000,
  /** After a contact that failed, and twice as long after the next: not at once, since there may be no network, nor in ten minutes, since something may be to be forgotten. */
  after_failure_ms: 30_000,
};
/** The server says when there is more; this only ends a server that always says so. */
const rounds_at_most = 400;
const asks_at_most = 100;

export interface Coming { files: number; left: number; bytes: number; ms: number; first: boolean }
/** What the last answer weighed on the line, where the browser says so. */
const weight_of_answer = (): number =>
  (performance.getEntriesByType("resource").filter((one) => one.name.endsWith("/api/sync")).at(-1) as PerformanceResourceTiming | undefined)?.encodedBodySize ?? 0;
/** From what came, what is still to come. */
export const rest_of = ({ files, left }: { files: number; left: number }, came: { files: number; bytes: number; ms: number }, first: boolean): Coming => {
  const many = left / Math.max(1, came.files);
  return { files, left, bytes: came.bytes * many, ms: came.ms * many, first };
};
/** A difference that no line makes. */
const clock_min = 5;

class Keeper {
  /** While files are coming: how many there are in all, how many are still to come, and about how much and how long that is. `first`: none was here before. */
  coming = $state.raw<Coming>();
  /** By how many minutes this device's clock differs from the server's; nothing where that is little. */
  clock_off = $state(0);
  /** The server's log does not go on from where this device knew it; `lost`: how many entries were sent again. */
  news = $state.raw<{ course: Course; lost: number }>();
  /** My trip lease, as the server told it last; and whether this phone has taken it up. */
  lease = $state.raw<{ granted: Lease; here: boolean }>();
  /** A child whose file came is to travel: what signs a hand-over is fetched while there is network. */
  to_travel = $state(false);
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How often in a row a contact failed. */
  #failed = 0;

  /** Asks now, and from time to time. One call at a time. */
  ask(): Promise<void> {
    clearTimeout(this.#timer);
    // Without a session, and without the key of what is held, there is nothing to ask.
    if (who.travels) return Promise.resolve();
    this.#running ??= this.#rounds().then(() => ((this.#failed = 0), again_ms), async (error) => {
      if (error instanceof Refused) await outbox.go_on(0).catch(() => undefined);
      return Math.min(again_ms, patience.after_failure_ms * 2 ** this.#failed++);
    }).then((wait_ms) => {
      this.#running = undefined;
      this.coming = undefined;
      this.#timer = setTimeout(() => who.step === "in" && void this.ask(), wait_ms);
    });
    return this.#running;
  }

  /** A PIN was chosen: a call that is on its way still says that nothing is kept here. */
  async begin_keeping(): Promise<void> {
    await this.#running;
    await this.ask();
  }

  /** What was sent changes what is held: soon, and once for many. */
  ask_soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => who.step === "in" && void this.ask(), soon_ms);
  }

  async #rounds(): Promise<void> {
    const person = who.me.person.id, device = who.me.device!;
    if (who.differs) return void (this.news = { course: "other", lost: 0 });
    let asks = await outbox.to_ask(), lost = 0, was_other = false;
    const came = { files: 0, bytes: 0, ms: 0 };
    let first = false;
    for (let round = 0; round < rounds_at_most && who.step === "in" && who.me.person.id === person; round++) {
      const holds = await held(person), began = Date.now();
      if (round === 0) first = holds.length === 0;
      const answer = await call<Sync>("POST", "/api/sync", {
        holds: holds.map(({ record, n, hash }) => ({ record, n, view: hash })), unsent: outbox.to_send.length + unarrived.n + unarrived.refused.length, asks: asks.slice(0, asks_at_most), tails: true, keeps: who.has_pin,
      }, { quiet: true, within_ms: patience.sync_ms });
      came.files += answer.views.length;
      came.bytes += weight_of_answer();
      // What this device knows of itself holds also where the server was put back to a day before it.
      if (!answer.revoked && (await was_revoked(device))) {
        await forget_revoked(person, device);
        return void (await call("DELETE", `/api/devices/${encodeURIComponent(device)}`, undefined, { quiet: true }));
      }
      was_other ||= who.other_server;
      const { course, epoch, at } = await follow(person, answer.checkpoint, who.me.installation.checkpoint_key);
      const off = Math.round((Date.now() - Date.parse(at)) / 60_000);
      this.clock_off = Math.abs(off) >= clock_min ? Math.abs(off) : 0;
      if (course === "other" || who.other_server) await note_other((who.other_server = course === "other"));
      if (course === "other") return void (this.news = { course, lost });
      // What another one said that it has may be nowhere.
      const doubtful = course === "back" || (was_other && round === 0);
      if (doubtful) await doubt(person);
      if (was_other && this.news?.course === "other") this.news = undefined;
      lost += await outbox.take_answers(answer.receipts);
      await covered(person, epoch, at);
      const own = await import("./own_bytes");
      await own.bytes_covered(person, epoch, at, doubtful);
      if (course !== "on" || this.news) this.news = { course: course === "on" ? this.news!.course : course, lost };
      // The lines first: what was cut here is told again for as long as the file is held.
      await forget_lines(person, answer.forget);
      for (const record of answer.forget) await forget_one(person, child_of(record));
      if (answer.revoked) await forget_revoked(person, device);
      if (!who.has_pin) await forget_read(person);
      else for (const one of answer.views) await this.#take(person, one);
      await renew(person);
      came.ms += Date.now() - began;
      this.coming = answer.left > 0 ? rest_of(answer, came, first) : undefined;
      asks = await outbox.to_ask();
      if (answer.more || asks.length > 0) continue;
      await this.#trip(person, answer.lease);
      await outbox.go_on(lost);
      if (was_other) void outbox.flush();
      // Behind what was written, and nobody waits for it; what arrived then waits here no more, and the house is told so.
      const waited = unarrived.n;
      void own.offer_bytes(person, epoch, new Set(outbox.waiting.map(({ id }) => id))).then(() => unarrived.n < waited && this.ask_soon());
      return;
    }
  }

  /** A lease that is not told of any more has ended; while one runs, each contact renews it. */
  async #trip(person: string, granted: Lease | undefined): Promise<void> {
    const trip = await trip_here(person);
    if (trip && trip.id !== granted?.id) await end_trip(person);
    const is_same = trip !== undefined && trip.id === granted?.id;
    if (is_same) await (await import("./trip_contact")).renew_trip(person, trip).catch(() => undefined);
    this.lease = granted && { granted, here: is_same && (await trip_here(person)) !== undefined };
  }

  async #take(person: string, one: Sync["views"][number]): Promise<void> {
    const what = child_of(one.record);
    const whole = "view" in one ? one.view : with_tails(merge_patch((await recall<View>(person, what))?.value, one.patch), one.tails);
    // What does not come out as the server says is left out, and comes whole.
    if ((await hash_of(whole)) !== one.hash) return void (await forget_one(person, what));
    await keep_reading(person, what, whole, { n: one.n, hash: one.hash });
    if (((whole as View).state as Record<string, unknown>).return_plans) this.to_travel = true;
  }
}
export const keeper = new Keeper();
