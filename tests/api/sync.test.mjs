// What a device holds, through HTTP, as an outside implementer would build it from contract/openapi.yaml: its views, its proof, what it asks after.
import assert from "node:assert/strict";
import { createHash, randomBytes, webcrypto } from "node:crypto";
import http from "node:http";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { b64u, base, goodbye, house, people, Person, send, uuid7 } from "./client.mjs";

after(goodbye);

/** The canonical bytes of a view, as the contract says. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") return `{${Object.keys(value).sort().map((k) => `${quoted(k)}:${canonical(value[k])}`).join(",")}}`;
  return typeof value === "string" ? quoted(value) : String(value);
}
const short = { "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\" };
const quoted = (text) => `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (c) => short[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}"`;
const hash = (view) => b64u(createHash("sha256").update(canonical(view)).digest());
/** RFC 7396. */
function merged(into, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const out = { ...(into !== null && typeof into === "object" && !Array.isArray(into) ? into : {}) };
  for (const [key, value] of Object.entries(patch)) if (value === null) delete out[key]; else out[key] = merged(out[key], value);
  return out;
}

/** The lists that grew, after the patch. */
function with_tails(view, tails = []) {
  for (const { path, from, items } of tails) {
    const names = path.slice(1).split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = names.pop(), holder = names.reduce((at, name) => at[name], view);
    holder[last] = [...holder[last].slice(0, from), ...items];
  }
  return view;
}

class Phone {
  constructor(who) {
    this.who = who;
    this.views = new Map();
  }
  ask(more = {}) {
    const holds = [...this.views].map(([record, view]) => ({ record, n: view.n, view: hash(view) }));
    return this.who.call("POST", "/api/sync", { holds, unsent: 0, tails: true, ...more });
  }
  take({ views, forget }) {
    for (const one of views) {
      if (one.base) assert.equal(one.base, hash(this.views.get(one.record)));
      const view = one.base ? with_tails(merged(this.views.get(one.record), one.patch), one.tails) : one.view;
      assert.equal(hash(view), one.hash, "what comes of it is what the server has");
      assert.deepEqual([view.record, view.n], [one.record, one.n]);
      this.views.set(one.record, view);
    }
    for (const record of forget) assert.ok(this.views.delete(record));
  }
  async follow() {
    for (let times = 1; ; ++times) {
      const answer = await this.ask();
      assert.equal(answer.status, 200, answer.text);
      this.take(answer.json);
      if (!answer.json.more) return answer.json;
      assert.ok(times < 50);
    }
  }
}

/** A phone of somebody who signs in on it now. */
async function phone_of(login) { return new Phone(await new Person(login).sign_in()); }

let awa, moussa, stranger;
before(async () => { [awa, moussa, stranger] = await people("awa", "moussa", "stranger"); });

const say_note = (record, text) => awa.say(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text } });

test("a phone holds what GET shows to a stale factor, less the place, byte for byte, and follows each change", async () => {
  const phone = await phone_of("awa"), record = await awa.opens_file();
  await awa.say(record, "form.saved", { plain: { form: "intake", form_version: 1 }, identity: { answers: { "intake.first_name": "Prénom-Canari «\u0001\u007f\\\"\u2028é»" } } });
  const compare = async () => {
    await phone.follow();
    await phone.who.call("PUT", "/api/session/acting", { role: "street_worker", unit: house.units.team });  // makes the factor stale
    const shown = (await phone.who.get(`/api/children/${record}`)).json;
    shown.sight.placement = "deny";
    delete shown.when_fresh.see_placement;
    assert.equal(canonical(phone.views.get(record)), canonical(shown));
  };
  await compare();
  for (let i = 0; i < 4; ++i) {
    await say_note(record, `Note-Canari ${i}`);
    await compare();
  }
  const nothing = (await phone.ask()).json;
  assert.deepEqual([nothing.views, nothing.forget, nothing.left, nothing.more], [[], [], 0, false]);
});

test("a delivery stands in the access log of the file, and what is not delivered again does not", async () => {
  const record = await awa.opens_file(), phone = await phone_of("awa");
  await phone.follow();
  const deliveries = async () => (await moussa.call("POST", `/api/children/${record}/accesses`, { reason: "essai" })).json.accesses.filter((a) => a.delivered === phone.who.device);
  assert.equal((await deliveries()).length, 1);
  assert.equal((await deliveries())[0].person, awa.id);
  await phone.follow();
  assert.equal((await deliveries()).length, 1);
  await say_note(record, "encore");
  await phone.follow();
  assert.equal((await deliveries()).length, 2);
});

