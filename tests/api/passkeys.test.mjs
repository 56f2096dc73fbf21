// Passkeys in place of the six digits: each question is answered once, here, by a key that is known, with somebody present.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Authenticator } from "../support/authenticator.mjs";
import { base, goodbye, house, patiently, Person, totp } from "./client.mjs";

after(goodbye);

const place = "localhost", origin = base.origin;
const challenge_of = async (who) => (await who.call("POST", "/api/session/passkey")).json.challenge;
const give = async (who, passkey) => patiently(() => who.call("POST", "/api/session/factor", { passkey }));
const half_in = async (login) => {
  const who = new Person(login);
  who.first = await patiently(() => who.give_passphrase());
  return who;
};
const phone = new Authenticator(place, origin), owner = await new Person("passkey").sign_in();

test("a passkey is added while the factor is fresh, and only where it answers the question of this session", async () => {
  assert.deepEqual((await owner.get("/api/passkeys")).json, { possible: true, passkeys: [] });
  const stranger = new Authenticator(place, "http://localhost:1"), elsewhere = new Authenticator("example.org", origin);
  for (const [why, body] of [
    ["another question", phone.make("AAAA")],
    ["another page", stranger.make(await challenge_of(owner))],
    ["another place", elsewhere.make(await challenge_of(owner))],
    ["inside another page", phone.make(await challenge_of(owner), { more: { crossOrigin: true } })],
    ["an answer, no new key", phone.make(await challenge_of(owner), { type: "webauthn.get" })],
    ["nobody was present", phone.make(await challenge_of(owner), { flags: 0x40 })],
    ["no key in it", phone.make(await challenge_of(owner), { flags: 0x01 })],
    ["another kind of key", { ...phone.make(await challenge_of(owner)), algorithm: -8 }],
    ["a kind nobody knows", { ...phone.make(await challenge_of(owner)), algorithm: 7 }],
    ["no bytes", { ...phone.make(await challenge_of(owner)), authenticator_data: "" }],
  ]) {
    const answer = await owner.call("POST", "/api/passkeys", body);
    assert.equal(answer.json?.code, "wrong_passkey", why);
    assert.equal(answer.status, 401);
  }
  const spent = await challenge_of(owner);
  await owner.call("POST", "/api/passkeys", phone.make("AAAA"));
  assert.equal((await owner.call("POST", "/api/passkeys", phone.make(spent))).json.code, "wrong_passkey", "a question is answered once, also wrongly");
  for (const [body, code] of [[{ ...phone.make("AAAA"), name: "" }, "missing_field"], [{ ...phone.make("AAAA"), name: "n".repeat(61) }, "text_too_long"], [{ ...phone.make("AAAA"), client_data: "+" }, "wrong_type"], [{ ...phone.make("AAAA"), more: 1 }, "unknown_field"]])
    assert.equal((await owner.call("POST", "/api/passkeys", body)).json.code, code);

  assert.equal((await owner.call("POST", "/api/passkeys", phone.make(await challenge_of(owner)))).status, 204);
  const [kept] = (await owner.get("/api/passkeys")).json.passkeys;
  assert.equal(kept.name, "Le téléphone de canari");
  assert.equal((await owner.call("POST", "/api/passkeys", phone.make(await challenge_of(owner)))).json.code, "wrong_passkey", "the same key is not added twice");
  assert.deepEqual((await owner.get("/api/session")).json.factors, ["code", "passkey"]);
});

test("it opens the second step, once for each question", async () => {
  const who = await half_in("passkey");
  assert.deepEqual(who.first.json, { step: "factor", factors: ["code", "passkey"] });
  const question = (await who.call("POST", "/api/session/passkey")).json;
  assert.equal(question.place, place);
  assert.deepEqual(question.known, [phone.id.toString("base64url")]);
  const half = who.cookie, answer = phone.answer(question.challenge);
  const done = await give(who, answer);
  assert.equal(done.json.step, "done", done.text);
  assert.notEqual(who.cookie, half, "a new token with the new rights");
  assert.equal((await who.get("/api/session")).json.factor, "fresh");

  const again = await half_in("passkey");
  assert.equal((await give(again, answer)).json.code, "wrong_passkey", "an answer that was listened to is worth nothing");
  assert.equal((await again.call("GET", "/api/today")).json.code, "factor_needed");
});

