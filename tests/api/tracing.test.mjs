// A mother looks for her son, and somebody meets a child whom another unit supports already: what each is told over HTTP, and what nobody is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { case_code, goodbye, house, people, uuid7 } from "./client.mjs";

after(goodbye);

let awa, fatou, moussa, ndeye, stranger, tino, joana, codou, admin;
before(async () => { [awa, fatou, moussa, ndeye, stranger, tino, joana, codou, admin] = await people("awa", "fatou", "moussa", "ndeye", "stranger", "tino", "joana", "codou", "admin"); });

const intake = (answers) => ({ plain: { form: "intake", form_version: 1, answers: { "intake.danger": "no" } }, identity: { answers } });
const tracing = (answers, assent = "agrees") => ({ plain: { form: "tracing", form_version: 1, answers: { "tracing.assent": assent } }, identity: { answers } });

/** A file that tells as much of the child as a good intake does. */
async function file_of(who, { first, family, village, mother, father, siblings }, made_at = Date.now()) {
  const record = uuid7();
  await who.say(record, "child.opened", { plain: { code: case_code(), country: "SN", sex: "boy", age_band: "a10_12" } }, { header: { claimed_at: new Date(made_at).toISOString() } });
  await who.say(record, "form.saved", intake({ "intake.first_name": first, "intake.family_name": family, "intake.village": village }));
  await who.say(record, "form.saved", tracing({ "tracing.mother": mother, "tracing.father": father, "tracing.siblings": siblings }));
  return record;
}
const son = { first: "Mamadou Canari", family: "Diallo", village: "Sintchã Canari", mother: "Fatoumata Baldé", father: "Ibrahima Diallo", siblings: "Awa, Sory" };
const met = { first: "Momodou Canari", family: "Jallow", village: "Sintcha Canari", mother: "Fatumata Balde", father: "Ebrima Jallow", siblings: "Awa, Sorie" };
const nobodys = { first: "Gora Canari", family: "Sarr", village: "Touba", mother: "Yacine Thiam", father: "Mor Sarr", siblings: "Penda" };
/** Other children: among a handful of files no name is rare, and the engine is sure of nothing. */
const given = ["Ousmane", "Lamine", "Pape", "Aliou", "Idrissa", "Samba", "Cheikh", "Modou", "Babacar", "Gora", "Assane"], names = ["Sow", "Ndiaye", "Faye", "Camara", "Mané", "Gueye", "Sarr", "Thiam", "Keita", "Barry"];
const mothers = ["Kadiatou", "Aminata", "Coumba", "Djenabou", "Nhima", "Rokhaya", "Yacine", "Maïmouna", "Penda"], fathers = ["Alpha", "Ibou", "Sékou", "Quecuto", "Mor", "Demba", "Malick"];
const villages = ["Thiès", "Louga", "Fatick", "Labé", "Gabú", "Kaolack", "Touba", "Kolda"];
const pick = (list, i) => list[i % list.length];
const others = Array.from({ length: 60 }, (_, i) => ({
  first: `${pick(given, i)} Canari`, family: pick(names, i), village: pick(villages, i), mother: `${pick(mothers, i)} ${pick(names, i + 3)}`, father: `${pick(fathers, i)} ${pick(names, i)}`, siblings: pick(mothers, i + 4) }));
async function wait_for(what, ask) {
  for (let tries = 0; tries < 60; ++tries) {
    if (await ask()) return;
    await new Promise((wait) => setTimeout(wait, 1000));
  }
  assert.fail(`waited in vain for ${what}`);
}
const has_task = async (who, task, record) => (await who.get("/api/today")).json.groups.some((g) => g.tasks.some((t) => t.task === task && t.record === record));

