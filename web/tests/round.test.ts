/** A round through the house, as it lies on the phone: sealed at every tap, sent once, and lost with no key. */
import { beforeEach, expect, test, vi } from "vitest";
import { CoreThread, clear_device, everything_kept, session as session_of } from "./house";
import { use_language } from "../src/base/words.svelte";

const sent: { id: string; record: string; kind: string }[] = [];
const pieces: string[] = [];
let reachable = true, refusing = "";
vi.stubGlobal("document", { documentElement: {}, addEventListener: () => {} });
vi.stubGlobal("scrollTo", () => {});
vi.stubGlobal("requestAnimationFrame", () => 0);
vi.stubGlobal("addEventListener", () => {});
vi.stubGlobal("fetch", async (path: string, init: { body?: string }) => {
  if (!reachable) throw new TypeError("no network");
  if (path.includes("/attachments/")) return pieces.push(path), Response.json({ chunks: 1, missing: [], stored: true });
  if (path !== "/api/entries") return Response.json(await session_of());
  const headers = (JSON.parse(init.body!) as { entries: { header: string }[] }).entries.map(({ header }) => JSON.parse(header) as (typeof sent)[number]);
  const receipts = headers.map(({ id, record }, i) => (record === refusing ? { id, status: "refused", problem: { code: "file_closed", status: 409 } } : { id, status: "accepted", n: i + 5, pos: 1 }));
  sent.push(...headers.filter(({ record }) => record !== refusing));
  return Response.json({ receipts, head: { epoch: 1, pos: 1 } });
});
vi.mock("../src/app/router.svelte", () => ({ href: { today: "/", shelter: "/shelter" }, router: { go: () => {} } }));

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { outbox } = await import("../src/records/outbox.svelte");
const { db } = await import("../src/base/db");
const { forget_person } = await import("../src/records/forget");
const { kept_of } = await import("../src/records/outbox_store");
const { unreadable_drafts } = await import("../src/records/drafts");
const { who } = await import("../src/records/session.svelte");
const { Round } = await import("../src/features/shelter/round.svelte");
const { night_entries, night_voice } = await import("../src/features/shelter/night");
const { road_entries } = await import("../src/features/handover/on_the_road");
const { room } = await import("../src/records/own_bytes");

const children = ["r1", "r2", "r3"].map((record) => ({ record, code: record, n: 4, takes_a_place: true, since: "2026-11-01" }));
const now = new Date(2026, 10, 30, 6).getTime();
async function begin() {
  const round = new Round();
  await round.begin("night", 1, (told) => night_entries(children, told, now));
  return round;
}
const voice = () => night_voice(children[1]!, new Blob([new TextEncoder().encode("canari-voice")], { type: "audio/webm" }), now, who.me.installation.public_key);

beforeEach(async () => {
  await use_language("en");
  await clear_device();
  vault.end();
  await vault.make();
  sent.length = pieces.length = 0;
  [reachable, refusing] = [true, ""];
  outbox.entries = [];
  who.session = (await session_of()) as never;
  who.step = "in";
});

test("a night that was begun goes to its files after a logout without network, the voice with it", async () => {
  const round = await begin();
  round.say("r1", ["slept"]);
  await round.speak("r2", await voice());
  await round.settled();
  reachable = false;
  vault.end();
  await forget_person("p1");
  await vault.make();
  expect(await everything_kept()).not.toContain("canari-voice");
  const [left] = await unreadable_drafts("p1");
  expect(left!.sealed.map(({ header }) => [header.record, header.kind])).toEqual([["r1", "note.added"], ["r2", "note.added"], ["r2", "attachment.added"]]);
  reachable = true;
  await outbox.open();
  await outbox.flush();
  expect(sent.map(({ record, kind }) => [record, kind])).toEqual([["r1", "note.added"], ["r2", "note.added"], ["r2", "attachment.added"]]);
  const bytes = (await db.all<{ attachment?: string; entry?: string }>("facts")).find((one) => one?.attachment);
  expect(bytes?.entry).toBe(sent[2]!.id);
});

test("a page that dies between the outbox and the end of the round leaves no second night", async () => {
  const round = await begin();
  round.say("r1", ["slept"]);
  await round.settled();
  reachable = false;
  // As the round sends it; what comes after never happens.
  await outbox.propose(round.proposals());
  expect(await db.all("drafts")).toEqual([]);
  const again = await begin();
  expect(again.answers).toEqual({});
});

test("what is said of a child has its id from the first tap on, also after the page was loaded again; and another one after it was sent", async () => {
  const round = await begin();
  round.say("r1", ["slept"]);
  const [first] = round.proposals();
  round.say("r1", ["slept", "cried"]);
  await round.settled();
  const again = await begin();
  expect(again.proposals().map((one) => one.id)).toEqual([first!.id]);
  await again.send(children, "night.saved");
  expect(sent.map((one) => one.id)).toEqual([first!.id]);
  again.say("r1", ["woke"]);
  expect(again.proposals()[0]!.id).not.toBe(first!.id);
  await again.settled();
});

test("what is not taken for one child stays with the round, and what was taken is not said a second time", async () => {
  const round = await begin();
  round.say("r1", ["slept"]);
  round.say("r2", ["woke"]);
  refusing = "r2";
  await round.send(children, "night.saved");
  expect(round.refusals).toHaveLength(1);
  expect(Object.keys(round.answers)).toEqual(["r2"]);
  refusing = "";
  await round.send(children, "night.saved");
  expect(sent.map((one) => one.record)).toEqual(["r1", "r2"]);
  expect(await db.all("drafts")).toEqual([]);
});

test("a voice for which there is no room is not announced, and the screen says so", async () => {
  const before = room.bytes;
  room.bytes = 10;
  try {
    const round = await begin();
    await round.speak("r2", await voice());
    expect(round.unkept).toBe(true);
    expect(round.proposals()).toEqual([]);
  } finally {
    room.bytes = before;
  }
});

test("what is noted once for all who travel has an id for each of them, the same at every tap and after the page was loaded again", () => {
  const form = { form: "checkpoint", entry: "movement.checkpoint", version: 1, pages: [] } as never;
  const on_the_road = ["r1", "r2"].map((record) => ({ view: { record, n: 4 } as never, departed: "d" }));
  const draft = { id: "x", person: "p1", form: "checkpoint", form_version: 1, answers: {}, page: "", saved_at: "", extra: { journey: "j" } };
  const first = road_entries(form, on_the_road, draft, {}).map((one) => one.id);
  expect(new Set(first).size).toBe(2);
  expect(road_entries(form, on_the_road, structuredClone(draft), {}).map((one) => one.id)).toEqual(first);
});

test("a voice is sent when its entry has arrived", async () => {
  const round = await begin();
  await round.speak("r2", await voice());
  await round.send(children, "night.saved");
  await vi.waitFor(() => expect(pieces).toHaveLength(1));
  expect((await kept_of("p1")).map((one) => one.standing)).toEqual(["accepted", "accepted"]);
});
