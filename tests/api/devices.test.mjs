// Devices through HTTP: who has which, revoking one, what it may still do, and its PIN.
import assert from "node:assert/strict";
import { randomBytes, webcrypto } from "node:crypto";
import { after, before, test } from "node:test";
import { b64u, goodbye, people, Person, send } from "./client.mjs";

after(goodbye);

let moussa, admin, stranger;
before(async () => { [moussa, admin, stranger] = await people("moussa", "admin", "stranger"); });

const own = { "content-type": "application/json", "nibbi-request": "1", "sec-fetch-site": "same-origin" };
const listed = async (who) => (await who.get("/api/devices")).json.devices;
const note = (record, who, seen = 1) => who.entry(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: "Note-Canari" } }, { header: { seen } });

test("a person sees their own devices, a supervisor those of their people, with what waits on each by its own count", async () => {
  const awa = await new Person("awa").sign_in();
  await awa.call("POST", "/api/sync", { holds: [], unsent: 7 });
  const mine = (await listed(awa)).find((one) => one.device === awa.device);
  assert.deepEqual({ ...mine, registered_at: "", seen_at: "" }, { device: awa.device, person: awa.id, name: "awa DEMO", own: true, this: true, registered_at: "", seen_at: "", unsent: 7, revoked: false, revocable: true });
  assert.ok(Date.parse(mine.seen_at) >= Date.parse(mine.registered_at));
  assert.ok((await listed(awa)).every((one) => one.person === awa.id));
  const theirs = (await listed(moussa)).find((one) => one.device === awa.device);
  assert.deepEqual([theirs.own, theirs.this, theirs.unsent, theirs.revocable], [false, false, 7, true]);
  assert.ok((await listed(moussa)).every((one) => one.person !== stranger.id), "nor of other teams");
  assert.ok((await listed(admin)).every((one) => one.own), "an administrator revokes by number and reads no list here");
});

test("a device that is revoked is out at once; signed in again on it, it delivers and is given nothing", async () => {
  const awa = await new Person("awa").sign_in(), other = await new Person("awa").sign_in();
  const record = await awa.opens_file();
  const waiting = await note(record, awa);
  assert.equal((await awa.call("POST", "/api/sync", { holds: [], unsent: 1 })).json.views.some((one) => one.record === record), true);
  for (const who of [stranger, await new Person("fatou").sign_in()]) {
    const answer = await who.call("DELETE", `/api/devices/${awa.device}`);
    assert.deepEqual([answer.status, answer.json.code], [403, "unknown_device"], who.login);
  }
  assert.equal((await moussa.call("DELETE", `/api/devices/${awa.device}`)).status, 204);
  assert.equal((await moussa.call("DELETE", `/api/devices/${awa.device}`)).status, 204, "said twice it is so once");
  assert.equal((await awa.get("/api/today")).json.code, "sign_in_first");
  assert.equal((await other.get("/api/today")).status, 200, "the person's other device goes on");
  const line = (await listed(moussa)).find((one) => one.device === awa.device);
  assert.deepEqual([line.revoked, line.revocable, line.unsent], [true, false, 1]);
  assert.ok(line.revoked_at);

  const again = new Person("awa");
  again.seq = awa.seq;
  await again.sign_in(awa.pair);
  assert.equal(again.device, awa.device);
  for (const [method, path, body] of [["GET", "/api/today"], ["GET", `/api/children/${record}`], ["GET", "/api/devices"], ["GET", "/api/units"], ["POST", "/api/children/find", { scope: "mine" }], ["PUT", "/api/pin", {}],
    ["DELETE", `/api/devices/${other.device}`]]) {
    const answer = await again.call(method, path, body);
    assert.deepEqual([answer.status, answer.json.code], [403, "device_revoked"], `${method} ${path.replace(/[0-9a-f-]{36}/, "{id}")}`);
  }
  const told = (await again.call("POST", "/api/sync", { holds: [{ record, view: "x" }], unsent: 1 })).json;
  assert.deepEqual([told.revoked, told.views, told.forget, told.files], [true, [], [record], 0]);
  for (const attended of [false, true]) {
    const answer = await again.offer(waiting, attended);
    assert.equal(answer.status, "quarantined");
    assert.equal(answer.problem.code, "device_revoked");
    assert.equal(answer.n, undefined);
  }
  assert.deepEqual((await other.get(`/api/children/${record}`)).json.state.notes ?? [], []);
});

