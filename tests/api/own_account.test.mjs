// What a person does to their own account without an administrator.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { goodbye, house, patiently, people, Person, send, told_in_every_language, totp } from "./client.mjs";

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

const offer = (who, passphrase) => who.call("POST", "/api/account/factor", { passphrase });
const take = (who, code) => who.call("PUT", "/api/account/factor", { code });

test("the codes move to another phone by who knows the passphrase, and only once that phone has shown a good one", async () => {
  const moves = await new Person("moves").sign_in();
  const other = await new Person("moves");
  await patiently(() => other.give_passphrase());
  const refused = (answer, status, code) => {
    assert.deepEqual([answer.status, answer.json.code], [status, code]);
    told_in_every_language(code);
  };
  refused(await take(moves, totp()), 409, "no_such_step");
  refused(await offer(moves, "pas la bonne phrase"), 401, "wrong_sign_in");
  refused(await moves.call("POST", "/api/account/factor", { passphrase: house.passphrase, secret: "x" }), 422, "unknown_field");
  const first = await offer(moves, house.passphrase), second = await offer(moves, house.passphrase);
  assert.equal(second.status, 200, second.text);
  assert.match(second.json.uri, new RegExp(`^otpauth://totp/.*moves.*secret=${second.json.secret}`));
  assert.notEqual(first.json.secret, second.json.secret);
  refused(await take(moves, totp(Date.now(), first.json.secret)), 401, "wrong_code");
  refused(await take(moves, totp()), 401, "wrong_code");
  assert.equal((await send("GET", "/api/session", { headers: { cookie: other.cookie } })).json.code, "factor_needed", "until then nothing has changed");
  const now = Date.now();
  const taken = await take(moves, totp(now, second.json.secret));
  assert.equal(taken.status, 204, taken.text);
  refused(await take(moves, totp(now, second.json.secret)), 409, "no_such_step");
  assert.equal((await moves.get("/api/today")).status, 200, "the session that moved them goes on");
  assert.equal((await send("GET", "/api/session", { headers: { cookie: other.cookie } })).json.code, "sign_in_first");

  const again = new Person("moves");
  await patiently(() => again.give_passphrase());
  assert.equal((await again.call("POST", "/api/session/factor", { code: totp(now + 30_000) })).json.code, "wrong_code", "the old phone opens nothing");
  const in_by_new = await again.call("POST", "/api/session/factor", { code: totp(now + 30_000, second.json.secret) });
  assert.equal(in_by_new.status, 200, in_by_new.text);
  const [admin] = await people("admin");
  const { acts } = (await admin.get(`/api/admin/acts/${moves.id}`)).json;
  assert.deepEqual(acts.filter((one) => one.action === "account.change_factor").map((one) => one.by), [moves.name ?? "moves DEMO"]);
});

test("who has no codes has none to move; a stale factor waits", async () => {
  const [awa] = await people("awa");
  await patiently(() => awa.call("POST", "/api/session/step-up", { passphrase: house.passphrase }));
  assert.deepEqual([(await offer(awa, house.passphrase)).json.code], ["factor_needed"]);
  const twice = await new Person("twice").sign_in();
  assert.equal((await twice.act("street_worker", house.units.team)).status, 204);
  const stale = await offer(twice, house.passphrase);
  assert.deepEqual([stale.status, stale.json.code], [401, "step_up"]);
});
