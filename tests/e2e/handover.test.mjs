// Two phones meet where there is no network: who brings a child opens the file and signs, who receives reads the code or types six digits and signs, and hours
// later each comes home by itself, in either order.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { item_deed, today } from "./form.mjs";
import { open_house } from "./house.mjs";
import { choose_pin, found_in, from_the_device, keeps, open_phone } from "./phone.mjs";
import { ready_to_leave, writers } from "./prepare.mjs";
import { read_qr } from "./read_qr.mjs";
import { way } from "./steps.mjs";

const { step, pictures } = way();
const names = ["Yoro-canari", "Samba-canari"], aunt = "Koumba-canari Baldé";
let house, gives, takes, worker, children = [];
const people = () => ({ gives: gives?.at, takes: takes?.at });

/** Somebody's phone: signed in once, with what it keeps. */
async function phone_of(login, how) {
  const phone = await open_phone(house.base, how);
  const at = await phone.tab();
  await at.sign_in(house.account({ login }));
  await from_the_device(at);
  await choose_pin(at);
  return { phone, at };
}
const strip_says = ({ at }, key) => at.page.locator(".strip").getByText(at.t(key)).waitFor();
/** By what stands on the screen, as without network nobody types an address. */
async function open_from_today({ at }, { record }) {
  await at.page.locator('nav a[href="/"]:visible, header.top a.home').first().click();
  await at.page.locator(`main .rows a[href*="${record}"]`).first().click();
  if (await at.page.locator("#timeline").count()) await at.page.locator(`main a[href="/children/${record}"]`).first().click();
  await at.page.waitForSelector("#journey");
}
async function open_to_receive({ at }, { record }) {
  await at.page.locator('nav a[href="/referrals"]:visible').first().click();
  await at.page.locator(`main .rows a[href*="${record}"]`).first().click();
  await at.page.waitForSelector("#timeline");
  await at.page.locator(`main a[href="/children/${record}"]`).first().click();
  await at.page.waitForSelector("#journey");
  await at.page.locator('main a[href$="/receive"]').click();
  await at.page.locator("#digits").waitFor();
}
async function sign_sheet({ at }, { record }) {
  const unit = house.account({ login: "binta" }).unit;
  const refused = await item_deed(at, "return", "handover", {
    handed_on: today(), handed_at: "Gabú", received_by_unit: unit, received_by_name: aunt, received_by_relation: "aunt_uncle", care_explained: "yes", child_face: "good",
  }, ".digits");
  assert.equal(refused, undefined);
  assert.ok((await at.where()).path.endsWith(`/children/${record}/sheet`));
}
const sides = async ({ record }) => {
  const { state } = await worker.view(record);
  return { sheet: state.handovers?.[0], receipt: state.handovers_received?.[0] };
};

before(async () => {
  house = await open_house({ children: 3 });
}, { timeout: 120_000 });
after(async () => {
  await pictures(Object.fromEntries(Object.entries(people()).filter(([, at]) => at)));
  for (const one of [gives, takes]) {
    await one?.phone.close().catch(() => {});
    one?.phone.throw_away();
  }
  worker?.goodbye();
  await house?.close();
});

step("two boys are on the road; their files come to the phone of who brings them and of who awaits them, without where they go", async () => {
  const made = await writers(house, "ibrahima", "binta", "khady");
  for (const name of names) {
    const child = await ready_to_leave({ ...made, worker: made.ibrahima, abroad: made.binta }, { name, accompanying: made.khady.id, receiver: aunt });
    const { state } = (await made.ibrahima.call("GET", `/api/children/${child.record}`)).json;
    await made.ibrahima.say(child.record, "movement.departed", { plain: { plan: state.return_plans.at(-1).id } });
    children.push(child);
  }
  worker = { view: async (record) => (await made.ibrahima.call("GET", `/api/children/${record}`)).json, goodbye: made.goodbye };
  gives = await phone_of("khady", { width: 320 });
  takes = await phone_of("binta", { width: 390, language: "pt" });
  for (const child of children) for (const one of [gives, takes]) await keeps(one.at, `child ${child.record}`);
  // Opened once while there is network, as before a journey: what signs comes with it.
  await open_from_today(gives, children[0]);
  await open_to_receive(takes, children[0]);
  await gives.at.settled();
  await takes.at.settled();
});

