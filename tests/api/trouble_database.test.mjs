// PostgreSQL goes away in the middle of the work and comes back: refusals with a sentence meanwhile, nothing lost, nothing twice, no new start.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { after, test } from "node:test";
import { open_house, pause, tells_nothing } from "./trouble_house.mjs";

const cluster = mkdtempSync("/tmp/nibbi-tp-");
rmSync(cluster, { recursive: true }); // made by what starts it
const url = execFileSync("tools/test-postgres.sh", ["start", cluster], { encoding: "utf8" }).trim();
const house = await open_house({ database: url });
const { goodbye, people } = await import("./client.mjs");

const as_postgres = (...words) => (process.getuid() === 0 ? spawnSync("runuser", ["-u", "postgres", "--", ...words], { cwd: "/" }) : spawnSync(words[0], words.slice(1)));
const postgres = (...words) => {
  const done = as_postgres("/usr/lib/postgresql/17/bin/pg_ctl", "-D", `${cluster}/data`, "-w", "-s", ...words);
  assert.equal(done.status, 0, `${done.stderr}`);
};
const go = (mode) => postgres("-m", mode, "stop");
const come = () => postgres("-l", `${cluster}/server.log`, "-o", `-k '${cluster}' -c listen_addresses='' -c fsync=off -c max_connections=60`, "start");

after(async () => {
  goodbye();
  await house.stop();
  execFileSync("tools/test-postgres.sh", ["stop", cluster]);
  house.remove();
});

for (const mode of ["fast", "immediate"])
  test(`PostgreSQL stopped (${mode}) while people write, and started again: 503 meanwhile, then everything goes on`, async () => {
    const [awa, moussa] = await people("awa", "moussa");
    const record = await awa.opens_file();
    const entry = () => awa.entry(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: "Note-Canari" } });
    const kept = new Set(), statuses = new Set();
    const write = async () => {
      const one = await entry();
      const answer = await awa.post(one);
      statuses.add(answer.status);
      if (answer.status === 200) kept.add(answer.json.receipts[0].id);
      else assert.deepEqual([answer.status, answer.json.code], [503, "unavailable"]);
      return { one, answer };
    };
    for (let i = 0; i < 5; ++i) await write();
    let going = true;
    const writers = (async () => { while (going) await write(); })();
    await pause(150);
    go(mode);
    await pause(300);
    const { one, answer } = await write();
    assert.equal(answer.status, 503);
    assert.equal((await moussa.get(`/api/children/${record}`)).status, 503, "a look that can't be written down is not served");
    going = false;
    await writers;
    come();
    let healed;
    for (let i = 0; i < 60 && healed?.answer.status !== 200; ++i) {
      await pause(250);
      // A commit whose outcome nobody could tell may have been kept: then only a new start knows, and people sign in again.
      if (!house.running()) { await house.start(); await awa.sign_in(); await moussa.sign_in(); }
      healed = await write().catch(() => undefined);
    }
    assert.equal(healed.answer.status, 200);
    // The very entry that was refused, again: it is there once.
    const again = await awa.post(one);
    assert.ok(["accepted", "refused"].includes(again.json.receipts[0].status));
    const said = (await awa.get(`/api/children/${record}`)).json.said.filter((s) => s.kind === "note.added").map((s) => s.id);
    for (const id of kept) assert.ok(said.includes(id), "what was acknowledged is there");
    assert.equal(said.length, new Set(said).size);
    assert.deepEqual([...statuses].sort(), [200, 503]);
    tells_nothing(house.log(), assert);
  });

test("afterwards the log verifies", async () => {
  await house.stop();
  const found = house.verify();
  assert.ok(found.ok, JSON.stringify(found.findings));
});
