/** The page's side of the vault: asks the thread that holds the key, and ends it. */
import type { Bytes } from "../base/bytes";
import { script_url } from "../base/trusted";
import type { VaultCore } from "./vault_core";
import address from "./vault_worker?worker&url";

type Acts = Omit<VaultCore, "state">;
export interface Call {
  number: number;
  act: keyof VaultCore;
  given: unknown[];
}
export interface Told {
  number: number;
  answer?: unknown;
  failed?: true;
}
/** What a thread is to the page. */
export interface Thread {
  postMessage(call: Call): void;
  addEventListener(kind: "message", act: (event: { data: Told }) => void): void;
  terminate(): void;
}
let begin: () => Thread = () => new Worker(script_url(address), { type: "module", name: "vault" }) as Thread;
/** For tests outside a browser, where a thread is something else. */
export const use_thread = (other: () => Thread): void => void (begin = other);

/** Somebody locked, while the vault was being asked. */
export class Ended extends Error {}

class Vault {
  #thread: Thread | undefined;
  #calls = new Map<number, { resolve: (answer: never) => void; reject: (why: Error) => void }>();
  #count = 0;
  /** Somebody's key is open; what is asked of it is answered. */
  is_open = false;
  /** What travels can be read and closed. */
  is_on_trip = false;

  #ask<Act extends keyof Acts>(act: Act, ...given: Parameters<Acts[Act]>): Promise<Awaited<ReturnType<Acts[Act]>>> {
    const thread = (this.#thread ??= this.#started());
    return new Promise((resolve, reject) => {
      const number = ++this.#count;
      this.#calls.set(number, { resolve, reject });
      thread.postMessage({ number, act, given });
    });
  }
  #started(): Thread {
    const thread = begin();
    thread.addEventListener("message", ({ data }) => {
      const call = this.#calls.get(data.number);
      this.#calls.delete(data.number);
      if (data.failed) call?.reject(new Error("the vault could not"));
      else call?.resolve(data.answer as never);
    });
    return thread;
  }

  async make(): Promise<void> {
    await this.#ask("make");
    this.is_open = true;
  }
  wrap = (secret: Bytes): Promise<string> => this.#ask("wrap", secret);
  async unwrap(secret: Bytes, wrapped: string): Promise<boolean> {
    const opened = await this.#ask("unwrap", secret, wrapped);
    this.is_open ||= opened;
    return opened;
  }
  use_pin = (pin: string): Promise<void> => this.#ask("use_pin", pin);
  async rest(): Promise<boolean> {
    const rests = await this.#ask("rest");
    if (rests) this.is_open = this.is_on_trip = false;
    return rests;
  }
  async wake(pin: string): Promise<{ open: boolean; left: number }> {
    const woken = await this.#ask("wake", pin);
    this.is_open = woken.open;
    return woken;
  }
  close = (about: string, value: unknown): Promise<string> => this.#ask("close", about, JSON.stringify(value));
  async open<T>(about: string, closed: string | undefined): Promise<T | undefined> {
    if (!closed || !this.is_open) return undefined;
    const text = await this.#ask("open", about, closed);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }
  begin_trip = (secret: Bytes): Promise<{ by_words: string; by_key: string }> => this.#ask("begin_trip", secret);
  wrap_trip = (wrapped: string, secret: Bytes): Promise<string> => this.#ask("wrap_trip", wrapped, secret);
  async open_trip(wrapped: string, secret?: Bytes): Promise<boolean> {
    const opened = await this.#ask("open_trip", wrapped, secret);
    this.is_on_trip ||= opened;
    return opened;
  }
  async end_trip(): Promise<void> {
    this.is_on_trip = false;
    if (this.#thread) await this.#ask("end_trip");
  }
  pack = (about: string, value: unknown): Promise<string> => this.#ask("pack", about, JSON.stringify(value));
  async unpack<T>(about: string, packed: string): Promise<T | undefined> {
    const text = await this.#ask("unpack", about, packed);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }
  /** At once, whatever the thread is doing: the keys are gone with it. */
  end(): void {
    this.#thread?.terminate();
    this.#thread = undefined;
    this.is_open = this.is_on_trip = false;
    for (const { reject } of this.#calls.values()) reject(new Ended("the vault was ended"));
    this.#calls.clear();
  }
}
export const vault = new Vault();
