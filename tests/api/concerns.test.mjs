// A concern about a colleague, through the doors: a focal point who has nothing to do with the child sets the worker aside by the child's code.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { goodbye, house, people } from "./client.mjs";

after(goodbye);

let awa, fatou, moussa, officer, keeper;
before(async () => { [awa, fatou, moussa, officer, keeper] = await people("awa", "fatou", "moussa", "officer", "keeper"); });
const code_of = async (who, record) => (await who.get(`/api/children/${record}`)).json.state.code;

test("by its code, unread, a file is closed to one person, and to nobody else, until it is lifted", async () => {
  const record = await awa.opens_file(), code = await code_of(awa, record);
  assert.equal((await keeper.get(`/api/children/${record}`)).status, 404);
  assert.equal((await keeper.get("/api/session")).json.concerns, true);
  assert.equal((await awa.get("/api/session")).json.concerns, false);
  assert.equal((await keeper.call("POST", "/api/concerns/file", { code: "SN-000000-A" })).status, 404);
  assert.equal((await keeper.call("POST", "/api/concerns/file", {})).status, 422);
  assert.deepEqual((await keeper.call("POST", "/api/concerns/file", { code })).json, { record });

  assert.equal((await keeper.write(record, "set_aside.begun", { plain: { person: house.people.awa.id } }, { header: { seen: 0 } })).problem.code, "missing_field");
  const receipt = await keeper.write(record, "set_aside.begun", { plain: { person: awa.id }, narrative: { text: "Canari de la plainte" } }, { header: { seen: 0 } });
  assert.equal(receipt.status, "accepted", JSON.stringify(receipt.problem));
  assert.equal((await awa.get(`/api/children/${record}`)).status, 404);
  assert.equal((await awa.call("POST", "/api/children/find", { scope: "mine", query: code })).json.children.length, 0);
  assert.equal((await awa.write(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: "mots" } }, { header: { seen: 1 } })).problem.code, "not_found");
  assert.equal((await awa.write(record, "break_glass.opened", {}, { header: { seen: 1 } })).problem.code, "not_found");

  const [line] = (await keeper.get("/api/concerns")).json.set_aside;
  assert.deepEqual([line.record, line.code, line.person, line.person_name], [record, code, house.people.awa.id, "awa DEMO"]);
  // The supervisor is told to give the file to somebody, and reads nowhere why; whom to choose is refused without a word about it either.
  const seen = await moussa.get(`/api/children/${record}`), today = await moussa.get("/api/today");
  assert.equal(seen.status, 200);
  assert.ok(!seen.text.includes("set_aside") && !seen.text.includes("Canari de la plainte") && !today.text.includes("set_aside"));
  assert.ok(today.json.groups.some((g) => g.tasks.some((task) => task.task === "worker_to_choose" && task.record === record)));
  const chosen = await moussa.write(record, "assignment.made", { plain: { person: house.people.awa.id, unit: house.people.awa.unit } }, { header: { seen: 1 } });
  assert.equal(chosen.problem.code, "not_for_this_file");
  assert.equal((await moussa.write(record, "assignment.made", { plain: { person: house.people.fatou.id, unit: house.people.fatou.unit } }, { header: { seen: 1 } })).status, "accepted");
  const log = (await moussa.call("POST", `/api/children/${record}/accesses`, { reason: "essai" })).json.accesses;
  assert.ok(log.every((one) => one.person !== house.people.keeper.id));
  const by_officer = (await officer.call("POST", `/api/children/${record}/accesses`, { reason: "essai" })).json.accesses;
  assert.ok(by_officer.some((one) => one.person === house.people.keeper.id && one.concern === true));

  const lifted = await keeper.write(record, "set_aside.lifted", { plain: { set_aside: line.set_aside }, narrative: { text: "Close" } }, { header: { seen: 0 } });
  assert.equal(lifted.status, "accepted", JSON.stringify(lifted.problem));
  assert.deepEqual((await keeper.get("/api/concerns")).json.set_aside, []);
  assert.equal((await moussa.write(record, "assignment.made", { plain: { person: house.people.awa.id, unit: house.people.awa.unit } }, { header: { seen: 1 } })).status, "accepted");
  assert.equal((await awa.get(`/api/children/${record}`)).status, 200);
});
