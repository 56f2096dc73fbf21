/** What was read and is kept: as the server gives it, for a while, for one person; forgotten when it says so. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { canonical, hash_of, merge_patch } from "../src/records/canonical";
import { CoreThread, checkpoint, clear_device, everything_kept, session } from "./house";

interface Asked {
  keeps: boolean;
  holds: { record: string; n: number; view: string }[];
  unsent: number;
}
const asked: Asked[] = [];
let server: (one: Asked) => Promise<object> | object;
let reachable = true;
const other: Record<string, unknown> = {};
/** A line that is neither there nor gone. */
let hangs = false;
vi.stubGlobal("fetch", async (path: string, init: { body?: string; signal?: AbortSignal }) => {
  if (hangs) return new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(init.signal!.reason)));
  if (!reachable) throw new TypeError("no network");
  if (path !== "/api/sync") return path in other ? Response.json(other[path]) : Response.json({ code: "not_found", status: 404 }, { status: 404 });
  const one = JSON.parse(init.body!) as Asked;
  asked.push(one);
  const answer = (await server(one)) as { status?: number };
  return Response.json(answer, { status: answer.status ?? 200 });
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { who } = await import("../src/records/session.svelte");
const { keeper, patience } = await import("../src/records/keeper.svelte");
const { db } = await import("../src/base/db");
const { staleness } = await import("../src/records/kept.svelte");
const { held, lease_ms, recall } = await import("../src/records/reading");
const { records } = await import("../src/records/online");
const { unarrived } = await import("../src/records/unarrived.svelte");

const view = (record: string, first_name = "canary-name", n = 3) => ({
  record, n, relations: ["assigned"], sight: { plain: "allow", identity: "allow", placement: "reason", narrative: "own" }, actions: {}, when_fresh: {},
  state: { code: "SN-1", status: "open", answers: { "intake.first_name": { values: [{ value: first_name, n: 2 }] } } }, said: [],
});
const nothing = { views: [], forget: [], receipts: [], files: 0, left: 0, beyond: 0, more: false, keep_until: "2026-12-02T00:00:00Z", checkpoint: await checkpoint() };
const whole = async (...views: ReturnType<typeof view>[]) =>
  Promise.all(views.map(async (one) => ({ record: one.record, n: one.n, hash: await hash_of(one), view: one })));

beforeEach(async () => {
  vi.useRealTimers();
  await clear_device();
  asked.length = 0;
  reachable = true;
  hangs = false;
  Object.keys(other).forEach((path) => delete other[path]);
  staleness.at = undefined;
  who.session = (await session()) as never;
  who.step = "in";
  who.has_pin = true;
  vault.end();
  await vault.make();
});

describe("what waits on this device, by its own count", () => {
  test("is told with its photos, and told anew when they have arrived", async () => {
    server = () => nothing;
    await db.put("facts", "bytes a1", { attachment: "a1", person: "p1", record: "r1", entry: "e1", size: 1, kept_at: 1 });
    await db.put("facts", "bytes a2", { attachment: "a2", person: "p1", record: "r1", entry: "e2", size: 1, kept_at: 1, problem: { code: "not_an_image" } });
    await db.put("facts", "pieces a1", { person: "p1", pieces: [new Uint8Array(1)] });
    other["/api/children/r1/attachments/a1/0"] = { chunks: 1, missing: [], stored: true };
    await unarrived.count("p1");
    await keeper.ask();
    expect(asked.map(({ unsent }) => unsent)).toEqual([2]);
    await vi.waitFor(() => expect(asked.map(({ unsent }) => unsent)).toEqual([2, 1]), { timeout: 10_000, interval: 200 });
  });
});

describe("the bytes that both sides agree on", () => {
  test("members in order, no space, and only what must be escaped is", () => {
    expect(canonical({ b: [1, true, null], a: 'é"\\\n\u0001\u007f/' })).toBe('{"a":"é\\"\\\\\\n\\u0001\\u007F/","b":[1,true,null]}');
  });
  test("RFC 7396, its own examples", () => {
    const cases: [unknown, unknown, unknown][] = [
      [{ a: "b" }, { a: "c" }, { a: "c" }], [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }], [{ a: "b" }, { a: null }, {}], [{ a: ["b"] }, { a: "c" }, { a: "c" }],
      [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }], [["a", "b"], ["c", "d"], ["c", "d"]], [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [[1, 2], { a: "b", c: null }, { a: "b" }], [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ];
    for (const [target, patch, result] of cases) expect(merge_patch(target, patch)).toEqual(result);
  });
});

