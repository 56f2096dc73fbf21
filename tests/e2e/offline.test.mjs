// A phone in the field: the network goes, the tab is killed, the battery is taken out, others take the phone in hand. Nothing that was written
// is lost, and nothing of it can be read by who has no key.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fill, open_file } from "./form.mjs";
import { open_house } from "./house.mjs";
import { choose_pin, found_in, from_the_device, keeps, kept_in, open_phone } from "./phone.mjs";
import { way } from "./steps.mjs";

let house, phone, at, record;
const { step, pictures } = way();
const canaries = ["Canaripremier", "Canarideuxieme", "Canaritroisieme", "Canariquatrieme", "Canaricinquieme"];
const strip = () => at.page.locator(".strip");
const says = (key, values = {}) => {
  const sentence = at.t(key);
  const text = typeof sentence === "string" ? sentence : sentence.other;
  return Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), text);
};
const heading = (key) => at.page.getByRole("heading", { level: 1, name: at.t(key) });
/** Who signed in on this phone before anybody else. */
let first_person;
const kept = () => at.page.locator('main [role="status"][data-kept="true"]', { hasText: at.t("sync.saved_here") }).waitFor();
const worker = () => house.account({ login: "ibrahima" });

/** From the first page of an intake to the one with the name, and the name on it. */
async function begin_intake(name, open = () => at.page.goto(`${house.base}/intake`)) {
  const { page } = at;
  await open();
  await page.locator("main form, main .card .button").first().waitFor();
  const begin_another = page.getByRole("button", { name: at.t("intake.new") });
  if (await begin_another.count()) await begin_another.click();
  await page.locator('main label:has(input[name="q-intake-danger"][value="no"])').click();
  for (let pages = 0; pages < 8 && !(await page.locator('[id="q-intake-first_name"]').count()); ++pages) {
    const before = page.url();
    if (await page.locator('main label:has(input[name="q-intake-assent"])').count()) await page.locator('main label:has(input[name="q-intake-assent"])').first().click();
    await at.primary();
    await page.waitForFunction((url) => location.href !== url, before);
  }
  await page.locator('[id="q-intake-first_name"]').fill(name);
  await kept();
}

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

step("signed in once, the application opens without network on every screen, under the same policy", async () => {
  await at.sign_in(worker());
  await from_the_device(at);
  [{ person: first_person }] = await kept_in(at, "people");
  await phone.offline(true);
  for (const path of ["/", "/children", "/referrals", "/more", "/intake/group", "/no/such/screen"]) {
    const answer = await at.page.goto(house.base + path);
    assert.ok(answer.fromServiceWorker(), path);
    assert.match(answer.headers()["content-security-policy"], /script-src 'self'/, path);
    await at.page.locator("main h1").first().waitFor();
  }
  const ran = await at.page.evaluate(() => {
    try {
      const script = document.createElement("script");
      script.text = "window.ran = 1";
      document.head.append(script);
    } catch {
      // Refused before it was there: as good.
    }
    return window.ran;
  });
  assert.equal(ran, undefined, "what is served from the device is held by the policy");
  await at.page.goto(house.base);
  await heading("blind.title").waitFor();
});

step("without network and key one can write; a tab that is killed loses nothing, and what it held can't be read", async () => {
  await begin_intake(canaries[0]);
  await at.page.close({ runBeforeUnload: false });
  at = await phone.tab();
  await at.page.goto(house.base);
  await at.page.getByText(at.t("blind.kept_intake").split("{when}")[0]).waitFor();
  assert.doesNotMatch(await at.page.locator("body").innerText(), new RegExp(canaries[0]));
  const [draft] = await kept_in(at, "drafts");
  assert.equal(draft.sealed.length, 2, "the opening and its form");
  assert.deepEqual(await at.fits("blind"), []);
});

