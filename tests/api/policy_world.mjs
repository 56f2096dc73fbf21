// The house as policy.test.mjs needs it: for each relation of who-sees-what a person of every role who holds it, with a session whose factor is
// fresh and one whose factor is stale; files in every state, tied to all of them; and words planted in every part by every side.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createCipheriv, createECDH, createHash, createHmac, KeyObject, sign } from "node:crypto";
import { fileURLToPath } from "node:url";
import { b64u, house, patiently, Person, uuid7 } from "./client.mjs";

/** What the page says, read by somebody else: tests/oracle/policy_over_http.py. */
export const oracle = (() => {
  const run = spawnSync("python3", [fileURLToPath(new URL("../oracle/policy_over_http.py", import.meta.url))], { encoding: "utf8", maxBuffer: 1 << 24 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
})();
export const cell = (who, state, factor, action) => oracle.cells[who.role][who.relation][state][factor][action];

const unit_of = { placed: "m_placed", referred_accepted: "m_accepted", referred_pending: "m_pending", referred_closed: "m_closed" };
export const units = Object.fromEntries(Object.entries(house.units).filter(([key]) => key.startsWith("m_")));

/** Everybody, as {login, role, relation, unit, fresh, stale}: `fresh` and `stale` are signed in. */
export const everybody = Object.keys(house.people).filter((login) => /^m_.*\./.test(login)).map((login) => {
  const [relation, role] = login.slice(2).split(".");
  return { login, relation, role, unit: units[unit_of[relation] ?? (role !== "data_protection_officer" ? "m_around" : ["none", "assigned"].includes(relation) ? "m_office" : "m_other_office")] };
});
export const one = (relation, role) => everybody.find((who) => who.relation === relation && who.role === role);
export let owner;

// HPKE (RFC 9180) as decision 0002 has it, with one encapsulation for all: a real client makes one for each envelope, which for tens of thousands
// takes most of the time of this test. client.mjs seals as a client should, and the server cannot tell one from the other.
const hmac = (key, ...parts) => parts.reduce((mac, part) => mac.update(part), createHmac("sha256", key)).digest();
const extract = (suite, salt, label, ikm) => hmac(salt, "HPKE-v1", suite, label, ikm);
const expand = (suite, prk, label, info, length) => hmac(prk, Buffer.from([0, length]), "HPKE-v1", suite, label, info, Buffer.from([1])).subarray(0, length);
function encapsulate(installation_key) {
  const theirs = Buffer.from(installation_key, "base64url"), ours = createECDH("prime256v1");
  const enc = ours.generateKeys(), kem = Buffer.from("KEM\x00\x10", "latin1"), hpke = Buffer.from("HPKE\x00\x10\x00\x01\x00\x02", "latin1"), none = Buffer.alloc(32);
  const shared = expand(kem, extract(kem, none, "eae_prk", ours.computeSecret(theirs)), "shared_secret", Buffer.concat([enc, theirs]), 32);
  const context = Buffer.concat([Buffer.from([0]), extract(hpke, none, "psk_id_hash", ""), extract(hpke, none, "info_hash", "nibbi entry 1")]);
  const secret = extract(hpke, shared, "secret", "");
  return { enc, key: expand(hpke, secret, "key", context, 32), nonce: expand(hpke, secret, "base_nonce", context, 12) };
}
let encapsulated;
/** Nobody's factor stays fresh for more than five minutes, and on a slow machine this takes longer: who is to be fresh says again who they are. */
const fresh_for_ms = 2 * 60_000;
class Quick extends Person {
  async call(...asked) {
    if (this.fresh_since !== undefined && Date.now() - this.fresh_since > fresh_for_ms) {
      this.fresh_since = Date.now();
      const answer = await patiently(() => super.call("POST", "/api/session/step-up", { passphrase: house.passphrase }));
      if (answer.status !== 204) throw new Error(`the factor was not made fresh: ${answer.text}`);
    }
    return super.call(...asked);
  }
  seal(id, plaintext) {
    const { enc, key, nonce } = (encapsulated ??= encapsulate(this.installation_key));
    const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(id));
    return b64u(Buffer.concat([enc, cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]));
  }
  sign(text) {
    this.key ??= KeyObject.from(this.pair.privateKey);
    return b64u(sign("sha256", Buffer.from(text), { key: this.key, dsaEncoding: "ieee-p1363" }));
  }
}

/** The same for many at once, some at a time: the house lets only a few passphrases be tried together. */
export async function each(list, what, at_once = 8) {
  const left = [...list];
  await Promise.all(Array.from({ length: at_once }, async () => { while (left.length) await what(left.shift()); }));
}

export async function sign_everybody_in() {
  owner = await new Quick("m_owner").sign_in();
  await each(everybody, async (who) => {
    who.fresh = await new Quick(who.login).sign_in();
    who.fresh.fresh_since = Date.now();
    who.stale = await new Quick(who.login).sign_in();
    // Whoever changes their post, even to the same one, is asked again who they are.
    await who.stale.act(who.role, who.unit);
  });
}

/** Words planted in a file: in which part, of which class, by which unit. `listed`: the referrals of this file share the class. */
export const planted = [];
function plant(tier, of, unit) {
  const word = `Graine${planted.length}fin`;
  planted.push({ word, tier, of, unit, listed: listed.includes(of) });
  return word;
}
const listed = ["name", "notes"];
const day = new Date().toISOString().slice(0, 10);

/** What one side writes in a file: something in each part that it may write in. */
async function words_of(who, unit, record, sow) {
  const w = (tier, of) => (sow ? plant(tier, of, unit) : "mots");
  await who.say(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: w("narrative", "notes") } }, { header: { seen: 1 } });
  await who.say(record, "service.given", { plain: { service: "psychosocial", outcome: "yes", funding_line: w("plain", "plain") }, narrative: { details: w("narrative", "notes") } }, { header: { seen: 1 } });
}
async function safety_words(who, unit, record, sow) {
  const w = (tier, of) => (sow ? plant(tier, of, unit) : "mots");
  await who.say(record, "risk.assessed", { plain: { level: "high" }, identity: { child_fears: w("identity", "safety") }, narrative: { measures: w("narrative", "assessment") } }, { header: { seen: 1 } });
}

