// Records beside a child's file over HTTP: corrected field by field, closed, opened again, and to whom they are not there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { case_code, goodbye, house, people, uuid7 } from "./client.mjs";

after(goodbye);

let awa, fatou, moussa, ndeye, stranger, tino, joana, codou, admin;
before(async () => { [awa, fatou, moussa, ndeye, stranger, tino, joana, codou, admin] = await people("awa", "fatou", "moussa", "ndeye", "stranger", "tino", "joana", "codou", "admin"); });

const family = { name: "Fatumata Canari", phone: "+245 955 000 000", relation: "mother", first_name: "Mamadu Canari", village: "Sintcham Canari" };
const code = case_code("GW");
const plain = { code, country: "GW" };
const told = async (who, record) => (await who.get(`/api/records/${record}`)).json;
let inquiry, opening;

test("a mother's telephone number is corrected; what was and what is stands in the history, and nothing else changed", async () => {
  inquiry = uuid7();
  ({ id: opening } = await tino.say(inquiry, "inquiry.opened", { plain, identity: family, placement: { where: "Bafatá" }, narrative: { text: "Récit Canari" } }));
  await tino.say(inquiry, "inquiry.opened", { plain, identity: { ...family, phone: "+245 966 111 111" } }, { header: { seen: 1, amends: opening } });
  const now = await told(tino, inquiry);
  assert.deepEqual(now.parts, ["plain", "identity", "placement", "narrative"]);
  assert.deepEqual([now.fields.phone, now.fields.where, now.fields.text, now.n, now.kind], ["+245 966 111 111", "Bafatá", "Récit Canari", 2, "inquiry.opened"]);
  assert.deepEqual(now.said.map((one) => one.changes), [[{ field: "phone", was: "+245 955 000 000", is: "+245 966 111 111" }]]);
  assert.deepEqual([now.said[0].person, now.said[0].unit, now.amends], [tino.id, house.units.social, now.said[0].id]);
  // A part that comes empty is emptied: nobody is to be found there any more.
  await tino.say(inquiry, "inquiry.opened", { plain, placement: {} }, { header: { seen: 2, amends: now.amends } });
  const after_that = await told(tino, inquiry);
  assert.deepEqual([after_that.fields.where, after_that.fields.phone], [undefined, "+245 966 111 111"]);
  assert.deepEqual(after_that.said[1].changes, [{ field: "where", was: "Bafatá" }]);
});

test("to everybody else it is not there, whether they look or write", async () => {
  for (const who of [awa, fatou, moussa, ndeye, stranger, codou, admin]) {
    const answer = await who.get(`/api/records/${inquiry}`);
    assert.deepEqual([answer.status, answer.json.code], [404, "not_found"], who.login);
    if (who === admin) continue;
    const receipt = await who.write(inquiry, "inquiry.opened", { plain, identity: { ...family, phone: "+1" } }, { header: { seen: 3, amends: opening } });
    assert.deepEqual([receipt.status, receipt.problem.code], ["refused", "not_found"], who.login);
    const closed = await who.write(inquiry, "inquiry.closed", { plain: { inquiry_end: "found" } }, { header: { seen: 3 } });
    assert.deepEqual([closed.status, closed.problem.code], ["refused", "not_found"], who.login);
  }
  const nobody = await tino.get(`/api/records/${uuid7()}`);
  assert.deepEqual([nobody.status, nobody.json.code], [404, "not_found"]);
  assert.equal((await tino.get("/api/records/x")).status, 404);
});

test("its code stays, and a correction says what it corrects", async () => {
  const write = async (parts, header) => (await tino.write(inquiry, "inquiry.opened", parts, { header })).problem;
  const { code: said, details } = await write({ plain: { ...plain, code: case_code("GW") } }, { seen: 3, amends: opening });
  assert.deepEqual([said, details], ["not_allowed", { field: "code" }]);
  assert.equal((await write({ plain }, { seen: 3, amends: uuid7() })).code, "no_such_step");
  assert.equal((await write({ plain }, { seen: 3 })).code, "already_open");
  assert.equal((await write({ plain }, { seen: 9, amends: opening })).code, "seen_in_the_future");
});

test("it is closed with a reason, listed as closed, and opened again", async () => {
  const line = async () => (await tino.get("/api/inquiries")).json.inquiries.find((one) => one.inquiry === inquiry);
  assert.equal((await line()).closed, undefined);
  assert.equal((await tino.write(inquiry, "inquiry.closed", { plain: { inquiry_end: "other" } }, { header: { seen: 3 } })).problem.code, "reason_needed");
  assert.equal((await tino.write(inquiry, "inquiry.closed", { plain: { inquiry_end: "tired" } }, { header: { seen: 3 } })).problem.code, "not_in_list");
  await tino.say(inquiry, "inquiry.closed", { plain: { inquiry_end: "withdrew" }, narrative: { text: "Mots Canari" } }, { header: { seen: 3 } });
  assert.equal((await line()).closed, "withdrew");
  const closed = await told(tino, inquiry);
  assert.deepEqual([closed.closed, closed.said[2].inquiry_end, closed.said[2].text], [closed.said[2].id, "withdrew", "Mots Canari"]);
  const page = (await tino.get(`/api/inquiries/${inquiry}`)).json;
  assert.deepEqual([page.family.closed, page.candidates, page.likely], ["withdrew", [], false]);
  await tino.say(inquiry, "inquiry.reopened", { narrative: { text: "Mots Canari" } }, { header: { seen: 4 } });
  assert.equal((await line()).closed, undefined);
  assert.equal((await tino.write(inquiry, "inquiry.reopened", { narrative: { text: "x" } }, { header: { seen: 5 } })).problem.code, "already_open");
});

