// Debian's Chromium, as a person uses it: a page at some width, in a language; signing in; pictures; axe.
//
// Nothing here waits for a time to pass. What a page is waited for is said: an element, an address, or that it is `settled`. Where it stands is asked
// of the page itself (`where`), since the address that Playwright remembers comes a little later.
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { totp } from "./house.mjs";

const web = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = web("playwright-core");
const axe = readFileSync(web.resolve("axe-core/axe.min.js"), "utf8");
export const words = Object.fromEntries(
  ["fr", "en", "pt"].map((one) => [one, JSON.parse(readFileSync(new URL(`../../contract/messages/${one}.json`, import.meta.url), "utf8"))]),
);
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const step_s = 30;
/** A factor is fresh for five minutes; on a slow machine a long way takes longer. */
const fresh_for_ms = 3 * 60_000;

export const browser_flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
export const open_browser = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: browser_flags });

// A code is good once, and the server takes the one before and the one after too: whoever gave one a moment ago gives the next.
const used_steps = new Map();
export async function next_code(account) {
  const now = () => Math.floor(Date.now() / 1000 / step_s);
  const step = Math.max(now(), (used_steps.get(account.login) ?? 0) + 1);
  while (step > now() + 1) await new Promise((wait) => setTimeout(wait, 500));
  used_steps.set(account.login, step);
  return totp(account.totp_secret, step * step_s * 1000);
}

/** Runs in the page, before its own scripts: its language, and how many of its requests are not answered yet. */
function prepare(language) {
  if (!localStorage.getItem("nibbi")) localStorage.setItem("nibbi", JSON.stringify({ language }));
  const go = globalThis.fetch;
  globalThis.asked_for = 0;
  globalThis.fetch = async (...asked) => {
    ++globalThis.asked_for;
    try {
      const answer = await go(...asked);
      await answer.clone().arrayBuffer().catch(() => {});
      return answer;
    } finally {
      // Only when whoever asked has had their turn.
      setTimeout(() => --globalThis.asked_for);
    }
  };
}

/** Runs in the page: a request beside the application, with its session and the proof of the device whose key lies in this browser. */
async function ask_in_page([method, path, body]) {
  const b64u = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const utf8 = (text) => new TextEncoder().encode(text);
  const session = await fetch("/api/session");
  const nonce = session.headers.get("nibbi-nonce"), { person, device } = await session.json();
  const keys = await new Promise((done, failed) => {
    const opening = indexedDB.open("nibbi");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => done(opening.result);
  });
  const { private_key } = await new Promise((done) => {
    const got = keys.transaction("keys").objectStore("keys").get(`sign:${person.id}`);
    got.onsuccess = () => done(got.result);
  });
  keys.close();
  const text = body === undefined ? "" : JSON.stringify(body), id = b64u(crypto.getRandomValues(new Uint8Array(16)));
  const input = utf8(`nibbi request 1\n${method}\n${path}\n${b64u(await crypto.subtle.digest("SHA-256", utf8(text)))}\n${nonce}\n${id}\n`);
  const signature = b64u(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, private_key, input));
  const answer = await fetch(path, {
    method, body: body === undefined ? undefined : text,
    headers: { "Nibbi-Request": "1", "Content-Type": "application/json", "Nibbi-Proof": `${device}.${nonce}.${id}.${signature}` },
  });
  const said = await answer.text();
  return { status: answer.status, json: said ? JSON.parse(said) : undefined };
}

/** NIBBI_WEB: a folder with another build of the application than the one in the program, for whoever changes its screens or plants a fault in them. */
async function other_build(context, base) {
  const folder = process.env.NIBBI_WEB;
  if (!folder) return;
  await context.route((url) => url.origin === base && !url.pathname.startsWith("/api/"), (route) => {
    const file = join(folder, new URL(route.request().url()).pathname);
    return route.fulfill({ path: statSync(file, { throwIfNoEntry: false })?.isFile() ? file : join(folder, "index.html") });
  });
}

