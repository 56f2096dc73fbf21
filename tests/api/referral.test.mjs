// A child goes from one organisation's hands into another's: who learns what, when, through every door there is.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { goodbye, house, people, read, uuid7 } from "./client.mjs";

after(goodbye);

let awa, fatou, moussa, ndeye, stranger, officer;
before(async () => { [awa, fatou, moussa, ndeye, stranger, officer] = await people("awa", "fatou", "moussa", "ndeye", "stranger", "officer"); });

/** Every question of every form that is kept as answers, that takes words: id, tier, class, and the words that a reader could leak. */
const questions = readdirSync(new URL("../../contract/forms/", import.meta.url)).map((f) => JSON.parse(read(`contract/forms/${f}`)))
  .filter((f) => f.entry === "form.saved")
  .flatMap((f) => f.pages.flatMap((p) => p.questions).filter((q) => ["text", "long_text"].includes(q.type) && q.tier !== "plain")
    .map((q) => ({ form: f.form, version: f.version, id: q.id, tier: q.tier, of: q.data_class, canary: `Canari ${q.id.replace(/[._]/g, " ")} fin` })));

/** A file whose every field of words holds a canary of its own. */
async function file_with_canaries() {
  const record = await awa.opens_file();
  for (const form of new Set(questions.map((q) => q.form))) {
    const of_form = questions.filter((q) => q.form === form);
    const parts = { plain: { form, form_version: of_form[0].version } };
    if (form === "intake") parts.plain.answers = { "intake.danger": "no" };
    if (form === "tracing") parts.plain.answers = { "tracing.assent": "not_now" };
    for (const q of of_form) ((parts[q.tier] ??= {}).answers ??= {})[q.id] = q.canary;
    await awa.say(record, "form.saved", parts);
  }
  await awa.say(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: "Canari de la note" } });
  await awa.say(record, "need.recorded", { plain: { need: "shelter", urgency: "emergency_24h" }, narrative: { details: "Canari du besoin" } });
  await awa.say(record, "risk.assessed", { plain: { level: "high" }, identity: { not_to_be_given_to: "Canari interdit", child_fears: "Canari des peurs" }, narrative: { measures: "Canari des mesures" } });
  return record;
}

const sent = (more = {}) => ({
  plain: { service: "shelter", priority: "emergency_24h", data_classes: ["name", "safety"], basis: "vital_urgency", urgent_care: "yes", disability_support: "no", secret_address: "unsure", siblings: 2, language: "wol", ...more },
  placement: { to_unit: house.units.shelter }, narrative: { context: "Canari du contexte", basis_reason: "Canari du motif" },
});

/** Everything that this person can get out of the server about anything, as one text. */
async function crawl(who, record) {
  const doors = [
    ["GET", "/api/session"], ["GET", "/api/today"], ["GET", "/api/referrals?box=in"], ["GET", "/api/referrals?box=out"], ["GET", "/api/shelter"], ["GET", "/api/journeys"], ["GET", "/api/team"], ["GET", "/api/units"], ["GET", `/api/people?unit=${house.units.shelter}`], ["GET", `/api/children/${record}`],
    ...["plain", "identity", "placement", "narrative"].flatMap((tier) => [["POST", `/api/children/${record}/view`, { show: [tier], reason: "essai" }], ["POST", `/api/children/${record}/view`, { show: [tier] }]]),
    ["POST", `/api/children/${record}/view`, { show: ["identity", "placement", "narrative"], reason: "essai" }],
    ["POST", `/api/children/${record}/accesses`, { reason: "essai" }],
    ...["mine", "unit", "team"].flatMap((scope) => [["POST", "/api/children/find", { scope }], ["POST", "/api/children/find", { scope, query: "Canari" }]]),
  ];
  let all = "";
  for (const [method, path, body] of doors) {
    const answer = await who.call(method, path, body);
    assert.ok(answer.status < 500, `${method} ${path.replace(record, "{id}")}`);
    all += `${answer.text}\n`;
  }
  // The secret address of one's own shelter is one's own.
  return all.replaceAll(/(Adresse|Ville)-Canari/g, "");
}
const canaries = (text) => [...new Set([...text.matchAll(/Canari [a-z ]+/gi)].map((m) => m[0].trim()))].sort();

