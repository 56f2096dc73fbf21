// What two people do about files and records beside one: many children taken in at once, two files of one child joined and parted, what is linked to a
// file, and an emergency that asks who is there. The child's way itself is in journey.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, give_reason, open_file } from "./form.mjs";
import { story } from "./steps.mjs";

const { people, findings, at, on_file, look, step } = story({ children: 3 });
let record, other;
const body = (who) => who.page.textContent("main");
const section = (who, name) => who.page.locator("main details", { has: who.page.locator("summary h2", { hasText: who.t(`file.section.${name}`) }) }).first();
async function opened(who, name) {
  const fold = section(who, name);
  if (!(await fold.evaluate((one) => one.open))) await fold.locator("summary").click();
  return fold;
}

const child = async (who, first_name, sex, age_band) => {
  await who.page.locator('[id="q-intake-first_name"]').fill(first_name);
  await who.page.locator(`main label:has(input[value="${age_band}"])`).first().click();
  await who.page.locator(`main label:has(input[name="q-intake-sex"][value="${sex}"])`).click();
};
const needs = (who, need) => who.page.locator(`main input[name="q-intake-needs"][value="${need}"]`);
const is_nth = (who, n) => who.page.getByRole("heading", { level: 1, name: who.t("group.child_title").replace("{n}", n) }).waitFor();

step("children found together: what is common is said once, then each has one short page; a reload loses nothing, an empty page opens no file", async () => {
  const ibrahima = await at("ibrahima", { width: 390 });
  await ibrahima.page.locator('nav a[href="/intake"]:visible').first().click();
  await ibrahima.page.locator('main a[href="/intake/group"]').click();
  await ibrahima.page.waitForSelector("main form");
  await look(ibrahima, "group-common");
  const call = ibrahima.page.getByRole("heading", { name: ibrahima.t("intake.call_now") });
  const danger = (answer) => ibrahima.page.locator(`main label:has(input[name="q-group_intake-danger"][value="${answer}"])`).click();
  assert.equal(await call.count(), 0);
  await danger("yes");
  await call.waitFor();
  await danger("no");
  await call.waitFor({ state: "detached" });
  await fill(ibrahima, {
    "group_intake.danger": "no", "group_intake.children": 3, "group_intake.how_found": "closed_place", "group_intake.place": "Pikine-canari",
    "group_intake.needs": ["water_food"], "group_intake.language": "pov", "group_intake.keep_away": "Grandchemin-canari",
  });
  await is_nth(ibrahima, 1);
  await look(ibrahima, "group-child");
  assert.ok(await needs(ibrahima, "water_food").isChecked(), "what all need is there to begin with");
  assert.ok(!(await needs(ibrahima, "sleep").isChecked()));
  await ibrahima.primary();
  await ibrahima.page.locator("main .banner.danger").waitFor();
  assert.equal(await ibrahima.page.locator("main .codes").count(), 0, "nothing was saved");
  await child(ibrahima, "Binta-canari", "girl", "a10_12");
  await ibrahima.page.locator('main [role="status"][data-kept="true"]', { hasText: ibrahima.t("sync.saved_here") }).waitFor();
  await ibrahima.page.reload();
  await is_nth(ibrahima, 1);
  assert.equal(await ibrahima.page.locator('[id="q-intake-first_name"]').inputValue(), "Binta-canari");
  assert.ok(await ibrahima.page.locator('input[name="q-intake-sex"][value="girl"]').isChecked());
  await ibrahima.primary();
  await is_nth(ibrahima, 2);
  assert.equal(await ibrahima.page.locator('[id="q-intake-first_name"]').inputValue(), "");
  await child(ibrahima, "Bintou-canari", "girl", "a10_12");
  await ibrahima.page.locator('[id="q-group_intake-keep_together"]').fill("Sa sœur");
  await ibrahima.primary();
  await is_nth(ibrahima, 3);
  const links = await ibrahima.page.locator("main .codes a").evaluateAll((all) => all.map((one) => one.getAttribute("href").split("/").at(-1)));
  assert.equal(links.length, 2);
  [record, other] = links;
  const finish = ibrahima.page.getByRole("button", { name: ibrahima.t("group.finish") });
  // Somebody's words on the page are not thrown away without a word.
  await ibrahima.page.locator('[id="q-intake-first_name"]').fill("Awa-canari");
  await ibrahima.page.locator('main [role="status"][data-kept="true"]', { hasText: ibrahima.t("sync.saved_here") }).waitFor();
  await finish.click();
  await ibrahima.page.getByText(ibrahima.t("group.finish_unsaved")).waitFor();
  await look(ibrahima, "group-unsaved");
  await ibrahima.page.getByRole("button", { name: ibrahima.t("group.go_on") }).click();
  assert.equal(await ibrahima.page.locator('[id="q-intake-first_name"]').inputValue(), "Awa-canari");
  await ibrahima.page.locator('[id="q-intake-first_name"]').fill("");
  await ibrahima.page.locator('main [role="status"][data-kept="true"]', { hasText: ibrahima.t("sync.saved_here") }).waitFor();
  await finish.click();
  await ibrahima.page.getByText(ibrahima.t("group.finish_early").replace("{total}", "3")).waitFor();
  await finish.click();
  await ibrahima.page.waitForURL("**/children");
});

