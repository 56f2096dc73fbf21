// Paper, for where no screen goes: a card whose code a camera reads, blank sheets in the order of the screens, and the sheets that two shores sign, in the
// languages of both. A child's name stands on none of them unless somebody asks, and what lies in front of a child says nothing of trafficking.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, today } from "./form.mjs";
import { ready_to_leave, writers } from "./prepare.mjs";
import { read_qr } from "./read_qr.mjs";
import { story } from "./steps.mjs";

const aunt = "Koumba-canari Baldé", name = "Lamine-canari", on_the_way = "Nuit à Kédougou-canari, départ à 6 h";
const { house, people, findings, at, on_file, look, step } = story({ children: 6 });
const sheet = (who) => who.page.locator("main table.sheet");
const words = (who) => sheet(who).innerText();
let child;

step("after an intake the card has its code in letters and for a camera, and nothing else", async () => {
  const awa = await at("awa", { width: 320 });
  await awa.go("/intake");
  await awa.page.waitForSelector("main form");
  await fill(awa, { "intake.danger": "no", "intake.assent": "agrees", "intake.first_name": name, "intake.sex": "boy", "intake.age_band": "a10_12" });
  await awa.page.locator(".pocket svg path").waitFor();
  const code = (await awa.page.locator(".pocket .code").innerText()).trim();
  assert.equal(read_qr(await awa.page.locator(".pocket svg path").getAttribute("d")), code);
  await look(awa, "pocket-card");
});

step("under More lies a blank sheet for every form, with room for a code; one speaks two languages where it is wished", async () => {
  const awa = await at("awa");
  await awa.go("/more");
  await awa.page.locator('main a[href="/more/papers"]').click();
  await awa.page.locator('main a[href="/more/papers/intake"]').waitFor();
  await awa.settled();
  await look(awa, "papers");
  await awa.page.locator('main a[href="/more/papers/intake"]').click();
  await sheet(awa).waitFor();
  const blank = await words(awa);
  assert.ok(!/traite|victime|tráfico|vítima/i.test(blank));
  assert.ok(!blank.includes("Criança"), "one language");
  await awa.page.locator('[data-language="second"]').selectOption("pt");
  await awa.page.getByText("A criança está em perigo agora?").first().waitFor();
  await look(awa, "paper-intake");
  const pages = async (height) => [...(await awa.page.pdf({ preferCSSPageSize: true })).toString("latin1").matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)].filter(([, , one]) => Math.abs(one - height) < 2).length;
  const large = await pages(842);
  assert.ok(large > 1, "A4, 842 points high");
  await awa.page.getByLabel(awa.t("paper.size")).selectOption({ label: "A5" });
  assert.ok((await pages(595)) > 1, "A5, 595 points high");
  await awa.go("/more/papers/identification");
  await sheet(awa).waitFor();
  assert.ok((await words(awa)).includes(awa.t("paper.team_only")), "whoever holds it is told that it is no child's to see");
});

step("a return plan is printed from the file as it stands, in the languages of both shores, with the code where the name could be", async () => {
  const made = await writers(house, "ibrahima", "binta", "khady");
  child = await ready_to_leave({ ...made, worker: made.ibrahima, abroad: made.binta }, { name, accompanying: made.khady.id, receiver: aunt, stages: on_the_way });
  made.goodbye();
  const ibrahima = await on_file("ibrahima", child.record, { width: 1280 });
  const fold = ibrahima.page.locator("main details", { has: ibrahima.page.locator("summary h2", { hasText: ibrahima.t("file.section.return") }) }).first();
  await fold.locator("summary").click();
  await fold.locator('a[href*="/papers/return_plan/"]').click();
  await sheet(ibrahima).waitFor();
  const told = await words(ibrahima);
  for (const one of ["Plan de retour / Plano de retorno", child.code, aunt, "Gabú"]) assert.ok(told.includes(one), one);
  assert.ok(!told.includes(name) && !/traite|victime|tráfico|vítima/i.test(told));
  assert.equal(read_qr(await sheet(ibrahima).locator(".qr path").getAttribute("d")), child.code);
  await look(ibrahima, "paper-plan");
  await ibrahima.page.getByLabel(ibrahima.t("common.print_name")).check();
  assert.ok((await words(ibrahima)).includes(name), "asked for, this once");
  await ibrahima.page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await ibrahima.page.locator("main button:visible, main select:visible, nav:visible").count(), 0, "nothing to tap on paper");
  assert.equal(await sheet(ibrahima).evaluate((one) => getComputedStyle(one).backgroundColor), "rgb(255, 255, 255)");
  await ibrahima.page.emulateMedia({ media: null, colorScheme: "light" });
  await ibrahima.go(`/children/${child.record}/papers/handover`);
  await sheet(ibrahima).waitFor();
  assert.ok((await words(ibrahima)).includes(ibrahima.t("paper.sign_giving")), "both sides sign");
});

step("a visit begins with what was promised, stops where the child is in danger, and its sheet is taken along", async () => {
  const ibrahima = await at("ibrahima");
  await ibrahima.go(`/children/${child.record}/form/visit`);
  await ibrahima.page.locator("#promised").waitFor();
  await fill_first_page(ibrahima);
  await ibrahima.page.locator("main h1", { hasText: "Ce que vous observez" }).waitFor();
  await ibrahima.page.locator('main label:has(input[name="q-safety"][value="danger"])').click();
  await ibrahima.page.getByText(ibrahima.t("visit.danger_stop")).waitFor();
  assert.ok(await ibrahima.page.getByText(ibrahima.t("visit.danger_stop")).evaluate((one) => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().bottom <= innerHeight), "it is before one's eyes");
  await look(ibrahima, "visit-danger");
  await ibrahima.primary();
  await ibrahima.page.locator("#q-next_visit_on").waitFor();
  assert.equal(await ibrahima.page.locator("#q-next_visit_on").inputValue(), today(30), "thirty days on, where no plan says otherwise");
  await ibrahima.go(`/children/${child.record}/papers/visit`);
  await sheet(ibrahima).waitFor();
  assert.ok((await words(ibrahima)).includes(ibrahima.t("visit.none")));
});
async function fill_first_page(who) {
  await who.page.fill("#q-visited_on", today());
  for (const [question, value] of [["mode", "home"], ["child_seen", "yes"], ["seen_alone", "yes"]]) await who.page.locator(`main label:has(input[name="q-${question}"][value="${value}"])`).click();
  await who.primary();
}

test("every sheet fits its screen, and nothing went wrong on any page", () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
});