let child, inquiry;
test("the request of a mother in Bafatá becomes a task of who has her son's file, in another spelling, and of nobody else", async () => {
  for (const one of others) await file_of(fatou, one);
  child = await file_of(fatou, son);
  inquiry = uuid7();
  const told = { name: "Fatumata Baldé", phone: "+245 955 000 000", relation: "mother", first_name: "Mamadu Canari", family_name: "Djaló", father: "Ibraima Djaló", siblings: "Awa", village: "Sintcham Canari", sex: "boy" };
  await tino.say(inquiry, "inquiry.opened", { plain: { code: case_code("GW"), country: "GW" }, identity: told, placement: { where: "Bafatá" }, narrative: { text: "Récit Canari" } });
  await wait_for("the task", () => has_task(fatou, "family_to_compare", child));
  for (const who of [awa, moussa, ndeye, stranger, joana, codou, admin]) {
    assert.equal(await has_task(who, "family_to_compare", child), false, who.login);
    assert.equal((await who.get(`/api/children/${child}/families`)).status, 404, who.login);
    assert.equal((await who.get(`/api/children/${child}/families/${inquiry}`)).status, 404, who.login);
    assert.equal((await who.get(`/api/inquiries/${inquiry}`)).status, 404, who.login);
    assert.deepEqual((await who.get("/api/inquiries")).json.inquiries, [], who.login);
  }
  const { families } = (await fatou.get(`/api/children/${child}/families`)).json;
  const one = families.find((f) => f.family.inquiry === inquiry);
  assert.ok(["strong", "possible"].includes(one.band));
  assert.equal(one.facts[0].side, "for");
  assert.equal(one.standing, "open");
  // Before a second person has confirmed, nobody is told how to call.
  assert.doesNotMatch(JSON.stringify(families), /955 000|Récit|Bafatá/);
});

test("whoever opened the request is told nothing of a file that is none of theirs, and everything once the search is theirs", async () => {
  const before = (await tino.get(`/api/inquiries/${inquiry}`)).json;
  assert.deepEqual([before.likely, before.candidates], [false, []]);
  await fatou.say(child, "tracing.tasked", { plain: { person: tino.id, unit: house.units.social, country: "GW" }, narrative: { why: "essai" } });
  const { likely, candidates } = (await tino.get(`/api/inquiries/${inquiry}`)).json;
  assert.equal(likely, true);
  assert.equal(candidates[0].record, child);
  assert.ok(candidates.every((c) => c.record === child), "a file without a task for them");
});

test("one proposes, and only somebody of another unit confirms", async () => {
  const proposed = await fatou.say(child, "trace.proposed", { plain: { inquiry }, identity: { family: "Fatumata Baldé", evidence: "Mots Canari" } });
  assert.equal((await tino.get(`/api/children/${child}/families/${inquiry}`)).json.standing, "waits");
  const own = await fatou.write(child, "trace.confirmed", { plain: { proposed: proposed.id }, identity: { outcome: "found" } });
  assert.equal(own.status, "refused");
  assert.equal(await has_task(fatou, "family_to_compare", child), false);
  await tino.say(child, "trace.confirmed", { plain: { proposed: proposed.id }, identity: { outcome: "found" } });
  assert.equal((await tino.get(`/api/children/${child}/families/${inquiry}`)).json.standing, "confirmed");
  assert.equal((await tino.get(`/api/inquiries/${inquiry}`)).json.found, true);
});

test("each look at a pair stands in the file's access log", async () => {
  const before = (await moussa.call("POST", `/api/children/${child}/accesses`, {})).json.accesses.length;
  await fatou.get(`/api/children/${child}/families/${inquiry}`);
  await fatou.get(`/api/children/${child}/families`);
  const { accesses } = (await moussa.call("POST", `/api/children/${child}/accesses`, {})).json;
  assert.equal(accesses.length, before + 2);
  assert.deepEqual([accesses[0].action, accesses[0].shown], ["compare_trace", ["identity"]]);
});

/** Everything of an answer that a listener on the line, or a cache, could measure. */
const size = (answer) => [answer.status, answer.bytes.length, Object.keys(answer.headers).sort().join(), answer.headers["content-length"], answer.headers["content-encoding"]];

