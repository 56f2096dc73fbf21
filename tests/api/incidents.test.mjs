// Incidents about data: noted by data protection, told anew beside what was told, and read by the officers of that organisation alone.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { case_code, goodbye, house, people, told_in_every_language, uuid7 } from "./client.mjs";

after(goodbye);

const facts = (more = {}) => ({
  known: 0, happened: "Un téléphone ouvert a été perdu dans un car", noticed_at: "2026-03-01T08:30:00.000Z", data: ["name", "location"], people: 12, means: "Le téléphone de l’équipe",
  files: [], done: "Appareil retiré", told: [], closed: false, ...more,
});
const note = (who, id, more) => who.call("PUT", `/api/incidents/${id}`, facts(more));
const all = async (who) => (await who.get("/api/incidents")).json.incidents;

test("an incident is noted, told anew beside what was told, and closed; nothing is overwritten", async () => {
  const [officer] = await people("officer");
  const id = uuid7(), code = case_code();
  assert.equal((await note(officer, id, { files: [code] })).status, 204);
  const told = [{ whom: "authority", on: "2026-03-02", note: "Récépissé 7" }];
  assert.equal((await note(officer, id, { known: 1, people: 14, told })).status, 204);
  assert.equal((await note(officer, id, { known: 2, people: 14, told: [...told, { whom: "people_concerned", on: "2026-03-03" }], closed: true })).status, 204);
  const kept = (await all(officer)).find((one) => one.id === id);
  assert.deepEqual(kept.versions.map((one) => [one.people, one.told.length, one.closed, one.person, one.files.length]), [[12, 0, false, officer.id, 1], [14, 1, false, officer.id, 0], [14, 2, true, officer.id, 0]]);
  assert.deepEqual([kept.told_authority, kept.tell_by, kept.unit], [true, undefined, house.units.team], "where the programme set no clock, there is no deadline");
  assert.equal(kept.versions[0].files[0], code);
  // Two who write at once: the second reads first.
  for (const known of [0, 1, 4]) {
    const late = await note(officer, id, { known });
    assert.deepEqual([late.status, late.json.code], [409, "no_such_step"]);
  }
  assert.equal((await all(officer)).find((one) => one.id === id).versions.length, 3);
  assert.deepEqual((await all(officer)).map((one) => one.versions.at(-1).closed).toSorted((a, b) => a - b), (await all(officer)).map((one) => one.versions.at(-1).closed), "open ones first");
});

test("an officer of another organisation is told of none, one of the programme of all; nobody else of any", async () => {
  const [officer, elsewhere, of_all] = await people("officer", "officer_elsewhere", "officer_of_all");
  const id = uuid7();
  assert.equal((await note(officer, id)).status, 204);
  assert.ok((await all(of_all)).some((one) => one.id === id));
  assert.ok(!(await all(elsewhere)).some((one) => one.id === id));
  for (const known of [0, 1]) assert.equal((await note(elsewhere, id, { known })).status, 404);
  assert.equal((await note(of_all, id, { known: 1, done: "Vu avec l’équipe" })).status, 204);
  for (const who of await people("awa", "fatou", "moussa", "codou", "manager", "finance", "admin", "keeper")) {
    const refused = [await who.get("/api/incidents"), await note(who, uuid7())];
    assert.deepEqual(refused.map((one) => [one.status, one.json.code]), [[403, "not_allowed"], [403, "not_allowed"]], who.login);
  }
});

test("an open one is on the day's list of its officers until it is closed, and on nobody else's", async () => {
  const [officer, elsewhere, of_all, ...others] = await people("officer", "officer_elsewhere", "officer_of_all", "awa", "fatou", "moussa", "codou", "manager", "admin");
  const id = uuid7();
  const lines = async (who) => (await who.get("/api/today")).json.groups.flatMap(({ group, tasks }) => tasks.filter((one) => one.record === id).map((one) => ({ group, ...one })));
  assert.equal((await note(officer, id)).status, 204);
  for (const who of [officer, of_all]) assert.deepEqual(await lines(who), [{ group: "week", task: "incident_open", record: id }], who.login);
  for (const who of [elsewhere, ...others]) assert.deepEqual(await lines(who), [], who.login);
  assert.equal((await note(officer, id, { known: 1, closed: true })).status, 204);
  assert.deepEqual(await lines(officer), []);
});

test("what can't be is refused with the field that it is about, and keeps nothing", async () => {
  const [officer] = await people("officer");
  const before = (await all(officer)).length;
  for (const [more, code, field] of [
    [{ happened: "  " }, "missing_field", "happened"], [{ noticed_at: undefined }, "missing_field", "noticed_at"], [{ noticed_at: "hier" }, "wrong_type", "noticed_at"],
    [{ noticed_at: "2999-01-01T00:00:00.000Z" }, "number_out_of_range", "noticed_at"], [{ happened: "x".repeat(4001) }, "text_too_long", "happened"], [{ data: ["secrets"] }, "not_in_list", "data"],
    [{ people: -1 }, "number_out_of_range", "people"], [{ people: "douze" }, "wrong_type", "people"], [{ files: ["SN-000000-A"] }, "wrong_type", "files"], [{ files: ["Canari"] }, "wrong_type", "files"],
    [{ told: [{ whom: "authority", on: "bientôt" }] }, "wrong_type", "told"], [{ told: [{ whom: "nobody", on: "2026-03-02" }] }, "not_in_list", "told"], [{ closed: "oui" }, "wrong_type", "closed"],
    [{ told: [{ whom: "police", on: "2026-03-02", name: "x" }] }, "unknown_field"], [{ child: "Canari" }, "unknown_field"], [{ known: undefined }, "missing_field", "known"],
  ]) {
    const answer = await note(officer, uuid7(), more);
    assert.deepEqual([answer.status, answer.json.code, answer.json.details?.field], [422, code, field], JSON.stringify(more).slice(0, 80));
    told_in_every_language(code);
  }
  assert.equal((await note(officer, "x")).status, 404);
  assert.equal((await note(officer, uuid7(), { known: 1 })).status, 404);
  assert.equal((await all(officer)).length, before);
});
