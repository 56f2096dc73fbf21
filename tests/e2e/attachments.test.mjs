// A photo on a child's file: chosen, made small here, sent in pieces, shown only when asked for, and gone again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { item_deed, open_file, today } from "./form.mjs";
import { writers } from "./prepare.mjs";
import { story } from "./steps.mjs";

const { house, open } = story({ children: 12 });

/** A PNG of so many pixels, with a text in it that must not leave the device. */
function telling_png(width, height) {
  const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
  const chunk = (type, content) => { const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(content)]); return Buffer.concat([u32(body.length - 4), body, u32(crc32(body))]); };
  const rows = Buffer.alloc(height * (width * 3 + 1), 120);
  for (let y = 0; y < height; ++y) rows[y * (width * 3 + 1)] = 0;
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])), chunk("tEXt", "Author\0CANARI"),
    chunk("IDAT", deflateSync(rows)), chunk("IEND", "")]);
}

/** Signs in somebody who has a file that is open, and says which. */
let found;
async function whose_file(who) {
  for (const account of found ? [found] : house.accounts.filter((one) => ["case_worker", "street_worker", "shelter_staff"].includes(one.role))) {
    await who.sign_in(account);
    const { children } = (await who.ask("POST", "/api/children/find", { scope: "mine" })).json;
    const open = children.find((one) => one.status === "open" && one.relations.includes("assigned"));
    if (open) {
      found = account;
      return open.record;
    }
    await who.page.context().clearCookies();
  }
  throw new Error("nobody has an open file");
}

for (const [language, width] of [["fr", 320], ["en", 1280], ["pt", 390]])
  test(`a photo is attached, hidden until asked for, and shown (${language}, ${width} px)`, { timeout: 300_000 }, async () => {
    const who = await open({ width, language });
    const { page, t } = who;
    const record = await whose_file(who);
    await who.go(`/children/${record}`);
    const section = page.locator("details", { has: page.getByRole("heading", { name: t("attachment.title") }) });
    await section.locator("summary").click();
    await section.getByRole("button", { name: t("attachment.add") }).click();
    await section.getByRole("button", { name: t("attachment.send") }).click();
    await section.getByText(t("attachment.kind_missing")).waitFor();
    await section.locator("select").selectOption("photo_file");
    assert.equal(await section.getByText(t("attachment.kind_missing")).count(), 0, "what was missing is there now");
    // What is sealed for the installation, before any server has made it anew; and what leaves the page.
    await page.evaluate(() => {
      const go = window.fetch, text = (bytes) => new TextDecoder("latin1").decode(bytes);
      window.sealed = [];
      window.sent = [];
      window.fetch = async (path, asked) => {
        if (asked?.method === "PUT") window.sent.push(text(await asked.body.arrayBuffer()));
        return go(path, asked);
      };
      const seal = crypto.subtle.encrypt.bind(crypto.subtle);
      crypto.subtle.encrypt = (how, key, plain) => {
        window.sealed.push(text(plain));
        return seal(how, key, plain);
      };
    });
    const shows = section.getByRole("button", { name: t("attachment.show") });
    const before = await shows.count();
    // The button over the browser's own field is in the worker's language, and says what was chosen.
    const field = section.locator('input[type="file"]');
    assert.equal(await section.getByLabel(t("attachment.choose")).getAttribute("type"), "file");
    await section.getByText(t("attachment.none_chosen")).waitFor();
    await section.locator('input[type="file"]').setInputFiles({ name: "IMG_CANARI.png", mimeType: "image/png", buffer: telling_png(1600, 900) });
    await section.getByText("IMG_CANARI.png").waitFor();
    await field.focus();
    assert.deepEqual(await who.fits_everywhere("attachment-form"), []);
    await section.getByRole("button", { name: t("attachment.send") }).click();
    await shows.nth(before).waitFor();
    const { sent, sealed } = await page.evaluate(() => ({ sent: window.sent, sealed: window.sealed }));
    const photos = sealed.filter((one) => one.startsWith("\xff\xd8"));
    assert.ok(sent.length > 0 && photos.length > 0);
    assert.doesNotMatch(photos.join(""), /CANARI/, "nothing that the telephone wrote leaves the device");
    assert.ok(!sent.some((one) => one.startsWith("\xff\xd8")), "what travels, and what waits, is sealed");
    assert.equal(await section.locator("img").count(), 0, "hidden until asked for");
    await shows.first().click();
    await section.locator("img").waitFor();
    assert.deepEqual(await section.locator("img").evaluate(async (image) => { await image.decode(); return [image.naturalWidth, image.naturalHeight]; }), [800, 450]);
    assert.deepEqual(await who.fits("attachment-shown"), []);
    await section.getByRole("button", { name: t("attachment.hide") }).click();
    assert.equal(await section.locator("img").count(), 0);

    // What is no photo is said so, before anything is sent.
    await section.getByRole("button", { name: t("attachment.add") }).click();
    await section.locator("select").selectOption("photo_file");
    await section.locator('input[type="file"]').setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("no photo") });
    await section.getByRole("button", { name: t("attachment.send") }).click();
    await section.getByText(t("problem.not_an_image")).waitFor();

    // The line breaks in the middle: what is here goes on when it is back.
    await section.locator('input[type="file"]').setInputFiles({ name: "paper.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(150_000, "p")]) });
    await section.locator("select").selectOption("legal_document");
    let broken = 0;
    await page.route("**/attachments/*/1", (route) => (++broken <= 4 ? route.abort() : route.continue()));
    await section.getByRole("button", { name: t("attachment.send") }).click();
    await section.getByRole("button", { name: t("attachment.again") }).click({ timeout: 30_000 });
    await section.getByRole("button", { name: t("attachment.show") }).nth(before + 1).waitFor();
    assert.equal(broken, 5);
    assert.deepEqual(who.faults, []);
    await page.context().close();
  });