test("whether somebody supports this child already is answered in one shape and size, and says nothing of where or who", async () => {
  const known = await file_of(fatou, { ...son, village: "Canquelifá Canari" });
  await fatou.say(known, "placement.begun", { plain: { begun_on: new Date().toISOString().slice(0, 10) }, placement: { placement_kind: "shelter", unit: house.units.shelter }, narrative: { why: "C’est là qu’on veille sur elle" } });
  const again = await file_of(stranger, { ...met, village: "Canquelifa Canari" });
  const nobody = await file_of(stranger, nobodys);
  const hit = await stranger.call("POST", `/api/children/${again}/already_known`);
  const none = await stranger.call("POST", `/api/children/${nobody}/already_known`);
  assert.deepEqual(hit.json, { hit: 1, duty_name: "Permanence DEMO", duty_phone: "+221 33 800 00 00" });
  assert.deepEqual(none.json, { ...hit.json, hit: 0 });
  assert.deepEqual(size(hit), size(none));
  // The same question again is the same answer, and is not told twice.
  assert.deepEqual((await stranger.call("POST", `/api/children/${again}/already_known`)).json, hit.json);

  await wait_for("the worker's task", () => has_task(fatou, "met_again", known));
  for (const who of [ndeye, stranger, awa, tino, joana, codou]) assert.equal(await has_task(who, "met_again", known), false, who.login);
  const { met: told } = (await fatou.get(`/api/children/${known}/met_again`)).json;
  assert.deepEqual(told.map((one) => one.unit), [house.units.elsewhere]);
  assert.doesNotMatch(JSON.stringify(told), new RegExp(again));
  const { accesses } = (await moussa.call("POST", `/api/children/${known}/accesses`, {})).json;
  assert.ok(accesses.some((one) => one.decision === "hit" && one.person === stranger.id));
  assert.equal((await stranger.call("POST", `/api/children/${known}/met_again/${told[0].id}`, { same: false })).status, 404);
  assert.equal((await fatou.call("POST", `/api/children/${known}/met_again/${told[0].id}`, { same: false })).status, 200);
  assert.equal(await has_task(fatou, "met_again", known), false);
  assert.equal((await fatou.call("POST", `/api/children/${known}/met_again/${told[0].id}`, {})).json.code, "missing_field");
  assert.equal((await fatou.call("POST", `/api/children/${known}/met_again/${told[0].id}`, { same: 1 })).json.code, "wrong_type");
});

test("who asks again and again, a little otherwise each time, is answered twenty times a day", async () => {
  const mine = await file_of(awa, nobodys);
  const answers = [];
  for (let i = 0; i < 25; ++i) {
    answers.push(await awa.call("POST", `/api/children/${mine}/already_known`));
    await awa.say(mine, "form.saved", intake({ "intake.family_name": `Canari ${i}` }));
  }
  assert.deepEqual(answers.map((a) => a.status), [...Array(20).fill(200), ...Array(5).fill(429)]);
  const bare = await awa.opens_file();
  const few = await awa.call("POST", `/api/children/${bare}/already_known`);
  assert.deepEqual([few.status, few.json.code, few.json.details.field], [422, "missing_field", "facts"]);
});

test("two files of one worker's that look alike are told to her; her word that they are two children stands in both, until something new is told", async () => {
  const older = await file_of(ndeye, { ...son, first: "Yéro Canari", family: "Kandé" });
  const newer = await file_of(ndeye, { ...met, first: "Yero Canari", family: "Kande" });
  const theirs = await file_of(stranger, { ...met, first: "Iéro Canari", family: "Candé" });
  const alike = async (who, record) => (await who.get(`/api/children/${record}/alike`)).json.alike.map((one) => one.record);
  await wait_for("the task", () => has_task(ndeye, "two_files_to_compare", newer));
  assert.equal(await has_task(ndeye, "two_files_to_compare", older), false, "told once, on the newer file");
  const { alike: found } = (await ndeye.get(`/api/children/${newer}/alike`)).json;
  assert.deepEqual(found.map((one) => one.record), [older], "a file of somebody else's is not told of");
  assert.ok(["strong", "possible"].includes(found[0].band));
  assert.equal(found[0].facts[0].side, "for");
  for (const who of [awa, moussa, joana, codou, admin, tino]) assert.equal((await who.get(`/api/children/${newer}/alike`)).status, 404, who.login);

  const n = async (record) => (await ndeye.get(`/api/children/${record}`)).json.n;
  const two = async (who, here, other, verdict = "not_same") => who.write(here, "pair.judged", { plain: { other_n: 1 }, identity: { other, verdict } });
  for (const [here, other] of [[newer, theirs], [theirs, newer]]) assert.equal((await two(ndeye, here, other)).problem?.code, "not_found", "who sees one of both");
  assert.equal((await two(stranger, theirs, newer)).problem.code, "not_found");
  const said = await ndeye.write(newer, "pair.judged", { plain: { other_n: await n(older) }, identity: { other: older, verdict: "not_same" }, narrative: { text: "Mots Canari" } }, { header: { seen: await n(newer) } });
  assert.equal(said.status, "accepted");
  assert.deepEqual([await alike(ndeye, newer), await alike(ndeye, older)], [[], []]);
  const [pair] = (await ndeye.get(`/api/children/${older}`)).json.state.pairs;
  assert.deepEqual([pair.other, pair.verdict, pair.unit, pair.text], [newer, "not_same", house.units.shelter, undefined]);

  await ndeye.say(older, "form.saved", intake({ "intake.other_names": "Modou Canari" }));
  assert.deepEqual(await alike(ndeye, newer), [older]);
  const kin = await ndeye.write(older, "pair.judged", { plain: { other_n: await n(newer) }, identity: { other: newer, verdict: "siblings" } }, { header: { seen: await n(older) } });
  assert.equal(kin.status, "accepted");
  assert.deepEqual(await alike(ndeye, newer), []);
  await ndeye.say(older, "pair.reopened", { plain: { judged: kin.id } });
  assert.deepEqual(await alike(ndeye, newer), [older]);
  assert.equal((await ndeye.write(older, "pair.reopened", { plain: { judged: kin.id } })).problem.code, "no_such_step");
});