test("what is wrong in any one way opens nothing", async () => {
  const wrong = [
    ["another key under that id", (own, c) => Object.assign(new Authenticator(place, origin), { id: own.id, count: 100 }).answer(c)],
    ["another page's", (own, c) => own.answer(c, { more: { origin: "http://localhost:1" } })],
    ["another place's", (own, c) => own.answer(c, { place: "example.org" })],
    ["the answer to another question", (own) => own.answer("AAAA")],
    ["another act", (own, c) => own.answer(c, { type: "webauthn.create" })],
    ["nobody present", (own, c) => own.answer(c, { flags: 0 })],
    ["a copy, whose count stands still", (own, c) => Object.assign(own, { count: 1 }).answer(c, { counted: false })],
    ["another signature", (own, c) => ({ ...own.answer(c), signature: own.answer("AAAA").signature })],
    ["no signature", (own, c) => ({ ...own.answer(c), signature: "" })],
    ["an unknown id", (own, c) => ({ ...own.answer(c), id: "AAAA" })],
    ["data of another length", (own, c) => ({ ...own.answer(c), authenticator_data: "AAAA" })],
    ["inside another page", (own, c) => own.answer(c, { more: { crossOrigin: true } })],
  ];
  // Four to an account: after the fifth one waits.
  for (const login of ["passkey_a", "passkey_b", "passkey_c"]) {
    const owner = await new Person(login).sign_in(), own = new Authenticator(place, origin);
    assert.equal((await owner.call("POST", "/api/passkeys", own.make(await challenge_of(owner)))).status, 204);
    const first = await half_in(login);
    assert.equal((await give(first, own.answer(await challenge_of(first)))).json.step, "done");
    const who = await half_in(login);
    for (const [why, answer_to] of wrong.splice(0, 4)) {
      const answer = await give(who, answer_to(own, await challenge_of(who)));
      assert.equal(answer.json?.code, "wrong_passkey", why);
    }
    assert.equal((await who.call("GET", "/api/today")).json.code, "factor_needed");
    assert.equal((await give(who, own.answer(await challenge_of(who)))).json.step, "done", "and then the right one does");
  }
  assert.equal(wrong.length, 0);
});

test("it makes the factor fresh again; the six digits do still; the passphrase does not", async () => {
  const who = await half_in("passkey");
  assert.equal((await give(who, phone.answer(await challenge_of(who)))).json.step, "done");
  const again = phone.answer(await challenge_of(who));
  assert.equal((await patiently(() => who.call("POST", "/api/session/step-up", { passkey: again }))).status, 204);
  assert.equal((await who.call("POST", "/api/session/step-up", { passkey: again })).json.code, "wrong_passkey");
  assert.equal((await who.call("POST", "/api/session/step-up", { passphrase: house.passphrase })).json.code, "wrong_code");
});

test("a person without the six digits who adds one is asked for it from then on", async () => {
  const who = await new Person("passkey_only").sign_in(), own = new Authenticator(place, origin);
  assert.deepEqual((await who.get("/api/session")).json.factors, []);
  assert.equal((await who.call("POST", "/api/passkeys", own.make(await challenge_of(who)))).status, 204);
  assert.equal((await patiently(() => who.call("POST", "/api/session/step-up", { passphrase: house.passphrase }))).json.code, "wrong_code", "the passphrase alone is not enough any more");
  const next = await half_in("passkey_only");
  assert.deepEqual(next.first.json, { step: "factor", factors: ["passkey"] });
  assert.equal((await patiently(() => next.call("POST", "/api/session/factor", { code: "000000" }))).json.code, "wrong_code");
  assert.equal((await give(next, own.answer(await challenge_of(next)))).json.step, "done");
});

test("nobody opens with another's passkey, and what is removed opens nothing", async () => {
  const other = await half_in("passkey_only");
  assert.equal((await give(other, phone.answer(await challenge_of(other)))).json.code, "wrong_passkey");
  const [kept] = (await owner.get("/api/passkeys")).json.passkeys;
  assert.match(kept.handle, /^[0-9a-f]{16}$/);
  assert.ok(kept.used_at);
  const fresh = () => patiently(() => owner.call("POST", "/api/session/step-up", { code: totp() }));
  if ((await owner.get("/api/session")).json.factor !== "fresh") await fresh();
  assert.equal((await owner.call("DELETE", "/api/passkeys/0123456789abcdef")).json.code, "no_such_step");
  assert.equal((await owner.call("DELETE", `/api/passkeys/${kept.handle}`)).status, 204);
  const next = await half_in("passkey");
  assert.deepEqual(next.first.json.factors, ["code"]);
  assert.equal((await give(next, phone.answer(await challenge_of(next)))).json.code, "wrong_passkey");
});

test("adding and removing ask for a fresh factor", async () => {
  const who = await new Person("twice").sign_in();
  await who.act("shelter_staff", house.units.shelter);
  assert.equal((await who.get("/api/session")).json.factor, "stale");
  const own = new Authenticator(place, origin);
  assert.equal((await who.call("POST", "/api/passkeys", own.make(await challenge_of(who)))).json.code, "step_up");
  assert.equal((await who.call("DELETE", "/api/passkeys/0123456789abcdef")).json.code, "step_up");
});