step("one adds to it blind, and both parts wait", async () => {
  await at.page.getByRole("button", { name: at.t("blind.add_to_it") }).click();
  await at.page.locator("main form").waitFor();
  record = new URL(at.page.url()).pathname.split("/")[3];
  await fill(at, { "intake.village": canaries[1] });
  await heading("blind.title").waitFor();
  await strip().getByText(says("sync.offline_to_send", { n: 3 })).waitFor();
  assert.deepEqual((await kept_in(at, "drafts")).filter((one) => one.sealed.length), []);
});

step("with the network, and who they are, all of it arrives in one file", async () => {
  await phone.offline(false);
  await at.page.goto(house.base);
  await at.page.waitForSelector("header.top .who");
  await strip().getByText(at.t("sync.all_sent")).waitFor();
  await open_file(at, record);
  const text = await at.page.locator("main").textContent();
  for (const word of canaries.slice(0, 2)) assert.ok(text.includes(word), word);
  // What the file shows is no longer shown as waiting.
  await at.page.waitForFunction(() => !document.querySelector("main .pending"));
});

step("the network goes while one works: what is written is kept, grey and not red, and goes when it is back", async () => {
  await at.page.locator('main a[href$="/form/note"]').first().click();
  await at.page.locator("main form").waitFor();
  await phone.offline(true);
  await fill(at, { note_kind: "observation", text: canaries[2] });
  await strip().getByText(says("sync.offline_to_send", { n: 1 })).waitFor();
  const colours = await strip().evaluate((one) => getComputedStyle(one).color);
  const [red, green, blue] = colours.match(/\d+/g).map(Number);
  assert.ok(Math.max(red, green, blue) - Math.min(red, green, blue) < 60, `grey: ${colours}`);
  await strip().locator("a").click();
  await at.page.getByText(at.t("sync.on_device_only")).waitFor();
  await at.page.locator("main .rows").first().waitFor();
  assert.deepEqual(await at.fits("outbox-offline"), []);
});

step("what waits can be saved as a file: sealed, and its name tells nothing", async () => {
  const [download] = await Promise.all([at.page.waitForEvent("download"), at.page.getByRole("button", { name: at.t("sync.export") }).click()]);
  assert.match(download.suggestedFilename(), /^nibbi-\d{8}-\d{4}\.json$/);
  const stream = await download.createReadStream();
  let text = "";
  for await (const piece of stream) text += piece;
  const { format, entries } = JSON.parse(text);
  assert.equal(format, "nibbi outbox 1");
  // That the file was looked at without network goes with it.
  const kinds = entries.map((one) => JSON.parse(one.header).kind);
  assert.deepEqual(kinds.filter((kind) => kind !== "file.looked_at"), ["note.added"]);
  assert.ok(!canaries.some((word) => text.includes(word)));
  // Somebody carries it to the server, while it serves; a second time, or the phone itself afterwards, changes nothing.
  const carried = join(mkdtempSync(join(tmpdir(), "nibbi-carried-")), "outbox.json");
  writeFileSync(carried, text);
  for (let time = 0; time < 2; ++time) {
    const told = house.command("import", "outbox", carried).trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(told.map((one) => one.status), entries.map(() => "accepted"));
  }
  await phone.offline(false);
  await strip().getByText(at.t("sync.all_sent")).waitFor();
});

step("the battery is taken out in mid-form: what was typed goes to the server, since nobody can read it here any more", async () => {
  await begin_intake(canaries[3]);
  await phone.kill();
  const { found } = found_in(phone.profile, canaries);
  assert.deepEqual(found, [], "nothing can be read in a phone that was killed");
  phone = await phone.again();
  at = await phone.tab();
  await phone.offline(true);
  await at.page.goto(house.base);
  await at.page.getByText(at.t("blind.kept_intake").split("{when}")[0]).waitFor();
  // A browser that is killed may have written its cookie down, or not.
  await phone.offline(false);
  await at.page.goto(house.base);
  await at.page.locator("#login, header.top .who").first().waitFor();
  if (await at.page.locator("#login").count()) await at.sign_in(worker());
  await strip().getByText(at.t("sync.all_sent")).waitFor();
  await at.page.goto(`${house.base}/children`);
  await at.page.locator("main").getByText(canaries[3]).first().waitFor();
});

