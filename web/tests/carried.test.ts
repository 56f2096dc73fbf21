/** What waits on a phone, in a file that goes by any hand: entries and photos, sealed as they lie. And what a phone says of the hand that is on it. */
import { beforeEach, expect, test, vi } from "vitest";
import { CoreThread, clear_device, opened, session as session_of } from "./house";

let reachable = false, refuses: string | undefined, tried = 0;
const headers: Record<string, string>[] = [];
vi.stubGlobal("fetch", async (path: string, init: { method: string; headers: Record<string, string> }) => {
  headers.push(init.headers);
  // What was written goes nowhere here; only its photos do.
  if (!reachable || path === "/api/entries") throw new TypeError("no network");
  if (path.includes("/attachments/")) {
    tried++;
    if (refuses) return Response.json({ type: "about:blank", title: "", status: refuses === "busy" ? 503 : 409, code: refuses }, { status: refuses === "busy" ? 503 : 409, headers: { "Content-Type": "application/problem+json" } });
    return Response.json({ chunks: 1, missing: [], stored: true });
  }
  return Response.json(await session_of());
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { from_b64u } = await import("../src/base/bytes");
const { touched } = await import("../src/base/hand");
const { announce, chunk_bytes } = await import("../src/records/attachments");
const { call } = await import("../src/records/api");
const { file_most, sealed_files } = await import("../src/features/more/mend");
const { announce_kept, drop_bytes, offer_bytes } = await import("../src/records/own_bytes");
const { outbox } = await import("../src/records/outbox.svelte");
const { unarrived } = await import("../src/records/unarrived.svelte");
const { who } = await import("../src/records/session.svelte");

interface Carried {
  format: string;
  installation: string;
  entries: { header: string; envelope: string }[];
  attachments: { record: string; attachment: string; pieces: string[] }[];
}
const now = new Date("2026-12-01T08:14:00Z");
const files = async (person = "p1") => {
  const made = await sealed_files(person, outbox.waiting, "i1", now);
  return Promise.all(made.map(async ({ name, bytes }) => ({ name, size: bytes.size, ...(JSON.parse(await bytes.text()) as Carried) })));
};
const attach = async (text: string, person = "p1") => {
  const { announced, proposal } = await announce({
    record: "r1", seen: 3, kind: "photo_file", media_type: "image/png", bytes: new Blob([text]), installation_key: who.me.installation.public_key,
  });
  await announce_kept(person, [announced], async () => undefined);
  await outbox.tell(proposal);
  await outbox.flush();
  return announced;
};

beforeEach(async () => {
  await clear_device();
  vault.end();
  await vault.make();
  reachable = false;
  headers.length = 0;
  outbox.entries = [];
  who.session = (await session_of()) as never;
  who.step = "in";
  unarrived.forget();
  refuses = undefined;
  tried = 0;
  file_most.bytes = 64 * 1024 * 1024;
});

test("photos that wait are counted, go into the file piece by piece, and the installation opens them", async () => {
  const text = `canary-${"x".repeat(chunk_bytes)}`;
  const one = await attach(text);
  await attach("canary-of-another", "p2");
  expect(unarrived.n, "of whoever was asked for last").toBe(1);
  await unarrived.count("p1");
  const [file, ...more] = await files();
  expect(more).toEqual([]);
  expect(file).toMatchObject({ name: "nibbi-20261201-0814.json", format: "nibbi outbox 1", installation: "i1", attachments: [{ record: "r1", attachment: one.attachment }] });
  expect(JSON.stringify(file)).not.toContain("canary");
  const pieces = file!.attachments[0]!.pieces.map(from_b64u);
  const clear = await Promise.all(pieces.map((piece, i) => opened("nibbi piece 1", `${one.attachment} ${i}`, piece)));
  expect(clear.join("")).toBe(text);
  expect(file!.entries.map(({ header }) => (JSON.parse(header) as { kind: string }).kind)).toContain("attachment.added");
});

test("what the other end would not read as one goes in as many files as it takes, and nothing is left out", async () => {
  const all = [];
  for (let i = 0; i < 4; ++i) all.push((await attach("y".repeat(9000))).attachment);
  file_most.bytes = 30_000;
  const made = await files();
  expect(made.length).toBeGreaterThan(1);
  expect(made.map(({ name }) => name).slice(0, 2)).toEqual(["nibbi-20261201-0814.json", "nibbi-20261201-0814-2.json"]);
  for (const { size } of made) expect(size).toBeLessThanOrEqual(file_most.bytes);
  expect(made.flatMap(({ attachments }) => attachments.map(({ attachment }) => attachment)).sort()).toEqual(all.sort());
  expect(made.slice(1).every(({ entries, format, installation }) => entries.length === 0 && format === "nibbi outbox 1" && installation === "i1")).toBe(true);
});

test("what arrived waits no more, nor what was dropped", async () => {
  const one = await attach("a"), other = await attach("b");
  expect(unarrived.n).toBe(2);
  await drop_bytes(one.attachment);
  expect(unarrived.n).toBe(1);
  reachable = true;
  await offer_bytes("p1", 1, new Set());
  expect(unarrived.n).toBe(0);
  expect((await files())[0]!.attachments).toEqual([]);
  outbox.forget_screen();
  expect(other.pieces).toHaveLength(1);
});

test("a photo whose file was closed stays with the reason, goes into the file by hand, and arrives when the file is open again", async () => {
  const one = await attach("a");
  reachable = true;
  refuses = "file_closed";
  await offer_bytes("p1", 1, new Set());
  expect(unarrived.n).toBe(0);
  expect(unarrived.refused).toMatchObject([{ attachment: one.attachment, record: "r1", problem: { code: "file_closed" } }]);
  expect((await files())[0]!.attachments).toMatchObject([{ attachment: one.attachment }]);
  outbox.forget_screen();
  expect(unarrived.refused, "nobody else at the screen sees it").toEqual([]);
  await unarrived.count("p2");
  expect(unarrived.refused).toEqual([]);
  refuses = undefined;
  await offer_bytes("p1", 1, new Set());
  expect(unarrived.refused).toEqual([]);
  expect((await files())[0]!.attachments).toEqual([]);
});

test("what is no photo is not sent again, nor dropped, until its person lets go of it; a server that is busy said nothing of it", async () => {
  const one = await attach("a");
  reachable = true;
  refuses = "busy";
  await offer_bytes("p1", 1, new Set());
  expect(unarrived.n).toBe(1);
  refuses = "not_an_image";
  for (let times = 0; times < 3; ++times) await offer_bytes("p1", 1, new Set());
  expect(tried).toBe(2);
  expect(unarrived.refused).toHaveLength(1);
  await drop_bytes(one.attachment);
  expect(unarrived.refused).toEqual([]);
});

test("each request says for how long nobody has touched this device", async () => {
  reachable = true;
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  try {
    touched();
    await call("GET", "/api/session");
    vi.setSystemTime(Date.now() + 10 * 60_000);
    await call("GET", "/api/session");
    // On another page of the same browser somebody was there a moment ago.
    localStorage.setItem("nibbi.touched", String(Date.now() - 30_000));
    await call("GET", "/api/session");
  } finally {
    vi.useRealTimers();
  }
  expect(headers.map((one) => one["Nibbi-Idle"])).toEqual(["0", "600", "30"]);
});
