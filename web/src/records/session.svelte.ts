/** Who is at the screen, and as what; and whether what is kept on this device is open to them. One session for the whole page. */
import { db } from "../base/db";
import { use_own_list } from "../base/lists.svelte";
import { b64u, from_b64u, utf8, type Bytes } from "../base/bytes";
import { vault } from "../vault/vault";
import { call, help_api, Refused, says_no } from "./api";
import { register_device } from "./device_key";
import { forget_person, forget_revoked } from "./forget";
import { held_to_first, was_other } from "./pinned";
import { prove_as } from "./proof";
import { read_as_traveller, recall } from "./reading";
import type { PasskeyAnswer } from "./passkey";
import { keep_key, note_resident, residents, session_of, type Resident } from "./residents";
import { trip_here } from "./trip";
import type { components } from "../generated/api";
import type { Post, Session, SignInStep } from "./wire";

/**
 * `pin`: the session is there, the cache key is still closed. `blind`: there is neither network nor key; one can write, and read nothing.
 * `whose`: several people write on this device, and none of them has said who they are. `broken`: what is kept on this device does not open.
 */
export type Step = "unknown" | "out" | "factor" | "choose" | "pin" | "in" | "whose" | "blind" | "unreachable" | "broken";

const the_seven = new Set<string>([
  "street_worker", "case_worker", "shelter_staff", "unit_focal_point", "supervisor", "tracing_officer", "country_coordinator"]);

/** Nobody looks at an empty screen for longer, on a line that hangs: one can write without it. */
const start_ms = 10_000;