step("each file holds what was common, and the event that it shares, under the section where one looks for it", async () => {
  const ibrahima = await on_file("ibrahima", other);
  const fold = await opened(ibrahima, "situation");
  await fold.getByText(ibrahima.t("linked.event")).waitFor();
  const told = await fold.textContent();
  assert.ok(told.includes("Pikine-canari") && told.includes("Fermeture d’un lieu") && told.includes("Nombre d’enfants3"), told);
  await ibrahima.page.locator("main details summary h2", { hasText: "Accueil d’urgence" }).click();
  await ibrahima.page.locator("main details summary h2", { hasText: "Accueil de plusieurs enfants" }).click();
  for (const words of ["Bintou-canari", "Grandchemin-canari", "Pikine-canari", "Sa sœur"]) await ibrahima.page.locator("main", { hasText: words }).waitFor();
  assert.equal(await ibrahima.page.getByText(ibrahima.t("linked.none")).count(), 0);
  await look(ibrahima, "file-linked");

  // With whom a child should stay stands in that child's file, not in the others'.
  await open_file(ibrahima, record);
  await ibrahima.page.locator("main details summary h2", { hasText: "Accueil de plusieurs enfants" }).click();
  await ibrahima.page.locator("main", { hasText: "Fermeture d’un lieu" }).waitFor();
  assert.ok(!(await body(ibrahima)).includes("Sa sœur"));

  // What is linked did not come: that is said, it is not said that there is nothing, and it can be asked for again.
  await ibrahima.page.route("**/linked", (route) => route.abort(), { times: 1 });
  await open_file(ibrahima, record);
  await ibrahima.page.getByText(ibrahima.t("linked.failed")).waitFor();
  assert.equal(await ibrahima.page.getByText(ibrahima.t("linked.none")).count(), 0);
  await ibrahima.page.getByRole("button", { name: ibrahima.t("sync.retry") }).click();
  await (await opened(ibrahima, "situation")).getByText(ibrahima.t("linked.event")).waitFor();
});

step("on paper a code stands for the child's name, unless it was asked for; all that the file says is on it, black on white", async () => {
  const ibrahima = await on_file("ibrahima", other);
  /** What stands on the sheet, which is really made. */
  const sheet = async () => {
    await ibrahima.page.evaluate(() => addEventListener("beforeprint", () => queueMicrotask(() => (globalThis.sheet = document.querySelector("main").textContent)), { once: true }));
    const made = await ibrahima.page.pdf({ format: "A5" });
    assert.ok(made.length > 1000);
    return ibrahima.page.evaluate(() => globalThis.sheet);
  };
  const without = await sheet();
  assert.ok(!without.includes("Bintou-canari") && without.includes(ibrahima.t("file.name_hidden")), "the name is left out");
  for (const words of ["Grandchemin-canari", "Pikine-canari", "Fermeture d’un lieu"]) assert.ok(without.includes(words), "what was folded is on it");
  await ibrahima.page.getByText("Bintou-canari").first().waitFor();
  const asked = ibrahima.page.getByLabel(ibrahima.t("common.print_name"));
  await asked.check();
  assert.ok((await sheet()).includes("Bintou-canari"));
  // Asked for once, not for the next file.
  await open_file(ibrahima, record);
  assert.ok(!(await asked.isChecked()));
  await ibrahima.page.emulateMedia({ media: "print", colorScheme: "dark" });
  const colours = await ibrahima.page.evaluate(() => ["--canvas", "--surface", "--warn-soft", "--ink", "--warn"].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name)));
  assert.deepEqual(colours, ["#fff", "#fff", "#fff", "#000", "#000"]);
  assert.equal(await ibrahima.page.locator("main button:visible, main .actions:visible").count(), 0, "nothing to tap on paper");
  await ibrahima.page.emulateMedia({ media: null, colorScheme: "light" });
});

