/** A trip lease on a phone: taken up, opened by six words after a start without network, renewed by contact, destroyed at its end; and the looks that are told. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { hash_of } from "../src/records/canonical";
import type { Lease } from "../src/records/wire";
import { CoreThread, checkpoint, clear_device, everything_kept, page, session } from "./house";

const view = (record: string, first_name = "canary-name", n = 3) => ({
  record, n, relations: ["assigned"], sight: { plain: "allow", identity: "allow", placement: "reason", narrative: "own" }, actions: {}, when_fresh: {},
  state: { code: "SN-1", status: "open", stage: "identified", answers: { "intake.first_name": { values: [{ value: first_name, n: 2 }] } } },
  said: [{ received_at: "2026-11-01T08:00:00.000Z" }],
});
const granted = (id: string, hours = 24): Lease =>
  ({ id, person: "p1", granted_by: "p2", granted_at: "2026-11-01T08:00:00.000Z", until: "2026-11-04T08:00:00.000Z", hours, trip: "reading", files: [], taken: true });
/** The server: the lease that it tells of, and what travels. */
const server = { lease: undefined as Lease | undefined, files: [view("r1")], asked: [] as { path: string; body: unknown }[] };
let reachable = true;
let passkeys: string[] = [];
/** What happens on the phone while the server is asked for what travels. */
let meanwhile: (() => Promise<unknown>) | undefined;
vi.stubGlobal("fetch", async (path: string, init: { body?: string }) => {
  if (!reachable) throw new TypeError("no network");
  const body = JSON.parse(init.body ?? "{}") as { holds?: { record: string; view: string }[] };
  server.asked.push({ path, body });
  if (path === "/api/sync")
    return Response.json({ views: [], forget: [], receipts: [], files: 0, left: 0, beyond: 0, more: false, keep_until: "", checkpoint: await checkpoint(), ...(server.lease ? { lease: server.lease } : {}) });
  if (path === "/api/session/passkey") return Response.json({ challenge: "AAAA", place: "localhost", known: passkeys });
  if (path === "/api/today") return Response.json({ groups: [{ group: "now", tasks: [{ task: "visit_due", record: "r1", code: "SN-1", at_unit: "u9" }, { task: "visit_due", record: "r9", code: "canary-elsewhere" }] }] });
  if (path === "/api/entries") return Response.json({ code: "unavailable", status: 503 }, { status: 503 });
  if (path.startsWith("/api/children/")) return Response.json({ code: "sign_in_first", status: 401 }, { status: 401 });
  if (path !== "/api/lease") return Response.json({ code: "not_found", status: 404 }, { status: 404 });
  await meanwhile?.();
  const held = new Map(body.holds!.map((one) => [one.record, one.view]));
  const views = [];
  for (const one of server.files) if (held.get(one.record) !== (await hash_of(one))) views.push({ record: one.record, hash: await hash_of(one), view: one });
  return Response.json({ lease: server.lease, views, forget: [...held.keys()].filter((record) => !server.files.some((one) => one.record === record)) });
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { who } = await import("../src/records/session.svelte");
const { keeper } = await import("../src/records/keeper.svelte");
const { outbox } = await import("../src/records/outbox.svelte");
const { records } = await import("../src/records/online");
const { keep_reading, packed, read_as_traveller, recall } = await import("../src/records/reading");
const { note_resident, resident } = await import("../src/records/residents");
const { plain_words, secret_of } = await import("../src/records/six_words");
const { secret_of_passkey } = await import("../src/records/prf");
const { also_by_passkey, take_trip } = await import("../src/records/trip_contact");
const { end_trip, trip_here } = await import("../src/records/trip");
const { forget_person, forget_revoked } = await import("../src/records/forget");
const { from_b64u } = await import("../src/base/bytes");
const { db } = await import("../src/base/db");
const { trip_words } = await import("../scripts/trip_words.mjs" as string) as { trip_words: (language: string) => string[] };

beforeEach(async () => {
  vi.useRealTimers();
  await clear_device();
  reachable = true;
  meanwhile = undefined;
  passkeys = ["a2V5"];
  Object.assign(server, { lease: granted("l1"), files: [view("r1")], asked: [] });
  outbox.forget_screen();
  read_as_traveller("");
  Object.assign(who, { travels: false, covered: false, has_pin: false });
  who.session = (await session()) as never;
  who.step = "in";
  vault.end();
  await vault.make();
  await note_resident(who.me);
});
/** The battery was taken out: no key, no network, and the application opened again. */
async function start_cold() {
  reachable = false;
  vault.end();
  who.step = "unknown";
  await who.load();
  expect(who.step).toBe("blind");
}
async function open_with(words: string[]): Promise<boolean> {
  const trip = (await trip_here("p1"))!;
  const opened = await vault.open_trip(trip.by_words, await secret_of(words, from_b64u(trip.salt), trip));
  if (opened) await who.travel();
  return opened;
}

/** A device that makes, or does not make, of each salt a secret of its own, where somebody shows that it is theirs. */
function device(of: string, { makes = true, yes = true } = {}) {
  const asked: PublicKeyCredentialRequestOptions[] = [];
  const get = async ({ publicKey }: { publicKey: PublicKeyCredentialRequestOptions }) => {
    asked.push(publicKey);
    if (!yes) throw new DOMException("no", "NotAllowedError");
    const salt = new Uint8Array(publicKey.extensions!.prf!.eval!.first as ArrayBuffer);
    const first = await crypto.subtle.digest("SHA-256", new Uint8Array([...new TextEncoder().encode(of), ...salt]));
    return { id: "a2V5", getClientExtensionResults: () => (makes ? { prf: { results: { first } } } : {}) };
  };
  Object.assign(navigator, { credentials: { get } });
  return asked;
}
async function open_by_passkey(): Promise<boolean> {
  const { id, salt, wrapped } = (await trip_here("p1"))!.by_passkey!;
  const given = await secret_of_passkey([id], from_b64u(salt));
  return given !== undefined && vault.open_trip(wrapped, given.secret);
}

describe("a passkey beside the words", () => {
  test("opens the trip after a start without network; the words still do, and another device's does not", async () => {
    const words = await take_trip("fr");
    const asked = device("mine");
    expect(await also_by_passkey()).toBe(true);
    await start_cold();
    device("another");
    expect(await open_by_passkey()).toBe(false);
    device("mine", { yes: false });
    expect(await open_by_passkey()).toBe(false);
    device("mine");
    expect(await open_by_passkey()).toBe(true);
    await who.travel();
    expect((await records.child("r1")).state.answers?.["intake.first_name"]).toBeDefined();
    expect(asked.every((one) => one.userVerification === "required"), "whoever holds the phone is not enough").toBe(true);
    await start_cold();
    expect(await open_with(words)).toBe(true);
  });
  test("stays through the contacts that renew the lease, and goes with it", async () => {
    await take_trip("fr");
    device("mine");
    await also_by_passkey();
    const before = (await trip_here("p1"))!;
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ["Date"] });
    await keeper.ask();
    const after = (await trip_here("p1"))!;
    expect(after.until).toBeGreaterThan(before.until);
    expect(after.by_passkey).toEqual(before.by_passkey);
    await take_trip("fr");
    expect((await trip_here("p1"))!.by_passkey, "other words, another key").toBeUndefined();
  });
  test("is not there on a device that makes no such secret, nor for who has no passkey: the words are", async () => {
    const words = await take_trip("fr");
    device("mine", { makes: false });
    expect(await also_by_passkey()).toBe(false);
    device("mine");
    passkeys = [];
    expect(await also_by_passkey()).toBe(false);
    expect((await trip_here("p1"))!.by_passkey).toBeUndefined();
    await start_cold();
    expect(await open_with(words)).toBe(true);
  });
});