step("a page that is loaded again goes on where one was", async () => {
  await begin_intake(canaries[4]);
  await at.page.reload();
  await at.page.waitForFunction((name) => document.querySelector('[id="q-intake-first_name"]')?.value === name, canaries[4]);
});

step("two tabs number what they write one after the other, and one lock locks both", async () => {
  const other = await phone.tab();
  await other.page.goto(`${house.base}/children/${record}/form/note`);
  await at.page.goto(`${house.base}/children/${record}/form/note`);
  for (const one of [at, other]) await one.page.locator("main form").waitFor();
  await phone.offline(true);
  await Promise.all([at, other].map((one) => fill(one, { note_kind: "observation", text: `${canaries[2]} deux fois` })));
  const waiting = (await kept_in(at, "outbox")).filter((one) => one.standing === "on_device");
  assert.equal(waiting.filter((one) => one.header.kind === "note.added").length, 2);
  const numbers = waiting.map((one) => one.header.device_seq).sort((a, b) => a - b);
  assert.deepEqual(numbers, numbers.map((_, i) => numbers[0] + i), "no number twice, none left out");
  await phone.offline(false);
  await strip().getByText(at.t("sync.all_sent")).waitFor();
  await at.page.locator("header.top button", { hasText: at.t("lock.now") }).click();
  for (const one of [at, other]) await one.page.waitForSelector("#login");
  await other.page.close();
});

step("after the lock not one of the words stands anywhere in the phone", async () => {
  await phone.close();
  const { found, bytes } = found_in(phone.profile, canaries);
  assert.ok(bytes > 1_000_000, "the profile was looked through");
  assert.deepEqual(found, []);
  phone = await phone.again();
  at = await phone.tab();
});

step("a shared phone: each has a place of their own, and leaving, also without network, takes nothing of another's away", async () => {
  await at.sign_in(worker());
  await begin_intake("Canarisixieme");
  await at.page.goto(`${house.base}/`);
  await at.page.locator("header.top button", { hasText: at.t("lock.now") }).click();
  const second = house.account({ login: "binta" });
  await at.sign_in(second);
  await at.page.goto(`${house.base}/intake`);
  await at.page.locator("main form").waitFor();
  assert.doesNotMatch(await at.page.locator("body").innerText(), /Canarisixieme/);

  // Opened again without network: two people write here, and one says who one is.
  await phone.offline(true);
  await at.page.goto(`${house.base}/`);
  await heading("blind.whose").waitFor();
  assert.deepEqual(await at.fits("whose"), []);
  const tiles = await at.page.locator(".people button strong").allInnerTexts();
  assert.equal(tiles.length, 2);
  const people = await kept_in(at, "people");
  const theirs = people.find((one) => one.person !== first_person);
  await at.page.locator(".people button").nth(people.indexOf(theirs)).click();
  await begin_intake("Canariseptieme", () => at.page.locator('main a[href="/intake"]').click());

  await phone.offline(false);
  await at.page.goto(`${house.base}/more`);
  await at.page.waitForSelector("header.top .who");
  await strip().getByText(at.t("sync.all_sent")).waitFor();
  await phone.offline(true);
  await at.page.getByRole("button", { name: at.t("sign_in.sign_out") }).click();
  await at.page.getByText(at.t("sign_in.signed_out_offline")).waitFor();
  assert.equal(await at.page.locator(".people button").count(), 1, "who has left is not asked whether they are there");
  const after_leaving = await kept_in(at, "people");
  assert.deepEqual(after_leaving.filter((one) => one.left).map((one) => one.person), [theirs.person], "only who left has left");
  const drafts = await kept_in(at, "drafts");
  assert.ok(drafts.some((one) => one.person !== theirs.person && one.sealed.length === 2), "the other's form is there");
  assert.ok(!drafts.some((one) => one.person === theirs.person && one.closed), "nothing of theirs can be opened by any key");

  // The first one comes back, and finds on the server what they had begun.
  await phone.offline(false);
  await at.sign_in(worker());
  // However long the sending takes: the list is asked again until it is there.
  const arrived = async () => {
    await at.page.goto(`${house.base}/children`);
    return at.page.locator("main").getByText("Canarisixieme").first().waitFor({ timeout: 8000 }).then(() => true, () => false);
  };
  for (let times = 1; !(await arrived()); ++times)
    if (times === 8) assert.fail(`not there; the strip says: ${await strip().innerText()}; kept: ${JSON.stringify((await kept_in(at, "outbox")).map((one) => [one.standing, one.problem, one.header.kind, one.header.device_seq]))}`);
  assert.deepEqual((await kept_in(at, "outbox")).filter((one) => one.problem).map((one) => [one.header.kind, one.problem.code]), []);
});

