// Run last: all that was asked and answered while these tests ran, against the contract.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { goodbye, house, person } from "./client.mjs";

after(goodbye);

test("every answer is of the contract's shape and holds nothing that the contract doesn't name; every operation was answered", () => {
  const run = spawnSync("python3", [fileURLToPath(new URL("answers_check.py", import.meta.url)), process.env.NIBBI_API_ANSWERS], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

test("what the contract requires the server requires too, and says which it misses", async () => {
  const awa = await person("awa");
  const complete = [
    ["POST", "/api/children/find", { scope: "mine" }, ["scope"]],
    ["POST", "/api/places/find", { query: "dakar" }, ["query"]],
    ["POST", "/api/entries", { attended: true, entries: [] }, ["attended", "entries"]],
  ];
  for (const [method, path, body, required] of complete)
    for (const name of required) {
      const { [name]: _, ...rest } = body;
      const answer = await awa.call(method, path, rest);
      assert.deepEqual([answer.status, answer.json.code, answer.json.details.field], [422, "missing_field", name], `${path} without ${name}`);
    }
  for (const [path, name] of [["/api/referrals", "box"], ["/api/people", "unit"]]) {
    const answer = await awa.get(path);
    assert.deepEqual([answer.status, answer.json.code, answer.json.details.field], [422, "missing_field", name], `${path} without ${name}`);
  }
  assert.equal((await awa.get("/api/referrals?box=elsewhere")).status, 422);
  assert.equal((await awa.get("/api/people?unit=nowhere")).status, 422);
  assert.ok(house);
});