test("a place is corrected by the unit that wrote it, as far as it sees it through a child's file", async () => {
  const child = await fatou.opens_file();
  const place = uuid7();
  const { id } = await fatou.say(place, "place.opened", { plain: { code: case_code(), country: "SN", kind: "workshop", children: 3 }, identity: { name: "Nom Canari" }, placement: { where: "Rue Canari" } });
  await fatou.say(child, "place.linked", { narrative: { place } });
  const linked = async (who) => (await who.get(`/api/children/${child}/linked`)).json.linked.find((one) => one.record === place);
  assert.deepEqual([(await linked(fatou)).fields.where, (await linked(fatou)).may_change], ["Rue Canari", true]);
  const before_that = await told(fatou, place);
  await fatou.say(place, "place.opened", { plain: { code: before_that.fields.code, country: "SN", kind: "workshop", children: 5 }, placement: { where: "Autre rue Canari" } }, { header: { seen: 1, amends: id } });
  const now = await linked(fatou);
  assert.deepEqual([now.fields.where, now.fields.children, now.fields.name, typeof now.corrected_at], ["Autre rue Canari", 5, "Nom Canari", "string"]);
  // A colleague of the unit who has nothing to do with the child, and anybody else.
  for (const who of [awa, ndeye, joana, stranger, tino]) assert.equal((await who.get(`/api/records/${place}`)).status, 404, who.login);
});

test("a family that asks to be forgotten is: one officer asks by the code, somebody of another unit agrees, and nothing of it is served any more", async () => {
  const [officer, elsewhere, all] = await people("officer", "officer_elsewhere", "officer_of_all");
  const record = uuid7(), mine = case_code("SN");
  await fatou.say(record, "inquiry.opened", { plain: { code: mine, country: "SN" }, identity: family, narrative: { text: "Récit Canari" } });
  const ask = (who, more = {}) => who.call("POST", "/api/erasures", { code: mine, ground: "asked_by_person", reason: "Raison Canari", ...more });
  const coded = (answer) => [answer.status, answer.json?.code];
  assert.deepEqual(coded(await ask(officer)), [409, "no_such_step"], "it is open still");
  await fatou.say(record, "inquiry.closed", { plain: { inquiry_end: "withdrew" } }, { header: { seen: 1 } });
  for (const who of [fatou, moussa, codou, admin, tino]) assert.deepEqual(coded(await ask(who)), [403, "not_allowed"], who.login);
  assert.deepEqual(coded(await ask(elsewhere)), [404, "not_found"], "another partner's officer");
  assert.deepEqual(coded(await ask(officer, { ground: "tired" })), [422, "not_in_list"]);
  assert.deepEqual(coded(await ask(officer, { reason: "" })), [422, "reason_needed"]);
  assert.deepEqual(coded(await ask(officer, { more: 1 })), [422, "unknown_field"]);
  assert.equal((await ask(officer)).status, 204);
  assert.deepEqual(coded(await ask(officer)), [409, "already_open"]);

  const waits = async (who) => (await who.get("/api/erasures")).json.erasures.find((one) => one.record === record);
  for (const who of [fatou, awa, tino, stranger, joana, admin, elsewhere]) {
    assert.equal(await waits(who), undefined, who.login);
    assert.deepEqual(coded(await who.call("POST", `/api/erasures/${record}`, { agree: true })), [404, "not_found"], who.login);
  }
  const line = await waits(all);
  assert.deepEqual([line.code, line.ground, line.reason, line.may_agree, line.lapsed], [mine, "asked_by_person", "Raison Canari", true, false]);
  assert.deepEqual([(await waits(officer)).may_agree, (await waits(moussa)).may_agree], [false, false], "of the unit that asked");
  assert.deepEqual(coded(await officer.call("POST", `/api/erasures/${record}`, { agree: true })), [422, "not_the_same_person"]);
  assert.deepEqual(coded(await moussa.call("POST", `/api/erasures/${record}`, { agree: true })), [422, "other_unit_needed"]);
  assert.deepEqual(coded(await all.call("POST", `/api/erasures/${record}`, {})), [422, "missing_field"]);
  assert.deepEqual(coded(await all.call("POST", `/api/erasures/${record}`, { agree: 1 })), [422, "wrong_type"]);
  assert.equal((await all.call("POST", `/api/erasures/${record}`, { agree: true })).status, 204);

  assert.equal(await waits(all), undefined);
  assert.equal((await fatou.get(`/api/records/${record}`)).status, 404);
  assert.equal((await fatou.get("/api/inquiries")).json.inquiries.some((one) => one.inquiry === record), false);
  assert.equal((await fatou.write(record, "inquiry.reopened", { narrative: { text: "Mots Canari" } }, { header: { seen: 2 } })).problem.code, "erased");
  assert.equal((await stranger.write(record, "inquiry.reopened", { narrative: { text: "Mots Canari" } }, { header: { seen: 2 } })).problem.code, "not_found");
  assert.deepEqual(coded(await ask(officer)), [404, "not_found"]);
});
