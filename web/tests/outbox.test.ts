/** The browser's side of the one write path: what becomes of what people write, whatever the network and the server say. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { CoreThread, clear_device, everything_kept, session as session_of } from "./house";

interface Sent {
  attended: boolean;
  headers: { id: string; kind: string; device_seq: number; seen: number }[];
}
const sent: Sent[] = [];
/** What the server answers: a receipt for each header, no answer at all, or a refusal of the whole. */
let server: (one: Sent) => object[] | "unreachable" | { refuse: string; status: number };

vi.stubGlobal("fetch", async (path: string, init: { body?: string }) => {
  if (path !== "/api/entries") return Response.json(await session());
  const body = JSON.parse(init.body!) as { attended: boolean; entries: { header: string }[] };
  const one: Sent = { attended: body.attended, headers: body.entries.map((entry) => JSON.parse(entry.header) as Sent["headers"][number]) };
  sent.push(one);
  const answer = server(one);
  if (answer === "unreachable") throw new TypeError("no network");
  if (!Array.isArray(answer)) return Response.json({ code: answer.refuse, status: answer.status }, { status: answer.status });
  return Response.json({ receipts: answer, head: { epoch: 1, pos: 1 } });
});

let last_seq = 0;
const session = () => session_of("p1", "d1", last_seq);

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { outbox } = await import("../src/records/outbox.svelte");
const { db } = await import("../src/base/db");
const { kept_of } = await import("../src/records/outbox_store");
const { drafts_of, drop_draft, save_draft, unreadable_drafts } = await import("../src/records/drafts");
const { forget_reading } = await import("../src/records/forget");
const { who } = await import("../src/records/session.svelte");
const { help_api } = await import("../src/records/api");

const note = (text: string) => ({ record: "r1", kind: "note.added", parts: { plain: { note_kind: "seen" }, narrative: { text } }, seen: 3 });
const draft = (id: string) => ({ id, person: "p1", form: "note", form_version: 1, answers: {}, page: "", saved_at: "2026-01-01T00:00:00Z" });
const accept = (one: Sent) => one.headers.map(({ id, device_seq }) => ((last_seq = device_seq), { id, status: "accepted", n: 10 + device_seq, pos: 1 }));
const refuse = (code: string) => (one: Sent) => one.headers.map(({ id }) => ({ id, status: "refused", problem: { code, status: 422 } }));

beforeEach(async () => {
  vi.useRealTimers();
  await clear_device();
  vault.end();
  await vault.make();
  sent.length = 0;
  last_seq = 0;
  server = accept;
  outbox.entries = [];
  who.session = (await session()) as never;
  who.step = "in";
});

describe("on line", () => {
  test("what somebody looks at goes at once, attended, and is received", async () => {
    const outcome = await outbox.propose([note("a")]);
    expect(outcome.kind).toBe("received");
    expect(sent).toMatchObject([{ attended: true, headers: [{ kind: "note.added", device_seq: 1, seen: 3 }] }]);
    expect(outbox.to_send).toEqual([]);
  });

  test("an opening and its form travel together, numbered one after the other", async () => {
    await outbox.propose([note("a"), note("b")]);
    expect(sent[0]!.headers.map((one) => one.device_seq)).toEqual([1, 2]);
  });

  test("what the rules refuse comes back to the form, is not kept, and leaves no gap", async () => {
    server = refuse("no_basis");
    expect(await outbox.propose([note("a")])).toMatchObject({ kind: "refused", problem: { code: "no_basis" } });
    expect(outbox.entries).toEqual([]);
    server = accept;
    await outbox.propose([note("b")]);
    expect(sent[1]!.headers[0]!.device_seq).toBe(1);
  });

  test("of two that go at once each is told what became of theirs", async () => {
    server = (one) => one.headers.map(({ id, device_seq, seen }) => (seen === 9 ? { id, status: "refused", problem: { code: "no_basis", status: 422 } } : ((last_seq = device_seq), { id, status: "accepted", n: 10, pos: 1 })));
    const [first, second] = await Promise.all([outbox.propose([note("a")]), outbox.propose([{ ...note("b"), seen: 9 }])]);
    expect(first.kind).toBe("received");
    expect(second).toMatchObject({ kind: "refused", problem: { code: "no_basis" } });
    // Of several that go together, it is told which.
    const last = { ...note("d"), record: "r2", seen: 9 };
    expect(await outbox.propose([note("c"), last])).toMatchObject({ kind: "refused", of: [{ record: "r2", problem: { code: "no_basis" } }] });
  });

  test("a second person may have to agree: the entry stays, as pending", async () => {
    server = (one) => one.headers.map(({ id }) => ({ id, status: "pending", n: 4 }));
    const outcome = await outbox.propose([note("a")]);
    expect(outcome).toMatchObject({ kind: "received", entries: [{ standing: "pending" }] });
    await outbox.arrived("r1", 4, new Set(outbox.entries.map((one) => one.id)));
    expect(outbox.entries).toEqual([]);
  });

  test("where the server wants to be sure who is there, one confirms and the entry goes again", async () => {
    help_api({ step_up: async () => true });
    server = (one) => (sent.length === 1 ? refuse("step_up")(one) : accept(one));
    expect((await outbox.propose([note("a")])).kind).toBe("received");
    expect(sent).toHaveLength(2);
  });

  test("a count that differs from the server's is put right once, and the entry goes again", async () => {
    last_seq = 7;
    server = (one) => (sent.length === 1 ? refuse("sequence_gap")(one) : accept(one));
    expect((await outbox.propose([note("a")])).kind).toBe("received");
    expect(sent[1]!.headers[0]!.device_seq).toBe(8);
  });

  test("a session that has ended takes nothing from its writer: the entry stays, and goes after the next sign-in", async () => {
    server = () => ({ refuse: "sign_in_first", status: 401 });
    expect((await outbox.propose([note("a")])).kind).toBe("on_device");
    expect(who.step).toBe("out");
    expect(who.ended, "and the sign-in screen says that the work is kept").toBe(true);
    outbox.forget_screen();
    expect(await kept_of("p1")).toHaveLength(1);
    server = accept;
    who.step = "in";
    await outbox.open();
    await outbox.flush();
    expect(await kept_of("p1")).toMatchObject([{ standing: "accepted" }]);
  });
});

