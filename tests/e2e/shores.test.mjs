// A return plan is kept on two shores: the coordination of the country that receives corrects what the country that sends wrote, once it has said why it
// looks at where the child is going; and the sending side reads who did.
import assert from "node:assert/strict";
import { fill, give_reason, item_deed, open_file } from "./form.mjs";
import { ready_to_leave, writers } from "./prepare.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, on_file, look, step } = story({ children: 6 });
let child;
const plans = async (who) => (await who.ask("GET", `/api/children/${child.record}`)).json.state.return_plans;
const amend = (who) => who.page.locator('main details article a[href*="/form/return_plan/"]');
const fold = (who) => who.page.locator("main details", { has: who.page.locator("summary h2", { hasText: who.t("file.section.return") }) }).first();

step("until it has said why, the other shore sees that there is a plan, and is not offered to correct what it can't read", async () => {
  const made = await writers(house, "ibrahima", "binta", "khady");
  child = await ready_to_leave({ ...made, worker: made.ibrahima, abroad: made.binta }, { name: "Demba-canari", accompanying: made.khady.id, receiver: "Koumba-canari Baldé" });
  made.goodbye();
  const boubacar = await on_file("boubacar", child.record, { width: 390, language: "pt" });
  if (!(await fold(boubacar).evaluate((one) => one.open))) await fold(boubacar).locator("summary").click();
  assert.equal(await amend(boubacar).count(), 0);
  await look(boubacar, "shores-hidden");
});

step("with a reason it reads the plan, and corrects who receives and which telephone is answered there", async () => {
  const boubacar = await at("boubacar");
  await boubacar.page.getByRole("button", { name: boubacar.t("file.withheld_all_reason") }).click();
  await give_reason(boubacar, "Preparamos a chegada");
  await fold(boubacar).locator("summary").first().waitFor();
  if (!(await fold(boubacar).evaluate((one) => one.open))) await fold(boubacar).locator("summary").click();
  await amend(boubacar).first().waitFor();
  await look(boubacar, "shores-plan");
  assert.equal(await item_deed(boubacar, "return", "return_plan", { emergency_phone: "+245 955 000 000", destination: "Gabú, Sintchã-canari" }), undefined);
  await boubacar.settled();
});

step("the sending side sees the plan as it is now, who corrected it, and what it was", async () => {
  const ibrahima = await at("ibrahima", { width: 1280 });
  const [before, now] = await plans(ibrahima);
  assert.equal(before.amended_by, now.n);
  assert.equal(now.emergency_phone, "+245 955 000 000");
  assert.equal(now.receiver_name, before.receiver_name, "what was not changed stays");
  assert.deepEqual(now.accompanying, before.accompanying);
  await open_file(ibrahima, child.record);
  await fold(ibrahima).locator("summary").click();
  await fold(ibrahima).getByText(ibrahima.t("file.amended")).waitFor();
  await fold(ibrahima).getByText(house.account({ login: "boubacar" }).name).first().waitFor();
  await fold(ibrahima).getByText(house.account({ login: "khady" }).name).first().waitFor();
  assert.doesNotMatch(await fold(ibrahima).innerText(), /[0-9a-f]{8}-[0-9a-f]{4}-/, "nobody is a number");
  await look(ibrahima, "shores-corrected");
});

step("on the plan as it was nothing is offered but the way to what took its place; a form that was begun on it speaks of that", async () => {
  const ibrahima = await at("ibrahima");
  const [before, now] = await plans(ibrahima);
  const was = fold(ibrahima).locator(`#said-${before.n}`), stands = fold(ibrahima).locator(`#said-${now.n}`);
  assert.equal(await was.locator("a[href*='/form/'], a[href*='/papers/'], button").count(), 0);
  for (const deed of ["return_stop", "return_plan"]) assert.equal(await stands.locator(`a[href$="/form/${deed}/${now.id}"]`).count(), 1, deed);
  await was.getByText(ibrahima.t("file.see_correction")).click();
  await ibrahima.page.waitForFunction((id) => document.activeElement?.id === id, `said-${now.n}`);
  await ibrahima.go(`/children/${child.record}/form/return_stop/${before.id}`);
  await ibrahima.page.getByText(ibrahima.t("file.corrected_meanwhile")).waitFor();
  await look(ibrahima, "shores-form-of-corrected");
  assert.equal(await fill(ibrahima, { by: "child", child_words: "Il veut rester-canari" }), undefined);
  await ibrahima.page.waitForSelector("#journey");
  const { return_withdrawals } = (await ibrahima.ask("GET", `/api/children/${child.record}`)).json.state;
  assert.deepEqual(return_withdrawals.map((one) => one.plan), [now.id]);
});

step("every screen fitted, and nothing went wrong on any page", async () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
  assert.equal(house.verify().status, 0);
});
