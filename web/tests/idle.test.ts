/** Locks without a PIN and without a session, a store that does not open, and what a list knows that was never opened. */
import { beforeEach, expect, test, vi } from "vitest";
import { CoreThread, clear_device, page, session as session_of } from "./house";

const asked: string[] = [];
let reachable = true, devices: object[] = [];
vi.stubGlobal("fetch", async (path: string, init: { method: string }) => {
  asked.push(`${init.method} ${path}`);
  if (!reachable) throw new TypeError("no network");
  if (init.method === "DELETE") return new Response(null, { status: 204 });
  if (path === "/api/devices") return Response.json(init.method === "POST" ? { device: "d1", device_seq: 0 } : { devices });
  return Response.json(await session_of());
});
const service_worker = { controller: {} as object | null };
Object.assign(navigator, { serviceWorker: service_worker });
vi.stubGlobal("BroadcastChannel", class { postMessage() {} });

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { db } = await import("../src/base/db");
const { taps_to_dismiss } = await import("../src/features/more/standing");
const { rest_of } = await import("../src/records/keeper.svelte");
const { keep_reading } = await import("../src/records/reading");
const { records } = await import("../src/records/online");
const { who } = await import("../src/records/session.svelte");

const minutes = (n: number) => n * 60_000;
beforeEach(async () => {
  await clear_device();
  vault.end();
  reachable = true;
  devices = [];
  who.step = "unknown";
  who.has_pin = who.ended = false;
  who.left_behind = undefined;
  service_worker.controller = {};
  asked.length = 0;
  await who.load();
  await vi.waitFor(() => expect(asked).toContain("GET /api/devices"));
  asked.length = page.reloads = 0;
});

test("without a PIN nothing is covered; after a quarter of an hour the session ends, the page is a new one, and the sign-in says why", async () => {
  await who.cover(minutes(2));
  await who.cover(minutes(14.9));
  expect([asked, page.reloads, vault.is_open]).toEqual([[], 0, true]);
  await who.cover(minutes(15));
  expect(asked).toEqual(["DELETE /api/session"]);
  expect([page.reloads, vault.is_open]).toEqual([1, false]);
  reachable = false;
  await who.load();
  expect(who.ended).toBe(true);
  who.ended = false;
  await who.load();
  expect(who.ended, "said once").toBe(false);
});

test("with a PIN a quarter of an hour ends nothing", async () => {
  who.has_pin = true;
  await who.cover(minutes(60));
  expect([asked, page.reloads]).toEqual([[], 0]);
  who.covered = false;
});

for (const lock of ["lock_now", "cover"] as const)
  test(`who writes without reading locks too, by hand and by rest (${lock}): the key of this hour is gone, the page is a new one, and nobody is signed out`, async () => {
    reachable = false;
    await who.load();
    expect(who.step).toBe("blind");
    asked.length = 0;
    const closed = await vault.close("draft", "canari");
    await who[lock](minutes(2));
    expect(page.reloads).toBe(1);
    expect(await vault.open("draft", closed)).toBeUndefined();
    expect(asked).toEqual([]);
    // Where the browser keeps no page, the one that is there begins anew.
    service_worker.controller = null;
    await who.load();
    const again = await vault.close("draft", "canari");
    await who[lock](minutes(2));
    expect([page.reloads, who.step]).toEqual([1, "blind"]);
    expect(await vault.open("draft", again)).toBeUndefined();
  });

test("a store that does not open is said to be that, and not a service that does not answer", async () => {
  const all = vi.spyOn(db, "all").mockRejectedValue(new DOMException("corrupted", "UnknownError")), get = vi.spyOn(db, "get").mockRejectedValue(new DOMException("corrupted", "UnknownError"));
  try {
    await who.load();
    expect(who.step).toBe("broken");
  } finally {
    all.mockRestore();
    get.mockRestore();
  }
  await who.load();
  expect(who.step, "and another try may do").toBe("in");
});

test("after everything was erased the browser's store is there anew", async () => {
  await db.put("facts", "canari", 1);
  await db.reset();
  expect(await db.get("facts", "canari")).toBeUndefined();
});

test("on a device that is new a person is told what their earlier one had not sent", async () => {
  await clear_device();
  devices = [
    { device: "d0", own: true, this: false, unsent: 3, seen_at: "2026-11-28T10:00:00.000Z", registered_at: "2026-11-01T10:00:00.000Z" },
    { device: "d9", own: false, this: false, unsent: 7, registered_at: "2026-11-29T10:00:00.000Z" },
    { device: "d1", own: true, this: true, unsent: 0, registered_at: "2026-11-30T10:00:00.000Z" },
  ];
  await who.load();
  await vi.waitFor(() => expect(who.left_behind).toEqual({ unsent: 3, at: "2026-11-28T10:00:00.000Z" }));
  who.left_behind = undefined;
  asked.length = 0;
  await who.load();
  await new Promise((after) => setTimeout(after, 50));
  expect(asked, "on one that is known nobody asks").not.toContain("GET /api/devices");
});

test("what the server refused lies nowhere else, so it takes two taps; where nothing says who holds the phone, nobody takes anything away", () => {
  expect(taps_to_dismiss("refused", "in")).toBe(2);
  expect(taps_to_dismiss("quarantined", "in")).toBe(1);
  for (const standing of ["refused", "quarantined", "conflict"] as const) expect(taps_to_dismiss(standing, "blind")).toBe(0);
});

test("a list of children that was never opened with a network is made of the files that are held", async () => {
  who.has_pin = true;
  const view = (record: string, relations: string[]) => ({
    record, n: 2, relations, said: [], state: { code: `SN-${record}`, status: "open", stage: "identified", answers: { "intake.first_name": { values: [{ n: 2, value: `Canari ${record}` }] } } },
  });
  for (const [record, relation] of [["r1", "assigned"], ["r2", "unit"]] as const) await keep_reading("p1", `child ${record}`, view(record, [relation]), { n: 2, hash: `h-${record}` });
  reachable = false;
  expect((await records.find("mine", "")).children.map((one) => [one.record, one.name])).toEqual([["r1", "Canari r1"]]);
  expect((await records.find("mine", "canari R1")).children).toHaveLength(1);
});

test("from what came it is told about how much and how long is still to come", () => {
  expect(rest_of({ files: 100, left: 60 }, { files: 40, bytes: 80_000, ms: 20_000 }, true)).toEqual({ files: 100, left: 60, bytes: 120_000, ms: 30_000, first: true });
});
