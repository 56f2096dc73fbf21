// Three brothers go home together. They leave at one time, their stops and their arrival are noted once for all of them, and each is handed over with two
// signatures: two to a unit, phone to phone; one to a family for which no unit signs.
import assert from "node:assert/strict";
import { fill, open_file, today } from "./form.mjs";
import { ready_to_leave, writers } from "./prepare.mjs";
import { read_qr } from "./read_qr.mjs";
import { story } from "./steps.mjs";

const names = ["Demba-canari", "Samba-canari", "Pathé-canari"], aunt = "Koumba-canari Baldé";
const { house, people, findings, at, on_file, look, step } = story({ children: 12 });
let children = [], journey;
const body = (who) => who.page.textContent("main");
const card = (who, { name }) => who.page.locator("main li.card", { hasText: name });

step("three brothers are ready to leave; the case worker adds them by their codes, and whoever is not ready is not added", async () => {
  const made = await writers(house, "ibrahima", "binta", "khady");
  const all = { ...made, worker: made.ibrahima, abroad: made.binta };
  for (const name of names) children.push(await ready_to_leave(all, { name, accompanying: made.khady.id, receiver: aunt }));
  const stays = await made.ibrahima.opens_file();
  made.goodbye();

  const ibrahima = await on_file("ibrahima", children[0].record, { width: 1280 });
  await ibrahima.page.locator('main a[href$="/journey"]').click();
  await ibrahima.page.locator("#with-code").waitFor();
  await look(ibrahima, "leave-together");
  const add = async (code) => {
    await ibrahima.page.fill("#with-code", code);
    await ibrahima.page.getByRole("button", { name: ibrahima.t("journey.add"), exact: true }).click();
  };
  for (const { code, name } of children.slice(1)) {
    await add(code);
    await ibrahima.page.locator("main section .rows li", { hasText: name }).waitFor();
  }
  await add("SN-000000-0");
  await ibrahima.page.getByText(ibrahima.t("journey.child_not_found")).waitFor();
  const code = (await ibrahima.ask("POST", "/api/children/find", { scope: "mine" })).json.children.find((one) => one.record === stays).code;
  await add(code);
  await ibrahima.page.getByText(ibrahima.t("journey.child_not_ready").split("{child}")[1]).waitFor();
  assert.equal(await ibrahima.page.locator("main section .rows li").count(), 3);
  await fill(ibrahima, { day: today(), text: "Le bus de six heures" });
  await ibrahima.page.waitForURL("**/journeys/*");
  journey = (await ibrahima.where()).path.split("/").at(-1);
  for (const child of children) await card(ibrahima, child).getByText(ibrahima.t("road.on_road")).waitFor();
  await look(ibrahima, "journey-worker");
});

step("who travels along finds the journey, and notes a stop and the arrival once for the three", async () => {
  const khady = await at("khady", { width: 320 });
  await khady.go("/more");
  await khady.page.locator('main a[href="/journeys"]').click();
  await khady.page.locator(`main a[href="/journeys/${journey}"]`).waitFor();
  await look(khady, "journeys");
  await khady.page.locator(`main a[href="/journeys/${journey}"]`).click();
  await card(khady, children[2]).waitFor();
  await look(khady, "travel-day");
  await khady.page.getByRole("button", { name: khady.t("return.checkpoint") }).click();
  await fill(khady, { where: "Kolda", child_well: "yes" });
  for (const child of children) await card(khady, child).getByText(khady.t("road.last_stop").replace("{where}", "Kolda")).waitFor();
  await khady.page.getByRole("button", { name: khady.t("return.arrived") }).click();
  await fill(khady, {});
  for (const child of children) await card(khady, child).locator(".tag", { hasText: khady.t("return.arrived") }).waitFor();
  assert.equal(await khady.page.getByRole("button", { name: khady.t("return.arrived") }).count(), 0, "an arrival is noted once");
});

/** Signs the sheet of a child on the screen of who brings them; gives back what stands there for the other phone. */
async function sign_sheet(who, { record }, to) {
  await who.page.locator(`main li.card a[href^="/children/${record}/form/handover/"]`).click();
  await fill(who, { handed_on: today(), handed_at: "Gabú", received_by_name: aunt, received_by_relation: "aunt_uncle", care_explained: "yes", child_face: "good", ...to });
  await who.page.waitForURL(`**/children/${record}/sheet`);
}