test("identity stays hidden through every door until the unit accepts; then exactly what was shared opens", async () => {
  assert.ok(questions.length > 30);
  const record = await file_with_canaries();
  assert.equal((await ndeye.get(`/api/children/${record}`)).status, 404);
  assert.deepEqual(canaries(await crawl(ndeye, record)), []);

  const referral = (await awa.say(record, "referral.sent", sent())).id;
  assert.deepEqual(canaries(await crawl(ndeye, record)), [], "asked: nothing of the child's identity or story");
  const [line] = (await ndeye.get("/api/referrals?box=in")).json.referrals.filter((r) => r.referral === referral);
  assert.equal(line.record, record);
  assert.equal(line.service, "shelter");
  assert.deepEqual(line.facts, { sex: "boy", age_band: "a10_12", urgent_care: "yes", disability_support: "no", secret_address: "unsure", siblings: 2, language: "wol" });
  const asked = (await ndeye.get(`/api/children/${record}`)).json;
  assert.deepEqual(asked.relations, ["referred_pending"]);
  assert.deepEqual(asked.sight, { plain: "shared", identity: "deny", placement: "deny", narrative: "deny" });
  assert.equal(asked.state.referrals[0].urgent_care, "yes");
  assert.equal(asked.state.referrals[0].siblings, 2);
  assert.equal(asked.actions.answer_referral, "allow");

  await ndeye.say(record, "referral.opened", { plain: { referral } }, { header: { seen: asked.n } });
  await ndeye.say(record, "referral.asked", { plain: { referral, text: "Peut-il dormir seul ?" } });
  const name = questions.find((q) => q.id === "intake.first_name").canary;
  const named = await awa.write(record, "referral.answered", { plain: { referral, text: `Oui, ${name.toUpperCase()} dort seul.` } });
  assert.deepEqual([named.status, named.problem?.code], ["refused", "name_in_plain_words"]);
  await awa.say(record, "referral.answered", { plain: { referral, text: "Réponse de l'équipe" } });
  // Both sides read what was asked and answered; nothing else opened by it.
  for (const who of [ndeye, awa])
    assert.deepEqual((await who.get(`/api/children/${record}`)).json.state.referrals[0].steps.filter((s) => s.text).map((s) => s.text), ["Peut-il dormir seul ?", "Réponse de l'équipe"], who.login);
  assert.deepEqual(canaries(await crawl(ndeye, record)), [], "opened, asked, answered: still nothing");

  await ndeye.say(record, "referral.accepted", { plain: { referral } });
  const seen = canaries(await crawl(ndeye, record));
  const shared = questions.filter((q) => ["name", "safety"].includes(q.of)).map((q) => q.canary.trim());
  for (const words of shared) assert.ok(seen.includes(words), `${words} was shared`);
  const not_shared = questions.filter((q) => !["name", "safety"].includes(q.of)).map((q) => q.canary.trim());
  for (const words of [...not_shared, "Canari de la note", "Canari du besoin", "Canari des mesures"]) assert.ok(!seen.includes(words), `${words} was not shared`);
  for (const words of ["Canari interdit", "Canari des peurs"]) assert.ok(seen.includes(words), `${words} keeps the child safe`);
  assert.deepEqual(canaries(await crawl(stranger, record)), []);

  await ndeye.say(record, "referral.service_given", { plain: { referral, outcome: "yes" } });
  await ndeye.say(record, "referral.feedback", { plain: { referral, child_came: "yes" } });
  const [out] = (await awa.get("/api/referrals?box=out")).json.referrals.filter((r) => r.referral === referral);
  assert.equal(out.state, "served");
});

test("a unit that says no, and one whose referral was withdrawn, learn nothing and lose sight of the file", async () => {
  for (const [kind, who, more] of [["referral.declined", ndeye, { reason: "full" }], ["referral.withdrawn", awa, {}]]) {
    const record = await file_with_canaries();
    const referral = (await awa.say(record, "referral.sent", sent())).id;
    const seen = (await ndeye.get(`/api/children/${record}`)).json.n;
    const receipt = await who.write(record, kind, { plain: { referral, ...more } }, { header: { seen } });
    assert.equal(receipt.status, "accepted", `${kind} ${JSON.stringify(receipt.problem)}`);
    assert.deepEqual(canaries(await crawl(ndeye, record)), []);
    assert.equal((await ndeye.write(record, "referral.accepted", { plain: { referral } })).status, "refused");
  }
});

test("nobody but the unit that was asked answers, and only what was sent is answered", async () => {
  const record = await awa.opens_file();
  const referral = (await awa.say(record, "referral.sent", sent())).id;
  for (const who of [stranger, fatou]) assert.equal((await who.write(record, "referral.accepted", { plain: { referral } }, { header: { seen: 1 } })).status, "refused");
  assert.equal((await awa.write(record, "referral.accepted", { plain: { referral } })).status, "refused", "the sender does not accept for them");
  assert.equal((await ndeye.write(record, "referral.accepted", { plain: { referral: uuid7() } }, { header: { seen: 1 } })).status, "refused");
});

test("each sight of an identity is in the access log, by whom and in which post; who may not know of it is told so", async () => {
  const record = await file_with_canaries();
  const log = async (who, reason) => who.call("POST", `/api/children/${record}/accesses`, reason ? { reason } : {});
  const before_looking = (await log(moussa)).json.accesses.length;
  await awa.get(`/api/children/${record}`);
  const lines = (await log(moussa)).json.accesses;
  assert.equal(lines.length, before_looking + 1);
  assert.equal(lines[0].person, awa.id);
  assert.equal(lines[0].role, "street_worker");
  assert.ok(lines[0].shown.includes("identity"));
  await awa.call("POST", "/api/children/find", { scope: "mine", query: "Canari intake first name" });
  assert.equal((await log(moussa)).json.accesses[0].action, "find");
  assert.deepEqual([(await log(awa)).status, (await log(awa)).json.code], [404, "not_allowed"]);
  assert.equal((await log(stranger)).status, 404);
});

