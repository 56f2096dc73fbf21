// Accounts, roles and units through HTTP: what one administrator does alone, what takes two, and what only the person does.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { goodbye, house, people, send, totp, uuid7 } from "./client.mjs";

after(goodbye);

const headers = { "content-type": "application/json", "nibbi-request": "1", "sec-fetch-site": "same-origin" };
const at_the_door = (method, body) => send(method, "/api/enrolment", { headers, body: JSON.stringify(body) });
const sign_in = (login, passphrase) => send("POST", "/api/session", { headers, body: JSON.stringify({ login, passphrase }) });
const accounts = async (who) => (await who.get("/api/admin/people")).json;
const account = async (who, id) => (await accounts(who)).people.find((one) => one.person === id);
const waiting = async (who, id) => (await accounts(who)).waiting.filter((one) => one.person === id);
const act = (who, id, body) => who.call("POST", `/api/admin/people/${id}`, body);
const answer = (who, id, agree) => who.call("POST", `/api/admin/waiting/${id}`, { agree });

test("a new colleague: one administrator opens the account, another agrees to the role, and only the colleague chooses the passphrase", async () => {
  const [admin, second] = await people("admin", "admin2");
  const asked = { name: "Aïda DEMO", language: "fr", login: "aida", role: "case_worker", unit: house.units.team };
  for (const [change, code] of [[{ role: "queen" }, "not_in_list"], [{ unit: uuid7() }, "unit_unknown"], [{ login: "AWA" }, "already_open"], [{ name: "" }, "missing_field"], [{ surname: "x" }, "unknown_field"],
    [{ no_second_factor: true }, "factor_needed"]])
    assert.equal((await admin.call("POST", "/api/admin/people", { ...asked, ...change })).json.code, code, JSON.stringify(change));
  const invited = await admin.call("POST", "/api/admin/people", asked);
  assert.equal(invited.status, 202);
  const { person, code } = invited.json;
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.equal((await account(admin, person)).account, "awaits_code");

  assert.equal((await at_the_door("POST", { login: "aida", code: "0000-0000-0000" })).json.code, "wrong_code");
  const begun = await at_the_door("POST", { login: "aida", code: code.toLowerCase().replaceAll("-", " ") });
  assert.deepEqual([begun.status, begun.json.name, begun.json.chooses_passphrase], [200, "Aïda DEMO", true]);
  const six = totp(Date.now(), begun.json.second_factor.secret), passphrase = "les baobabs du matin";
  const wrong = await at_the_door("PUT", { login: "aida", code, passphrase, totp: six === "000000" ? "000001" : "000000" });
  assert.deepEqual([wrong.json.code, wrong.json.details.field], ["wrong_code", "totp"]);
  assert.equal((await at_the_door("PUT", { login: "aida", code, passphrase: "court", totp: six })).json.code, "number_out_of_range");
  assert.equal((await at_the_door("PUT", { login: "aida", code, passphrase, totp: six })).status, 204);
  assert.equal((await at_the_door("PUT", { login: "aida", code, passphrase, totp: six })).json.code, "wrong_code", "good once");
  assert.equal((await account(admin, person)).account, "open");
  const early = await sign_in("aida", passphrase);
  assert.deepEqual([early.status, early.json.details.field], [403, "role"]);

  const [request] = await waiting(second, person);
  assert.deepEqual([request.post, request.asker, request.lapsed], [{ role: "case_worker", unit: house.units.team }, admin.id, false]);
  assert.equal((await answer(admin, request.id, true)).json.code, "not_the_same_person");
  assert.equal((await answer(second, request.id, true)).status, 200);
  assert.deepEqual(await waiting(second, person), []);
  assert.deepEqual((await account(admin, person)).posts.map((post) => [post.role, post.unit]), [["case_worker", house.units.team]]);
  assert.equal((await sign_in("aida", passphrase)).json.step, "factor");

  const acts = (await second.get(`/api/admin/acts/${person}`)).json.acts;
  assert.deepEqual(acts.map((one) => one.action), ["person.granted", "account.enrolled", "person.grant_asked", "account.add"]);
  assert.deepEqual([acts[0].by, acts[0].post], ["admin2 DEMO", { role: "case_worker", unit: house.units.team }]);
});

