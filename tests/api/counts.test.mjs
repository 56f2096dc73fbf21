// Exact numbers for who steers the programme: to whom, of which units, and nobody's child in them.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { goodbye, house, people, uuid7 } from "./client.mjs";

after(goodbye);

const of_unit = (answer, unit) => answer.json.units.find((one) => one.unit === house.units[unit]);
const files = (line) => Object.values(line?.files ?? {}).reduce((a, b) => a + b, 0);

test("a manager and the finances see every unit, a coordinator the units of their countries, a supervisor their own, nobody else any", async () => {
  const [awa, manager, finance, codou, moussa] = await people("awa", "manager", "finance", "codou", "moussa");
  const before = await manager.get("/api/counts");
  assert.equal(before.status, 200, before.text);
  const record = await awa.opens_file();
  await awa.say(record, "form.saved", { plain: { form: "intake", form_version: 1 }, identity: { answers: { "intake.first_name": "Canari" } } });
  const after_it = await manager.get("/api/counts");
  assert.equal(files(of_unit(after_it, "team")), files(of_unit(before, "team")) + 1);
  assert.doesNotMatch(after_it.text, new RegExp(`${record}|Canari`));
  assert.deepEqual((await finance.get("/api/counts")).json, after_it.json);
  assert.ok((await codou.get("/api/counts")).json.units.every((one) => ["SN", "GW"].includes(one.country)));
  const own = (await moussa.get("/api/counts")).json.units;
  assert.deepEqual(own.map((one) => one.unit), [house.units.team]);
  assert.deepEqual(own[0], of_unit(after_it, "team"));
  for (const who of await people("awa", "fatou", "ndeye", "joana", "trainer", "officer", "admin")) {
    const answer = await who.get("/api/counts");
    assert.deepEqual([answer.status, answer.json.code], [403, "not_allowed"], who.login);
  }
});

test("children who live in a house are counted there", async () => {
  const [awa, manager] = await people("awa", "manager");
  const living = async () => of_unit(await manager.get("/api/counts"), "shelter")?.living ?? 0;
  const before = await living(), record = await awa.opens_file();
  const stay = await awa.write(record, "placement.begun", {
    plain: { begun_on: "2026-01-01" }, placement: { placement_kind: "shelter", unit: house.units.shelter }, narrative: { over_capacity_reason: "essai", why: "C’est là qu’on veille sur elle" } }, { header: { id: uuid7() } });
  assert.equal(stay.status, "accepted", JSON.stringify(stay.problem));
  assert.equal(await living(), before + 1);
});

test("on Today stands how many open files are one’s own, and nobody else’s", async () => {
  const [awa, fatou, manager] = await people("awa", "fatou", "manager");
  const followed = async (who) => (await who.get("/api/today")).json.followed;
  const before = [await followed(awa), await followed(fatou)];
  await awa.opens_file();
  const closes = await awa.opens_file();
  assert.deepEqual([await followed(awa), await followed(fatou), await followed(manager)], [before[0] + 2, before[1], 0]);
  const [moussa] = await people("moussa");
  const given = await moussa.write(closes, "assignment.made", { plain: { person: fatou.id, unit: house.units.team } });
  assert.equal(given.status, "accepted", JSON.stringify(given.problem));
  assert.deepEqual([await followed(awa), await followed(fatou)], [before[0] + 1, before[1] + 1]);
});
