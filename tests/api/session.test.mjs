// Signing in: two steps, one answer for every stranger, tokens that change with the rights.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { base, goodbye, house, Person, person, send, totp } from "./client.mjs";

after(goodbye);

test("health answers before anybody has signed in, and sets no cookie", async () => {
  const answer = await send("GET", "/api/health");
  assert.equal(answer.status, 200);
  assert.deepEqual(Object.keys(answer.json).sort(), ["demonstration", "engine", "status", "version"]);
  assert.equal(answer.json.demonstration, true);
  assert.equal(answer.headers["set-cookie"], undefined);
});

test("an unknown login and a wrong passphrase get the same answer", async () => {
  const nobody = await new Person("nobody-of-this-name").give_passphrase("wrong phrase");
  const wrong = await new Person("trainer").give_passphrase("wrong phrase");
  assert.equal(nobody.status, 401);
  assert.equal(nobody.text, wrong.text);
  assert.deepEqual(Object.keys(nobody.headers).sort(), Object.keys(wrong.headers).sort());
  assert.equal(nobody.headers["set-cookie"], undefined);
});

test("the cookie is HttpOnly, SameSite=Strict, for every path and for no other host", async () => {
  const answer = await new Person("finance").give_passphrase();
  const [cookie] = answer.headers["set-cookie"];
  const [pair, ...flags] = cookie.split("; ");
  assert.match(pair, /^nibbi=[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(flags.sort(), ["HttpOnly", "Path=/", "SameSite=Strict"]);
  assert.equal(answer.headers["cache-control"], "no-store");
});

test("before the second factor nothing is open but the second step and the way out", async () => {
  const who = new Person("factor");
  const first = await who.give_passphrase();
  assert.equal(first.json.step, "factor");
  const half = who.cookie;
  for (const [method, path, body] of [["GET", "/api/session"], ["GET", "/api/today"], ["GET", "/api/units"], ["GET", "/api/programme"], ["POST", "/api/children/find", { scope: "mine" }],
    ["POST", "/api/devices", { public_key: "AA" }], ["POST", "/api/entries", { attended: true, entries: [] }], ["POST", "/api/session/step-up", { code: "000000" }]]) {
    const answer = await who.call(method, path, body);
    assert.equal(answer.json.code, "factor_needed", path);
    assert.equal(answer.status, 401);
  }
  for (const code of ["000000", "12345", "", "abcdef"]) assert.equal((await who.call("POST", "/api/session/factor", { code })).json.code, "wrong_code");

  const code = totp();
  const done = await who.call("POST", "/api/session/factor", { code });
  assert.equal(done.json.step, "done", done.text);
  assert.notEqual(who.cookie, half, "a new token with the new rights");
  assert.equal((await who.get("/api/session")).json.factor, "fresh");
  assert.equal((await send("GET", "/api/session", { headers: { cookie: half } })).json.code, "sign_in_first", "the older token is worth nothing");

  const again = new Person("factor");
  await again.give_passphrase();
  assert.equal((await again.call("POST", "/api/session/factor", { code })).json.code, "wrong_code", "a code is good once");
  assert.equal((await who.call("POST", "/api/session/step-up", { code })).json.code, "wrong_code", "nor does it make the factor fresh");
  assert.equal((await who.call("POST", "/api/session/step-up", { passphrase: house.passphrase })).json.code, "wrong_code", "nor does the passphrase of somebody who has a factor");
});

test("two tries at once with one code let one in", async () => {
  const both = [new Person("factor2"), new Person("factor2")];
  for (const one of both) await one.give_passphrase();
  const code = totp();
  const answers = await Promise.all(both.map((one) => one.call("POST", "/api/session/factor", { code })));
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, 401]);
});

test("signing out ends the session at once and clears the cookie", async () => {
  const who = new Person("manager");
  await who.give_passphrase();
  const token = who.cookie;
  const out = await who.call("DELETE", "/api/session");
  assert.equal(out.status, 204);
  assert.match(out.headers["set-cookie"][0], /^nibbi=; .*Max-Age=0/);
  assert.equal((await send("GET", "/api/session", { headers: { cookie: token } })).json.code, "sign_in_first");
});