test("what needs a reason asks for it, keeps it, and shows it to who reads the log", async () => {
  const record = await file_with_canaries();
  const ask = (body) => moussa.call("POST", `/api/children/${record}/view`, body);
  assert.equal((await moussa.get(`/api/children/${record}`)).json.sight.placement, "reason");
  assert.deepEqual([(await ask({ show: ["placement"] })).status, (await ask({ show: ["placement"] })).json.code], [422, "reason_needed"]);
  const shown = await ask({ show: ["placement"], reason: "Le tribunal demande (Canari de la raison)" });
  assert.equal(shown.status, 200);
  const log = (await moussa.call("POST", `/api/children/${record}/accesses`, {})).json.accesses;
  assert.equal(log[0].decision, "reason");
  assert.equal(log[0].reason, "Le tribunal demande (Canari de la raison)");
});

test("a factor that is no longer fresh is asked for again before a place is told", async () => {
  const record = await awa.opens_file();
  await moussa.act("supervisor", house.units.team); // changing the post makes the factor stale
  const stale = await moussa.call("POST", `/api/children/${record}/view`, { show: ["placement"], reason: "essai" });
  assert.deepEqual([stale.status, stale.json.code], [401, "step_up"]);
  assert.equal((await moussa.call("POST", "/api/session/step-up", { passphrase: house.passphrase })).status, 204);
  assert.equal((await moussa.call("POST", `/api/children/${record}/view`, { show: ["placement"], reason: "essai" })).status, 200);
});

test("breaking the glass needs a reason, opens the file to that person, and stays visible in it", async () => {
  const record = await file_with_canaries();
  const referral = (await awa.say(record, "referral.sent", sent())).id;
  const n = (await ndeye.get(`/api/children/${record}`)).json.n;
  const without = await ndeye.write(record, "break_glass.opened", {}, { header: { seen: n } });
  assert.equal(without.problem?.code, "reason_needed");
  const opened = await ndeye.write(record, "break_glass.opened", { narrative: { why: "Fièvre, l'hôpital appelle" } }, { header: { seen: n } });
  assert.equal(opened.status, "accepted", JSON.stringify(opened.problem));
  const view = (await ndeye.get(`/api/children/${record}`)).json;
  assert.ok(view.relations.includes("break_glass"));
  assert.equal(view.sight.identity, "allow");
  assert.equal(view.sight.narrative, "deny");
  assert.ok(!canaries(JSON.stringify(view)).includes("Canari de la note"), "what happened to the child stays shut");
  assert.ok((await awa.get(`/api/children/${record}`)).json.said.some((s) => s.kind === "break_glass.opened" && s.author === ndeye.id));
  assert.ok(referral);
});

test("the police, a court or a school never break the glass, asked or not", async () => {
  const record = await file_with_canaries();
  const [brigade] = await people("brigade");
  const breaks = () => brigade.write(record, "break_glass.opened", { narrative: { why: "Nous cherchons cet enfant" } }, { header: { seen: 1 } });
  assert.equal((await breaks()).problem.code, "not_found");
  await awa.say(record, "referral.sent", { ...sent({ service: "legal" }), placement: { to_unit: house.units.police } });
  const view = (await brigade.get(`/api/children/${record}`)).json;
  assert.equal(view.actions.answer_referral, "allow");
  assert.equal(view.actions.open_break_glass, undefined);
  assert.equal((await breaks()).problem.code, "not_allowed");
  assert.deepEqual(canaries(await crawl(brigade, record)), []);
});

test("closing a file takes a supervisor who is not the asker; then it rests", async () => {
  const record = await awa.opens_file();
  const request = (await awa.say(record, "closure.requested", { plain: { closure_reason: "goals_reached" } })).id;
  assert.equal((await awa.write(record, "closure.approved", { plain: { request } })).status, "refused");
  const n = (await moussa.get(`/api/children/${record}`)).json.n;
  const approved = await moussa.write(record, "closure.approved", { plain: { request } }, { header: { seen: n } });
  assert.equal(approved.status, "accepted", JSON.stringify(approved.problem));
  assert.equal((await awa.write(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: "x" } })).problem.code, "file_closed");
});

test("what takes a second person is pending, and answers 202", async () => {
  const record = await awa.opens_file();
  const n = (await officer.get(`/api/children/${record}`)).json.n;
  const asked = await officer.write(record, "second.asked", { plain: { action: "export_file" }, narrative: { why: "essai" } }, { header: { seen: n } });
  assert.deepEqual([asked.status, asked.http], ["pending", 202], JSON.stringify(asked.problem));
});