test("a paper that is attached at an act stands beside it, says at its own place which act it is of, and so does the history", { timeout: 300_000 }, async () => {
  const made = await writers(house, "ibrahima");
  const record = await made.ibrahima.opens_file();
  await made.ibrahima.say(record, "legal_act.recorded", { plain: { issued_on: today(), valid_until: today(3), next_date: today(2), child_told: "yes" }, narrative: { legal_act_kind: "return_authorisation", authority: "children_judge", reference: "DEMO-7" } });
  made.goodbye();
  const who = await open({ width: 320, language: "pt" });
  const { page, t } = who;
  await who.sign_in(house.account({ login: "ibrahima" }));
  await open_file(who, record);
  const legal = page.locator("main details", { has: page.locator("summary h2", { hasText: t("file.section.legal") }) }).first();
  await legal.locator("summary").click();
  await legal.getByRole("button", { name: t("attachment.add") }).click();
  await legal.locator('input[type="file"]').setInputFiles({ name: "paper.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(2000, "p")]) });
  await legal.getByRole("button", { name: t("attachment.send") }).click();
  await legal.locator("article article").getByRole("button", { name: t("attachment.show") }).waitFor();
  const of_act = page.getByText(t("attachment.of_act").split("{act}")[0].trim(), { exact: false });
  const all = page.locator("details", { has: page.getByRole("heading", { name: t("attachment.title") }) });
  if (!(await all.evaluate((one) => one.open))) await all.locator("summary").click();
  await all.locator("article", { has: of_act }).waitFor();
  assert.deepEqual(await who.fits_everywhere("attachment-of-act"), []);
  await who.go(`/children/${record}/history`);
  await page.locator("main ol li", { has: of_act }).waitFor();
  assert.equal(await page.locator("main ol li", { has: of_act }).count(), 1, "what is of no act names none");
  assert.deepEqual(await who.fits("history-of-act"), []);

  // Whoever corrects the act changes what they change: its day before the judge stays, and its paper stays with it.
  await open_file(who, record);
  assert.equal(await item_deed(who, "legal", "legal_act", { reference: "DEMO-8" }), undefined);
  const { legal_acts } = (await who.ask("GET", `/api/children/${record}`)).json.state;
  assert.deepEqual(legal_acts.map((one) => [one.reference, one.next_date, one.child_told]), [["DEMO-7", today(2), "yes"], ["DEMO-8", today(2), "yes"]]);
  if (!(await legal.evaluate((one) => one.open))) await legal.locator("summary").click();
  const [was, now] = legal_acts.map(({ n }) => legal.locator(`#said-${n}`));
  await now.locator("article").getByRole("button", { name: t("attachment.show") }).waitFor();
  assert.equal(await was.locator("button").count(), 0, "nothing is put beside what was corrected");

  // Without network the card of what waits says whose paper it is, and so does the act.
  await page.context().setOffline(true);
  await now.getByRole("button", { name: t("attachment.add") }).click();
  await now.locator('input[type="file"]').setInputFiles({ name: "second.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(2000, "q")]) });
  await now.getByRole("button", { name: t("attachment.send") }).click();
  await now.getByText(t("attachment.stopped")).waitFor();
  await page.locator("main section.pending li", { has: of_act }).waitFor();
  assert.deepEqual(await who.fits("pending-of-act"), []);
  await page.context().setOffline(false);
  await now.getByRole("button", { name: t("attachment.again") }).click();
  await now.locator("article").getByRole("button", { name: t("attachment.show") }).nth(1).waitFor();
  assert.deepEqual(who.faults, []);
  await page.context().close();
});

test("afterwards the log verifies", async () => {
  const { status, summary } = house.verify();
  assert.equal(status, 0, summary);
});
