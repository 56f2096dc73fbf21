// A line that is neither there nor gone: requests leave and nothing comes back. Saving does not wait for it, a second save neither, and what was kept goes once it is there again.
import assert from "node:assert/strict";
import { fill, open_file } from "./form.mjs";
import { kept_in } from "./phone.mjs";
import { story } from "./steps.mjs";

const { at, findings, look, step } = story({ children: 12 });
const strip = (me) => me.page.locator(".strip");
const says = (me, key, n) => me.t(key).replace("{n}", n);

/** From here on nobody answers. What is given back lets the line be there again; what it held is lost with it. */
async function hang(page) {
  const held = [];
  const hold = (route) => void held.push(route);
  await page.route("**/api/**", hold);
  return async () => {
    await page.unroute("**/api/**", hold);
    for (const one of held) await one.abort().catch(() => {});
    return held.map((one) => new URL(one.request().url()).pathname);
  };
}

step("a note that is saved on a line that hangs is on the device after a moment, and so is the second; both arrive once when the line is back", async () => {
  const me = await at("ibrahima", { width: 320 });
  const { json } = await me.ask("POST", "/api/children/find", { scope: "mine" });
  const record = json.children.find((one) => one.status === "open" && one.relations.includes("assigned")).record;
  await open_file(me, record);
  const link = me.page.locator('main a[href$="/form/note"]').first();
  await link.waitFor({ state: "attached" });
  const folded = link.locator("xpath=ancestor::details[not(@open)]");
  if (await folded.count()) await folded.first().locator("summary").first().click();
  await link.click();
  await me.page.waitForURL("**/form/note**");
  await me.settled();
  const back = await hang(me.page);
  const began = Date.now();
  assert.equal(await fill(me, { note_kind: "observation", text: "Canari-suspendu" }), undefined);
  const took = Date.now() - began;
  assert.ok(took < 30_000, `the screen went on after ${took} ms`);
  await strip(me).getByText(/1/).first().waitFor();
  // An intake needs no reading: it is written while the first request still hangs, or is tried again.
  await me.go("/intake");
  await me.page.locator("main form").first().waitFor();
  assert.equal((await kept_in(me, "outbox")).filter((one) => one.standing === "on_device").length, 1);
  const asked = await back();
  assert.ok(asked.includes("/api/entries"));
  await me.go("/");
  await strip(me).getByText(me.t("sync.all_sent")).waitFor({ timeout: 60_000 });
  const notes = (await me.ask("GET", `/api/children/${record}`)).json.state.notes.filter((one) => one.text === "Canari-suspendu");
  assert.equal(notes.length, 1, "once");
});

step("a store that does not open says so on a screen of its own; a new beginning takes two taps, and leads to the sign-in", async () => {
  const me = await at("ibrahima");
  await me.page.addInitScript(() => {
    if (!localStorage.getItem("test.broken")) return;
    IDBFactory.prototype.open = () => {
      throw new DOMException("corrupted", "UnknownError");
    };
  });
  await me.page.evaluate(() => localStorage.setItem("test.broken", "1"));
  await me.go("/");
  await me.page.getByRole("heading", { level: 1, name: me.t("device.broken") }).waitFor();
  await me.page.getByRole("button", { name: me.t("device.reset"), exact: true }).click();
  await me.page.getByText(me.t("device.reset_sure")).waitFor();
  await look(me, "broken");
  await me.page.evaluate(() => localStorage.removeItem("test.broken"));
  await me.page.getByRole("button", { name: me.t("device.reset_now"), exact: true }).click();
  await me.page.waitForSelector("#login");
  assert.deepEqual(await kept_in(me, "outbox"), []);
});

step("its screens fit and are accessible", () => assert.deepEqual(findings, []));