describe("without network", () => {
  test("what was written stays on the device and goes later, attended by nobody", async () => {
    server = () => "unreachable";
    expect((await outbox.propose([note("a")])).kind).toBe("on_device");
    expect(outbox.to_send).toHaveLength(1);
    server = accept;
    await outbox.flush();
    expect(sent.at(-1)).toMatchObject({ attended: false });
    expect(outbox.to_send).toEqual([]);
  });

  test("over a line that breaks less goes at a time, and more again once it holds", async () => {
    server = () => "unreachable";
    await outbox.propose(Array.from({ length: 45 }, () => note("a")));
    for (let i = 0; i < 3; ++i) await outbox.flush();
    expect(sent.at(-1)!.headers).toHaveLength(10);
    sent.length = 0;
    server = accept;
    await outbox.flush();
    expect(sent.map((one) => one.headers.length)).toEqual([10, 20, 15]);
    expect(outbox.to_send).toEqual([]);
  });

  test("when the browser says that the network is back, or the server answers anything, the waits begin anew, however often it was tried in vain", async () => {
    const tries = () => sent.length;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    for (const back of [() => outbox.begin_anew(), async () => outbox.answered()]) {
      server = () => "unreachable";
      await outbox.propose([note("a")]);
      for (let i = 0; i < 6; ++i) await outbox.flush();
      const before = tries();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(tries(), "after so many it waits for minutes").toBe(before);
      // The first try on the line that is back is cut as well: the next one comes after two seconds.
      await back();
      await vi.waitFor(() => expect([tries(), outbox.sending]).toEqual([before + 1, false]));
      server = accept;
      await vi.advanceTimersByTimeAsync(2500);
      await vi.waitFor(() => expect(outbox.to_send).toEqual([]));
    }
  });

  test("a line that answers questions and breaks every upload is not filled with uploads", async () => {
    server = () => "unreachable";
    await outbox.propose([note("a")]);
    for (let i = 0; i < 40; ++i) {
      outbox.answered();
      await outbox.flush();
    }
    const before = sent.length;
    for (let i = 0; i < 10; ++i) {
      outbox.answered();
      await new Promise((done) => setTimeout(done, 20));
    }
    expect(sent.length).toBe(before);
  });

  test("after a reload it is still there, readable to its writer only", async () => {
    server = () => "unreachable";
    await outbox.propose([note("words that nobody else reads")]);
    expect(await everything_kept()).not.toContain("words that nobody else reads");
    outbox.entries = [];
    await outbox.open();
    expect(outbox.to_send).toMatchObject([{ parts: { narrative: { text: "words that nobody else reads" } } }]);
  });

  test("whose key is gone cannot read it here any more, and it goes all the same", async () => {
    server = () => "unreachable";
    await outbox.propose([note("a")]);
    const { envelope } = outbox.to_send[0]!;
    vault.end();
    await vault.make();
    await outbox.open();
    expect(outbox.to_send).toMatchObject([{ envelope }]);
    expect(outbox.to_send[0]!.parts).toBeUndefined();
    server = accept;
    await outbox.flush();
    expect(outbox.to_send).toEqual([]);
  });

  test("what the server keeps aside is shown with its reason, until somebody has seen it", async () => {
    server = () => "unreachable";
    await outbox.propose([note("a")]);
    server = (one) => one.headers.map(({ id }) => ({ id, status: "quarantined", n: 5, problem: { code: "late", status: 409 } }));
    await outbox.flush();
    expect(outbox.to_check).toMatchObject([{ standing: "quarantined", problem: { code: "late" } }]);
    await outbox.dismiss(outbox.to_check[0]!.id);
    expect(outbox.to_check).toEqual([]);
  });

  test("behind what is refused the numbers close up, and what was written is signed again", async () => {
    server = () => "unreachable";
    await outbox.propose([note("a")]);
    await outbox.propose([note("b")]);
    const before = outbox.to_send.map((one) => one.signature);
    let first = true;
    server = (one) => {
      if (!first) return accept(one);
      first = false;
      return one.headers.map(({ id }, i) => (i === 0 ? { id, status: "refused", problem: { code: "not_found" } } : { id, status: "refused", problem: { code: "sequence_gap" } }));
    };
    await outbox.flush();
    expect(outbox.to_check).toMatchObject([{ problem: { code: "not_found" } }]);
    const again = sent.at(-1)!;
    expect(again.headers.map((one) => one.device_seq)).toEqual([1]);
    expect(before).not.toContain(outbox.entries.find((one) => one.standing === "accepted")?.signature);
  });

  test("leaving while it is being sent puts nothing back as it was", async () => {
    server = () => "unreachable";
    await outbox.propose(Array.from({ length: 20 }, (_, i) => note(`${i}`)));
    server = (one) => one.headers.map(({ id }) => ({ id, status: "quarantined", n: 5, problem: { code: "device_revoked", status: 409 } }));
    let is_sending = true;
    const sending = outbox.flush().finally(() => (is_sending = false));
    while (is_sending) await forget_reading("p1");
    await sending;
    const kept = await kept_of("p1");
    expect(kept.map((one) => one.standing)).toEqual(Array<string>(20).fill("quarantined"));
  });

  test("a draft that is being dropped does not come back with leaving", async () => {
    for (let i = 0; i < 10; i++) await save_draft(draft(`${i}`), [{ ...note("a"), id: `${i}` }]);
    let is_dropping = true;
    const dropping = (async () => {
      for (let i = 0; i < 10; i++) await drop_draft(`${i}`);
    })().finally(() => (is_dropping = false));
    while (is_dropping) await forget_reading("p1");
    await dropping;
    expect(await unreadable_drafts("p1")).toEqual([]);
  });
});