describe("the words", () => {
  test.each(["fr", "en", "pt"])("in %s there are enough of them, each once, short, and in plain letters", (language) => {
    const words = trip_words(language);
    expect(words.length).toBeGreaterThanOrEqual(1296);
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(word).toMatch(/^[a-z]{3,7}$/);
  });
  test("are read as somebody types them in a bus", () => {
    expect(plain_words("  Été, MAISON  pirogue\n- école ")).toEqual(["ete", "maison", "pirogue", "ecole"]);
  });
});

describe("a trip", () => {
  test("opens by its six words after a start without network, and by nothing else; what was read with a network stays shut", async () => {
    await keep_reading("p1", "child r7", view("r7", "canary-cache"));
    const words = await take_trip("fr");
    expect(words).toHaveLength(6);
    const kept = await everything_kept();
    expect(kept).not.toContain("canary");
    // One of the six may be a word that stands there anyway ("public", "person"); whoever kept them kept all six.
    const tokens = new Set(kept.split(/[^\p{L}]+/u));
    expect(words.filter((word) => tokens.has(word)).length).toBeLessThan(4);
    expect(JSON.stringify(server.asked)).not.toContain(words.join(" "));

    await start_cold();
    await expect(records.child("r1")).rejects.toThrow();
    expect(await open_with([...words.slice(1), words[0]!])).toBe(false);
    await expect(records.child("r1")).rejects.toThrow();
    expect(await open_with(words)).toBe(true);
    expect(who.step).toBe("in");
    expect(who.me.person.name).toBe("Awa Diop");
    expect((await records.child("r1")).state.answers?.["intake.first_name"]).toBeDefined();
    expect((await records.find("mine", "")).children.map((one) => [one.record, one.name])).toEqual([["r1", "canary-name"]]);
    const tasks = (await records.today()).groups.flatMap((group) => group.tasks);
    expect(tasks).toEqual([{ task: "visit_due", record: "r1", code: "SN-1" }]);
    expect(await recall("p1", "child r7")).toBeUndefined();
  });

  test("is under no PIN and under no key of this hour: the vault that was made anew opens nothing of it", async () => {
    await take_trip("en");
    await start_cold();
    expect(await vault.open_trip((await trip_here("p1"))!.by_key)).toBe(false);
    await expect(vault.unpack("x", "AAAA")).resolves.toBeUndefined();
  });

  test("lasts its hours again at each contact, which brings what changed and takes what no longer travels", async () => {
    const words = await take_trip("fr");
    const before = (await trip_here("p1"))!;
    vi.useFakeTimers({ now: Date.now() + 20 * 3_600_000, toFake: ["Date"] });
    server.files = [view("r2", "canary-second")];
    await keeper.ask();
    expect((await trip_here("p1"))!.until - before.until).toBeGreaterThan(19 * 3_600_000);
    expect((await packed("p1")).map((one) => one.record)).toEqual(["r2"]);
    const told = server.asked.filter((one) => one.path === "/api/lease").at(-1)!.body as { holds: unknown[] };
    expect(told.holds).toHaveLength(1);
    expect(keeper.lease).toMatchObject({ here: true });
    await start_cold();
    expect(await open_with(words)).toBe(true);
    expect((await records.find("mine", "")).children.map((one) => one.name)).toEqual(["canary-second"]);
  });

  test("is destroyed when its time is over, at the next start or look, and by a clock that goes back", async () => {
    for (const later of [24 * 3_600_000, -3_600_000]) {
      vi.useRealTimers();
      await take_trip("fr");
      expect((await packed("p1")).length).toBe(1);
      vi.useFakeTimers({ now: Date.now() + later, toFake: ["Date"] });
      await start_cold();
      expect(await db.get("facts", "trip:p1")).toBeUndefined();
      expect(await packed("p1")).toEqual([]);
      reachable = true;
      Object.assign(who, { step: "in" });
    }
  });

  test("is destroyed at the first contact after it was ended, and offered anew where another was granted", async () => {
    await take_trip("fr");
    server.lease = undefined;
    await keeper.ask();
    expect(await trip_here("p1")).toBeUndefined();
    expect(await packed("p1")).toEqual([]);
    expect(keeper.lease).toBeUndefined();
    server.lease = granted("l2");
    await keeper.ask();
    expect(keeper.lease).toMatchObject({ here: false });
    await take_trip("fr");
    server.lease = granted("l3");
    await keeper.ask();
    expect(await trip_here("p1")).toBeUndefined();
  });

  test.each([["leaving", () => forget_person("p1")], ["being revoked", () => forget_revoked("p1", "d1")]])("goes with %s", async (_what, gone) => {
    await take_trip("fr");
    await gone();
    expect(await db.get("facts", "trip:p1")).toBeUndefined();
    expect(await packed("p1")).toEqual([]);
  });

  test("writes, sealed, and sends nothing before somebody signs in; a lock makes a new page and leaves nobody signed out", async () => {
    const words = await take_trip("fr");
    await start_cold();
    await open_with(words);
    await outbox.propose([{ record: "r1", kind: "note.added", seen: 3, parts: { plain: { note_kind: "observation" }, narrative: { text: "canary-note" } } }]);
    reachable = true;
    await outbox.flush();
    await keeper.ask();
    // The network is back, and nobody has signed in: what travels is read on.
    expect((await records.child("r1")).record).toBe("r1");
    expect(who.step).toBe("in");
    expect(server.asked.filter((one) => one.path === "/api/entries")).toEqual([]);
    expect(outbox.to_send.map((one) => one.header.kind)).toEqual(["note.added"]);
    reachable = false;
    const reloads = page.reloads;
    await who.cover();
    expect(page.reloads).toBe(reloads + 1);
    expect(vault.is_open).toBe(false);
    expect((await resident("p1"))?.left).toBeUndefined();
    expect(localStorage.getItem("nibbi.leaving")).toBeNull();
  });
});