step("a file that nothing is linked to says so", async () => {
  const awa = await at("awa", { width: 320, language: "en" });
  await awa.page.locator('nav a[href="/intake"]:visible').first().click();
  await awa.page.waitForSelector("main form");
  await fill(awa, { "intake.danger": "no", "intake.first_name": "Seul-canari", "intake.sex": "boy", "intake.age_band": "a6_9" });
  await awa.page.waitForSelector(".pocket");
  await open_file(awa, (await awa.where()).path.split("/").at(-1));
  await awa.page.getByText(awa.t("linked.none")).waitFor();
});

step("a child is found while one types, in another orthography, and the list says why", async () => {
  const ibrahima = await on_file("ibrahima", record);
  await ibrahima.page.locator('nav a[href="/children"]:visible').first().click();
  await ibrahima.page.locator("#query").fill("Bintu");
  const row = ibrahima.page.locator(`main .rows a[href="/children/${other}"]`);
  await row.getByText("Bintou ~ Bintu").waitFor();
  await look(ibrahima, "children-found");
  const discreet = ibrahima.page.locator("header.top").getByRole("button", { name: ibrahima.t("more.discreet") });
  await discreet.click();
  assert.equal(await row.getByText("Bintou").count(), 0, "no name while somebody looks over the shoulder");
  await discreet.click();
  await ibrahima.page.locator("#query").fill("Xyzzyx");
  await ibrahima.page.getByText(ibrahima.t("children.none_found")).waitFor();
});

step("two files are read side by side, and joined only when a second person of another unit agrees", async () => {
  const ibrahima = await on_file("ibrahima", record);
  await ibrahima.page.locator(`main a[href="/children/${record}/join"]`).click();
  await ibrahima.page.fill("#query", "Bint");
  await ibrahima.page.keyboard.press("Enter");
  await ibrahima.page.locator(`main a[href="/children/${record}/join/${other}"]`).first().waitFor();
  assert.equal(await ibrahima.page.locator(`main a[href="/children/${record}/join/${record}"]`).count(), 0, "no file is joined to itself");
  await look(ibrahima, "join-choose");
  await ibrahima.page.locator(`main a[href="/children/${record}/join/${other}"]`).first().click();
  await ibrahima.page.locator('main label:has(input[name="verdict"][value="same"])').click();
  await ibrahima.page.waitForSelector("#why");
  const told = await body(ibrahima);
  assert.ok(told.includes("Binta-canari") && told.includes("Bintou-canari"), "both are read side by side");
  for (const [of, finding] of [["Bintou-canari", "differs"], ["Fille", "agrees"], ["Pikine-canari", "agrees"]])
    await ibrahima.page.locator("main [role=row]", { hasText: of }).getByText(ibrahima.t(`tracing.${finding}`)).waitFor();
  await look(ibrahima, "join-both");
  // Somebody may be looking over the shoulder.
  const discreet = ibrahima.page.locator("header.top").getByRole("button", { name: ibrahima.t("more.discreet") });
  await discreet.click();
  assert.ok(!/Bint(a|ou)-canari/.test(await body(ibrahima)), "codes instead of names");
  await discreet.click();
  await ibrahima.primary();
  await ibrahima.page.locator("main .banner.danger").getByText(ibrahima.t("join.why_missing")).waitFor();
  await ibrahima.page.fill("#why", "Même cicatrice, même chanson");
  await ibrahima.as_if_minutes_later();
  await ibrahima.primary();
  await ibrahima.page.waitForSelector("dialog[open]");
  await ibrahima.confirm_identity();
  await ibrahima.page.waitForSelector("#journey");
  await ibrahima.page.getByText(ibrahima.t("join.asked_to_join")).waitFor();
  assert.equal(await ibrahima.page.locator('main a[href*="/form/second_agree/"]').count(), 0, "who asked does not agree");
  await ibrahima.page.getByText(ibrahima.t("access.second_pending_until").split("{date}")[0].trim()).waitFor();
  await ibrahima.page.locator(`main a[href="/children/${record}/join/${other}"]`).click();
  await ibrahima.page.getByText(ibrahima.t("join.waits")).waitFor();
  assert.equal(await ibrahima.page.locator("#why").count(), 0, "what waits is not asked for twice");
  // The other file may be one that one does not see.
  await ibrahima.go(`/children/${record}/join/0190a0a0-0000-7000-8000-000000000000`);
  await ibrahima.page.getByText(ibrahima.t("join.not_seen")).waitFor();
  assert.equal(await ibrahima.page.locator("#why").count(), 0);

  const aminata = await at("aminata", { width: 1280, language: "pt" });
  await aminata.go("/");
  await aminata.page.locator(`main .rows a[href*="${record}"]`, { hasText: aminata.t("today.task.second_to_give") }).first().click();
  await aminata.page.waitForSelector("#journey");
  await look(aminata, "join-second");
  await aminata.page.locator(`main a[href="/children/${record}/join/${other}"]`).click();
  await aminata.page.getByText(aminata.t("join.waits")).waitFor();
  assert.ok(!(await body(aminata)).includes("Bintou-canari"), "who sees a name for a reason only is not shown it here");
  await open_file(aminata, record);
  await aminata.page.locator(`main a[href*="/form/second_agree/"]`).click();
  assert.equal(await fill(aminata), undefined);
  await aminata.page.waitForSelector("#journey");
  await aminata.page.getByText(aminata.t("join.joined_here")).waitFor();

  await open_file(ibrahima, other);
  await ibrahima.page.getByText(ibrahima.t("join.joined_away")).waitFor();
  assert.equal(await ibrahima.page.locator(`main a[href="/children/${other}/join"]`).count(), 0, "a joined file is not joined to a third");
  await look(ibrahima, "joined");
  await ibrahima.page.getByRole("link", { name: ibrahima.t("join.open_survivor") }).click();
  await ibrahima.page.getByText(ibrahima.t("join.joined_here")).waitFor();
});

