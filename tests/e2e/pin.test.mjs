// A phone with a PIN: covered after a while and uncovered without network, locked for good, opened again with the server's help, and read in the bus.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { open_browser, open_page } from "./browser.mjs";
import { fill, open_file } from "./form.mjs";
import { open_house } from "./house.mjs";
import { found_in, from_the_device, kept_in, leave_the_screen, open_phone, pin } from "./phone.mjs";
import { way } from "./steps.mjs";

let house, phone, at, record, name, browser;
const { step, pictures } = way();
const heading = (key) => at.page.getByRole("heading", { level: 1, name: at.t(key) });
const home = () => at.page.waitForSelector("header.top .who");
const try_pin = async (field, given) => {
  await at.page.fill(field, given);
  await at.page.locator(`form:has(${field}) button.primary`).click();
};

before(async () => {
  house = await open_house({ children: 12 });
  phone = await open_phone(house.base);
  at = await phone.tab();
}, { timeout: 120_000 });
after(async () => {
  await pictures({ pin: at });
  await phone?.close().catch(() => {});
  phone?.throw_away();
  await browser?.close();
  await house?.close();
});

step("a PIN is chosen for this person on this device; one that is guessed at once is not taken", async () => {
  await at.sign_in(house.account({ login: "ibrahima" }));
  await from_the_device(at);
  // Before there is a PIN no file comes to lie here, and the screen says what a PIN is for.
  await at.page.getByText(at.t("lock.first")).waitFor();
  assert.deepEqual(await at.fits_everywhere("first-pin"), []);
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  await at.page.locator('main a[href^="/children/"]').first().waitFor();
  await at.settled();
  assert.deepEqual(await kept_in(at, "views"), []);
  await at.page.goto(`${house.base}/more/device`);
  await at.page.getByRole("button", { name: at.t("lock.choose") }).click();
  for (const [first, again, says] of [["123456", "123456", "lock.too_simple"], [pin, "482914", "lock.not_the_same"], [pin, pin, "lock.is_set"]]) {
    await at.page.fill("#pin-new", first);
    await at.page.fill("#pin-again", again);
    await at.page.getByRole("button", { name: at.t("lock.set") }).click();
    await at.page.getByText(at.t(says)).waitFor();
  }
  await at.page.locator("main .rows li", { hasText: at.t("device.this_one") }).waitFor();
  assert.deepEqual(await at.fits_everywhere("device"), []);
});

step("a screen that is left is covered; the PIN uncovers it without network, and what stood on it is there", async () => {
  await at.page.goto(`${house.base}/`);
  await heading("lock.pin_title").waitFor();
  assert.deepEqual(await at.fits_everywhere("pin-door"), []);
  await try_pin("#pin", "000001");
  await at.page.getByText("9", { exact: false }).first().waitFor();
  await try_pin("#pin", pin);
  await home();
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  const row = at.page.locator('main a[href^="/children/"]').first();
  await row.waitFor();
  record = (await row.getAttribute("href")).split("/").at(-1);
  await at.page.locator('nav a[href="/intake"]:visible').first().click();
  await at.page.locator('main label:has(input[name="q-intake-danger"][value="no"])').click();
  await phone.offline(true);
  await leave_the_screen(at);
  await at.page.getByRole("heading", { name: at.t("lock.covered") }).waitFor();
  assert.deepEqual(await at.fits_everywhere("covered"), []);
  await at.page.keyboard.press("Escape");
  await try_pin("#cover-pin", "000002");
  await at.page.getByText("4", { exact: false }).first().waitFor();
  assert.equal(await at.page.locator("dialog.covered[open]").count(), 1, "neither a wrong PIN nor Escape uncovers it");
  await try_pin("#cover-pin", pin);
  await at.page.locator("dialog.covered").waitFor({ state: "detached" });
  assert.equal(await at.page.locator('input[name="q-intake-danger"][value="no"]').isChecked(), true);
  await phone.offline(false);
});

step("what one follows is read without network, and the screen says since when", async () => {
  await at.page.waitForFunction((wanted) => new Promise((resolve) => {
    const request = indexedDB.open("nibbi");
    request.onsuccess = () => {
      const all = request.result.transaction("views").objectStore("views").getAll();
      all.onsuccess = () => { request.result.close(); resolve(all.result.some((one) => one.what === `child ${wanted}`)); };
    };
  }), record);
  await phone.offline(true);
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  await at.page.locator(`main a[href$="${record}"]`).first().click();
  await at.page.waitForSelector("#journey");
  await at.page.getByText(at.t("sync.read_at").split("{when}")[0]).waitFor();
  name = (await at.page.locator("main h1").first().innerText()).trim();
  assert.ok(name.length > 3);
  assert.deepEqual(await at.fits_everywhere("file-kept"), []);
  await phone.offline(false);
});