test("a lost phone, a forgotten passphrase, a colleague who left: each as the page has it", async () => {
  const [admin, second, forgets] = await people("admin", "admin2", "forgets");
  // Sessions end at once.
  assert.equal((await act(admin, forgets.id, { act: "end_sessions" })).status, 204);
  assert.equal((await forgets.get("/api/today")).status, 401);
  // Who has no second factor gets none anew; with passphrase and factor together it takes two.
  assert.equal((await act(admin, forgets.id, { act: "second_factor" })).json.code, "factor_needed");
  const lost = await act(admin, house.people.loses.id, { act: "second_factor" });
  assert.match(lost.json.code, /^[0-9A-Z-]{14}$/);
  const begun = await at_the_door("POST", { login: "loses", code: lost.json.code });
  assert.equal(begun.json.chooses_passphrase, false);
  const six = totp(Date.now(), begun.json.second_factor.secret);
  assert.equal((await at_the_door("PUT", { login: "loses", code: lost.json.code, passphrase: "une autre longue phrase", totp: six })).json.code, "wrong_sign_in");
  assert.equal((await at_the_door("PUT", { login: "loses", code: lost.json.code, passphrase: house.passphrase, totp: six })).status, 204);

  assert.equal((await act(admin, forgets.id, { act: "anew" })).status, 202);
  const [request] = await waiting(second, forgets.id);
  assert.equal(request.post, undefined);
  assert.equal((await answer(second, request.id, false)).status, 200);
  assert.equal((await sign_in("forgets", house.passphrase)).json.step, "done", "not agreed: nothing changed");
  assert.equal((await act(admin, forgets.id, { act: "anew" })).status, 202);
  const anew = await answer(second, (await waiting(second, forgets.id))[0].id, true);
  assert.ok(anew.json.code);
  assert.equal((await sign_in("forgets", house.passphrase)).json.code, "wrong_sign_in");

  const [leaves] = await people("leaves");
  await leaves.opens_file();
  const suspended = await act(admin, leaves.id, { act: "suspend" });
  assert.deepEqual([suspended.status, suspended.json], [200, { files_waiting: 1 }], "who has the files now is not said, only how many wait");
  const shut = await sign_in("leaves", house.passphrase);
  assert.deepEqual([shut.status, shut.json.details.field], [403, "account"]);
  assert.equal((await act(admin, admin.id, { act: "suspend" })).json.code, "not_the_same_person");
  assert.equal((await act(admin, house.people.leaves.id, { act: "revoke", role: "shelter_staff", unit: house.units.shelter })).status, 200, "the file waits all the same");
  assert.equal((await act(admin, house.people.leaves.id, { act: "give_back" })).status, 204);
  assert.equal((await sign_in("leaves", house.passphrase)).json.step, "done");
  assert.deepEqual((await account(admin, house.people.leaves.id)).posts.map((post) => post.role), ["street_worker"]);

  assert.equal((await act(admin, house.people.leaves.id, { act: "supervise", supervisor: house.people.awa.id })).json.code, "person_unknown");
  assert.equal((await act(admin, house.people.leaves.id, { act: "supervise", supervisor: house.people.moussa.id })).status, 204);
  for (const body of [{}, { act: "dance" }, { act: "grant" }, { act: "grant", role: "case_worker" }]) assert.equal((await act(admin, forgets.id, body)).status, 422, JSON.stringify(body));
});

test("a unit is opened, gets places and a rota, and is closed when no child lives there", async () => {
  const [admin] = await people("admin");
  assert.equal((await admin.call("POST", "/api/admin/units", { name: "Sans pays", organisation: "O", kind: "shelter" })).json.code, "missing_field");
  const made = await admin.call("POST", "/api/admin/units", { name: "Nouvelle unité DEMO", organisation: "Organisation N DEMO", kind: "shelter", country: "SN", services: ["shelter"], languages: [], address_secret: true, breaks_glass: false, places: 4 });
  assert.equal(made.status, 200, made.text);
  const change = (body) => admin.call("POST", `/api/admin/units/${made.json.unit}`, body);
  assert.equal((await change({ act: "capacity", places: 6 })).status, 204);
  assert.equal((await change({ act: "capacity", places: -1 })).status, 422);
  assert.equal((await change({ act: "duty", supervisor: house.people.awa.id, from: "2026-12-01", until: "2026-12-07" })).json.code, "person_unknown");
  assert.equal((await change({ act: "duty", supervisor: house.people.moussa.id, from: "2026-12-07", until: "2026-12-01" })).json.code, "number_out_of_range");
  assert.equal((await change({ act: "duty", supervisor: house.people.moussa.id, from: "2026-12-01", until: "2026-12-07" })).status, 204);
  const told = async () => (await admin.get("/api/admin/units")).json.units.find((one) => one.unit === made.json.unit);
  assert.deepEqual([(await told()).places, (await told()).duties], [6, [{ supervisor: house.people.moussa.id, from: "2026-12-01", until: "2026-12-07" }]]);
  assert.equal((await change({ act: "close", why: "Fin du bail" })).status, 204);
  assert.equal((await told()).closed, true);
  assert.equal((await change({ act: "capacity", places: 6 })).json.code, "unit_unknown");
  assert.deepEqual((await admin.get(`/api/admin/acts/${made.json.unit}`)).json.acts.map((one) => one.action), ["unit.closed", "unit.duty_set", "unit.capacity_set", "unit.registered"]);
});

