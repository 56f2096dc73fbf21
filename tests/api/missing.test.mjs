// A child whom the roll call does not find is on the list of today of whoever is near, until somebody says where the child is.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { goodbye, house, people } from "./client.mjs";

after(goodbye);

test("the house, the worker and the supervisor are told to look for the child; nobody else is, and nobody once the child is there", async () => {
  const [awa, moussa, ndeye, stranger] = await people("awa", "moussa", "ndeye", "stranger");
  const record = await awa.opens_file(), own = { header: { seen: 1 } };
  await awa.say(record, "placement.begun", { plain: { begun_on: new Date().toISOString().slice(0, 10) }, placement: { placement_kind: "shelter", unit: house.units.shelter }, narrative: { why: "C’est là qu’on veille sur elle" } }, own);
  const call = (presence) => ndeye.say(record, "form.saved", { plain: { form: "roll_call", form_version: 1 }, placement: { answers: { "roll_call.presence": presence } } }, own);
  const told = async (who) => {
    const { groups } = (await who.get("/api/today")).json;
    return groups.flatMap(({ group, tasks }) => tasks.filter((task) => task.record === record && task.task === "child_missing").map((task) => [group, task.about]));
  };
  await call("out");
  for (const who of [awa, moussa, ndeye]) assert.deepEqual(await told(who), [], who.login);
  const { id } = await call("not_here");
  for (const who of [awa, moussa, ndeye]) assert.deepEqual(await told(who), [["now", id]], who.login);
  assert.deepEqual(await told(stranger), []);
  await call("here");
  for (const who of [awa, moussa, ndeye]) assert.deepEqual(await told(who), [], who.login);
});
