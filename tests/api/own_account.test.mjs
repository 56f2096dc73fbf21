// What a person does to their own account without an administrator.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { goodbye, house, patiently, Person, send, told_in_every_language, totp } from "./client.mjs";

after(goodbye);

const chosen = "une autre longue phrase de canari";
const change = (who, body) => who.call("POST", "/api/account/passphrase", body);

test("a passphrase is changed by who knows it, while the factor is fresh; every other session ends", async () => {
  const own = await new Person("own").sign_in();
  const other = new Person("own");
  await patiently(() => other.give_passphrase());
  const refused = async (body, status, code) => {
    const answer = await change(own, body);
    assert.deepEqual([answer.status, answer.json.code], [status, code]);
    assert.doesNotMatch(answer.text, /canari|longue/);
    told_in_every_language(code);
  };
  await refused({ passphrase: "pas la bonne phrase", chosen }, 401, "wrong_sign_in");
  await refused({ passphrase: house.passphrase, chosen: "courte" }, 422, "number_out_of_range");
  await refused({ passphrase: house.passphrase }, 422, "number_out_of_range");
  await refused({ passphrase: house.passphrase, chosen, more: 1 }, 422, "unknown_field");
  assert.equal((await own.get("/api/today")).status, 200, "what was refused changed nothing");

  assert.equal((await change(own, { passphrase: house.passphrase, chosen })).status, 204);
  assert.equal((await own.get("/api/today")).status, 200, "the session that changed it goes on");
  assert.equal((await send("GET", "/api/session", { headers: { cookie: other.cookie } })).json.code, "sign_in_first");
  assert.equal((await patiently(() => new Person("own").give_passphrase())).json.code, "wrong_sign_in", "the old one opens nothing");
  assert.equal((await patiently(() => new Person("own").give_passphrase(chosen))).json.step, "factor");
});

test("with a stale factor, or after too many wrong tries, it waits", async () => {
  const twice = await new Person("twice").sign_in();
  assert.equal((await twice.act("street_worker", house.units.team)).status, 204);  // acting anew makes the factor stale
  const stale = await change(twice, { passphrase: house.passphrase, chosen });
  assert.deepEqual([stale.status, stale.json.code], [401, "step_up"]);
  await patiently(() => twice.call("POST", "/api/session/step-up", { passphrase: house.passphrase }));
  const answers = [];
  for (let i = 0; i < 8; ++i) answers.push((await change(twice, { passphrase: "pas la bonne", chosen })).json.code);
  assert.ok(answers.includes("slow_down"), answers.join(" "));
});