test("somebody acts in their own posts only, and a change of post asks for the factor again", async () => {
  const who = await new Person("twice").sign_in();
  const { team, shelter, elsewhere } = house.units;
  assert.equal((await who.get("/api/session")).json.posts.length, 2);
  for (const [role, unit] of [["supervisor", team], ["street_worker", shelter], ["street_worker", elsewhere], ["administrator", team]]) {
    const answer = await who.call("PUT", "/api/session/acting", { role, unit });
    assert.equal(answer.status, 403);
    assert.equal(answer.json.code, "not_allowed");
  }
  for (const body of [{ role: "king", unit: team }, { role: "street_worker", unit: "x" }, {}, { role: 1, unit: team }]) assert.equal((await who.call("PUT", "/api/session/acting", body)).status, 422);
  assert.equal((await who.act("shelter_staff", shelter)).status, 204);
  const session = (await who.get("/api/session")).json;
  assert.deepEqual(session.acting, { role: "shelter_staff", unit: shelter });
  assert.equal(session.factor, "stale");
  assert.equal((await who.call("POST", "/api/session/step-up", { passphrase: "wrong phrase" })).status, 401);
  assert.equal((await who.call("POST", "/api/session/step-up", { passphrase: house.passphrase })).status, 204);
  assert.equal((await who.get("/api/session")).json.factor, "fresh");
});

test("a made-up token, one too long, and none at all are nobody", async () => {
  for (const token of ["", "A".repeat(43), "A".repeat(4000), "../../etc", "nibbi", "%00"]) {
    const answer = await send("GET", "/api/session", { headers: { cookie: `nibbi=${token}` } });
    assert.equal(answer.json.code, "sign_in_first");
  }
});

test("the same key shown twice is the same device; what is no key is refused", async () => {
  const who = await person("awa");
  const spki = Buffer.from(await crypto.subtle.exportKey("spki", who.pair.publicKey)).toString("base64url");
  assert.equal((await who.call("POST", "/api/devices", { public_key: spki })).json.device, who.device);
  const session = (await who.get("/api/session")).json;
  assert.equal(session.device, who.device);
  for (const public_key of ["", "AAAA", "!", spki.slice(4), 7, null]) assert.equal((await who.call("POST", "/api/devices", { public_key })).status, 422);
});

test("what changes something is refused from elsewhere, without its header, and with another content type", async () => {
  const own = { "content-type": "application/json", "nibbi-request": "1", "sec-fetch-site": "same-origin" };
  const body = JSON.stringify({ login: "awa", passphrase: "wrong phrase" });
  const tried = async (headers) => (await send("POST", "/api/session", { headers, body })).json.code;
  for (const site of ["cross-site", "same-site", "none", "invented"]) assert.equal(await tried({ ...own, "sec-fetch-site": site }), "cross_site", site);
  const { "sec-fetch-site": _, ...no_site } = own;
  assert.equal(await tried(no_site), "cross_site");
  assert.equal(await tried({ ...no_site, origin: "https://example.org" }), "cross_site");
  assert.equal(await tried({ ...no_site, origin: "null" }), "cross_site");
  assert.equal(await tried({ ...no_site, origin: `http://localhost:${base.port}` }), "wrong_sign_in");
  const { "nibbi-request": __, ...no_header } = own;
  assert.equal(await tried(no_header), "cross_site");
  assert.equal(await tried({ ...own, "nibbi-request": "0" }), "cross_site");
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) assert.equal(await tried({ ...own, "content-type": type }), "wrong_media_type");
  const { "content-type": ___, ...no_type } = own;
  assert.equal(await tried(no_type), "wrong_media_type");
  assert.equal((await send("GET", "/api/health", { headers: { host: "elsewhere.example" } })).status >= 400, true, "another host's name is not ours");
});