test("a device that no PIN guards says that it keeps nothing: no file is delivered to it, none is looked at, and what it holds is to be forgotten", async () => {
  const record = await awa.opens_file(), phone = await phone_of("awa");
  const first = (await phone.ask({ keeps: false })).json;
  assert.deepEqual([first.views, first.forget, first.files, first.left, first.more], [[], [], 0, 0, false]);
  const deliveries = async () => (await moussa.call("POST", `/api/children/${record}/accesses`, { reason: "essai" })).json.accesses.filter((a) => a.delivered === phone.who.device);
  assert.equal((await deliveries()).length, 0);
  await phone.follow();
  assert.ok(phone.views.has(record));
  const given_up = (await phone.ask({ keeps: false })).json;
  assert.deepEqual([...given_up.forget].sort(), [...phone.views.keys()].sort());
  assert.deepEqual((await phone.ask({ keeps: "no" })).json.details, { field: "keeps" });
});

test("what is given to somebody else is forgotten, and a lost answer is healed by asking after the entry", async () => {
  const record = await awa.opens_file(), phone = await phone_of("awa");
  await phone.follow();
  const entry = await phone.who.entry(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: "réponse perdue" } }, { header: { seen: 1 } });
  const receipt = (await phone.who.offer(entry));
  const { id } = JSON.parse(entry.header);
  const asks = [id, uuid7()];
  const { receipts } = (await phone.ask({ asks })).json;
  assert.deepEqual(receipts, [{ id, status: "accepted", n: receipt.n, pos: receipt.pos }, { id: asks[1], status: "unknown" }]);
  assert.equal((await new Phone(stranger).ask({ asks: [id] })).json.receipts[0].status, "unknown");
  await moussa.say(record, "assignment.made", { plain: { person: house.people.fatou.id, unit: house.units.team } });
  await phone.follow();
  assert.equal(phone.views.has(record), false);
});

test("the checkpoint is signed with the key that the session names", async () => {
  const { checkpoint } = (await new Phone(awa).ask()).json;
  const key = await webcrypto.subtle.importKey("spki", Buffer.from(awa.session.installation.checkpoint_key, "base64url"), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const verifies = (text) => webcrypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(checkpoint.signature, "base64url"), Buffer.from(text));
  assert.equal(await verifies(checkpoint.text), true);
  assert.equal(await verifies(checkpoint.text.replace("\n1 ", "\n2 ")), false);
  assert.match(checkpoint.text, new RegExp(`^nibbi checkpoint 1\\n${awa.session.installation.id}\\n${awa.session.installation.epoch} \\d+\\n[A-Za-z0-9_-]{43}\\n\\S+Z\\n$`));
});

test("a body that is not of the contract is refused, and tells nothing", async () => {
  const record = uuid7(), held = { record, view: "x" };
  for (const [body, code] of [
    [{}, "missing_field"], [{ holds: [] }, "missing_field"], [{ unsent: 0 }, "missing_field"], [{ holds: {}, unsent: 0 }, "wrong_type"], [{ holds: [], unsent: "0" }, "wrong_type"],
    [{ holds: [], unsent: -1 }, "number_out_of_range"], [{ holds: [], unsent: 100_001 }, "number_out_of_range"], [{ holds: [], unsent: 0, else: 1 }, "unknown_field"],
    [{ holds: [{ record }], unsent: 0 }, "missing_field"], [{ holds: [{ ...held, more: 1 }], unsent: 0 }, "unknown_field"], [{ holds: [{ ...held, record: "x" }], unsent: 0 }, "wrong_type"],
    [{ holds: [{ ...held, n: "1" }], unsent: 0 }, "wrong_type"], [{ holds: Array(201).fill(held), unsent: 0 }, "number_out_of_range"], [{ holds: [], unsent: 0, asks: ["x"] }, "wrong_type"], [{ holds: [], unsent: 0, tails: 1 }, "wrong_type"],
    [{ holds: [], unsent: 0, asks: Array(101).fill(record) }, "number_out_of_range"], [[], "wrong_type"], ["{", "malformed"]])
    assert.equal((await awa.call("POST", "/api/sync", body)).json.code, code, JSON.stringify(body).slice(0, 80));
  const twice = (await awa.call("POST", "/api/sync", { holds: [held, held], unsent: 0 })).json;
  assert.deepEqual(twice.forget, [record], "said once, however often it was asked");
});

