// A phone: one browser profile on disk, which is killed, started again, and looked into byte for byte.
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser_flags, dress_page } from "./browser.mjs";

const { chromium } = createRequire(new URL("../../web/package.json", import.meta.url))("playwright-core");

export async function open_phone(base, { profile = mkdtempSync(join(tmpdir(), "nibbi-phone-")), width = 390, language = "fr" } = {}) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: "/usr/bin/chromium", args: browser_flags, viewport: { width, height: 800 }, reducedMotion: "reduce", acceptDownloads: true,
  });
  const pages = [];
  const phone = {
    profile, context,
    /** A tab, dressed as in the other journeys. */
    async tab() {
      const at = await dress_page(await context.newPage(), base, { language });
      pages.push(at);
      return at;
    },
    faults: () => pages.flatMap((one) => one.faults),
    offline: (cut) => context.setOffline(cut),
    /** Without a word of warning, as when a battery is taken out. */
    async kill() {
      const pid = Number(readlinkSync(join(profile, "SingletonLock")).split("-").at(-1));
      const gone = new Promise((resolve) => context.once("close", resolve));
      process.kill(pid, "SIGKILL");
      await gone;
      rmSync(join(profile, "SingletonLock"), { force: true });
    },
    close: () => context.close(),
    again: () => open_phone(base, { profile, width, language }),
    throw_away: () => rmSync(profile, { recursive: true, force: true }),
  };
  return phone;
}

/** The application lies on the device, and this page came from there. */
export async function from_the_device({ page }) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.locator("h1").first().waitFor();
}

export const pin = "482913";
/** A PIN for who is signed in: from then on their files come to lie on this phone. */
export async function choose_pin(at) {
  const { page, t } = at;
  await at.go("/");
  await page.getByRole("button", { name: t("lock.choose") }).click();
  for (const field of ["#pin-new", "#pin-again"]) await page.fill(field, pin);
  await page.getByRole("button", { name: t("lock.set") }).click();
  await page.getByText(t("lock.is_set")).waitFor();
}
/** Whoever opens a page anew, with the network, is asked for the PIN; and before it for who they are, where the session is over. */
export async function through_the_door(at, account) {
  await at.page.locator("#pin, #login, header.top .who").first().waitFor();
  if (await at.page.locator("#login").count()) await at.sign_in_to(account, "#pin, header.top .who");
  if (!(await at.page.locator("#pin").count())) return;
  await at.page.fill("#pin", pin);
  await at.page.locator("form:has(#pin) button.primary").click();
  await at.page.waitForSelector("header.top .who");
}
/** The screen is left, as when another application comes to the front. */
export const leave_the_screen = ({ page }) =>
  page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
    delete document.hidden;
  });
/** Waits until this phone keeps what is named, as "child ID". */
export async function keeps(at, what, yes = true) {
  for (let times = 0; (await kept_in(at, "views")).some((one) => one.what === what && !one.trip) !== yes; ++times) {
    if (times === 120) throw new Error(`${what} ${yes ? "does not come to" : "stays on"} this phone`);
    await at.page.waitForTimeout(250);
  }
}

/** Which of these words stand anywhere in the files of a folder, as UTF-8 or UTF-16. */
export function found_in(folder, words) {
  const needles = words.flatMap((word) => [["utf8", word], ["utf16le", word]].map(([how, one]) => ({ word, bytes: Buffer.from(one, how) })));
  const found = new Set();
  let bytes = 0;
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const content = readFileSync(join(file.parentPath, file.name));
    bytes += content.length;
    for (const { word, bytes: needle } of needles) if (content.includes(needle)) found.add(`${word} in ${file.name}`);
  }
  return { found: [...found], bytes };
}

/** What a store of the device holds, as it lies there. */
export const kept_in = ({ page }, store) =>
  page.evaluate(
    (name) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("nibbi");
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const all = request.result.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => {
            request.result.close();
            resolve(all.result.map((one) => JSON.parse(JSON.stringify(one))));
          };
        };
      }),
    store,
  );
