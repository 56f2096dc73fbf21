// What the router knows and what the contract promises are one list; and every door is shut to whoever has not signed in.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, test } from "node:test";
import { goodbye, house, people, read, send, uuid7 } from "./client.mjs";

after(goodbye);

const folder = new URL("../../src/http/", import.meta.url);
const served = readdirSync(folder).filter((f) => /^routes_.*\.cpp$/.test(f)).flatMap((f) =>
  [...read(`src/http/${f}`).matchAll(/\{Method::(\w+), "([^"]+)"/g)].map(([, method, path]) => `${method === "del" ? "delete" : method} ${path}`)).sort();

const promised = [];
let path = "";
for (const line of read("contract/openapi.yaml").split("\n")) {
  if (/^components:/.test(line)) break;
  const a = line.match(/^ {2}(\/\S*):$/), b = line.match(/^ {4}(get|put|post|delete|patch):$/);
  if (a) path = a[1];
  if (b) promised.push(`${b[1]} ${path}`);
}

test("the routes of the server are the operations of the contract, neither more nor fewer", () => {
  assert.ok(served.length > 15);
  assert.deepEqual(served, promised.sort());
});

const open_doors = new Set(["get /api/health", "post /api/session", "post /api/enrolment", "put /api/enrolment"]);
const by_device = new Set(["post /api/pin/evaluate", "post /api/pin/confirm"]);
const own = { "content-type": "application/json", "nibbi-request": "1", "sec-fetch-site": "same-origin" };

test("without a session every other door says to sign in first, or asks which device it is, and what changes something says cross-site to anyone else", async () => {
  for (const line of served) {
    const [method, where] = line.split(" ");
    const path = where.replace("{id}", uuid7());
    if (!open_doors.has(line)) {
      const answer = await send(method.toUpperCase(), path, { headers: method === "get" ? {} : own });
      assert.deepEqual([answer.status, answer.json.code], [401, by_device.has(line) ? "proof_needed" : "sign_in_first"], line);
    }
    if (method !== "get") {
      const answer = await send(method.toUpperCase(), path, { headers: { "content-type": "application/json" } });
      assert.deepEqual([answer.status, answer.json.code], [403, "cross_site"], line);
    }
  }
});

test("who never works with a child's file gets 404 for it and empty lists; the lists that are everyone's are everyone's", async () => {
  const [awa, ...others] = await people("awa", "admin", "manager", "trainer", "finance");
  const record = await awa.opens_file();
  for (const who of others) {
    for (const [method, path, body] of [["GET", `/api/children/${record}`], ["POST", `/api/children/${record}/view`, { show: ["identity"], reason: "r" }], ["POST", `/api/children/${record}/accesses`, { reason: "r" }]]) {
      const answer = await who.call(method, path, body);
      assert.equal(answer.status, 404, `${who.login} ${method} ${path.replace(record, "{id}")}`);
    }
    for (const scope of ["mine", "unit", "team"]) assert.deepEqual((await who.call("POST", "/api/children/find", { scope })).json.children, []);
    assert.deepEqual((await who.get("/api/today")).json.groups, []);
    assert.deepEqual((await who.get("/api/shelter")).json.residents, []);
    assert.deepEqual((await who.get("/api/team")).json.people, []);
    assert.deepEqual((await who.get("/api/journeys")).json.journeys, []);
    for (const box of ["in", "out"]) assert.deepEqual((await who.get(`/api/referrals?box=${box}`)).json.referrals, []);
    assert.ok((await who.get("/api/units")).json.units.length >= 4);
    assert.ok((await who.get(`/api/people?unit=${house.units.team}`)).json.people.length >= 3);
  }
});

test("a secret address is told to the unit's own members and to nobody else", async () => {
  const [awa, ndeye] = await people("awa", "ndeye");
  const theirs = (await awa.get("/api/units")), own_list = (await ndeye.get("/api/units"));
  assert.doesNotMatch(theirs.text, /Adresse-Canari|Ville-Canari/);
  assert.match(own_list.text, /Adresse-Canari/);
  assert.equal(theirs.json.units.find((u) => u.id === house.units.shelter).address_secret, true);
});

test("whoever works in the programme reads what is asked, within which deadlines, and where each comes from", async () => {
  const [awa, admin] = await people("awa", "admin");
  const { json } = await awa.get("/api/programme");
  assert.deepEqual((await admin.get("/api/programme")).json, json);
  const intake = json.forms.find((one) => one.form === "intake");
  assert.ok(intake.questions > 20 && intake.title.pt);
  const identification = json.forms.find((one) => one.form === "identification");
  assert.ok(identification.sources.some((one) => one.source === "[htcds-2.0]") && identification.sources.reduce((sum, one) => sum + one.questions, 0) < identification.questions);
  assert.ok(json.lists.every((one) => one.title.fr && one.title.en && one.title.pt));
  const requisition = json.clocks.find((one) => one.clock === "police_requisition");
  assert.equal(requisition.hours, 72);
  assert.equal(requisition.status, "verified");
  assert.equal(json.clocks.find((one) => one.clock === "legal_title_missing").hours, undefined, "no figure is invented");
  for (const one of [...json.lists, ...json.clocks]) assert.ok(one.source, "each names its source");
  assert.deepEqual(json.languages.map((one) => [one.language, one.missing]), [["en", 0], ["fr", 0], ["pt", 0]]);
});

test("places are found with accents or without", async () => {
  const [awa] = await people("awa");
  const search = async (query, more = {}) => (await awa.call("POST", "/api/places/find", { query, ...more })).json.places;
  assert.ok((await search("Thiès")).some((p) => p.country === "SN"));
  assert.deepEqual(await search("thies", { country: "SN" }), await search("THIÈS", { country: "SN" }));
  assert.deepEqual(await search("zzzzqq"), []);
  for (const [with_them, without, country] of [["Thiès", "thies", "SN"], ["Bafatá", "bafata", "GW"], ["N’Zérékoré", "nzerekore", "GN"], ["São Filipe", "sao filipe", "CV"]]) {
    const found = await search(with_them);
    assert.deepEqual(await search(without), found);
    assert.equal(found[0].name.normalize("NFD").replace(/[^a-z ]/gi, "").toLowerCase(), without);
    assert.equal(found[0].country, country);
    assert.ok(found[0].admin1, "one can tell two places of one name apart");
  }
});

test("places of all sixteen countries are there, each under its country", async () => {
  const [awa] = await people("awa");
  const towns = {
    BF: "ouagadougou", BJ: "cotonou", CI: "abidjan", CV: "praia", GH: "accra", GM: "brikama", GN: "conakry", GW: "gabu",
    LR: "monrovia", ML: "bamako", MR: "nouakchott", NE: "niamey", NG: "lagos", SL: "freetown", SN: "ziguinchor", TG: "lome" };
  assert.equal(Object.keys(towns).length, 16);
  for (const [country, town] of Object.entries(towns)) {
    const found = (await awa.call("POST", "/api/places/find", { query: town, country })).json.places;
    assert.ok(found.length > 0, `${town} is in ${country}`);
    assert.ok(found.every((place) => place.country === country));
  }
});
