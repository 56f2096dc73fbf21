// Thirty-six children after a fire. What is common is said once, then a page for each, as fast as they come; the network goes after the twelfth and comes
// back after the twenty-fourth. Each has a file of their own at the end.
import assert from "node:assert/strict";
import { fill } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, look, step } = story({ children: 3 });
const many = 36, cut_after = 12, back_after = 24;
const bands = ["a0_5", "a6_9", "a10_12", "a13_15", "a16_17"], sexes = ["girl", "boy"];
const name_of = (n) => `Enfant${n}-canari`;
const counted = (who, n) => who.page.locator("main .count", { hasText: who.t("group.count").replace("{n}", n).replace("{total}", many) }).waitFor();
const is_nth = (who, n) => who.page.getByRole("heading", { level: 1, name: who.t("group.child_title").replace("{n}", n), exact: true }).waitFor();

/** One child's page, as a worker taps it. */
async function note(who, n) {
  await is_nth(who, n);
  await who.page.locator('[id="q-intake-first_name"]').fill(name_of(n));
  await who.page.locator(`main label:has(input[value="${bands[n % bands.length]}"])`).first().click();
  await who.page.locator(`main label:has(input[name="q-intake-sex"][value="${sexes[n % 2]}"])`).click();
  await who.primary();
}
let took_ms;

step("what is common is said once", async () => {
  const awa = await at("awa", { width: 390 });
  await awa.go("/intake/group");
  await awa.page.waitForSelector("main form");
  await fill(awa, {
    "group_intake.danger": "no", "group_intake.children": many, "group_intake.how_found": "fire_or_accident", "group_intake.place": "Pikine-canari",
    "group_intake.needs": ["water_food", "sleep"], "group_intake.language": "wol",
  });
  await is_nth(awa, 1);
});

step("thirty-six pages, one after the other, with the network cut in the middle", async () => {
  const awa = await at("awa");
  const began = Date.now();
  for (let n = 1; n <= many; ++n) {
    if (n === cut_after + 1) {
      await is_nth(awa, n);
      await awa.page.locator(".strip", { hasText: awa.t("sync.all_sent") }).waitFor();
      await awa.page.context().setOffline(true);
    }
    if (n === back_after + 1) await awa.page.context().setOffline(false);
    await note(awa, n);
    if (n === back_after) {
      await is_nth(awa, n + 1);
      await counted(awa, n);
      // An event, then three entries for each child: what waits is what was written since the cut.
      assert.ok(await awa.page.locator(".strip").innerText().then((text) => text.includes(String(3 * (back_after - cut_after)))), await awa.page.locator(".strip").innerText());
      await look(awa, "fire-cut");
    }
  }
  took_ms = Date.now() - began;
  await counted(awa, many);
  await awa.page.locator(".strip", { hasText: awa.t("sync.all_sent") }).waitFor();
  assert.equal(await awa.page.locator("main .codes a").count(), many);
  await look(awa, "fire-noted");
});

step("thirty-six files stand at the server, each with its own child and all with the one event", async () => {
  const awa = await at("awa");
  const records = await awa.page.locator("main .codes a").evaluateAll((all) => all.map((one) => one.getAttribute("href").split("/").at(-1)));
  assert.equal(new Set(records).size, many);
  const events = new Set(), names = new Set();
  for (const record of records) {
    const { status, json } = await awa.ask("GET", `/api/children/${record}`);
    assert.equal(status, 200);
    events.add(json.state.event);
    for (const { value } of json.state.answers["intake.first_name"].values) names.add(value);
    assert.deepEqual(json.said.map((one) => one.kind), ["child.opened", "form.saved", "form.saved"]);
  }
  assert.equal(events.size, 1);
  assert.deepEqual([...names].toSorted(), Array.from({ length: many }, (_, i) => name_of(i + 1)).toSorted());
  await awa.page.getByRole("button", { name: awa.t("group.finish") }).click();
  await awa.page.getByText(awa.t("group.finished").other.replace("{n}", many)).waitFor();
  await awa.go("/");
  await awa.page.getByText(awa.t("today.followed").other.split("{n}")[1].trim()).waitFor();
  console.log(`thirty-six children: ${Math.round(took_ms / 1000)} s of taps and pages by machine`);
});

step("every screen fitted, and nothing went wrong on any page", async () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
  assert.equal(house.verify().status, 0);
  assert.ok(!house.log().includes("canari"));
});
