// Somebody opened a file in an emergency: told at once to who has it, who ends it in two taps.
import assert from "node:assert/strict";
import { writers } from "./prepare.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, look, step } = story({ children: 6 });
let record;

step("a colleague of another unit opens a file in an emergency, and its worker sees it on Today", async () => {
  const made = await writers(house, "ibrahima", "khady");
  record = await made.ibrahima.opens_file();
  await made.khady.say(record, "break_glass.opened", { narrative: { why: "Fièvre-canari, l’hôpital appelle" } }, { header: { seen: 1 } });
  made.goodbye();
  const ibrahima = await at("ibrahima", { width: 320, language: "pt" });
  await ibrahima.page.locator("main .rows a", { hasText: ibrahima.t("today.task.glass_broken") }).first().click();
  await ibrahima.page.getByText(ibrahima.t("access.break_glass_told")).waitFor();
  await look(ibrahima, "emergency-told");
});

step("the worker ends it, and it is on Today no more", async () => {
  const ibrahima = await at("ibrahima");
  await ibrahima.page.getByRole("button", { name: ibrahima.t("access.break_glass_end") }).click();
  await ibrahima.page.getByText(ibrahima.t("access.break_glass_ended")).waitFor();
  const { said } = (await ibrahima.ask("GET", `/api/children/${record}`)).json;
  assert.ok(said.some((one) => one.kind === "break_glass.ended"));
  await ibrahima.go("/");
  await ibrahima.page.locator("main .rows a").first().waitFor();
  assert.equal(await ibrahima.page.locator("main .rows a", { hasText: ibrahima.t("today.task.glass_broken") }).count(), 0);
});

step("every screen fitted, and nothing went wrong on any page", async () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
  assert.ok(!house.log().includes("canari"));
});