test("what a revoked device delivered is a supervisor's task, is read with its author and its reason, and is taken in or set aside", async () => {
  const awa = await new Person("awa").sign_in(), other = await new Person("awa").sign_in();
  const record = await awa.opens_file();
  const kept = [await note(record, awa), await note(record, awa)];
  await moussa.call("DELETE", `/api/devices/${awa.device}`);
  const again = new Person("awa");
  again.seq = awa.seq - 2;
  await again.sign_in(awa.pair);
  for (const one of kept) assert.equal((await again.offer(one, false)).status, "quarantined");
  const task = async () => (await moussa.get("/api/today")).json.groups.flatMap((group) => group.tasks).find((one) => one.record === record && one.task === "kept_apart_to_settle");
  assert.equal((await task()).count, 2);
  const door = `/api/children/${record}/kept_apart`;
  for (const who of [other, stranger, admin]) assert.equal((await who.get(door)).status, 404, who.login);
  const { entries } = (await moussa.get(door)).json;
  assert.deepEqual(entries.map((one) => [one.id, one.author, one.author_name, one.why, one.parts.narrative.text]), kept.map((one) => [JSON.parse(one.header).id, awa.id, "awa DEMO", "device_revoked", "Note-Canari"]));
  const looks = (await moussa.call("POST", `/api/children/${record}/accesses`, {})).json.accesses;
  assert.equal(looks.filter((one) => one.person === moussa.id && one.shown.includes("narrative")).length > 0, true);

  const settle = (entry, body) => moussa.call("POST", `${door}/${entry.id}/settle`, body);
  for (const [body, code] of [[{}, "missing_field"], [{ take_in: "yes" }, "wrong_type"], [{ take_in: false }, "reason_needed"], [{ take_in: true, more: 1 }, "unknown_field"]])
    assert.equal((await settle(entries[0], body)).json.code, code);
  assert.equal((await moussa.call("POST", `${door}/view`, {})).json.code, "reason_needed");
  assert.equal((await settle(entries[0], { take_in: true })).json.status, "accepted");
  assert.equal((await settle(entries[1], { take_in: false, reason: "Awa ne l’a pas écrit" })).status, 200);
  assert.equal((await settle(entries[1], { take_in: true })).status, 409);
  assert.deepEqual((await moussa.get(door)).json.entries, []);
  assert.equal(await task(), undefined);
  const { state } = (await other.get(`/api/children/${record}`)).json;
  assert.deepEqual(state.notes.map((one) => one.text), ["Note-Canari"]);
  assert.deepEqual(state.settlements.map((one) => [one.entry, one.taken_in]), [[entries[0].id, state.notes[0].id], [entries[1].id, undefined]]);
});

test("a look without network is told afterwards, and whoever may see who looked sees when it was", async () => {
  const awa = await new Person("awa").sign_in(), record = await awa.opens_file();
  const look = await awa.entry(record, "file.looked_at", { plain: { parts: ["identity", "narrative"] } }, { header: { seen: 1, claimed_at: "2026-11-20T04:00:00.000Z" } });
  assert.equal((await awa.offer(look, false)).status, "accepted");
  const [line] = (await moussa.call("POST", `/api/children/${record}/accesses`, {})).json.accesses;
  assert.deepEqual([line.person, line.looked_at, line.device, line.shown], [awa.id, "2026-11-20T04:00:00.000Z", awa.device, ["identity", "narrative"]]);
  assert.ok(Date.parse(line.at) > Date.parse(line.looked_at));
  const wrong = await awa.entry(record, "file.looked_at", { plain: { parts: ["everything"] } }, { header: { seen: 1 } });
  assert.equal((await awa.offer(wrong, false)).problem.code, "not_in_list");
});

