/** What waits here is shown in the file before the server has it: laid over the view by the core, marked, and thrown away when the server's view arrives. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { CoreThread, clear_device, session as session_of } from "./house";

const person = "01936f00-0000-7000-8000-000000000001", unit = "01936f00-0000-7000-8000-000000000002", device = "01936f00-0000-7000-8000-000000000003";
const record = "01936f2e-7b1a-7c3d-9e4f-0a1b2c3d4e5f", opening = "01936f2e-7b1c-7000-8000-000000000011", intake = "01936f2e-7b1c-7000-8000-000000000012";

let answers: Record<string, unknown> = {};
let refusing: Record<string, string> = {};
let reachable = false;
vi.stubGlobal("fetch", async (path: string) => {
  if (!reachable) throw new TypeError("no network");
  if (path in refusing) return Response.json({ code: refusing[path], status: 404 }, { status: 404 });
  return path in answers ? Response.json(answers[path]) : Response.json({ code: "unavailable", status: 503 }, { status: 503 });
});
const session = async () => ({
  ...(await session_of(person, device)), posts: [{ role: "street_worker", unit }], acting: { role: "street_worker", unit },
  units: { [unit]: { name: "Rue", kind: "mobile_team", country: "SN" } },
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { ask_core, use_core } = await import("../src/records/core");
const { outbox } = await import("../src/records/outbox.svelte");
const { kept_of } = await import("../src/records/outbox_store");
const { keep_reading } = await import("../src/records/reading");
const { staleness } = await import("../src/records/kept.svelte");
const { records } = await import("../src/records/online");
const { who } = await import("../src/records/session.svelte");
const { end_trip } = await import("../src/records/trip");
const { uuid7 } = await import("../src/base/ids");

const core_path = join(__dirname, "../public/core/core.mjs");
type Core = Parameters<typeof use_core>[0] extends () => Promise<infer C> ? C : never;
const real = async () => ((await import(/* @vite-ignore */ pathToFileURL(core_path).href)) as { default: () => Promise<Core> }).default();

const said = (n: number, id: string, kind: string, more = {}) => ({
  n, id, kind, author: person, role: "street_worker", unit, claimed_at: "2026-11-20T08:00:00.000Z", received_at: "2026-11-20T08:00:01.000Z", ...more,
});
const view = (more: Record<string, unknown> = {}, state: Record<string, unknown> = {}) => ({
  record, n: 2, relations: ["assigned"], sight: { plain: "allow", identity: "allow", placement: "deny", narrative: "allow" }, actions: { note: "allow" }, when_fresh: {},
  state: {
    code: "SN-000005-0", country: "SN", opened_at: "2026-11-20T08:00:01.000Z", opened_by_unit: unit, status: "open", stage: "identified",
    assignments: [{ n: 1, person, unit }], answers: { "intake.first_name": { values: [{ n: 2, value: "Canari" }] }, "intake.village": { withheld: true } }, ...state,
  },
  said: [said(1, opening, "child.opened"), said(2, intake, "form.saved", { form: "intake" })], ...more,
});
const note = (text: string, seen = 2) => ({ record, kind: "note.added", parts: { plain: { note_kind: "observation" }, narrative: { text } }, seen });
const form = (first_name: string, seen = 2) => ({
  record, kind: "form.saved", parts: { plain: { form: "intake", form_version: 1 }, identity: { answers: { "intake.first_name": first_name } } }, seen,
});
const notes_of = (seen: { state: object }) => ((seen.state as { notes?: { n: number; id: string; text: unknown }[] }).notes ?? []);

beforeEach(async () => {
  vi.useRealTimers();
  await clear_device();
  vault.end();
  await vault.make();
  answers = {};
  refusing = {};
  reachable = false;
  staleness.at = undefined;
  outbox.entries = [];
  who.session = (await session()) as never;
  who.step = "in";
  who.has_pin = true;
  who.travels = false;
  use_core(real);
});