/** Without a PIN nothing can be covered: the session ends, as the server ends one that is idle (decision 0009). */
const session_idle_ms = 15 * 60 * 1000;
/** For the page after it: the session ended because nobody touched anything. */
const by_time = "nibbi.by_time";

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
  /** The screen is covered; a PIN uncovers it. */
  covered = $state(false);
  /** A PIN was chosen here: the screen can be covered, and uncovered without network. */
  has_pin = $state(false);
  /** Six words opened a trip lease: what travels is read, without a session. */
  travels = $state(false);
  /** What answers is not the installation that this device knows, or has not shown that it is: nothing is sent. `differs`: it says so itself. */
  other_server = $state(false);
  differs = false;
  /** On a new device: what an earlier one of this person had not sent, and when it was last seen. */
  left_behind = $state.raw<{ unsent: number; at: string }>();
  /** Who can write on this device without network. */
  here = $state.raw<Resident[]>([]);
  /** What the second step takes; a page that is loaded again between the steps has to ask. */
  factors = $state.raw<Session["factors"]>([]);
  #login = "";
  #then: "in" | "choose" = "in";
  /** Whose key is open in the vault. */
  #key_of = "";

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
  /** Children live at the unit that I act for. */
  get has_a_house(): boolean {
    return this.works_with_children && /shelter$/.test(this.me.units[this.me.acting.unit]?.kind ?? "");
  }
  unit_name(id: string | undefined): string {
    return (id && this.session?.units[id]?.name) || "";
  }

  async load(): Promise<void> {
    this.ended ||= localStorage.getItem(by_time) !== null;
    localStorage.removeItem(by_time);
    await clear_trips().catch(() => undefined);
    try {
      await this.#tell_that_left();
      await this.#arrive(await call<Session>("GET", "/api/session", undefined, { within_ms: start_ms }));
    } catch (error) {
      const is_out = error instanceof Refused && error.problem.status === 401;
      if (!says_no(error) && !is_out) await this.#without_network();
      else if (this.step === "unknown" || !is_out) this.step = "out";
    }
  }
  /** Opened without network: one can write as who was here, sealed, and read nothing. */
  async #without_network(): Promise<void> {
    this.left_offline = !!localStorage.getItem(leaving);
    try {
      this.here = await residents();
    } catch {
      return void (this.step = "broken");
    }
    // Who has just left is told so, and is not taken for somebody else.
    if (this.here.length > 1 || (this.here.length > 0 && this.left_offline)) this.step = "whose";
    else if (this.here[0]) await this.write_as(this.here[0]);
    else this.step = this.left_offline ? "out" : "unreachable";
  }
  async write_as(one: Resident): Promise<void> {
    this.session = session_of(one);
    // A key of this hour: what is being written can be gone on with while the page lives.
    await vault.make();
    this.#key_of = one.person;
    this.step = "blind";
  }
  /** The six words opened what travels: it is read as it was at the last contact, and what is written waits, sealed. */
  async travel(): Promise<void> {
    const person = this.me.person.id;
    read_as_traveller(person);
    const mine = (await recall<{ name: string; units: Session["units"] }>(person, "me"))?.value;
    if (mine) this.session = { ...this.me, person: { id: person, name: mine.name }, units: mine.units };
    // The key of this hour is not the one that a PIN or a session opens.
    this.#key_of = "";
    this.travels = true;
    this.step = "in";
  }
  async sign_in(login: string, passphrase: string): Promise<void> {
    await this.#tell_that_left();
    this.#login = await device_of(login);
    const device = await db.get<string>("facts", this.#login);
    const { step, factors } = await call<SignInStep>("POST", "/api/session", { login, passphrase, ...(device ? { device } : {}) });
    this.factors = factors ?? [];
    if (step === "factor") this.step = "factor";
    else await this.#signed_in();
  }
  async learn_factors(): Promise<void> {
    this.factors = ["code"];
    const asked = await call<{ known: string[] }>("POST", "/api/session/passkey", undefined, { quiet: true }).catch(() => undefined);
    if (asked && asked.known.length > 0) this.factors = ["code", "passkey"];
  }
  async give_factor(given: { code: string } | { passkey: PasskeyAnswer }): Promise<void> {
    await call("POST", "/api/session/factor", given);
    await this.#signed_in();
  }
  async step_up(given: { code: string } | { passkey: PasskeyAnswer } | { passphrase: string }): Promise<void> {
    await call("POST", "/api/session/step-up", given, { quiet: true });
    await this.refresh().catch(() => undefined);
  }
  async act_as(post: Post): Promise<void> {
    await call("PUT", "/api/session/acting", { role: post.role, unit: post.unit });
    await this.#arrive(await call<Session>("GET", "/api/session"));
    this.step = "in";
  }
  /** Leaves this device: also without network nothing stays that could be read. */
  async sign_out(): Promise<void> {
    vault.end();
    if (this.session) await forget_person(this.session.person.id);
    await this.#end_session();
  }
  /** At once: the keys are gone with their thread, and a new page holds nothing that was read. A PIN opens it again, with the network. */
  async lock_now(): Promise<void> {
    vault.end();
    other_tabs().postMessage("lock");
    if (this.step === "blind") return this.#new_blind_page();
    if (this.has_pin || this.travels) new_page();
    else await this.#end_session();
  }
  /** What one began blind is kept, sealed; the key of this hour is gone. Without a page on this device the one that is there begins anew. */
  async #new_blind_page(): Promise<void> {
    if (has_own_page()) return new_page();
    this.step = "unknown";
    await this.#without_network();
  }
  async #end_session(): Promise<void> {
    localStorage.setItem(leaving, "1");
    try {
      await this.#tell_that_left();
    } catch {
      // Without the page on this device a new one could not come: then this one says so.
      if (!has_own_page()) return this.#leave_here();
    }
    new_page();
  }

  /** Somebody else is at the screen: whose key it was keeps it, and signs in again some day. */
  async leave_to_another(): Promise<void> {
    vault.end();
    await this.#end_session();
  }

  /** The idle lock; `idle_ms`: since when nobody touched anything, on any page of this device. */
  async cover(idle_ms = 0): Promise<void> {
    if (this.travels || this.step === "blind") return this.lock_now();
    if (this.step !== "in" || this.covered) return;
    if (!this.has_pin) return idle_ms < session_idle_ms ? undefined : this.#end_by_time();
    this.covered = true;
    if (!(await vault.rest())) this.covered = false;
  }
  async #end_by_time(): Promise<void> {
    localStorage.setItem(by_time, "1");
    await this.lock_now();
  }
  /** How many tries are left; after the last one it is the other lock. */
  async uncover(pin: string): Promise<number> {
    const { open, left } = await vault.wake(pin);
    if (open) this.covered = false;
    else if (left === 0) await this.#five_wrong();
    return left;
  }
  async #five_wrong(): Promise<void> {
    vault.end();
    await this.#end_session();
  }
  /** The PIN that the server hardens; says how many tries are left, or nothing once it is open. */
  async unlock(pin: string): Promise<number | undefined> {
    const { try_pin } = await import("./pin");
    try {
      const { open, left } = await try_pin(this.me.person.id, this.me.device!, pin);
      if (!open) return left;
      this.#key_of = this.me.person.id;
      this.step = this.#then;
      return undefined;
    } catch (error) {
      // Its share is destroyed: what was kept to be read is lost, and what was written is still to be delivered, also from a device that was revoked.
      if (error instanceof Refused && ["pin_gone", "device_revoked"].includes(error.problem.code)) await this.forgot_pin();
      throw error;
    }
  }
  /** Begins with a new key. What was kept to be read is read again from the server; what was begun goes to it as it stands. */
  async forgot_pin(): Promise<void> {
    await keep_key(this.me.person.id, undefined);
    this.has_pin = false;
    await this.#open_key(this.me);
    this.step = this.#then;
  }
  async choose_pin(pin: string): Promise<void> {
    const { set_pin } = await import("./pin");
    await set_pin(this.me.person.id, this.me.device!, pin);
    this.has_pin = true;
  }
  /** The network is back: what the server has still to be told. */
  async finish_leaving(): Promise<void> {
    if (this.left_offline && this.step === "out" && (await this.#tell_that_left().then(() => true, () => false))) new_page();
  }
  #leave_here(): void {
    this.left_offline = true;
    this.ended = false;
    this.step = "out";
    this.session = undefined;
  }
  async #tell_that_left(): Promise<void> {
    if (!localStorage.getItem(leaving)) return;
    await call("DELETE", "/api/session", undefined, { within_ms: start_ms }).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
    });
    localStorage.removeItem(leaving);
    this.left_offline = false;
  }
  /** What the server knows of our sequence may have moved on. */
  async refresh(): Promise<void> {
    this.session = await this.#held(await call<Session>("GET", "/api/session", undefined, { quiet: true }));
  }
  async #held(told: Session): Promise<Session> {
    const { session, differs } = await held_to_first(told);
    this.differs = differs;
    this.other_server = differs || (await was_other());
    return session;
  }

  async #signed_in(): Promise<void> {
    const session = await call<Session>("GET", "/api/session");
    this.ended = false;
    this.#then = session.posts.length > 1 ? "choose" : "in";
    await this.#arrive(session);
    if (this.session?.device) await db.put("facts", this.#login, this.session.device);
  }
  /** Registers this device where the session does not know it yet, and opens what is kept on it. */
  async #arrive(session: Session): Promise<void> {
    const known = await db.get<string>("facts", `device:${session.person.id}`);
    const is_new = !session.device || session.device !== known;
    if (is_new) {
      const { device, device_seq } = await register_device(session.person.id);
      await db.put("facts", `device:${session.person.id}`, device);
      session = { ...session, device, ...(device_seq === undefined ? {} : { device_seq }) };
    }
    session = await this.#held(session);
    this.session = session;
    read_as_traveller("");
    this.travels = false;
    prove_as(session.person.id, session.device);
    use_own_list("funding_line", session.installation.funding_lines ?? []);
    if (await this.#open_key(session)) this.step = this.#then;
    else this.step = "pin";
    if (is_new) void this.#look_behind().catch(() => undefined);
  }
  /** This device is new, or was emptied: what a device of theirs had not sent when it was last seen may be lost, and they are told. */
  async #look_behind(): Promise<void> {
    const { devices } = await call<components["schemas"]["Devices"]>("GET", "/api/devices", undefined, { quiet: true });
    const left = devices.filter((one) => one.own && !one.this && one.unsent > 0).map(({ unsent, seen_at, registered_at }) => ({ unsent, at: seen_at ?? registered_at }));
    this.left_behind = left.sort((one, other) => one.at.localeCompare(other.at)).at(-1);
  }
  /** The key that is kept, where this session alone opens it; a new one where none is. False where a PIN must open it. */
  async #open_key(session: Session): Promise<boolean> {
    const person = session.person.id;
    const { key } = await note_resident(session);
    const is_theirs = vault.is_open && this.#key_of === person;
    this.has_pin = key?.by === "pin";
    // Whoever signs in again while the page lives has their key still.
    if (is_theirs && this.step !== "blind" && this.has_pin) return true;
    if (this.has_pin) return false;
    const share = session.cache_share ? from_b64u(session.cache_share) : undefined;
    if (is_theirs && this.step !== "blind") await this.#keep_by(share, person);
    else if (!(share && key && (await vault.unwrap(share, key.wrapped)))) {
      if (!is_theirs) await vault.make();
      await this.#keep_by(share, person);
    }
    this.#key_of = person;
    return true;
  }
  /** Until a PIN is chosen, the session's own share opens the key: for a page that is loaded again, no longer than the session lasts. */
  async #keep_by(share: Bytes | undefined, person: string): Promise<void> {
    if (share) await keep_key(person, { by: "session", wrapped: await vault.wrap(share) });
  }
}

/** A trip lease whose time is over is destroyed when the application is opened, whoever opens it. */
async function clear_trips(): Promise<void> {
  for (const one of await residents()) await trip_here(one.person);
}
const has_own_page = () => !!(navigator.serviceWorker as ServiceWorkerContainer | undefined)?.controller;
/** Nothing that was read stays in memory, nor in what the browser keeps for going back. */
function new_page(): void {
  history.replaceState(null, "", "/");
  location.reload();
}

export const who = new Who();

/** What locks one tab locks them all. */
const other_tabs = () => new BroadcastChannel("nibbi lock");
export function listen_to_other_tabs(): void {
  other_tabs().addEventListener("message", () => {
    vault.end();
    new_page();
  });
}

help_api({
  // Nothing that was kept to be read stays; what was written waits, and may still be delivered.
  revoked: async () => {
    if (who.session?.device) await forget_revoked(who.session.person.id, who.session.device);
  },
  signed_out: (step) => {
    // There was no session to end.
    if (who.travels) return;
    if (who.step === "in") who.ended = true;
    who.covered = false;
    who.step = step;
    if (step === "factor" && who.factors.length === 0) void who.learn_factors();
  },
});
