/** Lines that are neither there nor gone, answers that break off, and servers that cannot: nothing waits for them, and nothing is lost or told as refused by them. */
import { beforeEach, expect, test, vi } from "vitest";
import { CoreThread, clear_device, session as session_of } from "./house";

interface Sent { attended: boolean; ids: string[] }
const sent: Sent[] = [];
type Said = "hangs" | "late" | "breaks_off" | "portal" | number | object[];
/** What becomes of what is sent; and of everything else that is asked. */
let server: (one: Sent) => Said, others: (path: string) => Said | object = () => 404;
const hanging: (() => void)[] = [];
const cut_all = () => hanging.splice(0).forEach((cut) => cut());
const never = (signal: AbortSignal | undefined) => new Promise<never>((_answer, cut) => {
  hanging.push(() => cut(new TypeError("cut")));
  signal?.addEventListener("abort", () => cut(signal.reason as Error));
});
const said = (answer: Said | object, signal: AbortSignal | undefined): Response | Promise<Response> => {
  if (answer === "hangs") return never(signal);
  if (answer === "late") return Promise.race([never(signal), new Promise<Response>((come) => setTimeout(() => come(Response.json({ came: true })), 700))]);
  if (answer === "breaks_off") return new Response(new ReadableStream({ start: (body) => body.error(new TypeError("network error")) }), { status: 200 });
  if (answer === "portal") return new Response("<html>Bienvenue</html>", { status: 200 });
  const codes: Record<number, string> = { 401: "sign_in_first", 413: "too_large", 429: "slow_down", 500: "our_fault", 503: "busy" };
  if (typeof answer === "number") return codes[answer] ? Response.json({ code: codes[answer], status: answer }, { status: answer }) : new Response("proxy", { status: answer });
  return Response.json(Array.isArray(answer) ? { receipts: answer, head: { epoch: 1, pos: 1 } } : answer);
};
vi.stubGlobal("fetch", async (path: string, init: { body?: string; signal?: AbortSignal }) => {
  if (path === "/api/session") return Response.json(await session_of());
  if (path !== "/api/entries") return said(others(path), init.signal);
  const body = JSON.parse(init.body!) as { attended: boolean; entries: { header: string }[] };
  const one = { attended: body.attended, ids: body.entries.map(({ header }) => (JSON.parse(header) as { id: string }).id) };
  sent.push(one);
  return said(server(one), init.signal);
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const api = await import("../src/records/api");
const { outbox, patience } = await import("../src/records/outbox.svelte");
const kept = await import("../src/records/kept.svelte");
const { kept_of } = await import("../src/records/outbox_store");
const { keep_reading } = await import("../src/records/reading");
const { records } = await import("../src/records/online");
const { who } = await import("../src/records/session.svelte");

const note = (text: string, more = {}) => ({ record: "r1", kind: "note.added", parts: { narrative: { text } }, seen: 3, ...more });
const accept = (one: Sent) => one.ids.map((id, i) => ({ id, status: "accepted", n: 10 + i, pos: 1 }));
const standing = async () => (await kept_of("p1")).map((one) => one.standing);

beforeEach(async () => {
  cut_all();
  await clear_device();
  vault.end();
  await vault.make();
  sent.length = 0;
  server = accept;
  others = () => 404;
  outbox.entries = [];
  who.session = (await session_of()) as never;
  who.step = "in";
  who.has_pin = true;
  Object.assign(api.patience, { ms: 400, bytes_ms: 400 });
  patience.screen_ms = 60;
  kept.patience.kept_ms = 60;
});
test("on a line that hangs a save is on the device at once, and the second does not wait for the first", async () => {
  server = () => "hangs";
  api.patience.ms = 60_000;
  expect((await outbox.propose([note("canari 1")])).kind).toBe("on_device");
  expect((await outbox.propose([note("canari 2")])).kind).toBe("on_device");
  expect(await standing(), "written while the first request still hangs").toEqual(["on_device", "on_device"]);
  expect(sent, "one request at a time").toHaveLength(1);
  server = accept;
  cut_all();
  await outbox.flush();
  expect(await standing()).toEqual(["accepted", "accepted"]);
});

test("what is refused after the screen went on is kept to be checked, and not taken away untold", async () => {
  let answer: (said: Said) => void = () => {};
  const slow = new Promise<Said>((resolve) => (answer = resolve));
  const fetch_before = fetch;
  vi.stubGlobal("fetch", async (path: string, init: { body?: string }) => {
    if (path !== "/api/entries") return fetch_before(path, init);
    await slow;
    const id = (JSON.parse((JSON.parse(init.body!) as { entries: { header: string }[] }).entries[0]!.header) as { id: string }).id;
    return Response.json({ receipts: [{ id, status: "refused", problem: { code: "no_basis", status: 422 } }], head: { epoch: 1, pos: 1 } });
  });
  try {
    api.patience.ms = 5000;
    expect((await outbox.propose([note("canari")])).kind).toBe("on_device");
    answer([]);
    await outbox.flush();
    expect(outbox.to_check).toMatchObject([{ standing: "refused", problem: { code: "no_basis" } }]);
  } finally {
    vi.stubGlobal("fetch", fetch_before);
  }
});

test("who is being asked who they are is waited for", async () => {
  let confirm: ((yes: boolean) => void) | undefined;
  api.help_api({ step_up: () => new Promise((resolve) => (confirm = resolve)) });
  api.patience.ms = 60_000;
  patience.screen_ms = 1500;
  server = () => (sent.length === 1 ? 401 : accept(sent.at(-1)!));
  const fetch_before = fetch;
  vi.stubGlobal("fetch", async (path: string, init: { body?: string }) => {
    const response = await fetch_before(path, init);
    return response.status === 401 ? Response.json({ code: "step_up", status: 401 }, { status: 401 }) : response;
  });
  try {
    const saving = outbox.propose([note("canari")]);
    let is_over = false;
    void saving.then(() => (is_over = true));
    await vi.waitFor(() => expect(confirm).toBeDefined(), { timeout: 10_000 });
    await new Promise((after) => setTimeout(after, 2 * patience.screen_ms));
    expect(is_over).toBe(false);
    confirm!(true);
    expect((await saving).kind).toBe("received");
  } finally {
    vi.stubGlobal("fetch", fetch_before);
    api.help_api({ step_up: () => Promise.resolve(false) });
  }
});

test("on a line that hangs what is kept is shown after a moment, and says that it is old; the late answer is kept", async () => {
  await keep_reading("p1", "units", [{ unit: "old" }]);
  api.patience.ms = 5000;
  let answer: (value: object) => void = () => {};
  const late = new Promise<object>((resolve) => (answer = resolve));
  const fetch_before = fetch;
  vi.stubGlobal("fetch", async () => Response.json(await late));
  try {
    expect(await records.units()).toEqual([{ unit: "old" }]);
    expect(kept.staleness.at).toBeGreaterThan(0);
    answer({ units: [{ unit: "new" }] });
    const { recall } = await import("../src/records/reading");
    await vi.waitFor(async () => expect((await recall("p1", "units"))?.value).toEqual([{ unit: "new" }]));
    expect(kept.staleness.at, "what stands on the screen is still the old one").toBeGreaterThan(0);
  } finally {
    vi.stubGlobal("fetch", fetch_before);
  }
});

test("every request ends: what nobody answers is cut after some patience", async () => {
  others = () => "hangs";
  await expect(api.call("GET", "/api/today")).rejects.toBeInstanceOf(api.Unreachable);
  await expect(api.call_for_bytes("GET", "/api/children/r1/attachments/a1")).rejects.toBeInstanceOf(api.Unreachable);
});

test("a slow line is no line that hangs: what goes up has the time that it takes", async () => {
  others = () => "late";
  await expect(api.call("POST", "/api/children/find", { query: "court" })).rejects.toBeInstanceOf(api.Unreachable);
  expect(await api.call("POST", "/api/children/find", { query: "x".repeat(2000) })).toEqual({ came: true });
});

for (const [what, answer] of [
  ["an answer that breaks off in its body", "breaks_off"], ["a network's sign-in page", "portal"], ["a session that ended", 401], ["a proxy's 408", 408], ["too much at once", 429],
  ["a fault of the server's", 500], ["a proxy's 502", 502], ["a busy server", 503], ["a proxy's 403", 403],
] as const)
  test(`${what} is no rule's no: the entry stays on the device and goes later, under the same number and bytes`, async () => {
    server = () => answer;
    expect((await outbox.propose([note("canari")])).kind).toBe("on_device");
    const [first] = await kept_of("p1");
    who.step = "in";
    server = accept;
    // Attended by nobody any more: were it refused now, it would stay.
    await outbox.flush();
    expect(sent.at(-1)).toEqual({ attended: false, ids: [first!.id] });
    expect(await kept_of("p1")).toMatchObject([{ standing: "accepted", signature: first!.signature, envelope: first!.envelope }]);
  });

test("after an answer that broke off it is tried again by itself", async () => {
  server = () => "breaks_off";
  await outbox.propose([note("canari")]);
  server = accept;
  await vi.waitFor(async () => expect(await standing()).toEqual(["accepted"]), { timeout: 15_000 });
});

test("what a request is refused for is told of its own entries only: what waits beside it stays", async () => {
  server = () => "hangs";
  await outbox.propose([note("canari 1")]);
  await outbox.flush();
  const [waiting] = await kept_of("p1");
  server = ({ ids }) => (ids.includes(waiting!.id) ? 503 : 403);
  expect((await outbox.propose([note("canari 2")])).kind).toBe("on_device");
  expect(await standing()).toEqual(["on_device", "on_device"]);
});

test("a server that is at fault leaves what is kept to be read", async () => {
  await keep_reading("p1", "journeys", [{ record: "j1" }]);
  others = () => 502;
  expect(await records.journeys()).toEqual([{ record: "j1" }]);
});

test("what is too large together goes in halves, and what is too large alone is told, and stops nothing behind it", async () => {
  server = () => "hangs";
  await outbox.propose(Array.from({ length: 12 }, (_one, i) => note(`canari ${i}`)));
  await outbox.flush();
  const ids = (await kept_of("p1")).map((one) => one.id);
  sent.length = 0;
  server = (one) => (one.ids.length > 3 || one.ids.includes(ids[5]!) ? 413 : accept(one));
  await outbox.flush();
  const rows = await kept_of("p1");
  expect(rows.filter((one) => one.standing === "accepted")).toHaveLength(11);
  expect(rows.filter((one) => one.standing === "refused")).toMatchObject([{ id: ids[5], problem: { code: "too_large" } }]);
});

test("a start at which a proxy stands in the server's place is a start without network, and no sign-in screen", async () => {
  const { keep_resident, residents } = await import("../src/records/residents");
  const { acting, installation } = await session_of();
  await keep_resident({ person: "p1", initials: "AD", acting: acting as never, country: "SN", device: "d1", installation });
  expect(await residents()).toHaveLength(1);
  const fetch_before = fetch;
  try {
    for (const status of [502, 503, 429]) {
      vi.stubGlobal("fetch", async () => new Response("proxy", { status }));
      who.step = "unknown";
      await who.load();
      expect(who.step, `${status}`).toBe("blind");
    }
  } finally {
    vi.stubGlobal("fetch", fetch_before);
  }
});
