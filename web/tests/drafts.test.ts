/** A form begun is kept twice: to be gone on with, and so that it cannot be lost. */
import { CipherSuite, Aes256Gcm, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { from_b64u, utf8 } from "../src/base/bytes";
import { CoreThread, clear_device, everything_kept, house_private_key, session } from "./house";

const sent: { attended: boolean; entries: { header: string; envelope: string }[] }[] = [];
let reachable = true;
vi.stubGlobal("fetch", async (_path: string, init: { body: string }) => {
  if (!reachable) throw new TypeError("no network");
  const body = JSON.parse(init.body) as (typeof sent)[number];
  sent.push(body);
  const receipts = body.entries.map((one) => ({ id: (JSON.parse(one.header) as { id: string }).id, status: "accepted", n: 1, pos: 1 }));
  return Response.json({ receipts, head: { epoch: 1, pos: 1 } });
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { who } = await import("../src/records/session.svelte");
const { outbox } = await import("../src/records/outbox.svelte");
const { drafts_of, drop_draft, save_draft, unreadable_drafts } = await import("../src/records/drafts");
const { forget_person } = await import("../src/records/forget");
const { db } = await import("../src/base/db");

const draft = (person = "p1", id = "draft-1") =>
  ({ id, person, form: "intake", form_version: 1, answers: { "intake.first_name": "canary-name" }, page: "name", saved_at: "2026-11-29T14:05:00Z" });
const proposals = (id = "e1") => [
  { id, record: "r1", kind: "child.opened", seen: 0, parts: { plain: { code: "SN-1" }, identity: { first_name: "canary-name" } } },
];
const opened = async (header: string, envelope: string) => {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const bytes = from_b64u(envelope);
  const to = await suite.createRecipientContext({ recipientKey: await house_private_key, enc: bytes.slice(0, 65).buffer, info: utf8("nibbi entry 1") });
  return new TextDecoder().decode(await to.open(bytes.slice(65), utf8((JSON.parse(header) as { id: string }).id)));
};

beforeEach(async () => {
  await clear_device();
  sent.length = 0;
  reachable = true;
  outbox.entries = [];
  who.session = (await session()) as never;
  who.step = "in";
  vault.end();
  await vault.make();
});

describe("a draft", () => {
  test("can be gone on with, and nothing of it lies open", async () => {
    await save_draft(draft(), proposals());
    expect(await drafts_of("p1")).toMatchObject([{ answers: { "intake.first_name": "canary-name" } }]);
    expect(await everything_kept()).not.toContain("canary");
  });

  test("is another person's affair", async () => {
    await save_draft(draft("p2"), proposals());
    expect(await drafts_of("p1")).toEqual([]);
    expect(await unreadable_drafts("p1")).toEqual([]);
  });

  test("keeps the time of its beginning, through every tap", async () => {
    await save_draft(draft(), proposals());
    await save_draft({ ...draft(), saved_at: "2026-11-29T14:30:00Z" }, proposals());
    vault.end();
    expect(await unreadable_drafts("p1")).toMatchObject([{ form: "intake", begun_at: "2026-11-29T14:05:00Z" }]);
  });
});

describe("whose key is gone", () => {
  test("still sees that something is kept, and it goes to the installation, which can read it", async () => {
    await save_draft(draft(), proposals());
    vault.end();
    await vault.make();
    expect(await drafts_of("p1")).toEqual([]);
    await outbox.open();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.attended).toBe(false);
    const [entry] = sent[0]!.entries;
    expect(await opened(entry!.header, entry!.envelope)).toContain("canary-name");
    expect(JSON.parse(entry!.header)).toMatchObject({ id: "e1", device: "d1", device_seq: 1 });
    expect(await unreadable_drafts("p1")).toEqual([]);
  });

  test("loses nothing where there is no network: it waits in the outbox", async () => {
    await save_draft(draft(), proposals());
    vault.end();
    await vault.make();
    reachable = false;
    await outbox.open();
    expect(outbox.to_send).toMatchObject([{ id: "e1", standing: "on_device" }]);
  });

  test("does not send what is under another person's key", async () => {
    await save_draft(draft("p2"), proposals());
    await outbox.open();
    expect(outbox.entries).toEqual([]);
    expect(await db.all("drafts")).toHaveLength(1);
  });

  test("sends nothing twice that the outbox holds already", async () => {
    reachable = false;
    await save_draft(draft(), proposals());
    await outbox.propose(proposals());
    vault.end();
    await vault.make();
    await outbox.open();
    expect(outbox.to_send.map((one) => one.id)).toEqual(["e1"]);
    expect(outbox.to_send[0]!.header.device_seq).toBe(1);
  });
});

test("who reads may still be writing: a draft that opens is never sent by itself", async () => {
  await save_draft(draft(), proposals());
  await outbox.open();
  expect(outbox.entries).toEqual([]);
  expect(await drafts_of("p1")).toHaveLength(1);
  await drop_draft("draft-1");
});

test("whoever leaves takes nothing sealed away, and leaves nothing that a key could open", async () => {
  reachable = false;
  await outbox.propose(proposals("e2"));
  await save_draft(draft(), proposals());
  await save_draft(draft("p2", "draft-2"), proposals("e3"));
  await save_draft(draft("p1", "draft-3"), []);
  await forget_person("p1");
  expect(await db.all("outbox")).toMatchObject([{ id: "e2" }]);
  for (const row of await db.all<{ person: string; closed?: string }>("outbox")) expect(row.closed).toBeUndefined();
  const drafts = await db.all<{ id: string; person: string; closed?: string; sealed: unknown[] }>("drafts");
  expect(drafts.map((one) => [one.id, !!one.closed, one.sealed.length])).toEqual([["draft-1", false, 1], ["draft-2", true, 1]]);
});