describe("what is kept", () => {
  test("comes in pieces, each call telling what is held by then, and nothing of it lies open", async () => {
    server = async ({ holds }) => (holds.length === 0
      ? { ...nothing, views: await whole(view("r1")), files: 2, left: 1, more: true }
      : { ...nothing, views: await whole(view("r2")), files: 2 });
    await keeper.ask();
    expect(asked.map((one) => one.holds.map(({ record }) => record))).toEqual([[], ["r1"]]);
    expect((await held("p1")).map((one) => one.record).sort()).toEqual(["r1", "r2"]);
    expect(await everything_kept()).not.toContain("canary");
  });

  test("is nothing before a PIN was chosen: the server is asked for no file, and what was read is read again; with one it comes at once", async () => {
    who.has_pin = false;
    server = async ({ keeps }) => ({ ...nothing, views: await whole(...(keeps ? [view("r1")] : [])) });
    other["/api/children/r1"] = view("r1");
    other["/api/today"] = { groups: [{ group: "now", tasks: [{ task: "family_to_trace", record: "r1", name: "canary-name" }] }] };
    other["/api/children/find"] = { children: [{ record: "r1", name: "canary-name", code: "SN-1" }] };
    await keeper.ask();
    await records.child("r1");
    await records.today();
    await records.find("mine", "");
    expect(asked.map((one) => one.keeps)).toEqual([false]);
    expect(await db.all("views")).toEqual([]);
    reachable = false;
    await expect(records.child("r1")).rejects.toThrow();
    await expect(records.today()).rejects.toThrow();
    reachable = true;
    const on_its_way = keeper.ask();
    who.has_pin = true;
    await Promise.all([on_its_way, keeper.begin_keeping()]);
    expect((await held("p1")).map((one) => one.record)).toEqual(["r1"]);
    who.has_pin = false;
    await keeper.ask();
    expect(await db.all("views"), "a PIN that was given up").toEqual([]);
  });

  test("is read where there is no network, and the screen says since when", async () => {
    server = async () => ({ ...nothing, views: await whole(view("r1")) });
    await keeper.ask();
    reachable = false;
    expect((await records.child("r1")).state.code).toBe("SN-1");
    expect(staleness.at).toBeGreaterThan(Date.now() - 60_000);
    await expect(records.child("r2")).rejects.toThrow();
  });

  test("changes by a patch; what does not come out as the server says comes whole", async () => {
    server = async () => ({ ...nothing, views: await whole(view("r1")) });
    await keeper.ask();
    const { hash } = (await held("p1"))[0]!;
    const next = view("r1", "canary-second", 4);
    const patch = { n: 4, state: { answers: { "intake.first_name": { values: [{ value: "canary-second", n: 2 }] } } } };
    server = async () => ({ ...nothing, views: [{ record: "r1", n: 4, hash: await hash_of(next), base: hash, patch }] });
    await keeper.ask();
    expect((await recall("p1", "child r1"))?.value).toEqual(next);
    server = () => ({ ...nothing, views: [{ record: "r1", n: 5, hash: "another", base: "x", patch: { n: 5 } }] });
    await keeper.ask();
    expect(await held("p1")).toEqual([]);
  });

  test("asks for what a list grew by, not for the list, and takes either", async () => {
    const note = (n: number) => ({ id: `e${n}`, text: `canary ${n}` });
    const before = { ...view("r1"), said: [note(1), note(2)], state: { "a/b~": { notes: [1, 2, 3] } } }, after = { ...before, n: 4, said: [note(1), note(2), note(3)], state: { "a/b~": { notes: [1, 4] } } };
    server = async () => ({ ...nothing, views: [{ record: "r1", n: 3, hash: await hash_of(before), view: before }] });
    await keeper.ask();
    expect(asked[0]).toMatchObject({ tails: true });
    const { hash } = (await held("p1"))[0]!;
    const tails = [{ path: "/said", from: 2, items: [note(3)] }, { path: "/state/a~1b~0/notes", from: 1, items: [4] }];
    server = async () => ({ ...nothing, views: [{ record: "r1", n: 4, hash: await hash_of(after), base: hash, patch: { n: 4 }, tails }] });
    await keeper.ask();
    expect((await recall("p1", "child r1"))?.value).toEqual(after);
    server = () => ({ ...nothing, views: [{ record: "r1", n: 5, hash: "another", base: hash, patch: { n: 5 }, tails: [{ path: "/there/is/none", from: 1, items: [1] }] }] });
    await keeper.ask();
    expect(await held("p1"), "a list that is not there: it comes whole").toEqual([]);
  });

  test("a file that is to be forgotten stands in no list that is kept either, and the lists keep their age and their others", async () => {
    const line = (record: string) => ({ record, name: `canary-${record}`, code: "SN-1" });
    server = async () => ({ ...nothing, views: await whole(view("r1"), view("r2")) });
    other["/api/today"] = { groups: [{ group: "now", tasks: [{ task: "family_to_trace", record: "r1" }, { task: "family_to_trace", record: "r2" }] }] };
    other["/api/children/find"] = { children: [line("r1"), line("r2"), line("r3")] };
    other["/api/journeys"] = { journeys: [{ plan: "j1", children: [line("r1"), line("r2")] }] };
    await keeper.ask();
    await records.today();
    await records.find("mine", "");
    await records.journeys();
    const age = (await recall("p1", "today"))!.at;
    server = () => ({ ...nothing, forget: ["r1"] });
    await keeper.ask();
    reachable = false;
    expect((await records.find("mine", "")).children.map((one) => one.record)).toEqual(["r2", "r3"]);
    expect((await records.today()).groups.flatMap((group) => group.tasks.map((task) => task.record))).toEqual(["r2"]);
    expect(JSON.stringify(await records.journeys())).not.toContain("canary-r1");
    expect((await recall("p1", "today"))!.at).toBe(age);
  });

  test("is forgotten when the server says so, and all of it when the device was revoked", async () => {
    server = async () => ({ ...nothing, views: await whole(view("r1"), view("r2")) });
    await keeper.ask();
    server = () => ({ ...nothing, forget: ["r1"] });
    await keeper.ask();
    expect((await held("p1")).map((one) => one.record)).toEqual(["r2"]);
    server = () => ({ code: "device_revoked", status: 403 });
    await keeper.ask();
    expect(await held("p1")).toEqual([]);
  });

  test("is over after 72 hours without a word from the server, also by a clock that was put back", async () => {
    server = async () => ({ ...nothing, views: await whole(view("r1")) });
    await keeper.ask();
    expect(await recall("p1", "child r1", Date.now() + lease_ms - 1000)).toBeDefined();
    expect(await recall("p1", "child r1", Date.now() + lease_ms + 1000)).toBeUndefined();
    expect(await held("p1")).toEqual([]);
    await keeper.ask();
    expect(await recall("p1", "child r1", Date.now() - 3_600_000)).toBeUndefined();
  });

  test("is held again from each contact on", async () => {
    server = async () => ({ ...nothing, views: await whole(view("r1")) });
    await keeper.ask();
    const first = (await recall("p1", "child r1"))!.at;
    server = () => nothing;
    await new Promise((wait) => setTimeout(wait, 5));
    await keeper.ask();
    expect((await recall("p1", "child r1"))!.at).toBeGreaterThan(first);
  });

  test("stays while the screen is covered, whoever asks meanwhile, and is read when it is uncovered", async () => {
    server = async () => ({ ...nothing, views: await whole(view("r1")) });
    await keeper.ask();
    await vault.use_pin("482913");
    expect(await vault.rest()).toBe(true);
    const asked_before = asked.length;
    await keeper.ask();
    expect(asked.length, "nothing is asked that could not be kept").toBe(asked_before);
    await expect(held("p1")).rejects.toThrow();
    expect((await vault.wake("482913")).open).toBe(true);
    expect((await recall("p1", "child r1"))?.value).toEqual(view("r1"));
    expect((await held("p1")).map((one) => one.record)).toEqual(["r1"]);
  });

  test("is nobody else's, and nothing where the key is gone", async () => {
    server = async () => ({ ...nothing, views: await whole(view("r1")) });
    await keeper.ask();
    expect(await recall("p2", "child r1")).toBeUndefined();
    vault.end();
    await vault.make();
    expect(await recall("p1", "child r1")).toBeUndefined();
    expect(await held("p1")).toEqual([]);
  });

  test("holds no place where a child stays, not even in the list of the day", async () => {
    other["/api/today"] = { followed: 3, groups: [{ group: "now", tasks: [{ task: "health", record: "r1", code: "SN-1", at_unit: "unit-of-the-shelter" }] }] };
    expect((await records.today()).groups[0]!.tasks[0]!.at_unit).toBe("unit-of-the-shelter");
    reachable = false;
    const { groups: kept, followed } = await records.today();
    expect(followed).toBe(3);
    expect(kept[0]!.tasks[0]!.code).toBe("SN-1");
    expect(kept[0]!.tasks[0]!.at_unit).toBeUndefined();
  });

  test("is searched by name or code, whatever the accents", async () => {
    other["/api/children/find"] = { children: [
      { record: "r1", code: "SN-7F", name: "Aïssatou", stage: "identified", status: "open", relations: [], updated_at: "" },
      { record: "r2", code: "SN-8G", name: "Binta", stage: "identified", status: "open", relations: [], updated_at: "" },
    ] };
    await records.find("mine", "");
    reachable = false;
    expect((await records.find("mine", "aissa")).children.map((one) => one.record)).toEqual(["r1"]);
    expect((await records.find("mine", "8g")).children.map((one) => one.record)).toEqual(["r2"]);
  });
});

describe("a line that hangs", () => {
  const before = { ...patience };
  test("ends a contact after some patience, and the next one comes soon, not in ten minutes", async () => {
    Object.assign(patience, { sync_ms: 20, after_failure_ms: 30 });
    try {
      server = () => nothing;
      hangs = true;
      await keeper.ask();
      expect(asked).toEqual([]);
      hangs = false;
      await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: 2000 });
    } finally {
      Object.assign(patience, before);
    }
  });
});