describe.runIf(existsSync(core_path))("with the core that a phone carries", () => {
  test("a note written without network stands in the file that is kept, at a place of its own", async () => {
    await keep_reading(person, `child ${record}`, view());
    const { entries } = await outbox.propose([note("Canari-note")]) as { entries: { id: string }[] };
    const shown = await records.child(record);
    expect(notes_of(shown)).toMatchObject([{ id: entries[0]!.id, note_kind: "observation", text: "Canari-note" }]);
    expect(notes_of(shown)[0]!.n).toBeGreaterThanOrEqual(shown.waits_from!);
    expect(shown.said.at(-1)).toMatchObject({ id: entries[0]!.id, kind: "note.added", author: person });
    expect(shown.n).toBe(2);
  });

  const referral = "01936f2e-7b1c-7000-8000-000000000021", elsewhere = "01936f00-0000-7000-8000-000000000009";
  const asked_for = () => view({ relations: ["assigned", "referred_pending"], n: 3, said: [...view().said, said(3, referral, "referral.sent", { author: elsewhere, unit: elsewhere })] }, {
    referrals: [{ id: referral, n: 3, state: "sent", from_unit: elsewhere, to_unit: unit, sent_at: "2026-11-20T08:00:01.000Z", answer_by: "2026-11-23T08:00:01.000Z", service: "medical", priority: "urgent_72h" }],
  });
  const answer_it = { task: "referral_to_answer", record, code: "SN-000005-0", about: referral }, follow_it = { task: "wish_to_hear", record, code: "SN-000005-0" };
  const lists = [{ group: "new", tasks: [answer_it, { task: "family_to_trace", record: opening }] }, { group: "week", tasks: [follow_it] }];
  const line = { record, referral, code: "SN-000005-0", service: "medical", priority: "urgent_72h", state: "sent", sent_at: "2026-11-20T08:00:01.000Z", from_unit: elsewhere, to_unit: unit, facts: {} };
  const accepts = { record, kind: "referral.accepted", parts: { plain: { referral } }, seen: 3 };

  test("a list knows what waits: what is done stands below and is marked, what else is about that child is marked, the rest is as it was", async () => {
    await keep_reading(person, `child ${record}`, asked_for());
    await keep_reading(person, "today", { groups: lists, followed: 11 });
    expect(await records.today()).toEqual({ groups: lists, followed: 11 });
    await outbox.propose([accepts]);
    expect((await records.today()).groups).toEqual([
      { group: "new", tasks: [lists[0]!.tasks[1]] }, { group: "week", tasks: [{ ...follow_it, here: "waits" }] }, { group: "here", tasks: [{ ...answer_it, here: "done" }] },
    ]);
  });

  test("a referral that was answered here stands so in its box, and one that was sent from here stands in the other", async () => {
    await keep_reading(person, `child ${record}`, asked_for());
    await keep_reading(person, "referrals in", [line]);
    await keep_reading(person, "referrals out", []);
    expect(await records.referrals("in")).toEqual([line]);
    await outbox.propose([accepts, { record, kind: "referral.sent", parts: { plain: { service: "shelter", priority: "emergency_24h", basis: "vital_urgency", data_classes: [] }, placement: { to_unit: elsewhere } }, seen: 3 }]);
    expect(await records.referrals("in")).toEqual([{ ...line, state: "accepted", here: true }]);
    expect(await records.referrals("out")).toMatchObject([{ record, code: "SN-000005-0", service: "shelter", state: "sent", to_unit: elsewhere, here: true }]);
  });

  test("of a file that does not lie here a list says that something waits, and not that it is done; and what was kept aside does nothing", async () => {
    await keep_reading(person, "today", { groups: lists, followed: 11 });
    await outbox.propose([accepts]);
    expect((await records.today()).groups[0]!.tasks[0]).toEqual({ ...answer_it, here: "waits" });
    await outbox.propose([{ record: elsewhere, kind: "child.opened", parts: { plain: { code: "SN-000007-4", country: "SN" } }, seen: 0 }]);
    expect((await records.today()).followed).toBe(12);
    await keep_reading(person, "today", lists);
    expect(await records.today()).toMatchObject({ groups: [{ group: "new" }, { group: "week" }] });
    await keep_reading(person, "today", { groups: lists, followed: 11 });
    await keep_reading(person, `child ${record}`, asked_for());
    outbox.entries = outbox.entries.map((one) => ({ ...one, standing: "quarantined" }));
    expect(await records.today()).toEqual({ groups: lists, followed: 11 });
  });

  test("a paper that waits says of which entry it is, beside those that the server told; what is of none says nothing", async () => {
    const act = "01936f2e-7b1c-7000-8000-000000000031", known = "01936f2e-7b1c-7000-8000-000000000032";
    await keep_reading(person, `child ${record}`, view({ belongs: { [known]: act }, n: 3, said: [...view().said, said(3, act, "legal_act.recorded")] }, { legal_acts: [{ n: 3, id: act, legal_act_kind: "placement_order" }] }));
    const paper = (attachment: string, cause?: string) =>
      ({ record, kind: "attachment.added", parts: { plain: { attachment, kind: "legal_document", media_type: "application/pdf", bytes: 4, sha256: "x" } }, seen: 3, ...(cause ? { cause } : {}) });
    const { entries: [of_act] } = await outbox.propose([paper(uuid7(), act), paper(uuid7())]) as { entries: { id: string }[] };
    expect((await records.child(record)).belongs).toEqual({ [known]: act, [of_act!.id]: act });
  });

  test("an answer replaces what its writer had seen, and what is withheld stays so", async () => {
    await keep_reading(person, `child ${record}`, view());
    await outbox.propose([form("Canarinouveau")]);
    const { state } = await records.child(record);
    expect(state.answers!["intake.first_name"]).toMatchObject({ values: [{ value: "Canarinouveau" }] });
    expect(state.answers!["intake.village"]).toEqual({ withheld: true });
  });

  test("a part that the view does not open stays shut, also for what one wrote oneself", async () => {
    await keep_reading(person, `child ${record}`, view());
    await outbox.propose([{ record, kind: "placement.begun", parts: { plain: { begun_on: "2026-11-20" }, placement: { placement_kind: "foster_family", place: "Canari-rue" } }, seen: 2 }]);
    const shown = await records.child(record);
    const [placed] = (shown.state as unknown as { placements: { begun_on: unknown; place: unknown }[] }).placements;
    expect(placed).toMatchObject({ begun_on: "2026-11-20", place: { withheld: true } });
    expect(JSON.stringify(shown)).not.toContain("Canari-rue");
  });

  test("what the server has already told is not shown twice, and what it kept aside is not shown as if it stood", async () => {
    await keep_reading(person, `child ${record}`, view());
    await outbox.propose([note("Canari-un"), note("Canari-deux")]);
    const [one, two] = outbox.entries;
    outbox.entries = [{ ...one!, standing: "quarantined", problem: { code: "not_allowed", status: 403 } as never }, { ...two!, standing: "accepted", n: 3, epoch: 1 }];
    expect(notes_of(await records.child(record)).map((each) => each.text)).toEqual(["Canari-deux"]);
    reachable = true;
    answers[`/api/children/${record}`] = view({ n: 3, said: [...view().said, said(3, two!.id, "note.added")] }, { notes: [{ n: 3, id: two!.id, note_kind: "observation", text: "Canari-deux" }] });
    const told = await records.child(record);
    expect(notes_of(told)).toHaveLength(1);
    expect(told.waits_from).toBeUndefined();
  });

  test("a file that was opened here can be opened and gone on with before the server has heard of it", async () => {
    const child = uuid7();
    const opened = { record: child, kind: "child.opened", parts: { plain: { code: "SN-000005-0", country: "SN", sex: "f" } }, seen: 0 };
    await outbox.propose([opened, { ...form("Canarinouvelle", 0), record: child }]);
    const shown = await records.child(child);
    expect(shown.state).toMatchObject({ code: "SN-000005-0", stage: "identified", status: "open" });
    expect(shown).toMatchObject({ n: 0, relations: ["assigned"] });
    expect(Object.keys(shown.actions)).toContain("note");
    await outbox.propose([{ ...note("Canari-suite", 0), record: child }]);
    expect(notes_of(await records.child(child)).map((one) => one.text)).toEqual(["Canari-suite"]);
    expect((await records.find("mine", "")).children).toMatchObject([{ record: child, code: "SN-000005-0", name: "Canarinouvelle" }]);
    // On line, and still not sent: the server knows of no such file.
    reachable = true;
    refusing[`/api/children/${child}`] = "not_found";
    expect((await records.child(child)).state.code).toBe("SN-000005-0");
  });

  test("what was written on this device before is known to have been seen, though a view tells no device", async () => {
    await keep_reading(person, `child ${record}`, view());
    await outbox.propose([form("Canari-a")]);
    // It has arrived, and stands in the view; the next one was written by who had not been told that.
    const [one] = outbox.entries;
    outbox.entries = [];
    const { set_aside } = await import("../src/records/sent");
    await set_aside({ ...one!, standing: "accepted", n: 4, epoch: 1 });
    const told = view({ n: 4, said: [...view().said, said(4, one!.id, "form.saved", { form: "intake" })] }, { answers: { "intake.first_name": { values: [{ n: 4, value: "Canari-a" }] } } });
    await keep_reading(person, `child ${record}`, told);
    await outbox.propose([form("Canari-b", 2)]);
    const { state } = await records.child(record);
    expect(state.answers!["intake.first_name"]).toMatchObject({ values: [{ value: "Canari-b" }] });
  });
});