test("of what goes into the store in one step nothing stands where a part of it can't be kept", async () => {
  const full = () => db.change(["facts"], (of) => {
    of("facts").put(1, "first");
    throw new DOMException("no space", "QuotaExceededError");
  });
  await expect(full()).rejects.toThrow("no space");
  expect(await db.get("facts", "first")).toBeUndefined();
});

describe("a lock in the middle", () => {
  test("what waits is kept, and nothing is thrown at nobody", async () => {
    server = () => "unreachable";
    await outbox.propose([note("a")]);
    for (const act of ["flush", "open"] as const) {
      await vault.make();
      // While the vault is being asked.
      const asked = vi.spyOn(CoreThread.prototype, "postMessage").mockImplementation(() => vault.end());
      await outbox[act]();
      expect(asked).toHaveBeenCalled();
      asked.mockRestore();
    }
    expect(await db.all("outbox")).toHaveLength(1);
  });

  test("a form that can be read is not let go because the vault was locked", async () => {
    await save_draft(draft("e1"), [{ ...note("a"), id: "e1" }]);
    const [kept] = await db.all<Parameters<typeof outbox.let_go>[0]>("drafts");
    const going = outbox.let_go(kept!);
    vault.end();
    await going.catch(() => undefined);
    expect(await db.all("drafts")).toHaveLength(1);
    expect(await db.all("outbox")).toEqual([]);
  });
});

describe("a form begun, and the entry that it becomes", () => {
  test("the draft goes in the step in which its entry comes: a page that ends there sends nothing twice", async () => {
    await save_draft(draft("e1"), [{ ...note("a"), id: "e1" }]);
    await save_draft(draft("e2"), [{ ...note("b"), id: "e2" }]);
    server = () => "unreachable";
    await outbox.propose([{ ...note("a"), id: "e1" }]);
    // The form has not been told yet that it is done.
    expect((await drafts_of("p1")).map((one) => one.id)).toEqual(["e2"]);
  });

  test("nobody says that all is sent before what was begun here was looked at", async () => {
    await save_draft(draft("e1"), [{ ...note("a"), id: "e1" }]);
    vault.end();
    await vault.make();
    outbox.forget_screen();
    server = () => "unreachable";
    const opening = outbox.open();
    expect(outbox.looked).toBe(false);
    await opening;
    expect(outbox.looked).toBe(true);
    expect(outbox.to_send.map((one) => one.id)).toEqual(["e1"]);
  });

  test("what nobody here can read any more goes once, also where two tabs see it", async () => {
    await save_draft(draft("e1"), [{ ...note("a"), id: "e1" }, { ...note("b"), id: "e1b" }]);
    vault.end();
    await vault.make();
    const [kept] = await unreadable_drafts("p1");
    await Promise.all([outbox.let_go(kept!), outbox.let_go(kept!)]);
    await outbox.flush();
    await outbox.let_go(kept!);
    await outbox.flush();
    expect(sent.flatMap((one) => one.headers.map(({ id, device_seq }) => [id, device_seq]))).toEqual([["e1", 1], ["e1b", 2]]);
  });
});
