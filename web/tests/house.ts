/** What a browser has and Node has not: a database, locks, a thread for the vault; and a server that answers as a test says. */
import "fake-indexeddb/auto";
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { vi } from "vitest";
import { b64u } from "../src/base/bytes";
import type { Call, Thread, Told } from "../src/vault/vault";
import { VaultCore } from "../src/vault/vault_core";

/** Web Locks as far as we use them: one holder of a name, the others in a row. */
const rows = new Map<string, Promise<unknown>>();
const holders = new Map<string, number>();
async function request<T>(name: string, ...given: [act: (lock: unknown) => T] | [how: { ifAvailable?: boolean }, act: (lock: unknown) => T]): Promise<T> {
  const act = given.at(-1) as (lock: unknown) => T;
  if (given.length === 2 && (given[0] as { ifAvailable?: boolean }).ifAvailable && holders.get(name)) return act(null);
  holders.set(name, (holders.get(name) ?? 0) + 1);
  const mine = (rows.get(name) ?? Promise.resolve()).then(() => act({ name })).finally(() => holders.set(name, holders.get(name)! - 1));
  rows.set(name, mine.catch(() => undefined));
  return mine;
}
vi.stubGlobal("navigator", { onLine: true, locks: { request } });
/** Nothing that a test before began is still going on with the outbox. */
const at_rest = async (): Promise<void> => {
  for (const name of ["nibbi sending", "nibbi outbox"]) await request(name, () => undefined);
};
const kept: Record<string, string> = {};
vi.stubGlobal("localStorage", {
  getItem: (key: string) => kept[key] ?? null, setItem: (key: string, value: string) => void (kept[key] = value), removeItem: (key: string) => void delete kept[key],
});
export const page = { reloads: 0 };
vi.stubGlobal("location", { pathname: "/", hash: "", reload: () => void page.reloads++ });
vi.stubGlobal("history", { replaceState: () => {} });

/** A thread that ends as a worker does: nothing that it knew can be asked any more. */
export class CoreThread implements Thread {
  #core: VaultCore | undefined = new VaultCore();
  #told: ((event: { data: Told }) => void)[] = [];
  postMessage({ number, act, given }: Call): void {
    const core = this.#core;
    void (async () => {
      let told: Told;
      try {
        if (!core) throw new Error("ended");
        told = { number, answer: await (core[act] as (...given: unknown[]) => unknown).apply(core, structuredClone(given)) };
      } catch {
        told = { number, failed: true };
      }
      if (this.#core) this.#told.forEach((tell) => tell({ data: told }));
    })();
  }
  addEventListener(_kind: "message", act: (event: { data: Told }) => void): void {
    this.#told.push(act);
  }
  terminate(): void {
    this.#core = undefined;
  }
}

const house_key = crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]) as Promise<CryptoKeyPair>;
export const house_public_key = house_key.then(async (pair) => b64u(await crypto.subtle.exportKey("raw", pair.publicKey)));
export const house_private_key = house_key.then((pair) => pair.privateKey);
/** What only the installation can read. */
export async function opened(info: string, about: string, sealed: Uint8Array): Promise<string> {
  const hpke = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const text = new TextEncoder();
  const recipient = await hpke.createRecipientContext({ recipientKey: await house_private_key, enc: sealed.slice(0, 65).buffer, info: text.encode(info) });
  return new TextDecoder().decode(await recipient.open(sealed.slice(65).buffer, text.encode(about)));
}

export const session = async (person = "p1", device = "d1", device_seq = 0, cache_share = "c2hhcmUtb2YtdGhlLWZpcnN0LXNlc3Npb24", epoch = 1) => ({
  person: { id: person, name: "Awa Diop" }, concerns: false, posts: [{ role: "case_worker", unit: "u1" }], acting: { role: "case_worker", unit: "u1" },
  factor: "stale", device, device_seq, cache_share,
  installation: { id: "i1", name: "", public_key: await house_public_key, checkpoint_key: b64u(await crypto.subtle.exportKey("spki", (await checkpoint_key).publicKey)), epoch, demonstration: true },
  units: { u1: { name: "Centre", kind: "shelter", country: "SN" } },
});

const checkpoint_key = crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
/** The end of a log, as the house of these tests signs it. */
export async function checkpoint(pos = 1, { epoch = 1, at = `2026-12-01T00:00:${String(pos).padStart(2, "0")}.000Z`, chain = "c", by = checkpoint_key } = {}) {
  const text = `nibbi checkpoint 1\ni1\n${epoch} ${pos}\n${chain}\n${at}\n`;
  const signature = b64u(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, (await by).privateKey, new TextEncoder().encode(text)));
  return { text, signature };
}

/** All that lies in the database, as text; bytes letter by letter. */
export async function everything_kept(): Promise<string> {
  const { db } = await import("../src/base/db");
  const all = await Promise.all((["people", "outbox", "drafts", "views", "facts"] as const).map((store) => db.all(store)));
  return JSON.stringify(all, (_name, value: unknown) => (value instanceof Uint8Array ? String.fromCharCode(...value) : value));
}
export async function clear_device(): Promise<void> {
  await at_rest();
  const { db } = await import("../src/base/db");
  await db.all("facts");
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open("nibbi");
    request.onsuccess = () => resolve(request.result);
  });
  const names = [...database.objectStoreNames];
  await new Promise<void>((resolve) => {
    const transaction = database.transaction(names, "readwrite");
    names.forEach((name) => transaction.objectStore(name).clear());
    transaction.oncomplete = () => resolve();
  });
  database.close();
}
