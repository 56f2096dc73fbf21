/** A server that was put back to an earlier day: the device notices, offers what it lost, in its order and before anything new, and says so. */
import { beforeEach, expect, test, vi } from "vitest";
import { CoreThread, checkpoint, clear_device, everything_kept, opened, session } from "./house";

/** A house of which an earlier day can be brought back. */
let entries: { id: string; device_seq: number }[], epoch: number, pos: number, at: number, revoked: boolean, other_key: boolean, deleted: string[], asked: string[][], reachable: boolean, unknown_attachments = false;
let pieces: string[] = [], piece_bytes: Uint8Array[] = [];
const stranger = crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
const now = () => new Date(Date.UTC(2026, 11, 1) + at++ * 60_000).toISOString();
const last_seq = () => Math.max(0, ...entries.map((one) => one.device_seq));

vi.stubGlobal("fetch", async (path: string, init: { method: string; body?: string }) => {
  if (!reachable) throw new TypeError("no network");
  if (init.method === "DELETE") return deleted.push(path), new Response(null, { status: 204 });
  const body = JSON.parse(typeof init.body === "string" ? init.body : "{}") as { entries: { header: string }[]; asks: string[] };
  if (path === "/api/session") return Response.json(await session("p1", "d1", last_seq(), undefined, epoch));
  if (path === "/api/entries") {
    const receipts = body.entries.map(({ header }) => {
      const { id, device_seq } = JSON.parse(header) as { id: string; device_seq: number };
      if (device_seq !== last_seq() + 1) return { id, status: "refused", problem: { code: "sequence_gap", status: 409 } };
      entries.push({ id, device_seq });
      return { id, status: "accepted", n: ++pos, pos };
    });
    return Response.json({ receipts, head: { epoch, pos } });
  }
  if (path.includes("/attachments/")) {
    pieces.push(`${init.method} ${path}`);
    piece_bytes.push(new Uint8Array(await new Response(init.body).arrayBuffer()));
    if (unknown_attachments) return Response.json({ type: "about:blank", title: "", status: 404, code: "not_found" }, { status: 404 });
    return Response.json({ chunks: 1, missing: [], stored: true });
  }
  asked.push(body.asks);
  const receipts = body.asks.map((id) => ({ id, status: entries.some((one) => one.id === id) ? "accepted" : "unknown" }));
  const signed = await checkpoint(pos, { epoch, at: now(), ...(other_key ? { by: stranger } : {}) });
  return Response.json({ views: [], forget: [], receipts, files: 0, left: 0, beyond: 0, more: false, keep_until: "", checkpoint: signed, ...(revoked ? { revoked } : {}) });
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { who } = await import("../src/records/session.svelte");
const { outbox } = await import("../src/records/outbox.svelte");
const { keeper } = await import("../src/records/keeper.svelte");
const { keep_sent_ms } = await import("../src/records/sent");
const { db } = await import("../src/base/db");
const { announce_kept, bytes_arrived, offer_bytes, room } = await import("../src/records/own_bytes");
const { unarrived } = await import("../src/records/unarrived.svelte");
const { sealed_pieces } = await import("../src/records/attachments");
const { forget_reading } = await import("../src/records/forget");

const note = (text: string) => ({ record: "r1", kind: "note.added", parts: { narrative: { text } }, seen: 1 });
const write = (text: string) => outbox.propose([note(text)]);
const arrived = () => outbox.arrived("r1", pos, new Set(outbox.entries.map((one) => one.id)));
const sign_in = async () => {
  who.session = (await session("p1", "d1", last_seq(), undefined, epoch)) as never;
  who.step = "in";
  keeper.news = undefined;
  await outbox.open();
};
/** The house as it was when it had `count` entries; its people sign in again. */
const restore = async (count: number, { same_epoch = false } = {}) => {
  entries.splice(count);
  pos = count;
  if (!same_epoch) epoch += 1;
  await sign_in();
};
const kept_sent = async () => (await db.all<{ envelope?: string }>("facts")).filter((one) => one?.envelope);

beforeEach(async () => {
  await clear_device();
  [entries, epoch, pos, at, revoked, other_key, deleted, asked, reachable] = [[], 1, 0, 0, false, false, [], [], true];
  vault.end();
  await vault.make();
  outbox.entries = [];
  await sign_in();
  await keeper.ask();
});

test("what was acknowledged and is in its file is kept sealed, without a word that can be read", async () => {
  await write("canary");
  await arrived();
  expect(outbox.entries).toEqual([]);
  expect(await kept_sent()).toHaveLength(1);
  expect(await everything_kept()).not.toContain("canary");
});

test("what an earlier day does not hold is sent again in its order, before what was written since, and the screen says how many", async () => {
  for (const text of ["a", "b", "c"]) await write(text);
  await arrived();
  await write("d");
  reachable = false;
  await write("e");
  reachable = true;
  const ids = [...entries.map((one) => one.id), outbox.to_send[0]!.id];
  await restore(1);
  expect(entries, "nothing goes before it was asked what is missing").toHaveLength(1);
  await keeper.ask();
  expect(asked.at(-1)!.toSorted()).toEqual(ids.slice(0, 4).toSorted());
  expect(entries).toEqual(ids.map((id, i) => ({ id, device_seq: i + 1 })));
  expect(outbox.to_send).toEqual([]);
  expect(keeper.news).toEqual({ course: "restored", lost: 3 });
  await keeper.ask();
  expect(asked.at(-1), "asked once").toEqual([]);
  expect(entries).toHaveLength(5);
});

test("where nothing is missing nothing is sent, and that is said", async () => {
  await write("a");
  await arrived();
  await restore(1);
  await keeper.ask();
  expect(entries).toHaveLength(1);
  expect(keeper.news).toEqual({ course: "restored", lost: 0 });
});

test("more than one call can ask after is asked in several", async () => {
  for (let i = 0; i < 3; ++i) await outbox.propose(Array.from({ length: 50 }, () => note("a")));
  await arrived();
  const before = entries.map((one) => one.id);
  await restore(20);
  await keeper.ask();
  expect(asked.slice(-2).map((ids) => ids.length)).toEqual([100, 50]);
  expect(entries.map((one) => one.id)).toEqual(before);
});

test("a log that became shorter without a new epoch is noticed, kept as proof, and offered what it lost", async () => {
  await write("a");
  await write("b");
  await arrived();
  await keeper.ask();
  await restore(1, { same_epoch: true });
  await keeper.ask();
  expect(keeper.news).toEqual({ course: "back", lost: 1 });
  expect(entries).toHaveLength(2);
  expect(await db.get("facts", "checkpoint:p1:before")).toMatchObject({ text: expect.stringContaining("\n1 2\n") });
});

test("of a server that does not sign as this one did nothing is taken", async () => {
  await write("a");
  await arrived();
  other_key = true;
  await keeper.ask();
  expect(keeper.news).toMatchObject({ course: "other" });
});

test("what a checkpoint has covered for two weeks is let go, by the server's clock", async () => {
  await write("a");
  await arrived();
  await keeper.ask();
  at += keep_sent_ms / 60_000 - 2;
  await keeper.ask();
  expect(await kept_sent()).toHaveLength(1);
  at += 3;
  await keeper.ask();
  expect(await kept_sent()).toEqual([]);
});

test("a device that was told that it is revoked goes by that, also where the server was put back to a day before", async () => {
  revoked = true;
  await keeper.ask();
  revoked = false;
  await restore(0);
  await keeper.ask();
  expect(deleted).toEqual(["/api/devices/d1"]);
});

/** As a form seals it when it is chosen. */
const keep_photo = async (attachment: string, text = "canary-photo") =>
  announce_kept("p1", [{ record: "r1", attachment, entry: `e-${attachment}`, pieces: await sealed_pieces(who.me.installation.public_key, attachment, new Blob([text])) }], () => Promise.resolve());
const rows = async () => (await db.all<{ attachment?: string; covered?: string }>("facts")).filter((one) => one?.attachment).map((one) => one.attachment);
const to_offer = () => offer_bytes("p1", epoch, new Set());

test("a photo whose bytes a restored server lost is offered again, and one that it has is not", async () => {
  pieces = [];
  await sign_in();
  await keep_photo("a1");
  await bytes_arrived("a1", epoch);
  await keeper.ask();
  await to_offer();
  expect(pieces).toEqual([]);
  await restore(0);
  await keeper.ask();
  await to_offer();
  expect(pieces).toEqual(["PUT /api/children/r1/attachments/a1/0"]);
});
test("a photo that never arrived is sent at a later contact, but not before its entry", async () => {
  pieces = [];
  await sign_in();
  await keep_photo("a1");
  await offer_bytes("p1", epoch, new Set(["e-a1"]));
  expect(pieces).toEqual([]);
  await keeper.ask();
  await to_offer();
  expect(pieces).toHaveLength(1);
});
test("a photo that waits is sealed when it is chosen: nothing on the phone opens it, and it arrives after a lock, a start without key and a farewell", async () => {
  [pieces, piece_bytes] = [[], []];
  await sign_in();
  await keep_photo("a1");
  const [kept] = (await db.all<{ pieces?: Uint8Array[] }>("facts")).flatMap((one) => one?.pieces ?? []);
  expect(kept!.length).toBe("canary-photo".length + 65 + 16);
  expect(await opened("nibbi piece 1", "a1 0", kept!)).toBe("canary-photo");
  await expect(opened("nibbi piece 1", "a2 0", kept!)).rejects.toThrow();
  expect(await everything_kept()).not.toContain("canary-photo");
  vault.end();
  await forget_reading("p1");
  expect(await rows()).toEqual(["a1"]);
  await offer_bytes("p1", epoch, new Set());
  expect(pieces).toEqual(["PUT /api/children/r1/attachments/a1/0"]);
  expect(await opened("nibbi piece 1", "a1 0", piece_bytes[0]!)).toBe("canary-photo");
});
test("what was announced by nothing that arrived is told with its reason, and let go of by nobody but its person", async () => {
  await sign_in();
  await keep_photo("a9");
  unknown_attachments = true;
  try {
    await to_offer();
    expect(unarrived.n).toBe(0);
    expect(unarrived.refused).toMatchObject([{ attachment: "a9", record: "r1", problem: { code: "not_found" } }]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + keep_sent_ms + 60_000 });
    await to_offer();
    expect(await rows()).toEqual(["a9"]);
  } finally {
    vi.useRealTimers();
    unknown_attachments = false;
  }
  // Its entry came after all.
  await to_offer();
  expect(unarrived.refused).toEqual([]);
  expect(await rows()).toEqual(["a9"]);
});
test("its bytes are let go fourteen days after they arrived, by the server's clock", async () => {
  await sign_in();
  for (const one of ["a1", "a2"]) await keep_photo(one);
  await bytes_arrived("a1", epoch);
  await keeper.ask();
  await to_offer();
  expect(await rows()).toEqual(["a1", "a2"]);
  at += keep_sent_ms / 60_000 + 5;
  await keeper.ask();
  expect(await rows()).not.toContain("a1");
});
test("what is kept of photos is bounded: what arrived goes first, what has not arrived is pushed out by nothing, and a photo that finds no room is not announced", async () => {
  const before = room.bytes;
  // Two sealed photos have room, and three have not.
  room.bytes = 2 * 93 + 50;
  try {
    await sign_in();
    await keep_photo("a1");
    await keep_photo("a2");
    const announced = vi.fn(() => Promise.resolve());
    const third = { record: "r1", attachment: "a3", entry: "e-a3", pieces: await sealed_pieces(who.me.installation.public_key, "a3", new Blob(["canary-photo"])) };
    await expect(announce_kept("p1", [third], announced), "what cannot be kept is said, and not announced").rejects.toMatchObject({ name: "QuotaExceededError" });
    expect(announced).not.toHaveBeenCalled();
    expect(await rows()).toEqual(["a1", "a2"]);
    await bytes_arrived("a2", epoch);
    await keep_photo("a3");
    expect(await rows()).toEqual(["a1", "a3"]);
  } finally {
    room.bytes = before;
  }
});
