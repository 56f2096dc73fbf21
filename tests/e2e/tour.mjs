// The pictures of the README, taken from a demonstration: node tests/e2e/tour.mjs OUT
import { mkdirSync } from "node:fs";
import { open_browser, open_page } from "./browser.mjs";
import { open_house } from "./house.mjs";

const out = process.argv[2] ?? "docs/tour";
mkdirSync(out, { recursive: true });
const house = await open_house({ children: 120 });
const browser = await open_browser();
try {
  const take = (at, name) => at.settled().then(() => at.page.screenshot({ path: `${out}/${name}.png` }));
  const street = await open_page(browser, house.base, { width: 390 });
  await street.go("/");
  await street.page.waitForSelector("#login");
  await take(street, "01-sign-in");
  await street.sign_in(house.account({ role: "street_worker", country: "SN" }));
  await street.go("/intake");
  await street.page.waitForSelector("main form");
  await take(street, "03-intake");

  const worker = await open_page(browser, house.base, { width: 1280 });
  await worker.sign_in(house.account({ role: "case_worker", country: "SN" }));
  await worker.page.waitForSelector("main .rows, main .card");
  await take(worker, "02-today");
  await worker.go("/children");
  await worker.page.waitForSelector("main .rows a");
  const file = await worker.page.locator("main .rows a").first().getAttribute("href");
  await worker.go(file);
  await worker.page.waitForSelector("#journey");
  await take(worker, "04-file");
  await worker.go(`${file}/refer`);
  await worker.page.waitForSelector("main form");
  await take(worker, "05-refer");

  const shelter = await open_page(browser, house.base, { width: 390 });
  await shelter.sign_in(house.account({ role: "shelter_staff", country: "SN" }));
  await shelter.go("/referrals");
  await shelter.page.waitForSelector("main .rows");
  await take(shelter, "06-inbox");
  await worker.go(`${file}/form/return_plan`);
  await worker.page.waitForSelector("main form");
  await take(worker, "07-return");
} finally {
  await browser.close();
  await house.close();
}
