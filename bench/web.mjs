// What the workers' application costs its people, measured in Debian's Chromium as on a weak phone: processor slowed six times, 400 kbit/s, 400 ms.
//   NIBBI_BINARY=build/release/nibbi node bench/web.mjs
// Figures only; nothing here passes or fails, and no test measures time. Taps and screens are counted of the same ways that tests/e2e walks.
import { fill, open_file, today } from "../tests/e2e/form.mjs";
import { open_browser, open_page } from "../tests/e2e/browser.mjs";
import { open_house } from "../tests/e2e/house.mjs";

const slow = { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };
const times = 5, slower = 6;
const sorted = (all) => [...all].sort((one, other) => one - other);
const quantile = (all, q) => sorted(all)[Math.min(all.length - 1, Math.floor(q * all.length))];
const line = (what, figure, at_most = "") => console.log(`${what.padEnd(58)}${String(figure).padStart(12)}${at_most && `   (at most ${at_most})`}`);
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** Runs in the page, before its own scripts: what was painted last as the largest thing, each touch until the next paint, and what hands did. */
function watch() {
  const seen = (globalThis.seen = { largest: 0, touches: {}, taps: 0, fields: new Set(), screens: new Set() });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.largest = one.startTime))).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    if (one.interactionId) seen.touches[one.interactionId] = Math.max(seen.touches[one.interactionId] ?? 0, one.duration);
  })).observe({ type: "event", durationThreshold: 16, buffered: true });
  // A tap on a label is told a second time by its box.
  addEventListener("pointerdown", () => ++seen.taps, true);
  addEventListener("input", (event) => event.target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select") && seen.fields.add(event.target.id), true);
  addEventListener("DOMContentLoaded", () => {
    const note = () => document.querySelector("main h1") && seen.screens.add(location.pathname + location.hash);
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true });
    note();
  });
}
async function weak(who) {
  const session = await who.page.context().newCDPSession(who.page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", slow);
  return session;
}
const counted = (who) => who.page.evaluate(() => ({ taps: globalThis.seen.taps, fields: globalThis.seen.fields.size, screens: globalThis.seen.screens.size, touches: Object.values(globalThis.seen.touches) }));

const house = await open_house({ children: 60 });
const browser = await open_browser();
const begin = async (login) => {
  const who = await open_page(browser, house.base, { width: 360 });
  await who.page.addInitScript(watch);
  await who.sign_in(house.account({ login }));
  return who;
};
/** Today is there: its tasks, or the sentence that there are none. */
const stands = (who) => who.page.locator("main .rows, main .card").first().waitFor();
try {
  console.log(`processor ${slower} times slower, ${slow.downloadThroughput * 8 / 1000} kbit/s, ${slow.latency} ms; medians of ${times}`);
  const cold = [], warm = [];
  const awa = await begin("ibrahima");
  await awa.page.evaluate(() => navigator.serviceWorker.ready);
  const session = await weak(awa);
  for (let i = 0; i < times; ++i) {
    await awa.page.evaluate(async () => {
      for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    });
    await session.send("Network.clearBrowserCache");
    await awa.page.goto("about:blank");
    await awa.go("/");
    await stands(awa);
    await awa.settled();
    cold.push(await awa.page.evaluate(() => globalThis.seen.largest));
  }
  line("largest contentful paint of Today, cold", seconds(quantile(cold, 0.5)), "5 s");
  await awa.page.evaluate(() => navigator.serviceWorker.ready);
  for (let i = 0; i < times; ++i) {
    await awa.page.goto("about:blank");
    await awa.go("/");
    await stands(awa);
    await awa.settled();
    warm.push(await awa.page.evaluate(() => globalThis.seen.largest));
  }
  line("largest contentful paint of Today, warm", seconds(quantile(warm, 0.5)), "1.5 s");

  const street = await begin("awa");
  await street.page.locator("main h1").first().waitFor();
  await weak(street);
  await street.page.evaluate(() => Object.assign(globalThis.seen, { taps: 0, touches: {} }) && globalThis.seen.screens.clear());
  await street.page.locator('nav a[href="/intake"]:visible').first().click();
  await street.page.waitForSelector("main form");
  await fill(street, {
    "intake.danger": "no", "intake.assent": "agrees", "intake.language": "pov", "intake.needs": ["safe_place", "water_food"], "intake.first_name": "Prénom",
    "intake.age_band": "a10_12", "intake.sex": "girl", "intake.country_of_origin": "GW", "intake.with_whom": ["alone"], "intake.next_place": "shelter",
  });
  await street.page.waitForSelector(".pocket");
  await street.settled();
  const intake = await counted(street);
  line("intake, from a touch to the next paint, 75th percentile", `${quantile(intake.touches, 0.75)} ms`, "200 ms");
  line("intake, all touches to their next paint, together", seconds(intake.touches.reduce((sum, one) => sum + one, 0)), "5 s");
  line("emergency intake: taps", intake.taps);
  line("emergency intake: fields written in", intake.fields);
  // Today, where it begins, and "stored", where it ends, ask nothing.
  const screens = (await street.page.evaluate(() => [...globalThis.seen.screens])).filter((one) => /^\/intake(#|$)/.test(one));
  line("emergency intake: screens, the check of the answers among them", screens.length, "10");
  const record = (await street.where()).path.split("/").at(-1);

  await street.go(`/children/${record}/refer`);
  await street.page.waitForSelector("main form");
  await fill(street, { service: "shelter", to_unit: house.account({ login: "fatou" }).unit, urgent_care: "no", basis: "vital_urgency", priority: "emergency_24h" });
  await street.page.waitForSelector("#journey");
  const shelter = await begin("fatou");
  await stands(shelter);
  await shelter.page.evaluate(() => (globalThis.seen.taps = 0));
  await shelter.page.locator(`main a[href*="${record}/referral/"]`).first().click();
  await shelter.page.getByRole("button", { name: shelter.t("referral.accept") }).click();
  await shelter.page.getByText(shelter.t("referral.accepted_thanks")).waitFor();
  line("accepting a referral, from Today: taps", (await counted(shelter)).taps, "3");

  const worker = await begin("ibrahima");
  await worker.go("/children");
  const file = (await worker.page.locator("main .rows a").first().getAttribute("href")).split("/").at(-1);
  await open_file(worker, file);
  await worker.go(`/children/${file}/form/visit`);
  await worker.page.waitForSelector("main form");
  await worker.page.evaluate(() => (globalThis.seen.taps = 0));
  await fill(worker, { visited_on: today(), mode: "home", child_seen: "yes", seen_alone: "yes", safety: "steady", next_visit_on: today(30) });
  await worker.page.waitForSelector("#journey");
  // To the form leads one tap on the file; two dates are written.
  const visit = await counted(worker);
  line("a quick visit, from the file: taps, and dates written", `${visit.taps + 1} + 2`, "12");
} finally {
  await browser.close();
  await house.close();
}