export async function open_page(browser, base, { width = 390, language = "fr", dark = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  await other_build(context, base);
  return dress_page(await context.newPage(), base, { language, dark });
}

/** What a test does with a page. */
export async function dress_page(page, base, { language = "fr", dark = false } = {}) {
  page.setDefaultTimeout(45_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.addInitScript(prepare, language);
  const t = (key) => key.split(".").reduce((at, part) => at[part], words[language]);
  let who, confirmed_at = 0;

  async function settled() {
    await page.waitForFunction(() => !globalThis.asked_for);
    await page.evaluate(() => document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))));
  }
  async function code() {
    confirmed_at = Date.now();
    return next_code(who);
  }
  /** What is wrong with the screen as it stands: too wide, or what axe finds. */
  async function faults_of(name) {
    const findings = [];
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) findings.push(`${name} is ${wider} px too wide`);
    await page.evaluate(axe);
    // The whole page at once: what lies under the bar at the bottom at this moment is scrolled to by a person.
    const { width, height } = page.viewportSize();
    await page.setViewportSize({ width, height: Math.max(height, await page.evaluate(() => document.documentElement.scrollHeight)) });
    const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), rules);
    await page.setViewportSize({ width, height });
    for (const one of violations) findings.push(`${name}: ${one.impact} ${one.id} at ${one.nodes[0].target.join(" ")}: ${one.nodes[0].failureSummary?.split("\n")[1]?.trim()}`);
    return findings;
  }
  async function picture(name) {
    if (!process.env.NIBBI_PICTURES) return;
    mkdirSync(process.env.NIBBI_PICTURES, { recursive: true });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `${process.env.NIBBI_PICTURES}/${name}-${language}-${page.viewportSize().width}.png`, fullPage: true });
  }
  /** The door's next step: the code, the posts, or inside. Whoever is told to wait waits, and tries again. */
  async function next_step(selector) {
    const button = page.locator("main button.primary").first();
    for (let times = 0; ; ++times) {
      await button.click();
      await page.waitForSelector(`${selector}, main .banner.danger`);
      if (!(await page.locator("main .banner.danger").count())) return;
      const wait = (await page.locator("main .banner.danger").innerText()).includes(t("problem.slow_down"));
      if (!wait || times === 10) throw new Error("the door stayed shut");
      await new Promise((done) => setTimeout(done, 2000));
    }
  }

  return {
    page, t, faults, language, settled, picture,
    codes_given: 0,
    primary: () => page.locator("main .button.primary").first().click(),
    go: (path) => page.goto(base + path),
    /** A request beside the application: {status, json}. */
    ask: (method, path, body) => page.evaluate(ask_in_page, [method, path, body]),
    /** Path and fragment, as the page has them now. */
    where: () => page.evaluate(() => ({ path: location.pathname, page: location.hash, href: location.href })),
    async sign_in(account) {
      await this.sign_in_to(account, "header.top, .posts");
      // Whoever holds several posts is asked which; until then the screens behind may show for a moment.
      const posts = await page.evaluate(() => fetch("/api/session").then((answer) => answer.json()).then((session) => session.posts.length));
      if (posts > 1) await page.locator(".posts button").first().click();
      await page.waitForSelector("header.top");
    },
    /** Login, passphrase and code, until what is named stands on the screen. */
    async sign_in_to(account, then) {
      who = account;
      await page.goto(base);
      await page.waitForSelector("#login");
      await page.fill("#login", account.login);
      await page.fill("#passphrase", account.passphrase);
      await next_step(account.totp_secret ? "#code" : then);
      if (account.totp_secret) {
        await page.fill("#code", await code());
        await next_step(then);
      }
    },
    /** Long after the last code the next screen would offer less: the code is given again, as anybody would who works on. */
    async stay_fresh() {
      if (!who?.totp_secret || Date.now() - confirmed_at < fresh_for_ms) return;
      const { status } = await this.ask("POST", "/api/session/step-up", { code: await code() });
      if (status !== 204) throw new Error(`the code was not taken: ${status}`);
    },
    /**
     * The next thing written here finds the factor too old, as it would five minutes later: the server's own answer, said for it once, since a
     * test can't wait. What follows (the dialog, the code, the entry sent again) is real.
     */
    async as_if_minutes_later() {
      await settled();
      await page.route("**/api/entries", async (route) => {
        const ids = route.request().postDataJSON().entries.map((one) => JSON.parse(one.header).id);
        await route.fulfill({ json: { receipts: ids.map((id) => ({ id, status: "refused", problem: { code: "step_up" } })), head: { epoch: 1, pos: 0 } } });
      }, { times: 1 });
    },
    /** The dialog that asks who is there: the code again, or the passphrase for who has none. */
    async confirm_identity() {
      const dialog = page.locator("dialog[open]");
      await dialog.locator("#code").fill(await code());
      await dialog.locator("button.primary").click();
      await dialog.waitFor({ state: "detached" });
      ++this.codes_given;
    },
    /** Nothing wider than the screen, and nothing that axe finds. */
    async fits(name) {
      await settled();
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
        await settled();
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