// --- The proof --------------------------------------------------------------------------------------------------------

const own = { "content-type": "application/json", "nibbi-request": "1", "sec-fetch-site": "same-origin" };

test("a cookie that was copied elsewhere opens nothing, and can't be given another device", async () => {
  const { cookie } = awa, record = await awa.opens_file();
  const asked = [["GET", "/api/today"], ["GET", `/api/children/${record}`], ["GET", "/api/devices"], ["GET", "/api/people?unit=x"], ["POST", "/api/children/find", { scope: "mine" }], ["POST", "/api/sync", { holds: [], unsent: 0 }],
    ["POST", "/api/entries", { attended: true, entries: [] }], ["PUT", "/api/pin", {}], ["DELETE", `/api/devices/${awa.device}`], ["POST", `/api/children/${record}/accesses`, {}]];
  for (const [method, path, body] of asked) {
    const answer = await send(method, path, { headers: { ...(method === "GET" ? {} : own), cookie }, ...(body ? { body: JSON.stringify(body) } : {}) });
    assert.deepEqual([answer.status, answer.json.code], [401, "proof_needed"], `${method} ${path.replace(record, "{id}")}`);
    assert.ok(answer.headers["nibbi-nonce"]);
  }
  const thief = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const public_key = b64u(await webcrypto.subtle.exportKey("spki", thief.publicKey));
  const other = await send("POST", "/api/devices", { headers: { ...own, cookie }, body: JSON.stringify({ public_key }) });
  assert.deepEqual([other.status, other.json.code], [409, "other_device"]);
  // Another person's device proves itself, and not this session's.
  const theirs = await stranger.proof("GET", "/api/today");
  assert.equal((await send("GET", "/api/today", { headers: { cookie, ...theirs } })).json.code, "proof_needed");
});

test("a proof is good for its own request, lately, and once", async () => {
  const { cookie } = awa, path = "/api/children/find", body = JSON.stringify({ scope: "mine" });
  const ask = async (proof, { method = "POST", to = path, text = body } = {}) => (await send(method, to, { headers: { ...own, cookie, ...proof }, body: text })).status;
  await awa.get("/api/today");
  const proof = await awa.proof("POST", path, body);
  assert.equal(await ask(proof, { text: `${body} ` }), 401);
  assert.equal(await ask(proof, { to: `${path}?x=1` }), 401);
  assert.equal(await ask(proof, { to: "/api/sync" }), 401);
  assert.equal(await ask({ "nibbi-proof": proof["nibbi-proof"].replace(/\.[^.]+$/, `.${b64u(randomBytes(64))}`) }), 401);
  assert.equal(await ask(proof), 200, "what was refused used nothing up");
  assert.equal(await ask(proof), 401, "and then it is used");
  for (const nonce of ["", b64u(randomBytes(24)), stranger.nonce ?? "x"]) assert.equal(await ask(await awa.proof("POST", path, body, { nonce })), 401);
  const at_once = await awa.proof("POST", path, body);
  assert.deepEqual((await Promise.all(Array.from({ length: 20 }, () => ask(at_once)))).filter((status) => status === 200).length, 1, "of twenty copies sent at once one is taken");
  for (const junk of ["x", "...", "a.b.c.d", `${awa.device}...`, ".".repeat(200)]) assert.equal(await ask({ "nibbi-proof": junk }), 401, junk);
});

// --- Figures ----------------------------------------------------------------------------------------------------------

/** An answer with its bytes as they travel. */
const raw_answer = (path, headers, body) => new Promise((resolve, reject) => {
  const request = http.request(new URL(path, base), { method: "POST", headers }, (answer) => {
    const chunks = [];
    answer.on("data", (c) => chunks.push(c));
    answer.on("error", reject);
    answer.on("end", () => resolve({ headers: answer.headers, bytes: Buffer.concat(chunks) }));
  });
  request.on("error", reject);
  request.end(body);
});

