// Debian's Chromium, as a person uses it: a page at some width, in a language; signing in; pictures; axe.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { totp } from "./house.mjs";

const web = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = web("playwright-core");
const axe = readFileSync(web.resolve("axe-core/axe.min.js"), "utf8");
export const words = Object.fromEntries(
  ["fr", "en", "pt"].map((one) => [one, JSON.parse(readFileSync(new URL(`../../contract/messages/${one}.json`, import.meta.url), "utf8"))]),
);
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const step_s = 30;

export const open_browser = () =>
  chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

// A code is good once, and the server takes the one before and the one after too: whoever gave one a moment ago gives the next.
const used_steps = new Map();
async function next_code(account) {
  const now = () => Math.floor(Date.now() / 1000 / step_s);
  const step = Math.max(now(), (used_steps.get(account.login) ?? 0) + 1);
  while (step > now() + 1) await new Promise((wait) => setTimeout(wait, 500));
  used_steps.set(account.login, step);
  return totp(account.totp_secret, step * step_s * 1000);
}

export async function open_page(browser, base, { width = 390, language = "fr", dark = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.addInitScript((chosen) => localStorage.getItem("nibbi") ?? localStorage.setItem("nibbi", JSON.stringify({ language: chosen })), language);
  const t = (key) => key.split(".").reduce((at, part) => at[part], words[language]);
  let who;

  /** What is wrong with the screen as it stands: too wide, or what axe finds. */
  async function faults_of(name) {
    const findings = [];
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) findings.push(`${name} is ${wider} px too wide`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), rules);
    for (const one of violations) findings.push(`${name}: ${one.impact} ${one.id} at ${one.nodes[0].target.join(" ")}`);
    return findings;
  }
  async function picture(name) {
    if (!process.env.NIBBI_PICTURES) return;
    mkdirSync(process.env.NIBBI_PICTURES, { recursive: true });
    await page.screenshot({ path: `${process.env.NIBBI_PICTURES}/${name}-${language}-${page.viewportSize().width}.png`, fullPage: true });
  }

  return {
    page, t, faults, language,
    codes_given: 0,
    primary: () => page.locator("main .button.primary").first().click(),
    go: (path) => page.goto(base + path),
    async sign_in(account) {
      who = account;
      await page.goto(base);
      await page.waitForSelector("#login");
      await page.fill("#login", account.login);
      await page.fill("#passphrase", account.passphrase);
      await page.locator("button.primary").first().click();
      if (account.totp_secret) {
        await page.waitForSelector("#code");
        await page.fill("#code", await next_code(account));
        await page.locator("button.primary").first().click();
      }
      await page.waitForSelector("header.top, .posts");
      if (await page.locator(".posts button").count()) {
        await page.locator(".posts button").first().click();
        await page.waitForSelector("header.top");
      }
    },
    /**
     * The next thing written here finds the factor too old, as it would five minutes later: the server's own answer, said for it once, since a
     * test can't wait. What follows (the dialog, the code, the entry sent again) is real.
     */
    async as_if_minutes_later() {
      await page.route("**/api/entries", async (route) => {
        const ids = route.request().postDataJSON().entries.map((one) => JSON.parse(one.header).id);
        await route.fulfill({ json: { receipts: ids.map((id) => ({ id, status: "refused", problem: { code: "step_up" } })), head: { epoch: 1, pos: 0 } } });
      }, { times: 1 });
    },
    /** The dialog that asks who is there: the code again, or the passphrase for who has none. */
    async confirm_identity() {
      const dialog = page.locator("dialog[open]");
      await dialog.locator("#code").fill(await next_code(who));
      await dialog.locator("button.primary").click();
      await dialog.waitFor({ state: "detached" });
      ++this.codes_given;
    },
    /** Nothing wider than the screen, and nothing that axe finds. */
    async fits(name) {
      await page.waitForTimeout(200);
      await picture(name);
      return faults_of(name);
    },
    /** The same at the widths of a small phone, a phone and a desk, by day and by night. */
    async fits_everywhere(name) {
      const before = page.viewportSize();
      const findings = [];
      for (const [width, scheme] of [[320, "light"], [390, "dark"], [1280, "light"], [1280, "dark"]]) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme: scheme });
        await page.waitForTimeout(60);
        const marked = `${name}-${scheme}`;
        await picture(marked);
        findings.push(...(await faults_of(`${marked} at ${width}`)));
      }
      await page.setViewportSize(before);
      await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
      return findings;
    },
  };
}