step("and they are parted the same way", async () => {
  const ibrahima = await on_file("ibrahima", record);
  await ibrahima.page.getByRole("link", { name: ibrahima.t("join.part_title") }).click();
  await ibrahima.page.waitForSelector("#why");
  await ibrahima.page.fill("#why", "Deux sœurs, pas une");
  await ibrahima.primary();
  await ibrahima.page.getByText(ibrahima.t("join.asked_to_part")).waitFor();
  const aminata = await on_file("aminata", record);
  await aminata.page.locator(`main a[href*="/form/second_agree/"]`).click();
  assert.equal(await fill(aminata), undefined);
  await aminata.page.waitForSelector("#journey");
  for (const [file, joined] of [[other, "joined_away"], [record, "joined_here"]]) {
    await open_file(ibrahima, file);
    assert.equal(await ibrahima.page.getByText(ibrahima.t(`join.${joined}`)).count(), 0);
    assert.equal(await ibrahima.page.locator(`main a[href="/children/${file}/join"]`).count(), 1);
  }
});

step("what waits for a fresh code says so and opens on the spot; in an emergency all opens at once, and whoever opened closes it again", async () => {
  const aminata = await at("aminata");
  // Whoever changes their post, even to the same one, is asked again who they are.
  const { acting } = (await aminata.ask("GET", "/api/session")).json;
  assert.equal((await aminata.ask("PUT", "/api/session/acting", acting)).status, 204);
  await open_file(aminata, record);
  const place = aminata.page.locator(".banner.private li", { hasText: aminata.t("file.withheld_placement") });
  await place.getByRole("button", { name: aminata.t("file.withheld_confirm_reason") }).click();
  await aminata.page.locator("dialog[open] textarea").fill("Pour préparer la visite");
  await aminata.page.locator("dialog[open] button.primary").click();
  await aminata.page.locator("dialog[open] #code").waitFor();
  await aminata.confirm_identity();
  await place.waitFor({ state: "detached" });

  await aminata.page.getByRole("button", { name: aminata.t("access.break_glass_open") }).click();
  await give_reason(aminata, "L’enfant a de la fièvre");
  const banner = aminata.page.locator("main .banner.danger");
  await banner.waitFor();
  assert.equal(await aminata.page.locator(".banner.private li .button").count(), 0, "nothing is left to ask for");
  assert.ok((await body(aminata)).includes("Binta-canari"));
  await look(aminata, "glass");
  await banner.getByRole("link", { name: aminata.t("access.break_glass_end") }).click();
  assert.equal(await fill(aminata), undefined);
  await aminata.page.waitForSelector("#journey");
  assert.equal(await banner.count(), 0);
});

test("every screen fits, by day and by night, and axe finds nothing", () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
});
