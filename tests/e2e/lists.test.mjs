// A partner's list comes in by the command line while the house is served. Two of its children are there already, in another spelling: whoever has both files
// finds them as one list of possible duplicates, says of one pair that they are two children, and asks that the other becomes one file; a second person, of
// another unit, agrees; and it is parted again.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fill, journey_form, open_file } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, look, step } = story({ children: 20 });
const folder = mkdtempSync(join(tmpdir(), "nibbi-list-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const unit = "Action éducative en milieu ouvert, Dakar";
const here = {
  mamadou: { first: "Mamadou Canari", family: "Diallo", village: "Sintchã Canari", mother: "Fatoumata Canari Baldé", father: "Ibrahima Diallo" },
  yero: { first: "Yéro Canari", family: "Kandé", village: "Canquelifá Canari", mother: "Djenabou Canari Sané", father: "Quecuto Kandé" },
};
const columns = ["N°", "Prénom", "Nom", "Âge", "Sexe", "Village", "Nom de la mère", "Nom du père", "Observations"];
const rows = [
  ["1", "Momodou Canari", "Jallow", "11", "M", "Sintcha Canari", "Fatumata Canari Balde", "Ebrima Jallow", "vu à la gare"],
  ["2", "Iéro Canari", "Candé", "11", "M", "Canquelifa Canari", "Jenabu Canari Sane", "Kekuto Candé", ""],
  ["3", "Gora Canari", "Sarr", "9", "M", "Touba", "Yacine Canari Thiam", "Mor Sarr", ""],
  ["4", "Un adulte Canari", "Thiam", "34", "M", "Thiès", "", "", ""],
];
const records = {};
let joined;

async function take_in(who, child) {
  await who.go("/intake");
  await who.page.waitForSelector("main form");
  await fill(who, {
    "intake.danger": "no", "intake.assent": "agrees", "intake.first_name": child.first, "intake.family_name": child.family, "intake.age_band": "a10_12", "intake.sex": "boy",
    "intake.languages": ["ful"], "intake.country_of_origin": "GW", "intake.village": child.village, "intake.next_place": "shelter" });
  await who.page.waitForSelector(".pocket");
  const record = (await who.where()).path.split("/").at(-1);
  await open_file(who, record);
  await journey_form(who, "tracing", { "tracing.assent": "agrees", "tracing.mother": child.mother, "tracing.father": child.father, "tracing.place": child.village });
  return record;
}
const body = async (who) => (await who.page.locator("main").innerText()).replace(/\s+/g, " ");
async function pairs(who, wanted) {
  for (let tries = 0; tries < 20; ++tries) {
    await who.go("/pairs");
    await who.page.locator("main .card").first().waitFor();
    const words = await body(who);
    if (wanted(words)) return words;
    await who.page.waitForTimeout(2000);
  }
  throw new Error(`not so: ${await body(who)}`);
}

step("a list is looked through dry, then taken in while the house is served; its report tells rows and reasons, and no name", async () => {
  const ibrahima = await at("ibrahima", { width: 320 });
  for (const [name, child] of Object.entries(here)) records[name] = await take_in(ibrahima, child);
  const list = join(folder, "partner.csv"), map = join(folder, "map.json");
  writeFileSync(list, [columns, ...rows].map((row) => row.join(";")).join("\r\n"));
  writeFileSync(map, house.command_alone("import", "list", list, "--propose"));
  const bring = (...more) => house.report("import", "list", list, "--columns", map, "--unit", unit, "--as", "ibrahima", "--called", "Centre de Kolda, mars", ...more);
  const dry = bring();
  assert.deepEqual(dry.lines.map((line) => line.status), ["would_create", "would_create", "would_create", "refused"]);
  const done = bring("--apply");
  assert.deepEqual(done.lines.map((line) => [line.row, line.status, line.reason]), [[2, "created", undefined], [3, "created", undefined], [4, "created", undefined], [5, "refused", "adult"]]);
  assert.deepEqual(bring("--apply").lines.map((line) => line.status), ["exists", "exists", "exists", "refused"]);
  for (const one of [dry, done]) assert.doesNotMatch(one.said, /canari/i);
});

step("its possible duplicates are one task, and one list with the pairs, how many are decided, and the next one in one tap", async () => {
  const ibrahima = await at("ibrahima");
  const words = await pairs(ibrahima, (text) => text.includes("Décidées : 0 sur 2"));
  assert.ok(words.includes("Centre de Kolda, mars"), words);
  assert.ok(!words.includes("Gora"), "who is alike to nobody is in no pair");
  await look(ibrahima, "pairs");
  await ibrahima.go("/");
  await ibrahima.page.locator("main h2").first().waitFor();
  const task = ibrahima.page.locator('main .rows a[href="/pairs"]');
  await task.waitFor();
  assert.ok((await task.innerText()).includes(ibrahima.t("today.task.pairs_to_review")));
  await task.click();
  await ibrahima.page.getByRole("link", { name: ibrahima.t("pairs.begin") }).click();
  await ibrahima.page.waitForSelector("main [role=table]");
  assert.ok((await body(ibrahima)).includes("1 sur 2"));
  await look(ibrahima, "pair-of-a-list");
});

step("two children: noted, and one tap further is the next pair", async () => {
  const ibrahima = await at("ibrahima");
  await ibrahima.page.locator('main label:has(input[name="verdict"][value="not_same"])').click();
  await ibrahima.page.getByText(ibrahima.t("join.not_same_happens")).waitFor();
  await ibrahima.primary();
  await ibrahima.page.getByText(ibrahima.t("join.stands_not_same")).waitFor();
  await ibrahima.page.getByRole("link", { name: ibrahima.t("pairs.next") }).click();
  await ibrahima.page.getByText("2 sur 2").waitFor();
  await ibrahima.page.waitForSelector("main [role=table]");
  joined = (await ibrahima.where()).path.split("/");
});

step("the same child: a second person is asked, agrees, and the list is done", async () => {
  const ibrahima = await at("ibrahima");
  await ibrahima.page.locator('main label:has(input[name="verdict"][value="same"])').click();
  await ibrahima.page.fill("#why", "Mêmes parents, même village");
  await ibrahima.primary();
  if (await ibrahima.page.locator("dialog[open]").isVisible().catch(() => false)) await ibrahima.confirm_identity();
  await ibrahima.page.getByRole("heading", { name: ibrahima.t("pairs.title") }).waitFor();
  await pairs(ibrahima, (text) => text.includes("Décidées : 1 sur 2") && text.includes("1 attend une deuxième personne"));
  await look(ibrahima, "pairs-asked");
});

/** The coordinator, who is of another unit, agrees to what waits on this file. */
async function second_agrees(record) {
  const aminata = await at("aminata", { width: 1280 });
  await aminata.go("/");
  await aminata.page.locator(`main .rows a[href*="${record}"]`, { hasText: aminata.t("today.task.second_to_give") }).first().click();
  await aminata.page.waitForSelector("#journey");
  await aminata.page.locator('main a[href*="/form/second_agree/"]').click();
  await fill(aminata);
  await aminata.page.waitForSelector("#journey");
  return aminata;
}

step("merged by two, and the list is done; parted again by two, and the pair is back", async () => {
  const [, , record, , other] = joined;
  const ibrahima = await at("ibrahima");
  const aminata = await second_agrees(record);
  await aminata.page.getByText(aminata.t("join.joined_here")).waitFor();
  await pairs(ibrahima, (text) => text.includes("Décidées : 2 sur 2"));
  await look(ibrahima, "pairs-done");
  await open_file(ibrahima, other);
  await ibrahima.page.getByText(ibrahima.t("join.joined_away")).waitFor();

  await ibrahima.go(`/children/${record}/join/${other}`);
  await ibrahima.page.waitForSelector("#why");
  await ibrahima.page.fill("#why", "Ce sont deux cousins");
  await ibrahima.primary();
  if (await ibrahima.page.locator("dialog[open]").isVisible().catch(() => false)) await ibrahima.confirm_identity();
  await ibrahima.page.waitForSelector("#journey");
  await second_agrees(record);
  await pairs(ibrahima, (text) => text.includes("Décidées : 1 sur 2"));
  await open_file(ibrahima, other);
  await ibrahima.page.waitForSelector("#journey");
  assert.equal(await ibrahima.page.getByText(ibrahima.t("join.joined_away")).count(), 0);
  assert.equal(house.verify().status, 0);
});

test("everything fits on every screen, and nothing went wrong beside", () => {
  assert.ok(joined);
  assert.deepEqual(findings, []);
  assert.deepEqual(Object.values(people).flatMap((one) => one.faults), []);
});
