// What opens can be shut: a unit that cannot take the child sees nothing more of them, and the child is taken elsewhere; a consent that is taken
// back shuts what it had opened, at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, item_deed, journey_form, open_file, today } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, on_file, look, step } = story({ children: 12 });
const unit_of = (login) => house.account({ login }).unit;
const body = (who) => who.page.textContent("main");

/** A child of Awa's, with this name; the file's id. */
async function taken_in(awa, name) {
  await awa.go("/intake");
  await awa.page.waitForSelector("main form");
  await fill(awa, {
    "intake.danger": "no", "intake.assent": "agrees", "intake.language": "wol", "intake.needs": ["safe_place"],
    "intake.first_name": name, "intake.age_band": "a13_15", "intake.sex": "boy", "intake.country_of_origin": "SN", "intake.with_whom": ["alone"], "intake.next_place": "shelter",
  });
  await awa.page.waitForSelector(".pocket");
  return (await awa.where()).path.split("/").at(-1);
}

/** The unit's answer, by the line that stands in its inbox. */
async function at_the_inbox(who, record) {
  await who.go("/referrals");
  await who.page.locator(`main .rows a[href*="${record}"]`).first().click();
  await who.page.waitForSelector("#timeline");
}

async function task_of(who, record, task) {
  await who.go("/");
  await who.settled();
  return who.page.locator(`main .rows a[href*="${record}"]`, { hasText: who.t(`today.task.${task}`) }).first();
}

const sent_elsewhere = "Modou-canari";
let declined;

step("a centre that is full says so; it never learned the name, and finds nothing of the child afterwards", async () => {
  const awa = await at("awa", { width: 390 });
  declined = await taken_in(awa, sent_elsewhere);
  await open_file(awa, declined);
  await awa.page.locator(`main a[href="/children/${declined}/refer"]`).first().click();
  await fill(awa, { service: "shelter", to_unit: unit_of("ousmane"), urgent_care: "no", basis: "vital_urgency", priority: "emergency_24h" });
  await awa.page.waitForSelector("#journey");

  const ousmane = await at("ousmane", { width: 1280 });
  await at_the_inbox(ousmane, declined);
  assert.ok(!(await body(ousmane)).includes(sent_elsewhere), "the name is hidden before acceptance");
  await ousmane.page.locator('main a[href*="/form/referral_decline/"]').click();
  await fill(ousmane, { reason: "full", text: "Plus un lit avant lundi" });
  await ousmane.page.getByText(ousmane.t("referral.declined_said")).waitFor();
  assert.equal((await ousmane.where()).path, "/referrals", "whoever said no is not led to a door that is shut");
  await look(ousmane, "declined");
  await ousmane.go(`/children/${declined}`);
  await ousmane.settled();
  const seen = await body(ousmane);
  assert.ok(!seen.includes(sent_elsewhere), "nothing of the child after a no");
});

step("whoever sent the child has it among what is to do now, reads why, and sends to the next unit", async () => {
  const awa = await at("awa");
  await (await task_of(awa, declined, "referral_declined")).click();
  await awa.page.waitForSelector("#timeline");
  assert.ok((await body(awa)).includes("Plus un lit avant lundi"), "the reason is told to whoever asked");
  await look(awa, "referral-declined");
  // The next unit in one tap: what was said is said again, and looked over once.
  await awa.page.locator(`main a[href^="/children/${declined}/refer/"]`).click();
  await awa.page.waitForURL(/#check$/);
  await awa.page.getByText("Hébergement").first().waitFor();
  await look(awa, "refer-again");
  await fill(awa);
  await awa.page.waitForSelector("#journey");
  const { json: desk } = await awa.ask("GET", "/api/today");
  const waits = desk.groups.find((one) => one.group === "waiting")?.tasks ?? [];
  assert.ok(waits.some((one) => one.record === declined && one.task === "referral_sent"), "it waits for the next unit's answer");
});

const taken_back = "Astou-canari";

step("a consent that the child takes back closes the door that it opened: the centre reads the name, and then no more", async () => {
  const awa = await at("awa");
  const record = await taken_in(awa, taken_back);
  await open_file(awa, record);
  await journey_form(awa, "consent", {
    explained: ["talk", "purpose", "use"], basis: "consent", given_by: "child", purposes: ["shelter"], data_classes: ["name", "languages", "safety"],
    recipient_kind: "one_unit", recipient_unit: unit_of("fatou"), until: today(30), child_words: "D’accord pour le centre",
  });
  await awa.page.locator(`main a[href="/children/${record}/refer"]`).first().click();
  await fill(awa, { service: "shelter", to_unit: unit_of("fatou"), urgent_care: "no", basis: "consent", priority: "emergency_24h" });
  await awa.page.waitForSelector("#journey");

  const fatou = await at("fatou", { width: 320 });
  await at_the_inbox(fatou, record);
  await fatou.page.getByRole("button", { name: fatou.t("referral.accept") }).click();
  await fatou.page.getByText(fatou.t("referral.accepted_thanks")).waitFor();
  await open_file(fatou, record);
  assert.ok((await body(fatou)).includes(taken_back), "the name opens on acceptance");

  await on_file("awa", record);
  assert.equal(await item_deed(awa, "consent", "consent_withdraw", { by: "child", words: "Je ne veux plus" }), undefined);
  const agreements = awa.page.locator("main details", { has: awa.page.locator("summary h2", { hasText: awa.t("file.section.consent") }) }).first();
  await agreements.locator("summary").click();
  await agreements.getByText(/Retiré le /).waitFor();
  await agreements.getByText(/Retire l’accord du .* pour/).waitFor();
  await look(awa, "consent-withdrawn");
  await fatou.go("/");
  await fatou.settled();
  await fatou.go(`/children/${record}`);
  await fatou.settled();
  assert.ok(!(await body(fatou)).includes(taken_back), "the name is shut again");
});

test("every screen fits, by day and by night, and axe finds nothing", () => {
  assert.deepEqual(findings, []);
  for (const [login, who] of Object.entries(people)) assert.deepEqual(who.faults, [], login);
});
