// In the field: a trip lease that opens by six words after the battery was out, the looks that are told afterwards, and what a revoked phone delivered.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { open_browser, open_page } from "./browser.mjs";
import { fill, open_file } from "./form.mjs";
import { open_house } from "./house.mjs";
import { choose_pin, found_in, from_the_device, keeps, kept_in, open_phone, through_the_door } from "./phone.mjs";
import { way } from "./steps.mjs";

let house, phone, at, browser, boss, record, name, words;
const { step, pictures } = way();
const login = "ibrahima", supervisor = "mariama", canary = "Canarivoyageur";
const worker = () => house.account({ login });
const strip = () => at.page.locator(".strip");
const heading = (one, key) => one.page.getByRole("heading", { level: 1, name: one.t(key) });
const says = (key, values) => {
  const sentence = at.t(key);
  const text = typeof sentence === "string" ? sentence : sentence[values.n === 1 ? "one" : "other"];
  return Object.entries(values).reduce((all, [one, value]) => all.replace(`{${one}}`, value), text);
};
const notes = async () => (await boss.ask("GET", `/api/children/${record}`)).json.state.notes.map((one) => one.text);

before(async () => {
  house = await open_house({ children: 12 });
  phone = await open_phone(house.base);
  at = await phone.tab();
  browser = await open_browser();
  boss = await open_page(browser, house.base, { width: 1280 });
}, { timeout: 120_000 });
after(async () => {
  await pictures({ phone: at, boss });
  await phone?.close().catch(() => {});
  phone?.throw_away();
  await browser?.close();
  await house?.close();
});

step("a supervisor grants a trip lease of a named file", async () => {
  await boss.sign_in(house.account({ login: supervisor }));
  await boss.page.goto(`${house.base}/team`);
  await boss.page.locator('main a[href="/team/leases"]').click();
  await heading(boss, "trip.grants_title").waitFor();
  await boss.page.locator("#trip-person").selectOption({ label: worker().name });
  const file = boss.page.locator('main input[type="checkbox"]').first();
  await file.check();
  record = await file.getAttribute("value");
  assert.deepEqual(await boss.fits_everywhere("leases"), []);
  await boss.page.getByRole("button", { name: boss.t("trip.grant"), exact: true }).click();
  await boss.page.locator("main .rows li", { hasText: worker().name }).getByText(boss.t("trip.not_taken")).waitFor();
});

step("the traveller takes it up on their phone, which shows six words once", async () => {
  await at.sign_in(worker());
  await from_the_device(at);
  await open_file(at, record);
  name = (await at.page.locator("main h1").first().innerText()).trim();
  await at.page.locator('main a[href$="/form/note"]').first().click();
  assert.equal(await fill(at, { note_kind: "observation", text: canary }), undefined);
  await strip().getByText(at.t("sync.all_sent")).waitFor();
  await at.page.goto(house.base);
  await at.page.getByRole("link", { name: at.t("trip.take_it") }).click();
  await heading(at, "trip.title").waitFor();
  assert.deepEqual(await at.fits_everywhere("trip"), []);
  await at.page.getByRole("button", { name: at.t("trip.take") }).click();
  await at.page.locator("ol.six li").nth(5).waitFor();
  words = await at.page.locator("ol.six li").allInnerTexts();
  assert.equal(words.length, 6);
  assert.deepEqual(await at.fits_everywhere("six-words"), []);
  await at.page.getByRole("button", { name: at.t("trip.words_known") }).click();
  await at.page.getByText(at.t("trip.is_here")).waitFor();
});

step("the battery is taken out: without network other words open nothing, and the six open what travels, and no more", async () => {
  await phone.kill();
  assert.deepEqual(found_in(phone.profile, [words.join(" "), words.join(""), name, canary]).found, [], "neither the words nor what they open can be read on the phone");
  phone = await phone.again();
  at = await phone.tab();
  await phone.offline(true);
  await at.page.goto(house.base);
  await heading(at, "blind.title").waitFor();
  await at.page.locator("#six-words").waitFor();
  assert.deepEqual(await at.fits_everywhere("open-trip"), []);
  const open_with = async (given) => {
    await at.page.fill("#six-words", given);
    await at.page.getByRole("button", { name: at.t("trip.open"), exact: true }).click();
  };
  await open_with(words.slice(0, 5).join(" "));
  await at.page.getByText(at.t("trip.six_needed")).waitFor();
  await open_with([...words.slice(1), words[0]].join(" "));
  await at.page.getByText(at.t("trip.not_these")).waitFor();
  await open_with(` ${words.join("  ").toUpperCase()} `);
  await at.page.getByText(at.t("trip.reading")).waitFor();
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  const rows = at.page.locator('main a[href^="/children/"]');
  await rows.first().waitFor();
  assert.equal(await rows.count(), 1, "the file that was named");
  await rows.first().click();
  await at.page.waitForSelector("#journey");
  assert.equal((await at.page.locator("main h1").first().innerText()).trim(), name);
  await at.page.locator("main details summary", { hasText: at.t("file.section.notes") }).click();
  await at.page.getByText(canary).waitFor();
  assert.deepEqual(await at.fits_everywhere("file-on-a-trip"), []);
  await strip().getByText(at.t("sync.offline"), { exact: true }).waitFor();
});