test("possible duplicates are listed for who may judge both files, with how many are decided, and are neither told nor counted to anybody else", async () => {
  const older = await file_of(stranger, { ...son, first: "Tidiane Canari", family: "Baldé", village: "Kolda" });
  const newer = await file_of(stranger, { ...met, first: "Tijan Canari", family: "Baldeh", village: "Kolda" });
  const of = async (who) => (await who.get("/api/pairs")).json.lists;
  const found = async () => (await of(stranger)).flatMap((one) => one.pairs).find((one) => one.record === older && one.other === newer);
  await wait_for("the pair", found);
  const [others] = await of(stranger);
  assert.equal(others.list, undefined, "it came in no list");
  const before = others.decided;
  for (const who of [awa, fatou, ndeye, joana, codou, admin, tino]) assert.ok(!JSON.stringify(await of(who)).includes(newer), who.login);
  const n = (await stranger.get(`/api/children/${newer}`)).json.n;
  assert.equal((await stranger.write(older, "pair.judged", { plain: { other_n: n }, identity: { other: newer, verdict: "not_same" } })).status, "accepted");
  await wait_for("the decision", async () => !(await found()));
  assert.equal((await of(stranger))[0].decided, before + 1);
});

test("who made an intake without network may ask the question once it is here; whether there is a child or none, the task is the same", async () => {
  const hours_ago = Date.now() - 5 * 3_600_000;
  const known = await file_of(stranger, { ...son, first: "Bakary Canari", family: "Sané", village: "Bignona" });
  const late = await file_of(joana, { ...met, first: "Bacari Canari", family: "Sané", village: "Bignona" }, hours_ago);
  const nobody = await file_of(joana, { ...nobodys, first: "Ansou Canari" }, hours_ago);
  const at_the_screen = await file_of(joana, { ...nobodys, first: "Lamine Canari" });
  await wait_for("both tasks", async () => (await has_task(joana, "already_known_to_ask", late)) && (await has_task(joana, "already_known_to_ask", nobody)));
  assert.equal(await has_task(joana, "already_known_to_ask", at_the_screen), false);
  for (const who of [awa, fatou, moussa, stranger, codou]) assert.equal(await has_task(who, "already_known_to_ask", late), false, who.login);
  const hit = await joana.call("POST", `/api/children/${late}/already_known`), none = await joana.call("POST", `/api/children/${nobody}/already_known`);
  assert.deepEqual([hit.json.hit, none.json.hit], [1, 0]);
  assert.deepEqual(size(hit), size(none));
  await wait_for("the end of the tasks", async () => !(await has_task(joana, "already_known_to_ask", late)) && !(await has_task(joana, "already_known_to_ask", nobody)));
  await wait_for("the word to the file's worker", () => has_task(stranger, "met_again", known));
});
