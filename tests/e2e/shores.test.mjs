// A return plan is kept on two shores: the coordination of the country that receives corrects what the country that sends wrote, once it has said why it
// looks at where the child is going; and the sending side reads who did.
import assert from "node:assert/strict";
import { give_reason, item_deed, open_file } from "./form.mjs";
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
  await look(ibrahima, "shores-corrected");
});

step("every screen fitted, and nothing went wrong on any page", async () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
  assert.equal(house.verify().status, 0);
});
