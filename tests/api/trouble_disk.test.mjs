// A full disk under the server: what it can't keep it refuses with a sentence, what it has said that it kept is there, and with space it goes on.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { open_house, pause, tells_nothing } from "./trouble_house.mjs";

const mounted = mkdtempSync(join(tmpdir(), "nibbi-small-disk-"));
const has_disk = spawnSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", mounted]).status === 0;
// Where no disk of its own can be mounted, a limit on the size of files is the next best thing: another error of the same kind.
const house = await open_house(has_disk ? { folder: mounted } : {});
const { b64u, goodbye, people, uuid7 } = await import("./client.mjs");

after(async () => {
  goodbye();
  await house.stop();
  if (has_disk) execFileSync("umount", [mounted]);
  else house.remove();
  rmSync(mounted, { recursive: true, force: true });
});

const piece = 32_768;
/** A paper of two pieces, announced; how to send one of them, and where it is looked at. */
async function paper_of(who, record) {
  const bytes = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(piece, "p")]), attachment = uuid7(), path = `/api/children/${record}/attachments/${attachment}`;
  await who.say(record, "attachment.added", { plain: { attachment, kind: "identity_document", media_type: "application/pdf", bytes: bytes.length, sha256: b64u(createHash("sha256").update(bytes).digest()) } });
  const headers = { "content-type": "application/octet-stream", "nibbi-request": "1", "sec-fetch-site": "same-origin" };
  return { bytes, path, put: (i) => who.call_bytes("PUT", `${path}/${i}`, bytes.subarray(i * piece, (i + 1) * piece), headers) };
}

const limit = (bytes) => execFileSync("prlimit", ["--pid", String(house.pid()), `--fsize=${bytes}:`]);
const fill = {
  "a full disk": {
    possible: has_disk,
    on() { for (let size = 1 << 20; size >= 4096; size >>= 1) try { for (let i = 0; ; ++i) writeFileSync(join(mounted, `filler-${size}-${i}`), Buffer.alloc(size)); } catch { /* full for this size */ } },
    off() { execFileSync("sh", ["-c", `rm -f ${mounted}/filler-*`]); },
  },
  "a limit on the size of files": {
    possible: true,
    on() { limit(Math.max(...["", "-wal"].map((end) => statSync(join(house.data, `nibbi.db${end}`), { throwIfNoEntry: false })?.size ?? 0))); },
    off() { limit("unlimited"); },
  },
};

for (const [what, disk] of Object.entries(fill))
  test(`${what}: 503 and a sentence, nothing half-written, reading goes on where it can, and it heals`, { skip: !disk.possible && "no small disk can be mounted here" }, async () => {
    const [awa, moussa] = await people("awa", "moussa");
    const record = await awa.opens_file();
    const note = async () => awa.post(await awa.entry(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: "Note-Canari ".repeat(300) } }));
    const kept = new Set([(await note()).json.receipts[0].id]);
    const [stored, coming] = [await paper_of(awa, record), await paper_of(awa, record)];
    await stored.put(0);
    assert.equal((await stored.put(1)).json.stored, true);
    disk.on();
    let refused = 0;
    for (let i = 0; i < 400 && refused < 4; ++i) {
      const answer = await note();
      if (answer.status === 200) { assert.equal(answer.json.receipts[0].status, "accepted"); kept.add(answer.json.receipts[0].id); continue; }
      assert.deepEqual([answer.status, answer.json.code], [503, "unavailable"]);
      ++refused;
    }
    assert.equal(refused, 4, "the disk was filled");
    const part = await coming.put(0);
    assert.deepEqual([part.status, part.json.code], [503, "unavailable"], "a piece that can't be kept is not said to be");
    // A look that can't be written down is not served.
    let unseen;
    for (let i = 0; i < 500 && unseen?.status !== 503; ++i) {
      unseen = await awa.get(stored.path);
      assert.ok(unseen.status === 503 ? unseen.json.code === "unavailable" : unseen.bytes.equals(stored.bytes));
    }
    assert.equal(unseen.status, 503, "nor one at a paper");
    const look = await moussa.get(`/api/children/${record}`);
    assert.ok([200, 503].includes(look.status), `${look.status}`);
    assert.equal((await awa.get("/api/units")).status, 200, "what needs no writing is answered");
    assert.ok(house.running());
    disk.off();
    let healed;
    for (let i = 0; i < 40 && healed?.status !== 200; ++i) { await pause(250); healed = await note(); }
    assert.equal(healed.status, 200, "with space it goes on, without a new start");
    kept.add(healed.json.receipts[0].id);
    assert.deepEqual((await coming.put(1)).json, { chunks: 2, missing: [0], stored: false }, "of what was refused, nothing is there");
    assert.equal((await coming.put(0)).json.stored, true);
    for (const one of [stored, coming]) assert.deepEqual((await awa.get(one.path)).bytes, one.bytes);
    const said = (await awa.get(`/api/children/${record}`)).json.said.filter((one) => one.kind === "note.added").map((one) => one.id);
    for (const id of kept) assert.ok(said.includes(id), "what was acknowledged is there");
    assert.equal(said.length, new Set(said).size);
    tells_nothing(house.log(), assert);
  });

test("afterwards the log verifies, and a new start finds the same", async () => {
  assert.equal(await house.stop(), 0);
  const found = house.verify();
  assert.ok(found.ok, JSON.stringify(found.findings));
  await house.start();
  assert.ok(house.running());
});
