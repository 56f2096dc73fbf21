// A phone without network finds a child in any spelling among the files that it keeps, by the engine of the server, and says why.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { fill } from "./form.mjs";
import { open_house } from "./house.mjs";
import { choose_pin, keeps, open_phone } from "./phone.mjs";
import { way } from "./steps.mjs";

let house, phone, at, record;
const { step, pictures } = way();
const family = "Diallo Canarirecherche";

before(async () => {
  house = await open_house({ children: 3 });
  phone = await open_phone(house.base);
  at = await phone.tab();
}, { timeout: 120_000 });
after(async () => {
  await pictures({ phone: at });
  await phone?.close().catch(() => {});
  phone?.throw_away();
  await house?.close();
});

/** Begun on the first page of an intake, with this name; the rest is filled in as the forms are. */
async function begin(first_name, answers) {
  const { page } = at;
  await page.goto(`${house.base}/intake`);
  await page.locator("main form, main .card .button").first().waitFor();
  await page.locator('main label:has(input[name="q-intake-danger"][value="no"])').click();
  for (let pages = 0; pages < 8 && !(await page.locator('[id="q-intake-first_name"]').count()); ++pages) {
    const before = page.url();
    if (await page.locator('main label:has(input[name="q-intake-assent"])').count()) await page.locator('main label:has(input[name="q-intake-assent"])').first().click();
    await at.primary();
    await page.waitForFunction((url) => location.href !== url, before);
  }
  await page.locator('[id="q-intake-first_name"]').fill(first_name);
  await fill(at, answers);
}

step("a child is taken in, and the phone keeps the file and what finds names", async () => {
  await at.sign_in(house.account({ login: "ibrahima" }));
  await begin("Mamadou", { "intake.family_name": family });
  await at.page.locator("main .pocket").waitFor();
  record = (await at.page.locator('main a[href^="/children/"]').first().getAttribute("href")).split("/")[2];
  await choose_pin(at);
  await keeps(at, `child ${record}`);
  // Within the page: one that is loaded again asks for the PIN first.
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  await at.page.locator(`main a[href$="${record}"]`).waitFor();
  const has_module = () => at.page.evaluate(async () => {
    for (const name of await caches.keys()) if (await (await caches.open(name)).match("/core/names.wasm")) return true;
    return false;
  });
  for (let tries = 0; !(await has_module()); ++tries) {
    assert.ok(tries < 60, "the phone fetches what finds names");
    await at.page.waitForTimeout(500);
  }
});

step("without network, in another orthography and turned round, and the list says why", async () => {
  await phone.offline(true);
  await at.page.locator("#query").fill("jalow mamudu");
  const found = at.page.locator(`main .rows a[href$="${record}"]`);
  await at.page.getByText(at.t("children.search_offline")).waitFor();
  await found.waitFor();
  assert.equal(await at.page.locator("main .rows a").count(), 1, "nobody else");
  assert.match(await found.innerText(), /Diallo ~ jalow \([^)]*dj\/di/);
  assert.deepEqual(await at.fits("search-offline"), []);
  await at.page.locator("#query").fill("zzzyx");
  await at.page.getByText(at.t("children.none_found")).waitFor();
});

step("nothing went wrong on any page", () => assert.deepEqual(phone.faults(), []));