describe("a look without network", () => {
  test("is kept, sealed, before the file is shown; once for going back and forth, and nobody has to see to it", async () => {
    const looked = view("r5");
    await keep_reading("p1", "child r5", looked);
    reachable = false;
    await records.child("r5");
    await records.child("r5");
    const kept = await db.all<{ header: { kind: string; record: string }; closed?: string }>("outbox");
    expect(kept.map((one) => [one.header.kind, one.header.record])).toEqual([["file.looked_at", "r5"]]);
    expect(outbox.to_send).toEqual([]);
    expect(outbox.of_record("r5")).toEqual([]);
  });

  test("that could not be kept shows nothing", async () => {
    await keep_reading("p1", "child r6", view("r6"));
    reachable = false;
    const refuses = vi.spyOn(outbox, "tell").mockRejectedValueOnce(new DOMException("no space", "QuotaExceededError"));
    await expect(records.child("r6")).rejects.toThrow("no space");
    refuses.mockRestore();
    await records.child("r6");
    expect((await db.all<{ header: { record: string } }>("outbox")).map((one) => one.header.record)).toEqual(["r6"]);
  });
});

describe("a trip that is ended while it is being renewed", () => {
  test("does not come back, nor anything of what travelled", async () => {
    await take_trip("fr");
    meanwhile = () => end_trip("p1");
    await keeper.ask();
    expect(await trip_here("p1")).toBeUndefined();
    expect(await packed("p1")).toEqual([]);
  });
  test("nor does somebody who only looks at the clock bring it back", async () => {
    await take_trip("fr");
    vi.useFakeTimers({ now: Date.now() + 5 * 60_000, toFake: ["Date"] });
    await Promise.all([trip_here("p1"), end_trip("p1"), trip_here("p1")]);
    expect(await trip_here("p1")).toBeUndefined();
  });
});