/** What is attached to a file, by the owner's unit: under which part, and whether the referrals list its class. */
export const papers = new Map();
export const paper = Buffer.from("%PDF-1.7 Graine");
const paper_kinds = [["voice_name", "identity", true], ["photo_file", "identity", false], ["other", "narrative", true], ["medical_document", "narrative", false], ["travel_document", "placement", false]];
/** The first piece of an attachment, by anybody. */
export const put_piece = (who, record, attachment, body = paper) =>
  who.call_bytes("PUT", `/api/children/${record}/attachments/${attachment}/0`, body, { "content-type": "application/octet-stream", "nibbi-request": "1", "sec-fetch-site": "same-origin" });
async function attach(record) {
  const all = [];
  for (const [kind, tier, is_listed] of paper_kinds) {
    const attachment = uuid7();
    await owner.say(record, "attachment.added", { plain: { attachment, kind, media_type: "application/pdf", bytes: paper.length, sha256: b64u(createHash("sha256").update(paper).digest()) } }, { header: { seen: 1 } });
    const kept = await put_piece(owner, record, attachment);
    if (kept.status !== 200) throw new Error(`a paper was not kept: ${kept.text}`);
    all.push({ attachment, tier, listed: is_listed });
  }
  papers.set(record, all);
}

/** A file of the owner's, tied to everybody of these relations (to all when none are named). Its end is said by `end_file`. */
export async function tied_file({ relations = oracle.relations, sow = false } = {}) {
  const has = (relation) => relations.includes(relation);
  const record = await owner.opens_file();
  const team = units.m_team, own = { header: { seen: 1 } };
  const say = async (who, kind, parts) => (await who.say(record, kind, parts, own)).id;
  const team_words = (tier, of) => (sow ? plant(tier, of, team) : "mots");
  await say(owner, "form.saved", { plain: { form: "intake", form_version: 1, answers: { "intake.danger": "no" } },
    identity: { answers: { "intake.first_name": team_words("identity", "name"), "intake.other_names": team_words("identity", "name"), "intake.tell_someone": team_words("identity", "family") } } });
  await words_of(owner, team, record, sow);
  await safety_words(owner, team, record, sow);
  await attach(record);
  await say(owner, "best_interests.assessed", { plain: { assessed_on: day }, narrative: { child_view: team_words("narrative", "assessment"), options: ["stay"] } });
  const refer = (unit) => say(owner, "referral.sent", { plain: { service: "shelter", priority: "urgent_72h", data_classes: listed, basis: "vital_urgency", urgent_care: "yes" },
    placement: { to_unit: unit }, narrative: { context: team_words("narrative", "notes") } });
  if (has("placed")) {
    await say(owner, "placement.begun", { plain: { begun_on: day }, placement: { placement_kind: "shelter", unit: units.m_placed, place: team_words("placement", "location") }, narrative: { why: "C’est là qu’on veille sur elle" } });
    await words_of(one("placed", "case_worker").fresh, units.m_placed, record, sow);
  }
  for (const [relation, unit] of [["referred_accepted", units.m_accepted], ["referred_closed", units.m_closed]]) {
    if (!has(relation)) continue;
    const referral = await refer(unit), who = one(relation, "case_worker").fresh;
    await say(who, "referral.accepted", { plain: { referral } });
    await words_of(who, unit, record, sow);
    await safety_words(who, unit, record, sow);
    if (relation === "referred_closed") await say(who, "referral.closed", { plain: { referral } });
  }
  if (has("referred_pending")) await refer(units.m_pending);
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const of = (relation) => everybody.filter((who) => who.relation === relation && has(relation));
  const supervisor = one("team", "supervisor").fresh;
  for (const who of of("assigned")) await say(supervisor, "cover.set", { plain: { person: who.fresh.id, from: day, until }, narrative: { why: "essai" } });
  for (const who of of("tracing")) await say(owner, "tracing.tasked", { plain: { person: who.fresh.id }, narrative: { why: "essai" } });
  for (const who of of("break_glass")) {
    const role = oracle.seven.includes(who.role) ? who.role : "case_worker";
    await who.fresh.say(record, "break_glass.opened", { narrative: { why: "essai" } }, { header: { seen: 1, role } });
  }
  if (has("assigned")) await words_of(one("assigned", "case_worker").fresh, units.m_around, record, sow);
  return record;
}

