// The same boy was taken in twice, in two spellings. Whoever sees both files has a task, reads them side by side and says what they are: two children,
// brothers, or one. What is said stands in both, keeps the pair away until something new is told, and can be taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, journey_form, open_file } from "./form.mjs";
import { story } from "./steps.mjs";

const { people, findings, at, look, step } = story({ children: 20 });
const told = {
  first: { first: "Mamadou Canari", family: "Diallo", village: "Sintchã Canari", mother: "Fatoumata Canari Baldé", father: "Ibrahima Diallo" },
  second: { first: "Momodou Canari", family: "Jallow", village: "Sintcha Canari", mother: "Fatumata Canari Balde", father: "Ebrima Jallow" },
};
let older, newer;
const body = async (who) => (await who.page.locator("main").innerText()).replace(/\s+/g, " ");
const choice = (who, verdict) => who.page.locator(`main label:has(input[name="verdict"][value="${verdict}"])`);

async function take_in(who, child) {
  await who.go("/intake");
  await who.page.waitForSelector("main form");
  await fill(who, {
    "intake.danger": "no", "intake.assent": "agrees", "intake.first_name": child.first, "intake.family_name": child.family, "intake.age_band": "a10_12", "intake.sex": "boy",
    "intake.languages": ["ful"], "intake.country_of_origin": "GW", "intake.village": child.village, "intake.next_place": "shelter" });
  await who.page.waitForSelector(".pocket");
  const record = (await who.where()).path.split("/").at(-1);
  await open_file(who, record);
  await journey_form(who, "tracing", { "tracing.assent": "agrees", "tracing.mother": child.mother, "tracing.father": child.father, "tracing.siblings": "Awa, Sory", "tracing.place": child.village });
  return record;
}
/** What the clock's thread finds comes some seconds later. */
async function task(who, there = true) {
  const link = who.page.locator(`main .rows a[href="/children/${newer}/join"]`, { hasText: who.t("today.task.two_files_to_compare") }).first();
  for (let tries = 0; tries < 20; ++tries) {
    await who.go("/");
    await who.page.locator("main h2, main .card").first().waitFor();
    await who.settled();
    if (Boolean(await link.count()) === there) return link;
    await who.page.waitForTimeout(2000);
  }
  throw new Error(there ? "no such task" : "the task is still there");
}
async function side_by_side(who, here, there) {
  await who.go(`/children/${here}/join/${there}`);
  await who.page.waitForSelector("main [role=table]");
}

step("the second file of one boy becomes a task of who has both, and leads to the two of them side by side", async () => {
  const ibrahima = await at("ibrahima", { width: 320 });
  older = await take_in(ibrahima, told.first);
  newer = await take_in(ibrahima, told.second);
  await (await task(ibrahima)).click();
  const row = ibrahima.page.locator(`main a[href="/children/${newer}/join/${older}"]`);
  await row.waitFor();
  assert.ok((await row.innerText()).includes("Mamadou Canari Diallo"));
  assert.equal(await ibrahima.page.locator(`main a[href="/children/${newer}/join/${newer}"]`).count(), 0);
  await look(ibrahima, "alike");
  await row.click();
  await ibrahima.page.waitForSelector("main [role=table]");
  for (const words of ["Diallo", "Jallow", ibrahima.t("join.is_it_same").replace(/\s+/g, " ")]) assert.ok((await body(ibrahima)).includes(words), words);
  assert.equal(await ibrahima.page.locator("main input[name=verdict]:checked").count(), 0, "nothing is chosen beforehand");
  assert.equal(await ibrahima.page.locator("#why").count(), 0);
  await look(ibrahima, "pair");
});

step("two different children: noted in both files, and the pair is proposed no more", async () => {
  const ibrahima = await at("ibrahima");
  await choice(ibrahima, "not_same").click();
  await ibrahima.page.getByText(ibrahima.t("join.not_same_happens")).waitFor();
  await ibrahima.page.fill("#told-by", "Canari : je les ai vus ensemble à la gare");
  await look(ibrahima, "pair-not-same");
  await ibrahima.primary();
  await ibrahima.page.getByText(ibrahima.t("join.stands_not_same")).waitFor();
  await look(ibrahima, "pair-noted");
  await task(ibrahima, false);
  await ibrahima.go(`/children/${newer}/join`);
  await ibrahima.page.waitForSelector("#query");
  await ibrahima.settled();
  assert.equal(await ibrahima.page.locator(`main a[href="/children/${newer}/join/${older}"]`).count(), 0);
  await side_by_side(ibrahima, older, newer);
  await ibrahima.page.getByText(ibrahima.t("join.stands_not_same")).waitFor();
  assert.ok(!(await body(ibrahima)).includes("à la gare"), "the words stay in the file where they were written");
});

step("something new is told: the pair is proposed again, and brothers are kin in both files", async () => {
  const ibrahima = await at("ibrahima");
  await open_file(ibrahima, older);
  await journey_form(ibrahima, "tracing", { "tracing.others": "Tierno Canari, maître d’école" });
  await (await task(ibrahima)).click();
  await ibrahima.page.locator(`main a[href="/children/${newer}/join/${older}"]`).click();
  await choice(ibrahima, "siblings").click();
  await ibrahima.page.getByText(ibrahima.t("join.siblings_happens")).waitFor();
  await ibrahima.primary();
  await ibrahima.page.getByText(ibrahima.t("join.stands_siblings")).waitFor();
  for (const [here, there] of [[older, newer], [newer, older]]) {
    await open_file(ibrahima, here);
    await ibrahima.page.getByText(ibrahima.t("join.kin")).waitFor();
    assert.equal(await ibrahima.page.locator(`main a[href="/children/${there}"]`).count(), 1);
  }
  await look(ibrahima, "file-with-kin");
});

step("taken back from the other file; the same child after all, which a second person is asked for", async () => {
  const ibrahima = await at("ibrahima");
  await side_by_side(ibrahima, older, newer);
  await ibrahima.page.getByRole("button", { name: ibrahima.t("join.take_back") }).click();
  await choice(ibrahima, "same").waitFor();
  await choice(ibrahima, "same").click();
  await ibrahima.page.waitForSelector("#why");
  await look(ibrahima, "pair-same");
  await ibrahima.page.fill("#why", "Même cicatrice, mêmes parents");
  await ibrahima.primary();
  if (await ibrahima.page.locator("dialog[open]").isVisible().catch(() => false)) await ibrahima.confirm_identity();
  await ibrahima.page.waitForSelector("#journey");
  await ibrahima.page.getByText(ibrahima.t("join.asked_to_join")).waitFor();
});

test("everything fits on every screen, and nothing went wrong beside", () => {
  assert.deepEqual(findings, []);
  assert.deepEqual(Object.values(people).flatMap((one) => one.faults), []);
});