test("an answer is compressed where the client says so, and its length is blurred", async () => {
  const phone = await phone_of("awa"), body = { holds: [], unsent: 0 };
  const plain = await phone.who.call("POST", "/api/sync", body);
  assert.equal(plain.headers["content-encoding"], undefined);
  const lengths = new Set();
  for (let i = 0; i < 12; ++i) {
    await phone.who.get("/api/today");
    const text = JSON.stringify(body), proof = await phone.who.proof("POST", "/api/sync", text);
    const raw = await raw_answer("/api/sync", { ...own, cookie: phone.who.cookie, ...proof, "accept-encoding": "gzip" }, text);
    assert.equal(raw.headers["content-encoding"], "gzip");
    assert.deepEqual(Object.keys(JSON.parse(gunzipSync(raw.bytes))).sort(), Object.keys(plain.json).sort());
    lengths.add(raw.bytes.length);
  }
  assert.ok(lengths.size > 3);
});

/** What a slow line is asked to carry at most (issue 3, §3). */
const most = { file: 6_000, change: 1_000, hundred: 2_000_000 };
test("what a file, a change of it, and a hundred files weigh", async (t) => {
  const who = await new Person("fatou").sign_in();
  const open_one = async (notes) => {
    const record = await who.opens_file();
    await who.say(record, "form.saved", {
      plain: { form: "intake", form_version: 1, answers: { "intake.danger": "no", "intake.siblings": 3, "intake.age_band": "a10_12" } },
      identity: { answers: { "intake.first_name": "Prénom DEMO", "intake.family_name": `Nom DEMO ${b64u(randomBytes(6))}`, "intake.tell_someone": `Sa tante, qui vend au marché, ${b64u(randomBytes(8))}` } },
      narrative: { answers: { "intake.would_help": "Dormir, puis téléphoner à sa grande sœur.", "intake.already_told": `Venu à pied depuis le carrefour ${b64u(randomBytes(8))}, seul, depuis trois jours.` } } });
    for (let i = 0; i < notes; ++i)
      await who.say(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: `${i} ${b64u(randomBytes(9))} L’enfant a mangé, a dormi, et parle peu. On a joué au ballon avec ${b64u(randomBytes(6))} puis appelé ${b64u(randomBytes(6))}.` } });
    return record;
  };
  const record = await open_one(20);
  const phone = new Phone(who);
  const weigh = async (holds) => {
    await who.get("/api/today");
    const text = JSON.stringify({ holds, unsent: 0, tails: true }), proof = await who.proof("POST", "/api/sync", text);
    const raw = await raw_answer("/api/sync", { ...own, cookie: who.cookie, ...proof, "accept-encoding": "gzip" }, text);
    return { wire: raw.bytes.length, text: gunzipSync(raw.bytes).length, answer: JSON.parse(gunzipSync(raw.bytes)) };
  };
  await phone.follow();
  const holds = () => [...phone.views].map(([id, view]) => ({ record: id, n: view.n, view: hash(view) }));
  const one = await weigh(holds().filter((held) => held.record !== record));
  t.diagnostic(`a file with an intake and 20 notes: ${one.wire} bytes (${one.text} of text)`);
  assert.ok(one.wire <= most.file, `a file in text weighs ${one.wire} bytes`);
  await who.say(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: "Une note de plus, de la longueur de celles que l’on écrit le soir." } });
  const change = await weigh(holds());
  assert.ok(change.answer.views[0].base);
  t.diagnostic(`one note more: ${change.wire} bytes (${change.text} of text)`);
  assert.ok(change.wire <= most.change, `a change weighs ${change.wire} bytes`);
  phone.take(change.answer);
  while ((await phone.follow()).files < 100) await open_one(8);
  let total = 0, up = 0, pieces = 0;
  for (const fresh = new Phone(who); ; ) {
    const held = [...fresh.views].map(([id, view]) => ({ record: id, n: view.n, view: hash(view) }));
    const piece = await weigh(held);
    total += piece.wire;
    up += JSON.stringify(held).length;
    pieces += 1;
    fresh.take(piece.answer);
    if (!piece.answer.more) { assert.equal(fresh.views.size, 100); break; }
  }
  t.diagnostic(`100 files with an intake and 8 notes: ${total} bytes down, ${up} up, in ${pieces} pieces`);
  assert.ok(total <= most.hundred, `a hundred files weigh ${total} bytes`);
});
