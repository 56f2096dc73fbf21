// A child on the way home wants to stop: whom to call, who says it, in pictures, and a voice instead of words. For a person who reads little.
import assert from "node:assert/strict";
import { story } from "./steps.mjs";

const { house, findings, people, at, look, step } = story({ children: 40 });
let who, record, plan;

step("somebody finds a child with a plan of return that was not stopped", async () => {
  for (const login of house.accounts.filter((one) => ["country_coordinator", "case_worker"].includes(one.role)).map((one) => one.login)) {
    who = await at(login, { width: 320 });
    for (const scope of ["mine", "unit"]) {
      const { children = [] } = (await who.ask("POST", "/api/children/find", { scope })).json;
      for (const child of children) {
        const { state, actions } = (await who.ask("GET", `/api/children/${child.record}`)).json ?? {};
        const open = (state?.return_plans ?? []).find((one) => !(state.return_withdrawals ?? []).some((each) => each.plan === one.id));
        if (!open || !["allow", "reason"].includes(actions?.["return.withdraw"] ?? "allow")) continue;
        [record, plan] = [child.record, open.id];
        return;
      }
    }
  }
  throw new Error("no child of the demonstration is to go home");
});

step("the numbers come first, then pictures, then a voice; what is touched and said is kept, and becomes the entry that it always was", async () => {
  const { page } = who;
  await who.go(`/children/${record}/form/return_stop/${plan}`);
  await page.locator('main label.picture:has(input[value="child"])').waitFor();
  await page.locator("main a[href^='tel:']").first().waitFor();
  const [call, picture] = await Promise.all([page.locator("main a[href^='tel:']").first().boundingBox(), page.locator("main label.picture").first().boundingBox()]);
  assert.ok(call.y < picture.y, "the numbers stand first");
  await page.locator('main label.picture:has(input[value="child"])').click();
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => {
      const audio = new AudioContext(), heard = audio.createMediaStreamDestination(), tone = audio.createOscillator();
      tone.connect(heard);
      tone.start();
      return Promise.resolve(heard.stream);
    };
  });
  await page.getByRole("button", { name: who.t("voice.speak") }).click();
  await page.waitForTimeout(1200);
  await page.getByRole("button", { name: who.t("voice.stop"), exact: true }).click();
  await page.getByText(who.t("voice.spoken")).waitFor();
  await page.locator('main [role="status"][data-kept="true"]').waitFor();
  await look(who, "stop");
  await who.picture("stop-card");
  await page.reload();
  await page.getByText(who.t("voice.spoken")).waitFor();
  assert.ok(await page.locator('main label.picture input[value="child"]').isChecked());
  await who.primary();
  await page.waitForSelector("#journey, dialog[open], main .banner.danger");
  if (await page.locator("dialog[open] #code").count()) await who.confirm_identity();
  await page.waitForSelector("#journey");
  const { state } = (await who.ask("GET", `/api/children/${record}`)).json;
  assert.equal(state.return_withdrawals.at(-1).by, "child");
  assert.ok(state.attachments.some((one) => one.kind === "voice_note"));
});

step("every screen fits, by day and by night, and axe finds nothing", () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
});
