// An application of an older version on the device, and a new one at the server: it comes whole, waits for a calm moment, and takes nothing away.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { open_house } from "./house.mjs";
import { from_the_device, open_phone } from "./phone.mjs";
import { way } from "./steps.mjs";
import { between } from "./two_versions.mjs";

let house, phone, at, front;
const { step, pictures } = way();
const versions = () => at.page.evaluate(async () => (await caches.keys()).map((name) => name.replace("nibbi-shell-", "")).sort());
const look = () => at.page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update()));
const line = () => at.page.getByText(at.t("sync.new_version"));
let first;

before(async () => {
  house = await open_house({ children: 2 });
  front = await between(house.base);
  phone = await open_phone(front.base);
  at = await phone.tab();
  await at.sign_in(house.account({ login: "ibrahima" }));
  await from_the_device(at);
  [first] = await versions();
}, { timeout: 120_000 });
after(async () => {
  await pictures({ versions: at });
  await phone?.close().catch(() => {});
  phone?.throw_away();
  await front?.close();
  await house?.close();
});

step("a server that is exchanged in the middle of a download gives no mixture: the version that is here stays", async () => {
  front.versions.now = "mixed";
  await look().catch(() => {});
  await at.page.waitForFunction(async () => !(await navigator.serviceWorker.getRegistration()).installing);
  assert.equal(await at.page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration()).waiting), false);
  await phone.offline(true);
  await at.page.goto(`${front.base}/`);
  await at.page.locator("h1").first().waitFor();
  await phone.offline(false);
});

step("a new version lies ready and is offered by a quiet line; in mid-form it waits", async () => {
  await at.page.goto(`${front.base}/intake`);
  await at.page.waitForSelector("header.top .who");
  await at.page.locator("main form, main .card .button").first().waitFor();
  await at.page.locator('main label:has(input[name="q-intake-danger"][value="no"])').click();
  front.versions.now = "other";
  await look();
  await line().waitFor();
  assert.deepEqual(await at.fits("new-version"), []);
  await at.page.getByRole("button", { name: at.t("device.version_open") }).click();
  await at.page.getByText(at.t("device.version_later")).waitFor();
  assert.ok((await versions()).includes(first), "the version of the open form is still there");
  assert.equal(await at.page.locator('input[name="q-intake-danger"][value="no"]').isChecked(), true);
});

step("a form that is open in another tab holds it back too", async () => {
  const other = await phone.tab();
  await other.page.goto(`${front.base}/`);
  await other.page.waitForSelector("header.top .who");
  await other.page.getByRole("button", { name: other.t("device.version_open") }).click();
  await other.page.getByText(other.t("device.version_later")).waitFor();
  await other.page.close();
});

step("when no form is open it takes over, whole, and the older one goes", async () => {
  await at.page.locator("header.top .home").click();
  await at.page.locator("main h1").first().waitFor();
  await at.page.getByRole("button", { name: at.t("device.version_open") }).click();
  await at.page.waitForFunction(async () => (await caches.keys()).join() === "nibbi-shell-another");
  await at.page.waitForSelector("header.top .who");
  await line().waitFor({ state: "detached" });
  await phone.offline(true);
  const answer = await at.page.goto(`${front.base}/more`);
  assert.ok(answer.fromServiceWorker());
  await at.page.getByRole("heading", { level: 1, name: at.t("blind.title") }).waitFor();
  await phone.offline(false);
});

step("nothing went wrong on any page", () => assert.deepEqual(phone.faults(), []));