step("locked: the keys are gone, without network one can only write, with it the PIN opens again", async () => {
  await phone.offline(true);
  await at.page.locator("header.top button", { hasText: at.t("lock.now") }).click();
  await heading("blind.title").waitFor();
  assert.ok(!(await at.page.locator("body").innerText()).includes(name));
  await phone.offline(false);
  await at.page.goto(`${house.base}/`);
  await heading("lock.pin_title").waitFor();
  await try_pin("#pin", pin);
  await home();
  await open_file_by_link();
});
async function open_file_by_link() {
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  await at.page.locator(`main a[href$="${record}"]`).first().click();
  await at.page.waitForSelector("#journey");
}

step("five wrong PINs on the covered screen are the other lock", async () => {
  await leave_the_screen(at);
  await at.page.locator("dialog.covered[open]").waitFor();
  for (let tries = 0; tries < 5; tries++) {
    await try_pin("#cover-pin", `00000${tries + 1}`);
    await at.page.waitForFunction(() => !document.querySelector("#cover-pin")?.value);
    if (tries < 4) await at.page.getByText(String(4 - tries), { exact: false }).first().waitFor();
  }
  await at.page.waitForSelector("#login");
});

step("then not one name that was read stands in any byte of the phone", async () => {
  assert.ok((await kept_in(at, "views")).length > 0, "what was read is still kept, closed");
  await phone.close();
  const words = name.split(/[\s·–-]+/).filter((word) => /^\p{L}{4,}$/u.test(word));
  assert.ok(words.length > 0, "a name was read");
  const { found, bytes } = found_in(phone.profile, words);
  assert.ok(bytes > 1_000_000, "the profile was looked through");
  assert.deepEqual(found, []);
  phone = await phone.again();
  at = await phone.tab();
});

step("a PIN that was forgotten: one begins anew, and is signed in", async () => {
  await at.sign_in_to(house.account({ login: "ibrahima" }), "h1");
  await heading("lock.pin_title").waitFor();
  await at.page.locator("details.why summary").click();
  await at.page.getByRole("button", { name: at.t("lock.forgot_go_on") }).click();
  await home();
  await open_file(at, record);
});

step("a phone that was lost is revoked from another device: it delivers what it held, to be checked, and holds nothing to read any more", async () => {
  await at.page.locator('main a[href$="/form/note"]').first().click();
  await at.page.locator("main form").waitFor();
  await phone.offline(true);
  await fill(at, { note_kind: "observation", text: "Ce qui attendait" });
  const [entry] = (await kept_in(at, "outbox")).filter((one) => one.standing === "on_device" && one.header.kind === "note.added");
  browser = await open_browser();
  const desk = await open_page(browser, house.base, { width: 1280 });
  await desk.sign_in(house.account({ login: "ibrahima" }));
  await desk.page.goto(`${house.base}/more/device`);
  // The button says "this device" too, about each: the line above it tells which one it is.
  const lost = desk.page.locator("main .rows li").filter({ hasNot: desk.page.locator("p", { hasText: `· ${desk.t("device.this_one")}` }) }).first();
  await lost.getByRole("button", { name: desk.t("device.revoke") }).click();
  await desk.page.getByText(desk.t("device.revoke_help")).waitFor();
  await lost.getByRole("button", { name: desk.t("device.revoke") }).click();
  await desk.page.getByText(desk.t("device.revoked"), { exact: true }).waitFor();
  await phone.offline(false);
  await at.page.goto(house.base);
  await at.page.waitForSelector("#login");
  await at.sign_in(house.account({ login: "ibrahima" }));
  await at.page.locator(".strip").getByText(at.t("sync.to_check").replace("{n}", 1)).waitFor();
  const kept = (await kept_in(at, "outbox")).find((one) => one.id === entry.id);
  assert.equal(kept.standing, "quarantined");
  await at.page.waitForFunction(() => new Promise((resolve) => {
    const request = indexedDB.open("nibbi");
    request.onsuccess = () => {
      const all = request.result.transaction("views").objectStore("views").getAll();
      all.onsuccess = () => { request.result.close(); resolve(all.result.length === 0); };
    };
  }));
});

step("nothing went wrong on any page", () => assert.deepEqual(phone.faults(), []));