step("a form answered without network is in the file, marked, before the network returns; and so is a file that is begun without it", async () => {
  const marked = (where) => where.locator(".waits", { hasText: at.t("sync.on_device_only") });
  const unfold = async (title) => {
    const fold = at.page.locator("main details", { has: at.page.locator("summary h2", { hasText: title }) }).first();
    if (!(await fold.evaluate((one) => one.open))) await fold.locator("summary").click();
    return fold;
  };
  await choose_pin(at);
  await keeps(at, `child ${record}`);
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  await at.page.locator(`main a[href$="${record}"]`).first().click();
  await at.page.waitForSelector("#journey");
  await at.settled();
  await phone.offline(true);
  await at.page.locator('main a[href$="/form/note"]').first().click();
  await at.page.locator("main form").waitFor();
  await fill(at, { note_kind: "observation", text: "Canari-sans-reseau" });
  await at.page.waitForSelector("#journey");
  const note = (await unfold(at.t("file.section.notes"))).locator("article", { hasText: "Canari-sans-reseau" });
  await marked(note).waitFor();
  const edit = at.page.locator('main a[href$="/form/intake"]').first();
  if (!(await edit.isVisible())) await edit.locator("xpath=ancestor::details").first().locator("summary").first().click();
  await edit.click();
  await at.page.locator("main form").waitFor();
  await fill(at, { "intake.village": "Canarivillage" });
  await at.page.waitForSelector("#journey");
  const village = at.page.locator("main dl.facts dd", { hasText: "Canarivillage" });
  await village.waitFor({ state: "attached" });
  assert.equal(await marked(village).count(), 1, "the answer is marked");
  assert.deepEqual(await at.fits_everywhere("file-that-waits"), []);

  await begin_intake("Canarihorsligne", () => at.page.locator('a[href="/intake"]:visible').first().click());
  await fill(at);
  await at.page.locator("main .pocket").waitFor();
  await at.page.locator('main a[href^="/children/"]', { hasText: at.t("file.open") }).click();
  await at.page.waitForSelector("#journey");
  await at.page.getByRole("heading", { level: 1, name: "Canarihorsligne" }).waitFor();
  assert.ok(await at.page.locator("main .waits").count() > 0);
  await at.page.locator('main a[href$="/form/note"]').first().click();
  await at.page.locator("main form").waitFor();
  await fill(at, { note_kind: "observation", text: "Canari-suite" });
  await at.page.waitForSelector("#journey");
  await marked((await unfold(at.t("file.section.notes"))).locator("article", { hasText: "Canari-suite" })).waitFor();
  await at.page.locator('nav a[href="/children"]:visible').first().click();
  await at.page.locator("main").getByText("Canarihorsligne").first().waitFor();
  await at.page.goBack();
  await at.page.waitForSelector("#journey");

  await phone.offline(false);
  await strip().getByText(at.t("sync.all_sent")).waitFor();
  await at.page.waitForFunction(() => !document.querySelector("main .waits"));
  await (await unfold(at.t("file.section.notes"))).getByText("Canari-suite").waitFor();
});

step("nothing went wrong on any page", () => assert.deepEqual(phone.faults(), []));
