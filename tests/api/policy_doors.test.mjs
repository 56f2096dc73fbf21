// Doors that are not about one file (T-6b): accounts and units, and the log across files, as every role with every relation. Statuses are those that
// tests/oracle reads off the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { doors_tried, goodbye, read, uuid7 } from "./client.mjs";
import { at, cell, Differences, each, end_file, everybody, one, planted, seen, sign_everybody_in, tied_file, units } from "./policy_world.mjs";

after(goodbye);

const states = ["open", "closed", "held", "erased"];
const factors = ["fresh", "stale"];
const files = {};
before(async () => {
  await sign_everybody_in();
  for (const state of states) files[state] = await end_file(await tied_file({ sow: planted.length === 0 }), state);
});

test("accounts and units are kept by administrators, and by nobody else, whatever file they have to do with", async () => {
  const d = new Differences();
  const nobody = uuid7(), victim = one("none", "trainer");
  const doors = [
    ["GET", "/api/admin/people"], ["GET", "/api/admin/units"], ["GET", `/api/admin/acts/${victim.fresh.id}`],
    ["POST", "/api/admin/people", { name: "X DEMO", language: "fr", login: "x", role: "administrator", unit: units.m_office }], ["POST", "/api/admin/units", { name: "X", organisation: "X", kind: "shelter", country: "SN" }],
    ["POST", `/api/admin/people/${victim.fresh.id}`, { act: "suspend" }], ["POST", `/api/admin/waiting/${nobody}`, { agree: true }], ["POST", `/api/admin/units/${units.m_office}`, { act: "close", why: "essai" }],
  ];
  await each(everybody.filter((who) => who.role !== "administrator"), async (who) => {
    for (const factor of factors)
      for (const [method, path, body] of doors) {
        const answer = await who[factor].call(method, path, body);
        d.expect([answer.status, answer.json?.code], [403, "not_allowed"], `${method} ${path.replace(/[0-9a-f-]{36}/, "{id}")}`, at(who, "any", factor));
      }
  });
  // An administrator is shown accounts and units, and nothing of a child through any of these doors: also not the log of a file.
  await each(everybody.filter((who) => who.role === "administrator"), async (who) => {
    for (const factor of factors) {
      const where = at(who, "any", factor);
      const answers = [await who[factor].get("/api/admin/people"), await who[factor].get("/api/admin/units"), await who[factor].get(`/api/admin/acts/${who.fresh.id}`)];
      d.expect(answers.map((a) => a.status), [200, 200, 200], "accounts, units, acts", where);
      d.expect(answers.flatMap((a) => seen(a.text)), [], "planted words in accounts", where);
      for (const state of states) d.expect((await who[factor].get(`/api/admin/acts/${files[state]}`)).status, 404, "acts on a file", at(who, state, factor));
      d.expect((await who[factor].call("POST", `/api/admin/waiting/${nobody}`, { agree: false })).status, 409, "an answer to nothing", where);
      const granted = await who[factor].call("POST", `/api/admin/people/${who.fresh.id}`, { act: "grant", role: "supervisor", unit: units.m_office });
      d.expect([granted.status, granted.json.code], factor === "stale" ? [401, "step_up"] : [422, "not_the_same_person"], "a role for oneself", where);
      // Nor by writing it themselves.
      const said = await who[factor].write(who.fresh.id, "person.granted", { plain: { role: "supervisor", unit: units.m_office } }, { header: { seen: 1 } });
      d.expect([said.status, said.problem?.code], ["refused", "not_allowed"], "person.granted", where);
    }
  });
  d.none();
});

test("who looked, across files, is told to data protection officers: of each file, whether the page shows them its log; and no name of a child", async () => {
  const d = new Differences();
  await each(everybody, async (who) => {
    for (const factor of factors) {
      const where = at(who, "any", factor), officer = who.role === "data_protection_officer";
      const all = await who[factor].call("POST", "/api/access-log", {}), emergencies = await who[factor].get("/api/emergencies");
      d.expect([all.status, emergencies.status], officer ? [200, 200] : [403, 403], "looks and emergencies", where);
      const review = await who[factor].call("POST", `/api/emergencies/${uuid7()}`, { in_order: true });
      d.expect(review.status, officer ? 404 : 403, "a review of nothing", where);
      d.expect([...seen(all.text), ...seen(emergencies.text)], [], "planted words in the log", where);
      if (!officer) continue;
      for (const state of states) {
        const shown = cell(who, state, factor, "see_access_log").decision === "allow";
        const listed = emergencies.json.emergencies.filter((one) => one.record === files[state]);
        d.expect(listed.length > 0, shown, "emergencies of a file", at(who, state, factor));
      }
    }
  });
  d.none();
});

test("no route that is not about one file was left out here", () => {
  let path = "";
  const promised = [];
  for (const line of read("contract/openapi.yaml").split("\n")) {
    path = line.match(/^ {2}(\/\S*):$/)?.[1] ?? path;
    const method = line.match(/^ {4}(get|put|post|delete|patch):$/)?.[1];
    if (method && /^\/api\/(admin|access-log|emergencies)\b/.test(path)) promised.push(`${method} ${path}`);
  }
  assert.deepEqual(promised.filter((door) => !doors_tried.has(door)), []);
});