test("a trip lease is granted, taken up by one phone, renewed by its contacts, and ends with a word or with the phone", async () => {
  const fatou = await new Person("fatou").sign_in(), record = await fatou.opens_file();
  const grant = (more = {}) => moussa.call("POST", "/api/leases", { person: fatou.id, hours: 24, trip: "reading", files: [record], ...more });
  for (const [more, code] of [[{ person: "x" }, "wrong_type"], [{ hours: "24" }, "wrong_type"], [{ hours: 100 }, "number_out_of_range"], [{ trip: "holiday" }, "not_in_list"], [{ files: ["x"] }, "wrong_type"], [{ else: 1 }, "unknown_field"]])
    assert.equal((await grant(more)).json.code, code, JSON.stringify(more));
  const { json: lease } = await grant();
  assert.deepEqual([lease.person, lease.files, lease.taken, lease.hours], [fatou.id, [record], false, 24]);
  const sync = async (who) => (await who.call("POST", "/api/sync", { holds: [], unsent: 0 })).json;
  assert.equal((await sync(fatou)).lease.id, lease.id);
  const taken = await fatou.call("POST", "/api/lease", {});
  assert.deepEqual([taken.json.lease.taken, taken.json.views.map((one) => one.record)], [true, [record]]);
  assert.deepEqual((await fatou.call("POST", "/api/lease", { holds: [{ record, view: taken.json.views[0].hash }] })).json.views, []);
  for (const holds of [{}, [{ record }], [{ record: "x", view: "y" }]]) assert.equal((await fatou.call("POST", "/api/lease", { holds })).json.code, "wrong_type");
  const other = await new Person("fatou").sign_in();
  assert.equal((await other.call("POST", "/api/lease", {})).json.code, "other_device");
  assert.equal((await sync(other)).lease, undefined);
  const listed_leases = (await moussa.get("/api/leases")).json.leases;
  assert.deepEqual(listed_leases.map((one) => [one.name, one.granted_by_name, one.own, one.taken]), [["fatou DEMO", "moussa DEMO", false, true]]);
  assert.equal((await moussa.call("DELETE", `/api/leases/${lease.id}`)).status, 204);
  assert.equal((await sync(fatou)).lease, undefined);
  await grant();
  await fatou.call("POST", "/api/lease", {});
  assert.equal((await moussa.call("DELETE", `/api/devices/${fatou.device}`)).status, 204);
  assert.deepEqual((await moussa.get("/api/leases")).json.leases, []);
});

test("one revokes one's own, and the administrator any", async () => {
  const awa = await new Person("awa").sign_in(), lost = await new Person("awa").sign_in(), third = await new Person("stranger").sign_in();
  assert.equal((await awa.call("DELETE", `/api/devices/${lost.device}`)).status, 204);
  assert.equal((await lost.get("/api/today")).json.code, "sign_in_first");
  assert.equal((await admin.call("DELETE", `/api/devices/${third.device}`)).status, 204);
  assert.equal((await third.get("/api/today")).json.code, "sign_in_first");
  for (const id of ["x", "00000000-0000-7000-8000-000000000000"]) assert.equal((await admin.call("DELETE", `/api/devices/${id}`)).json.code, "unknown_device");
});

// --- The PIN ----------------------------------------------------------------------------------------------------------
// Two elements of RFC 9497, A.1.1. That the arithmetic is the RFC's is held by tests/crypto; here it is one try after another.
const element = b64u(Buffer.from("609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c", "hex"));
const other_element = b64u(Buffer.from("da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418", "hex"));