step("two sheets are signed phone to phone: one by the code for a camera, one by six digits", async () => {
  const khady = await at("khady");
  const binta = await at("binta", { width: 390, language: "pt" });
  await open_file(binta, children[0].record);
  await binta.page.locator('main a[href$="/receive"]').waitFor();
  await binta.page.locator('nav a[href="/referrals"]:visible').first().click();
  await binta.page.locator(`main .rows a[href*="${children[0].record}"]`).first().waitFor();
  await khady.go("/journeys");
  await khady.page.locator(`main a[href="/journeys/${journey}"]`).click();
  await card(khady, children[2]).waitFor();

  const unit = house.account({ login: "binta" }).unit;
  await sign_sheet(khady, children[0], { received_by_unit: unit });
  await look(khady, "sheet");
  const code = read_qr(await khady.page.locator("main svg path").getAttribute("d"));
  const receive = async ({ record }) => {
    await binta.page.locator('nav a[href="/referrals"]:visible').first().click();
    await binta.page.locator(`main .rows a[href*="${record}"]`).first().click();
    await binta.page.locator(`main a[href="/children/${record}"]`).first().click();
    await binta.page.locator('main a[href$="/receive"]').click();
    await binta.page.locator("#digits").waitFor();
  };
  // A camera that sees what stands on the other phone's screen.
  await binta.page.evaluate((seen) => {
    globalThis.BarcodeDetector = class { detect() { return Promise.resolve([{ rawValue: globalThis.seen }]); } };
    globalThis.seen = seen;
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(document.createElement("canvas").captureStream());
    HTMLMediaElement.prototype.play = () => Promise.resolve();
  }, code);
  await receive(children[1]);
  await look(binta, "receive");
  await binta.page.getByRole("button", { name: binta.t("road.read_code") }).click();
  await binta.page.getByText(binta.t("road.other_child")).waitFor();
  await binta.page.locator(`main a[href="/children/${children[0].record}/receive"]`).click();
  await binta.page.getByRole("button", { name: binta.t("road.read_code") }).click();
  await binta.page.getByText(binta.t("road.same_sheet")).waitFor();
  await look(binta, "same-sheet");
  await binta.primary();
  await binta.page.waitForURL(`**/children/${children[0].record}`);

  await khady.page.locator('nav a[href="/more"]:visible').first().click();
  await khady.page.locator('main a[href="/journeys"]').click();
  await khady.page.locator(`main a[href="/journeys/${journey}"]`).click();
  await sign_sheet(khady, children[1], { received_by_unit: unit });
  const digits = await khady.page.locator("[data-digits]").getAttribute("data-digits");
  await receive(children[1]);
  const wrong = digits.slice(0, 5) + ((Number(digits[5]) + 1) % 10);
  for (const [typed, key] of [[wrong, "wrong_digits"], ["12", "wrong_digits"]]) {
    await binta.page.fill("#digits", typed);
    await binta.page.getByRole("button", { name: binta.t("common.continue") }).click();
    await binta.page.getByText(binta.t(`road.${key}`)).waitFor();
  }
  await binta.page.fill("#digits", digits);
  await binta.page.getByRole("button", { name: binta.t("common.continue") }).click();
  await binta.page.getByText(binta.t("road.same_sheet")).waitFor();
  await binta.primary();
  await binta.page.waitForURL(`**/children/${children[1].record}`);
});

step("the third goes to his aunt, for whom no unit signs: she draws her mark on the phone of who brings him", async () => {
  const khady = await at("khady");
  await khady.page.locator('nav a[href="/more"]:visible').first().click();
  await khady.page.locator('main a[href="/journeys"]').click();
  await khady.page.locator(`main a[href="/journeys/${journey}"]`).click();
  await sign_sheet(khady, children[2], {});
  await khady.primary();
  await khady.page.getByText(khady.t("road.sign_missing")).waitFor();
  await khady.page.locator('main label:has(input[value="sign"])').click();
  const board = khady.page.locator("svg#mark");
  await board.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await board.boundingBox();
  await khady.page.mouse.move(x + width * 0.2, y + height * 0.7);
  await khady.page.mouse.down();
  for (const [across, down] of [[0.4, 0.3], [0.6, 0.7], [0.8, 0.3]]) await khady.page.mouse.move(x + width * across, y + height * down, { steps: 4 });
  await khady.page.mouse.up();
  await look(khady, "family-signs");
  await khady.primary();
  await khady.page.getByText(khady.t("road.told_sign").replace("{name}", aunt)).waitFor();
  await look(khady, "family-signed");
});

step("each receipt names its sheet, the journey is done, and who travelled along sees the files no longer", async () => {
  const binta = await at("binta"), khady = await at("khady");
  for (const { record } of children.slice(0, 2)) {
    const { state } = (await binta.ask("GET", `/api/children/${record}`)).json;
    const [sheet] = state.handovers, [receipt] = state.handovers_received;
    assert.equal(receipt.handover, sheet.id, "the receipt names its sheet");
    assert.ok(receipt.sheet_sha256 === sheet.sheet_sha256 || receipt.sheet_sha256.length === 6);
  }
  const ibrahima = await at("ibrahima");
  await ibrahima.go(`/journeys/${journey}`);
  for (const child of children) await card(ibrahima, child).getByText(ibrahima.t("road.received_word")).waitFor();
  await look(ibrahima, "journey-done");
  for (const { record } of children) assert.equal((await khady.ask("GET", `/api/children/${record}`)).status, 404, "who travelled along sees the file no longer");
});

step("the house verifies clean, every screen fitted, and no name stands in a log", async () => {
  const { status, summary } = house.verify();
  assert.equal(status, 0, summary);
  assert.deepEqual(findings, []);
  assert.deepEqual(Object.values(people).flatMap((one) => one.faults), []);
  assert.ok(![...names, aunt].some((one) => house.log().includes(one)), "no name in any log line");
  assert.ok(!(await body(await at("ibrahima"))).includes("[object"));
});