step("neither phone has a network: the sheet is signed on one, its six digits are typed on the other, and both say that it is done", async () => {
  for (const { phone } of [gives, takes]) await phone.offline(true);
  await open_from_today(gives, children[0]);
  await sign_sheet(gives, children[0]);
  if (!process.env.NIBBI_HURRY) assert.deepEqual(await gives.at.fits_everywhere("sheet-offline"), []);
  const digits = await gives.at.page.locator("[data-digits]").getAttribute("data-digits");
  await open_to_receive(takes, children[0]);
  const { page, t } = takes.at;
  await page.fill("#digits", digits.slice(0, 5) + ((Number(digits[5]) + 1) % 10));
  await page.getByRole("button", { name: t("common.continue") }).click();
  await page.getByText(t("road.wrong_digits")).waitFor();
  await page.fill("#digits", digits);
  await page.getByRole("button", { name: t("common.continue") }).click();
  await page.getByText(t("road.same_sheet")).waitFor();
  await takes.at.primary();
  await page.getByText(t("road.done")).first().waitFor();
  await page.waitForURL(`**/children/${children[0].record}`);
  await page.locator("main .pending").getByText(t("sync.on_device_only")).waitFor();
});

step("the other boy's sheet is read by the camera, still without network", async () => {
  await open_from_today(gives, children[1]);
  await sign_sheet(gives, children[1]);
  const code = read_qr(await gives.at.page.locator("main svg path").getAttribute("d"));
  const { page, t } = takes.at;
  await page.evaluate((seen) => {
    globalThis.BarcodeDetector = class { detect() { return Promise.resolve([{ rawValue: seen }]); } };
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(document.createElement("canvas").captureStream());
    HTMLMediaElement.prototype.play = () => Promise.resolve();
  }, code);
  await open_to_receive(takes, children[1]);
  await page.getByRole("button", { name: t("road.read_code") }).click();
  await page.getByText(t("road.same_sheet")).waitFor();
  await takes.at.primary();
  await page.waitForURL(`**/children/${children[1].record}`);
  for (const child of children) assert.deepEqual(await sides(child), { sheet: undefined, receipt: undefined }, "nothing has left either phone");
});

step("the list of who brings them knows that it is done, before anybody else does", async () => {
  const { page, t } = gives.at;
  await page.locator('nav a[href="/"]:visible, header.top a.home').first().click();
  await page.getByRole("heading", { name: t("today.done_here") }).waitFor();
  for (const { record } of children) await page.locator(`main li.done a[href*="${record}"]`).getByText(t("sync.waits_here")).waitFor();
  if (!process.env.NIBBI_HURRY) assert.deepEqual(await gives.at.fits_everywhere("today-done-here"), []);
});

step("the receipts come home first and wait for their sheets; then both files say handed over, by one sheet each", async () => {
  await takes.phone.offline(false);
  await strip_says(takes, "sync.all_sent");
  for (const child of children) {
    const { sheet, receipt } = await sides(child);
    assert.ok(receipt && !sheet, "a receipt whose sheet is not there yet is taken");
  }
  await gives.phone.offline(false);
  await strip_says(gives, "sync.all_sent");
  for (const child of children) {
    const { sheet, receipt } = await sides(child);
    assert.equal(receipt.handover, sheet.id, "the receipt names its sheet");
    assert.ok(receipt.sheet_sha256 === sheet.sheet_sha256 || receipt.sheet_sha256.length === 6);
  }
  await takes.at.page.waitForFunction(() => !document.querySelector("main .pending"));
});

step("who brought them carries the files no longer, and no name stands in a phone or in a log", async () => {
  for (const { record } of children) await keeps(gives.at, `child ${record}`, false);
  assert.deepEqual([...gives.phone.faults(), ...takes.phone.faults()], []);
  for (const { phone } of [gives, takes]) {
    await phone.close();
    assert.deepEqual(found_in(phone.profile, [...names, aunt]).found, []);
  }
  assert.ok(![...names, aunt].some((one) => house.log().includes(one)));
  const { status, summary } = house.verify();
  assert.equal(status, 0, summary);
});