step("what one writes on the way waits, sealed; with the network, and who they are, it arrives, and the look is told", async () => {
  await at.page.locator('main a[href$="/form/note"]').first().click();
  await at.page.locator("main form").waitFor();
  await fill(at, { note_kind: "observation", text: "Canari-en-route" });
  await strip().getByText(says("sync.offline_to_send", { n: 1 })).waitFor();
  await phone.offline(false);
  await at.page.getByRole("button", { name: at.t("blind.retry") }).click();
  await at.page.waitForSelector("#login, header.top .who");
  if (await at.page.locator("#login").count()) await at.sign_in(worker());
  await strip().getByText(at.t("sync.all_sent")).waitFor();
  assert.ok((await notes()).includes("Canari-en-route"));
  await boss.page.goto(`${house.base}/children/${record}/accesses`);
  await boss.page.getByText(boss.t("file.looked_offline").split("{when}")[0]).first().waitFor();
});

step("the supervisor ends the lease, and the phone forgets it at its next contact", async () => {
  await boss.page.goto(`${house.base}/team/leases`);
  const line = boss.page.locator("main .rows li", { hasText: worker().name });
  await line.getByRole("button", { name: boss.t("trip.end") }).click();
  await boss.page.getByText(boss.t("trip.end_help")).waitFor();
  await line.getByRole("button", { name: boss.t("trip.end") }).click();
  await boss.page.getByText(boss.t("trip.none_running")).waitFor();
  await at.page.goto(house.base);
  await at.page.waitForSelector("header.top .who");
  await at.page.waitForFunction(() => new Promise((resolve) => {
    const request = indexedDB.open("nibbi");
    request.onsuccess = () => {
      const all = request.result.transaction("facts").objectStore("facts").getAllKeys();
      all.onsuccess = () => { request.result.close(); resolve(!all.result.some((key) => String(key).startsWith("trip:"))); };
    };
  }));
  // A renewal that was on its way lays down what it read, finds the lease ended, and takes it away again.
  const of_trip = async () => (await kept_in(at, "views")).filter((one) => one.trip).map((one) => one.id);
  for (let times = 0; times < 40 && (await of_trip()).length > 0; ++times) await at.page.waitForTimeout(250);
  assert.deepEqual(await of_trip(), []);
});

step("a phone is revoked with two notes on it; it delivers them, and the supervisor is told, takes one in and sets the other aside", async () => {
  await choose_pin(at);
  await keeps(at, `child ${record}`);
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  await at.page.locator(`main a[href$="${record}"]`).first().click();
  await at.page.waitForSelector("#journey");
  await at.settled();
  await phone.offline(true);
  for (const text of ["Canari-repris", "Canari-ecarte"]) {
    await at.page.locator('main a[href$="/form/note"]').first().click();
    await at.page.locator("main form").waitFor();
    await fill(at, { note_kind: "observation", text });
    await at.page.waitForSelector("#journey");
  }
  await strip().getByText(says("sync.offline_to_send", { n: 2 })).waitFor();
  await boss.page.goto(`${house.base}/more/device`);
  const lost = boss.page.locator("main .rows li", { hasText: worker().name }).first();
  await lost.getByRole("button", { name: boss.t("device.revoke") }).click();
  await boss.page.getByText(boss.t("device.revoke_help")).waitFor();
  await lost.getByRole("button", { name: boss.t("device.revoke") }).click();
  await boss.page.getByText(boss.t("device.revoked"), { exact: true }).first().waitFor();
  await phone.offline(false);
  await at.page.goto(house.base);
  await at.page.waitForSelector("#login");
  // The PIN opens nothing any more, and hinders nobody who has still to deliver.
  await through_the_door(at, worker());
  await strip().getByText(says("sync.to_check", { n: 2 })).waitFor();

  await boss.page.goto(house.base);
  await boss.page.locator(`main a[href="/children/${record}/kept_apart"]`).click();
  await heading(boss, "kept_apart.title").waitFor();
  const card = (text) => boss.page.locator("main section.card", { hasText: text });
  await card("Canari-ecarte").getByText(boss.t("kept_apart.why_revoked")).waitFor();
  assert.ok((await card("Canari-repris").innerText()).includes(worker().name), "whose it is");
  assert.deepEqual(await boss.fits_everywhere("kept-apart"), []);
  await card("Canari-ecarte").getByRole("button", { name: boss.t("kept_apart.aside") }).click();
  await boss.page.locator("dialog[open] textarea").fill("Il dit ne pas l’avoir écrit");
  await boss.page.locator("dialog[open] button.primary, dialog[open] button[type=submit]").first().click();
  await card("Canari-ecarte").waitFor({ state: "detached" });
  await card("Canari-repris").getByRole("button", { name: boss.t("kept_apart.take_in") }).click();
  await boss.page.getByText(boss.t("kept_apart.none")).waitFor();
  await open_file(boss, record);
  await boss.page.locator("main details summary", { hasText: boss.t("file.section.notes") }).click();
  const note = boss.page.locator("main article", { hasText: "Canari-repris" });
  await note.getByText(`${boss.t("kept_apart.whose").split("{who}")[0]}${worker().name}`).waitFor();
  assert.ok(!(await notes()).includes("Canari-ecarte"));
});

step("nothing went wrong on any page", () => assert.deepEqual([...phone.faults(), ...boss.faults], []));
