// Doors that are not about one file (T-6b): accounts and units, the log across files, and what is held against other files (families, children met again), as every role with every relation. Statuses are those that
// tests/oracle reads off the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { doors_tried, goodbye, read, uuid7 } from "./client.mjs";
import { at, cell, Differences, each, end_file, everybody, one, oracle, planted, seen, sign_everybody_in, tied_file, units } from "./policy_world.mjs";

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
    ["POST", "/api/demonstration/see-as", { person: victim.fresh.id }],
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
      const incidents = await who[factor].get("/api/incidents");
      const noted = await who[factor].call("PUT", `/api/incidents/${uuid7()}`, { known: 1, happened: "x", noticed_at: "2026-01-01T00:00:00.000Z", data: [], files: [], told: [], closed: false });
      d.expect([incidents.status, noted.status], officer ? [200, 404] : [403, 403], "incidents", where);
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

test("a family is held against a file by those who may compare on it and see who the child is, and by nobody else", async () => {
  const d = new Differences();
  const nobody = uuid7();
  await each(everybody, async (who) => { for (const state of states) for (const factor of factors) {
    const session = who[factor], record = files[state];
    const where = at(who, state, factor);
    const opens = (action) => cell(who, state, factor, action).decision;
    const compares = opens("compare_trace") === "allow" && opens("see_identity") === "allow";
    d.expect((await session.get(`/api/children/${record}/families`)).status, compares ? 200 : 404, "GET families", where);
    d.expect((await session.get(`/api/children/${record}/families/${nobody}`)).status, 404, "GET one that is not there", where);
    // Files alike are told to who sees the child without a reason and may write in the file.
    const judges = opens("see_identity") === "allow" && ["allow", "own"].includes(opens("edit_form"));
    d.expect((await session.get(`/api/children/${record}/alike`)).status, judges ? 200 : 404, "GET alike", where);
    // Who meets a child asks for their own file; who has the found one, or answers for it, is told.
    const asks = who.relation === "assigned" && oracle.seven.includes(who.role) && opens("see_identity") === "allow";
    const asked = await session.call("POST", `/api/children/${record}/already_known`);
    d.expect(asks ? [200, 422, 429].includes(asked.status) : asked.status === 404, true, `POST already_known: ${asked.status}`, where);
    const told = state !== "erased" && ["assigned", "team"].includes(who.relation) && opens("see_plain") !== "deny";
    d.expect((await session.get(`/api/children/${record}/met_again`)).status, told ? 200 : 404, "GET met_again", where);
    d.expect((await session.call("POST", `/api/children/${record}/met_again/${nobody}`, { same: false })).status, told ? 409 : 404, "POST met_again", where);
  } });
  await each(everybody, async (who) => {
    const all = await who.fresh.get("/api/inquiries");
    d.expect([all.status, all.json.inquiries.length], [200, 0], "inquiries of others", at(who, "open", "fresh"));
    const pairs = await who.fresh.get("/api/pairs");
    // Files of these tests are called alike: of what is told, both are seen and written in without a reason, and a stranger to all is told of none.
    const pair_files = pairs.json.lists.flatMap((list) => list.pairs).flatMap((pair) => [pair.record, pair.other]);
    const views = await Promise.all([...new Set(pair_files)].map((record) => who.fresh.get(`/api/children/${record}`)));
    const open_to_them = views.every(({ json }) => json.sight?.identity === "allow" && ["allow", "own"].includes(json.actions?.edit_form));
    d.expect([pairs.status, open_to_them], [200, true], "pairs of others", at(who, "open", "fresh"));
    if (who.relation === "none") d.expect(pairs.json.lists.length, 0, "pairs told to a stranger", at(who, "open", "fresh"));
    d.expect((await who.fresh.get(`/api/inquiries/${nobody}`)).status, 404, "an inquiry that is not there", at(who, "open", "fresh"));
    d.expect((await who.fresh.get(`/api/records/${nobody}`)).status, 404, "a record that is not there", at(who, "open", "fresh"));
  });
  d.none();
});

test("erasing what relatives told is asked for by officers of data protection, with a fresh factor, and answered by nobody who has nothing to do with it", async () => {
  const d = new Differences();
  const asked = { code: "GW-NOBODY", ground: "asked_by_person", reason: "essai" };
  await each(everybody, async (who) => {
    for (const factor of factors) {
      const where = at(who, "any", factor), officer = who.role === "data_protection_officer";
      const ask = await who[factor].call("POST", "/api/erasures", asked);
      d.expect([ask.status, ask.json?.code], !officer ? [403, "not_allowed"] : factor === "stale" ? [401, "step_up"] : [404, "not_found"], "POST erasures", where);
      const answer = await who[factor].call("POST", `/api/erasures/${uuid7()}`, { agree: true });
      d.expect([answer.status, answer.json?.code], [404, "not_found"], "POST erasures/{id}", where);
    }
    d.expect((await who.fresh.get("/api/erasures")).status, 200, "GET erasures", at(who, "any", "fresh"));
  });
  d.none();
});

test("no route that is not about one file was left out here", () => {
  let path = "";
  const promised = [];
  for (const line of read("contract/openapi.yaml").split("\n")) {
    path = line.match(/^ {2}(\/\S*):$/)?.[1] ?? path;
    const method = line.match(/^ {4}(get|put|post|delete|patch):$/)?.[1];
    if (method && /^\/api\/(admin|access-log|emergencies|incidents|inquiries|pairs|records|erasures)\b|\/(families|alike|already_known|met_again)\b/.test(path)) promised.push(`${method} ${path}`);
  }
  assert.deepEqual(promised.filter((door) => !doors_tried.has(door)), []);
});