/** Closes the file, with an order to keep where it is to be held, or erases it. */
export async function end_file(record, state) {
  const own = { header: { seen: 1 } };
  const supervisor = one("team", "supervisor").fresh;
  if (state === "held") await supervisor.say(record, "keep_order.set", { plain: { kind: "court" } }, own);
  if (state === "closed" || state === "held") {
    const request = (await owner.say(record, "closure.requested", { plain: { closure_reason: "goals_reached" } }, own)).id;
    await supervisor.say(record, "closure.approved", { plain: { request } }, own);
  }
  if (state === "erased") {
    const asked = await one("none", "data_protection_officer").fresh.write(record, "second.asked", { plain: { action: "erase", ground: "opened_by_mistake" }, narrative: { text: "essai" } }, own);
    await one("placed", "data_protection_officer").fresh.say(record, "second.agreed", { plain: { asked: asked.id } }, own);
  }
  return record;
}

/** All differences of one question, told together: a slip in a table shows as a pattern, not as the first of a hundred. */
export class Differences {
  #told = new Map();
  #count = 0;
  #asked = 0;
  expect(got, wanted, what, where) {
    this.#asked += 1;
    if (JSON.stringify(got) === JSON.stringify(wanted)) return;
    this.#count += 1;
    const line = `${what}: ${JSON.stringify(got)}, the page says ${JSON.stringify(wanted)}`;
    if (!this.#told.has(line)) this.#told.set(line, []);
    this.#told.get(line).push(where);
  }
  none() {
    assert.ok(this.#asked > 0, "something was asked");
    const lines = [...this.#told].slice(0, 60).map(([line, at]) => `${line}\n      ${at.length}: ${at.slice(0, 6).join(" · ")}`);
    assert.equal(this.#count, 0, `${this.#count} of ${this.#asked} differ\n  ${lines.join("\n  ")}`);
  }
}
/**
 * Who opened a file in an emergency ends that, and who answers for the place where the child lives, whatever became of the file ("Breaking the glass").
 * Closed and held files here have both; of the open ones, each has one relation.
 */
export function ends_emergency(who, state) {
  const opened_it = who.relation === "break_glass" && oracle.seven.includes(who.role);
  const answers_for_place = who.relation === "placed" && ["supervisor", "unit_focal_point"].includes(who.role) && state !== "open";
  return (opened_it || answers_for_place) && state !== "erased";
}
export const at = (who, state, factor) => `${who.role}/${who.relation}/${state}/${factor}`;
/** Which of the planted words stand in a text. */
export const seen = (text) => planted.filter((p) => text.includes(p.word)).map((p) => p.word);