async function with_pin(login) {
  const who = await new Person(login).sign_in();
  const unlock = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const unlock_key = b64u(await webcrypto.subtle.exportKey("spki", unlock.publicKey));
  const set = await who.call("PUT", "/api/pin", { blinded: element, unlock_key });
  assert.equal(set.status, 200, set.text);
  const confirm = async (challenge, key = unlock) => {
    const text = new TextEncoder().encode(`nibbi pin 1\n${who.device}\n${challenge}\n`);
    return who.call("POST", "/api/pin/confirm", { signature: b64u(await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.privateKey ?? key, text)) });
  };
  return { who, set: set.json, unlock_key, confirm, evaluate: (blinded = element) => who.call("POST", "/api/pin/evaluate", { blinded }) };
}

test("a PIN is tried without a session, by the device's proof; a confirmation by what it opened begins the count anew", async () => {
  const pin = await with_pin("awa");
  await pin.who.call("DELETE", "/api/session");
  pin.who.cookie = "";
  const tried = await pin.evaluate();
  assert.deepEqual([tried.status, tried.json.evaluated, tried.json.tries_left], [200, pin.set.evaluated, 9]);
  assert.notEqual((await pin.evaluate(other_element)).json.evaluated, pin.set.evaluated);
  const last = await pin.evaluate();
  assert.equal(last.json.tries_left, 7);
  assert.equal((await pin.confirm(tried.json.challenge)).json.code, "bad_signature", "an older challenge");
  assert.equal((await pin.confirm(last.json.challenge, pin.who.pair)).json.code, "bad_signature", "the device's own key, which whoever has the phone has");
  assert.equal((await pin.confirm(last.json.challenge)).status, 204);
  assert.equal((await pin.evaluate()).json.tries_left, 9);
  const bare = await send("POST", "/api/pin/evaluate", { headers: own, body: JSON.stringify({ blinded: element }) });
  assert.deepEqual([bare.status, bare.json.code], [401, "proof_needed"]);
  const copied = await pin.who.proof("POST", "/api/pin/evaluate", JSON.stringify({ blinded: element }));
  for (const status of [200, 401]) assert.equal((await send("POST", "/api/pin/evaluate", { headers: { ...own, ...copied }, body: JSON.stringify({ blinded: element }) })).status, status);
});

test("of a hundred tries at once ten are answered, and the share is gone for ever", async () => {
  const pin = await with_pin("awa");
  await pin.who.get("/api/today");
  const answers = await Promise.all(Array.from({ length: 100 }, () => pin.evaluate(other_element)));
  const count = (code) => answers.filter((one) => (one.json.code ?? one.status) === code).length;
  assert.deepEqual([count(200), count("pin_gone")], [10, 90]);
  assert.deepEqual([(await pin.evaluate()).status, (await pin.evaluate()).json.code], [410, "pin_gone"]);
  const anew = await pin.who.call("PUT", "/api/pin", { blinded: element, unlock_key: pin.unlock_key });
  assert.notEqual(anew.json.evaluated, pin.set.evaluated, "a new share opens nothing of the old");
});

test("what is no element is refused and is no try; revoking the device destroys the share", async () => {
  const pin = await with_pin("awa");
  for (const blinded of ["", "AA", b64u(Buffer.alloc(32)), b64u(Buffer.alloc(32, 255)), b64u(randomBytes(33)), "!", 7, null]) {
    const answer = await pin.evaluate(blinded);
    assert.deepEqual([answer.status, answer.json.code, answer.json.details.field], [422, "wrong_type", "blinded"]);
  }
  assert.equal((await pin.who.call("POST", "/api/pin/evaluate", {})).json.code, "missing_field");
  assert.equal((await pin.who.call("PUT", "/api/pin", { blinded: element, unlock_key: element })).json.details.field, "unlock_key");
  assert.equal((await pin.evaluate()).json.tries_left, 9);
  await moussa.call("DELETE", `/api/devices/${pin.who.device}`);
  const after_all = await pin.evaluate();
  assert.deepEqual([after_all.status, after_all.json.code], [403, "device_revoked"]);
});
