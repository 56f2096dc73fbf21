// A concern about a colleague: a focal point sets the worker aside from one file, by the code on the child's card, and lifts it again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, give_reason } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, open } = story({ children: 12 });

test("a worker set aside by a focal point finds the file nowhere, and finds it again when it is lifted", { timeout: 300_000 }, async () => {
  const account = house.account({ login: "ibrahima" });
  const worker = await open({ width: 390 });
  await worker.sign_in(account);
  await worker.go("/children");
  const row = worker.page.locator("main .rows a[href^='/children/']").first();
  await row.waitFor();
  const address = await row.getAttribute("href");
  const code = (await row.innerText()).match(/[A-Z]{2}-[0-9A-Z]{6}-[0-9A-Z]/)[0];

  const focal = await open({ width: 320, language: "en" });
  await focal.sign_in(house.account({ login: "aminata" }));
  await focal.go("/more");
  await focal.page.locator("main a[href='/concerns']").click();
  await focal.page.getByText(focal.t("concerns.none")).waitFor();
  assert.deepEqual(await focal.fits_everywhere("concerns-none"), []);
  await focal.page.locator("main a[href='/concerns/new']").click();
  await focal.page.waitForSelector("main form");
  assert.deepEqual(await focal.fits_everywhere("concerns-new"), []);
  const why = { unit: account.unit, person: account.name, text: "A complaint is open" };
  const refused = await fill(focal, { code: "SN-000000-A", ...why });
  assert.match(refused, new RegExp(focal.t("problem.not_found").slice(0, 20)));
  await fill(focal, { code: code.toLowerCase().replaceAll("-", " ") });
  await focal.page.getByText(account.name).first().waitFor();
  assert.deepEqual(await focal.fits_everywhere("concerns"), []);
  // The same person at another device, in the other languages.
  for (const language of ["pt", "fr"]) {
    const again = await open({ width: 390, language });
    await again.sign_in(house.account({ login: "aminata" }));
    await again.go("/concerns");
    await again.page.getByText(account.name).first().waitFor();
    assert.deepEqual(await again.fits_everywhere("concerns"), []);
    await again.go("/concerns/new");
    await again.page.waitForSelector("main form");
    await again.primary();
    await again.page.waitForSelector("main .banner.danger");
    assert.deepEqual(await again.fits_everywhere("concerns-new"), []);
    assert.deepEqual(again.faults, []);
    await again.page.context().close();
  }

  await worker.go(address);
  await worker.page.getByText(worker.t("problem.not_found").slice(0, 20)).first().waitFor();
  await worker.go("/children");
  await worker.page.waitForSelector("main .rows");
  await worker.settled();
  assert.equal(await worker.page.locator(`main a[href="${address}"]`).count(), 0);

  await focal.page.getByRole("button", { name: focal.t("concerns.lift") }).click();
  await give_reason(focal, "Closed: nothing was found");
  await focal.page.getByText(focal.t("concerns.none")).waitFor();
  await worker.go(address);
  await worker.page.waitForSelector("#journey");
  assert.deepEqual([...worker.faults, ...focal.faults], []);
});

test("who was not named for it finds no such door, on the screen or beside it", { timeout: 300_000 }, async () => {
  const other = await open({ width: 1280 });
  await other.sign_in(house.account({ login: "mariama" }));
  await other.go("/more");
  await other.page.waitForSelector("main .rows");
  assert.equal(await other.page.locator("main a[href='/concerns']").count(), 0);
  const asked = [await other.ask("GET", "/api/concerns"), await other.ask("POST", "/api/concerns/file", { code: "SN-000000-A" })];
  assert.deepEqual(asked.map((one) => one.status), [403, 403]);
});
