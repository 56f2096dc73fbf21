/** Two servers that claim one installation: this device goes by the one that it met first, seals for no other and sends nothing to it. */
import { beforeEach, expect, test, vi } from "vitest";
import { CoreThread, checkpoint, clear_device, house_public_key, opened, session as session_of } from "./house";
import { b64u, from_b64u } from "../src/base/bytes";

const stranger = crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
const stranger_key = (crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]) as Promise<CryptoKeyPair>).then(async (pair) => b64u(await crypto.subtle.exportKey("raw", pair.publicKey)));
let other: "none" | "says_so" | "copies_all", entries: string[], log: string[], at: number, asked: string[][];
vi.stubGlobal("fetch", async (path: string, init: { method: string; body?: string }) => {
  const body = JSON.parse(typeof init.body === "string" ? init.body : "{}") as { entries: { header: string }[]; asks: string[] };
  if (path === "/api/devices") return Response.json({ device: "d1", device_seq: 0 });
  if (path === "/api/session") {
    const told = await session_of("p1", "d1", log.length);
    return Response.json(other === "says_so" ? { ...told, installation: { ...told.installation, public_key: await stranger_key } } : told);
  }
  if (path === "/api/entries") {
    const ids = body.entries.map(({ header }) => (JSON.parse(header) as { id: string }).id);
    entries.push(...ids);
    if (other === "none") log.push(...ids);
    return Response.json({ receipts: ids.map((id, i) => ({ id, status: "accepted", n: i + 1, pos: 1 })), head: { epoch: 1, pos: 1 } });
  }
  if (path !== "/api/sync") return Response.json({}, { status: 404 });
  asked.push(body.asks);
  const receipts = body.asks.map((id) => ({ id, status: log.includes(id) ? "accepted" : "unknown" }));
  const signed = await checkpoint(log.length + 1, { at: new Date(Date.UTC(2026, 11, 1) + at++ * 60_000).toISOString(), ...(other === "copies_all" ? { by: stranger } : {}) });
  return Response.json({ views: [], forget: [], receipts, files: 0, left: 0, beyond: 0, more: false, keep_until: "", checkpoint: signed });
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { who } = await import("../src/records/session.svelte");
const { outbox } = await import("../src/records/outbox.svelte");
const { keeper } = await import("../src/records/keeper.svelte");
const { kept_of } = await import("../src/records/outbox_store");
const note = (text: string) => ({ record: "r1", kind: "note.added", parts: { narrative: { text } }, seen: 1 });
const start = async () => {
  who.step = "unknown";
  await who.load();
  expect(who.step).toBe("in");
  await outbox.open();
  await outbox.flush();
};

beforeEach(async () => {
  await clear_device();
  [other, entries, log, at, asked] = ["none", [], [], 0, []];
  vault.end();
  outbox.entries = [];
  keeper.news = undefined;
  await start();
  await keeper.ask();
});

test("a server with another key gets nothing: what is written is sealed for the one that was met first, and waits for it", async () => {
  other = "says_so";
  await start();
  await keeper.ask();
  expect(keeper.news).toMatchObject({ course: "other" });
  expect((await outbox.propose([note("canari")])).kind).toBe("on_device");
  await outbox.flush();
  expect(entries).toEqual([]);
  const [kept] = await kept_of("p1");
  expect(who.me.installation.public_key).toBe(await house_public_key);
  expect(await opened("nibbi entry 1", kept!.id, from_b64u(kept!.envelope))).toContain("canari");
  other = "none";
  await start();
  expect(entries).toEqual([kept!.id]);
});

test("a server that repeats the right keys and cannot sign with them gets nothing from then on, also after a new start; and what it said to have is asked for where it should be", async () => {
  other = "copies_all";
  await outbox.propose([note("canari 1")]);
  const [first] = entries;
  expect(log, "it took what it was sent before it was found out").toEqual([]);
  await keeper.ask();
  expect(keeper.news).toMatchObject({ course: "other" });
  await start();
  await outbox.propose([note("canari 2")]);
  expect(entries).toEqual([first]);
  other = "none";
  await start();
  expect(entries, "until it has shown that it is the right one").toEqual([first]);
  await keeper.ask();
  await outbox.flush();
  expect(asked.flat()).toContain(first);
  expect(log.toSorted()).toEqual([first!, ...entries.slice(1)].toSorted().filter((id, i, all) => all.indexOf(id) === i));
  expect(log).toContain(first);
  expect(log).toHaveLength(2);
  expect(keeper.news?.course).not.toBe("other");
});

test("a clock that differs from the server's by more than any line makes is told in minutes, and changes nothing else", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 11, 1, 2) });
  try {
    await keeper.ask();
    expect(keeper.clock_off).toBe(120 - (at - 1));
    at = 121;
    await keeper.ask();
    expect(keeper.clock_off).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
