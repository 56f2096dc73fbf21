/** Who is at the screen, and as what. One session for the whole page. */
import { db } from "../base/db";
import { use_own_list } from "../base/lists.svelte";
import { b64u, utf8 } from "../base/bytes";
import { call, help_api, Refused, Unreachable } from "./api";
import { register_device } from "./device_key";
import type { Post, Session } from "./wire";

export type Step = "unknown" | "out" | "factor" | "choose" | "in" | "unreachable";

const the_seven = new Set<string>([
  "street_worker", "case_worker", "shelter_staff", "unit_focal_point", "supervisor", "tracing_officer", "country_coordinator"]);

/** Somebody left while there was no network: the server has still to be told, before anything else. */
const leaving = "nibbi.leaving";
/** Which device a login has on this browser; kept under a digest, since a phone may be shared. */
const device_of = async (login: string) =>
  `signs_in:${b64u(await crypto.subtle.digest("SHA-256", utf8(login.toLowerCase())))}`;

class Who {
  step = $state<Step>("unknown");
  session = $state.raw<Session>();
  /** The session ended while somebody was working: the sign-in screen says so. */
  ended = $state(false);
  /** The person left without network: closed here, and the server does not know yet. */
  left_offline = $state(false);
  #login = "";

  /** The session, on screens that stand behind the sign-in. */
  get me(): Session {
    if (!this.session) throw new Error("nobody is signed in");
    return this.session;
  }
  /** Did the person confirm who they are less than five minutes ago? Some sights and acts ask for it. */
  is_fresh(now_ms: number): boolean {
    const until = this.session?.fresh_until;
    return this.session?.factor === "fresh" && (!until || Date.parse(until) > now_ms);
  }
  /** One of the seven roles that work with children: only they open files and answer referrals. */
  get works_with_children(): boolean {
    return the_seven.has(this.me.acting.role);
  }
  unit_name(id: string | undefined): string {
    return (id && this.session?.units[id]?.name) || "";
  }

  async load(): Promise<void> {
    try {
      await this.#tell_that_left();
      await this.#arrive(await call<Session>("GET", "/api/session"));
    } catch (error) {
      if (!(error instanceof Refused)) this.step = "unreachable";
      else if (error.problem.status !== 401) this.step = "out";
    }
  }
  async sign_in(login: string, passphrase: string): Promise<void> {
    await this.#tell_that_left();
    this.#login = await device_of(login);
    const device = await db.get<string>("facts", this.#login);
    const { step } = await call<{ step: "factor" | "done" }>("POST", "/api/session", { login, passphrase, ...(device ? { device } : {}) });
    if (step === "factor") this.step = "factor";
    else await this.#signed_in();
  }
  async give_code(code: string): Promise<void> {
    await call("POST", "/api/session/factor", { code });
    await this.#signed_in();
  }
  async step_up(given: { code: string } | { passphrase: string }): Promise<void> {
    await call("POST", "/api/session/step-up", given, { quiet: true });
    await this.refresh().catch(() => undefined);
  }
  async act_as(post: Post): Promise<void> {
    await call("PUT", "/api/session/acting", { role: post.role, unit: post.unit });
    await this.#arrive(await call<Session>("GET", "/api/session"));
    this.step = "in";
  }
  async sign_out(): Promise<void> {
    try {
      await call("DELETE", "/api/session");
    } catch (error) {
      if (error instanceof Unreachable) return this.#leave_here();
    }
    // A new page: nothing that was read stays in memory.
    location.assign("/");
  }
  /** The network is back: what the server has still to be told. */
  async finish_leaving(): Promise<void> {
    if (this.left_offline && (await this.#tell_that_left().then(() => true, () => false))) location.assign("/");
  }
  #leave_here(): void {
    localStorage.setItem(leaving, "1");
    this.left_offline = true;
    this.ended = false;
    this.step = "out";
    this.session = undefined;
  }
  async #tell_that_left(): Promise<void> {
    if (!localStorage.getItem(leaving)) return;
    await call("DELETE", "/api/session").catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
    });
    localStorage.removeItem(leaving);
    this.left_offline = false;
  }
  /** What the server knows of our sequence may have moved on. */
  async refresh(): Promise<void> {
    this.session = await call<Session>("GET", "/api/session", undefined, { quiet: true });
  }

  async #signed_in(): Promise<void> {
    const session = await call<Session>("GET", "/api/session");
    this.ended = false;
    await this.#arrive(session);
    if (this.session?.device) await db.put("facts", this.#login, this.session.device);
    if (session.posts.length > 1) this.step = "choose";
  }
  /** Registers this device where the session does not know it yet. */
  async #arrive(session: Session): Promise<void> {
    const known = await db.get<string>("facts", `device:${session.person.id}`);
    if (!session.device || session.device !== known) {
      const { device, device_seq } = await register_device(session.person.id);
      await db.put("facts", `device:${session.person.id}`, device);
      session = { ...session, device, ...(device_seq === undefined ? {} : { device_seq }) };
    }
    this.session = session;
    use_own_list("funding_line", session.installation.funding_lines ?? []);
    this.step = "in";
  }
}

export const who = new Who();

help_api({
  signed_out: (step) => {
    if (who.step === "in") who.ended = true;
    who.step = step;
  },
});
