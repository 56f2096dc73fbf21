// A trip lease that a passkey opens, beside the six words: after a start without network, by who holds the phone and shows that it is theirs; and a phone whose
// passkeys make no secret, which asks for the words.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { open_browser, open_page } from "./browser.mjs";
import { open_house } from "./house.mjs";
import { found_in, from_the_device, open_phone } from "./phone.mjs";
import { way } from "./steps.mjs";

let house, phone, at, browser, boss, device, record, name, words;
const { step, pictures } = way();
const login = "ibrahima", supervisor = "mariama", key_name = "Le téléphone de canari";
const worker = () => house.account({ login });
const heading = (key) => at.page.getByRole("heading", { level: 1, name: at.t(key) });
const button = (key) => at.page.locator("main").getByRole("button", { name: at.t(key), exact: true });

/** The keys of this phone: with a secret of their own (PRF), or without. */
async function authenticator(hasPrf) {
  const cdp = await at.page.context().newCDPSession(at.page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf, automaticPresenceSimulation: true },
  });
  return {
    verifies: (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    remove: () => cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
  };
}
async function grant() {
  const { people } = (await boss.ask("GET", "/api/team")).json;
  const person = people.find((one) => one.name === worker().name);
  record ??= person.files[0].record;
  name ??= person.files[0].name;
  const { status } = await boss.ask("POST", "/api/leases", { person: person.id, hours: 24, trip: "reading", files: [record] });
  assert.ok(status < 300, `granted: ${status}`);
}
async function add_passkey() {
  await at.go("/more/device");
  await at.page.fill("#passkey-name", key_name);
  await button("passkey.add").click();
  await at.page.locator("main li", { hasText: key_name }).last().waitFor();
}
async function take_up() {
  await at.go("/");
  await at.page.getByRole("link", { name: at.t("trip.take_it") }).click();
  await button("trip.take").click();
  await at.page.locator("ol.six li").nth(5).waitFor();
  words = await at.page.locator("ol.six li").allInnerTexts();
  await button("trip.words_known").click();
  await at.page.getByText(at.t("trip.is_here")).waitFor();
}
/** The page goes, and with it the thread that holds every key; it is opened again, where there is no network. */
async function start_cold() {
  await at.settled();
  await phone.offline(true);
  await at.page.goto(house.base);
  await heading("blind.title").waitFor();
  await at.page.locator("#six-words").waitFor();
}
async function reads_the_file() {
  await at.page.getByText(at.t("trip.reading")).waitFor();
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  await at.page.locator(`main a[href$="${record}"]`).first().click();
  await at.page.waitForSelector("#journey");
  assert.ok((await at.page.locator("main h1").first().innerText()).includes(name));
}
async function come_home() {
  await at.settled();
  await phone.offline(false);
  await at.page.goto(house.base);
  await at.page.waitForSelector("#login, header.top .who");
  if (await at.page.locator("#login").count()) await at.sign_in(worker());
  await at.page.waitForSelector("header.top .who");
}

before(async () => {
  house = await open_house({ children: 12 });
  phone = await open_phone(house.base);
  at = await phone.tab();
  browser = await open_browser();
  boss = await open_page(browser, house.base, { width: 1280 });
  await boss.sign_in(house.account({ login: supervisor }));
}, { timeout: 120_000 });
after(async () => {
  await pictures({ phone: at, boss });
  await phone?.close().catch(() => {});
  phone?.throw_away();
  await browser?.close();
  await house?.close();
});

step("whoever has a passkey lets it open the lease too, where the phone makes a secret of it", async () => {
  await grant();
  device = await authenticator(true);
  await at.sign_in(worker());
  await from_the_device(at);
  await add_passkey();
  await take_up();
  await at.picture("trip-passkey-may");
  assert.deepEqual(await at.fits_everywhere("trip-passkey-may"), []);
  await button("trip.also_passkey").click();
  await at.page.getByText(at.t("trip.by_passkey")).waitFor();
  await at.picture("trip-passkey-opens");
});

step("without network the key opens what travels, for who shows the phone that it is theirs", async () => {
  await start_cold();
  await at.picture("trip-passkey-cold");
  assert.deepEqual(await at.fits_everywhere("trip-passkey-cold"), []);
  await button("passkey.give").click();
  await reads_the_file();
});

step("whoever can't show it is told so, and the six words still open it", async () => {
  await phone.offline(false);
  await start_cold();
  // From here on this device knows nobody any more: it shuts itself after a few tries.
  await device.verifies(false);
  await button("passkey.give").click();
  await at.page.getByText(at.t("trip.passkey_not")).waitFor();
  await at.page.fill("#six-words", words.join(" "));
  await button("trip.open").click();
  await reads_the_file();
});

step("a phone whose passkeys make no secret is told so, and asks for the words after a start without network", async () => {
  await come_home();
  await device.remove();
  device = await authenticator(false);
  await add_passkey();
  await grant();
  await at.go("/");
  await take_up();
  await button("trip.also_passkey").click();
  await at.page.getByText(at.t("trip.no_passkey")).waitFor();
  await at.picture("trip-passkey-none");
  assert.deepEqual(await at.fits_everywhere("trip-passkey-none"), []);
  await start_cold();
  assert.equal(await button("passkey.give").count(), 0);
  await at.page.fill("#six-words", words.join(" "));
  await button("trip.open").click();
  await reads_the_file();
});

step("nothing of it lies readable on the phone, and nothing went wrong on any page", async () => {
  await phone.kill();
  assert.deepEqual(found_in(phone.profile, [words.join(" "), words.join(""), name]).found, []);
  assert.deepEqual([...phone.faults(), ...boss.faults], []);
});
