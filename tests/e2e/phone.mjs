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