test("data protection reads who looked, by person, by file and by reason, page after page, and keeps its word on an emergency", async () => {
  const [fatou, stranger, officer] = await people("fatou", "stranger", "officer");
  const record = await fatou.opens_file();
  const code = (await fatou.get(`/api/children/${record}`)).json.state.code;
  const opened = await stranger.write(record, "break_glass.opened", { narrative: { why: "Canari de la nuit" } }, { header: { seen: 1 } });
  assert.equal(opened.status, "accepted", JSON.stringify(opened.problem));
  await fatou.say(record, "form.saved", { plain: { form: "intake", form_version: 1, answers: { "intake.danger": "no" } }, identity: { answers: { "intake.first_name": "Canari-prénom" } } }, { header: { seen: 1 } });
  for (let i = 0; i < 60; ++i) await fatou.get(`/api/children/${record}`);

  const ask = async (asked) => {
    const answer = await officer.call("POST", "/api/access-log", asked);
    assert.doesNotMatch(answer.text, /Canari-prénom/);
    return answer.json;
  };
  const first = await ask({ code });
  assert.equal(first.looks.length, 50);
  assert.ok(first.looks.every((one) => one.code === code && one.person === fatou.id && one.person_name === "fatou DEMO"));
  const rest = await ask({ code, before: first.before });
  assert.ok(rest.looks.length >= 11 && rest.before === undefined);
  const [reasoned] = (await ask({ code, with_reason: true })).looks;
  assert.deepEqual([reasoned.action, reasoned.reason, reasoned.person, reasoned.role], ["open_break_glass", "Canari de la nuit", stranger.id, "street_worker"]);
  assert.ok((await ask({ person: stranger.id })).looks.every((one) => one.person === stranger.id));
  assert.equal((await officer.call("POST", "/api/access-log", { code: "SN-000000-A" })).status, 404);
  assert.equal((await officer.call("POST", "/api/access-log", { before: "x" })).status, 422);

  const mine = async () => (await officer.get("/api/emergencies")).json.emergencies.find((one) => one.record === record);
  assert.deepEqual([(await mine()).reason, (await mine()).reviews], ["Canari de la nuit", []]);
  const say = async (body) => officer.call("POST", `/api/emergencies/${(await mine()).id}`, body);
  assert.equal((await say({ in_order: false })).json.code, "missing_field");
  assert.equal((await say({})).json.code, "missing_field");
  assert.equal((await say({ in_order: false, note: "Personne n’était prévenu" })).status, 204);
  assert.equal((await say({ in_order: true })).status, 204);
  assert.deepEqual((await mine()).reviews.map((one) => [one.in_order, one.note]), [[false, "Personne n’était prévenu"], [true, undefined]]);
  const [word] = (await officer.call("POST", `/api/children/${record}/accesses`, {})).json.accesses.filter((one) => one.action === "emergency.reviewed");
  assert.equal(word.person, officer.id);
});

test("in a demonstration an administrator is told the way in of an account, and nothing more than the ordinary door asks for", async () => {
  const [admin, awa] = await people("admin", "awa");
  const see_as = (who, body) => who.call("POST", "/api/demonstration/see-as", body);
  const told = await see_as(admin, { person: awa.id });
  assert.equal(told.status, 200, told.text);
  assert.equal(told.json.login, "awa");
  assert.ok(Object.keys(told.json).every((key) => ["login", "passphrase", "code"].includes(key)));
  assert.equal(told.headers["set-cookie"], undefined, "it opens no session");
  for (const [body, code] of [[{}, "missing_field"], [{ person: "awa" }, "wrong_type"], [{ person: uuid7() }, "person_unknown"], [{ person: awa.id, role: "x" }, "unknown_field"]])
    assert.equal((await see_as(admin, body)).json.code, code, JSON.stringify(body));
});