describe("whatever the core can do", () => {
  test("where it cannot be had, the view is shown as it is, and what waits is listed beside it as before", async () => {
    use_core(() => Promise.reject(new Error("not kept")));
    await keep_reading(person, `child ${record}`, view());
    await outbox.propose([note("Canari-note")]);
    expect(await records.child(record)).toEqual(view());
    expect(outbox.of_record(record)).toHaveLength(1);
  });
  test("a trap in it makes a new one", async () => {
    let made = 0;
    use_core(async () => ({ ask: () => (made === 1 ? '{"problem":"our_fault"}' : '{"record":"r"}'), made: ++made }) as never);
    expect(await ask_core("lay_over", {})).toBeUndefined();
    expect(await ask_core("lay_over", {})).toEqual({ record: "r" });
  });
  test("it is not even loaded where nothing waits", async () => {
    const load = vi.fn(() => Promise.reject(new Error("not asked")));
    use_core(load);
    await keep_reading(person, `child ${record}`, view());
    await records.child(record);
    expect(load).not.toHaveBeenCalled();
  });
});

describe("on a trip", () => {
  const secret = new Uint8Array(32);
  test("what is written on the way can be read again after the phone was started anew, by the six words alone", async () => {
    const { by_words } = await vault.begin_trip(secret);
    await vault.end_trip();
    await outbox.propose([note("Canari-avant")]);
    // Without network, the six words: another key of this hour, and the trip's.
    vault.end();
    await vault.make();
    expect(await vault.open_trip(by_words, secret)).toBe(true);
    await outbox.propose([note("Canari-en-route")]);
    vault.end();
    await vault.make();
    expect((await kept_of(person)).map((one) => one.parts)).toEqual([undefined, undefined]);
    await vault.open_trip(by_words, secret);
    const texts = (await kept_of(person)).map((one) => one.parts?.narrative?.text);
    expect(texts).toEqual([undefined, "Canari-en-route"]);
  });
  test("and when the trip is over its words are closed for good, and the entry waits on", async () => {
    const { by_words } = await vault.begin_trip(secret);
    await vault.open_trip(by_words, secret);
    await outbox.propose([note("Canari-en-route")]);
    await end_trip(person);
    vault.end();
    await vault.make();
    await vault.open_trip(by_words, secret);
    const [one] = await kept_of(person);
    expect(one).toMatchObject({ standing: "on_device" });
    expect(one!.parts).toBeUndefined();
  });
});
