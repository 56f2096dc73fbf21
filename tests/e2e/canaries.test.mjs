// Two hundred words that stand nowhere else: read on a phone, written on it, begun, attached and looked for, with and without network; then it is locked, and its
// profile is looked through byte by byte. None of them may stand there. At the end one is laid there on purpose, so that a search that finds nothing cannot pass.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rare_words, search_for } from "../support/raw_bytes.mjs";
import { give_page, journey_form, today } from "./form.mjs";
import { open_house } from "./house.mjs";
import { choose_pin, from_the_device, keeps, kept_in, open_phone, through_the_door } from "./phone.mjs";
import { writers } from "./prepare.mjs";

const seed = Number(process.env.NIBBI_SEED ?? process.env.NIBBI_TEST_SEED ?? Math.floor(Date.now() / 86_400_000)) % 9973;
const words = rare_words(240, seed), at_least = 200;
const files_read = 14, notes_each = 20;
/** Where each was planted. */
const planted = new Map();
const plant = (where) => {
  const word = words[planted.size];
  planted.set(word, where);
  // In a test no name is anybody's.
  return `${word} canari`;
};
/** As by a tap on a link: a page that is opened anew would ask for the PIN. */
const visit = (path) => at.page.evaluate((to) => {
  const link = Object.assign(document.createElement("a"), { href: to });
  document.body.append(link);
  link.click();
  link.remove();
}, path);
const unfold = async (section) => {
  await section.waitFor();
  if (!(await section.evaluate((one) => one.open))) await section.locator("summary").first().click();
};
/** The file that was opened as number `i`: its name stands on the screen, and so does what was noted in it. */
async function open_read(i) {
  await visit(`/children/${records[i]}`);
  await at.page.waitForURL(`**/children/${records[i]}`);
  // What was noted is made when its section is opened.
  const notes = at.page.locator("main details", { has: at.page.locator("summary h2", { hasText: at.t("file.section.notes") }) }).first();
  await unfold(notes);
  const read = [...planted.keys()].slice(i * 5, i * 5 + 5);
  for (const word of [read[0], read[4]])
    await at.page.locator("main", { hasText: word }).waitFor().catch(async (error) => {
      if (process.env.NIBBI_PICTURES) await at.page.screenshot({ path: `${process.env.NIBBI_PICTURES}/broken-canaries.png`, fullPage: true });
      throw new Error(`${planted.get(word)} is not on the screen`, { cause: error });
    });
  await at.page.waitForSelector("#journey");
}
let house, phone, at, account, desk;
const records = [];

before(async () => {
  house = await open_house({ children: 3 });
  account = house.account({ login: "ibrahima" });
  desk = await writers(house, "ibrahima");
  const { ibrahima } = desk;
  for (let i = 0; i < files_read; ++i) {
    const record = await ibrahima.opens_file();
    records.push(record);
    const name = plant("a name that is read");
    await ibrahima.say(record, "form.saved", {
      plain: { form: "intake", form_version: 1, answers: { "intake.sex": "boy" } },
      identity: { answers: { "intake.first_name": name, "intake.family_name": plant("a family's name that is read"), "intake.other_names": plant("another name that is read"), "intake.keep_away": plant("who is to be kept away, read") } },
    });
    await ibrahima.say(record, "note.added", { plain: { note_kind: "observation" }, narrative: { text: plant("a note that is read") } });
  }
  phone = await open_phone(house.base);
  at = await phone.tab();
  await at.sign_in(account);
  await from_the_device(at);
  await choose_pin(at);
  await keeps(at, `child ${records.at(-1)}`);
}, { timeout: 300_000 });
after(async () => {
  await phone?.close().catch(() => {});
  phone?.throw_away();
  desk?.goodbye();
  await house?.close();
});

test("they are read, with the network and without", { timeout: 300_000 }, async () => {
  for (const offline of [false, true]) {
    await phone.offline(offline);
    for (const i of records.keys()) if (!offline || i % 4 === 0) await open_read(i);
    await visit("/children");
    await at.page.getByText([...planted.keys()][0]).first().waitFor();
  }
  await phone.offline(false);
});

test("they are written: notes, consents, families, places and telephones, with the network and without", { timeout: 600_000 }, async () => {
  const [record] = records;
  await open_read(0);
  for (const offline of [false, true]) {
    await phone.offline(offline);
    for (let i = 0; i < notes_each; ++i) await journey_form(at, "note", { note_kind: "observation", text: plant(offline ? "a note that waits" : "a note that was sent") });
  }
  // One form after another, each begun on its first pages, and left: what is typed is kept, sealed, and goes by itself.
  const family = ["mother", "father", "siblings", "others", "companions", "parents_work", "landmarks", "events", "only_family_knows", "not_to_ask", "place", "phones"];
  const forms = {
    risk: { level: "medium", measures: 1 }, need: { need: "medical", urgency: "urgent_72h", details: 1 }, wish: { about: "return", child_words: 1 },
    consent: { child_words: 1, reason: 1, guardian_name: 1 }, service_plan: { aim: 1 }, service_given: { service: "psychosocial", details: 1 },
    health_check: { checked_on: today(), findings: 1 }, travel_papers: { number: 1 }, placement: { carer_name: 1, place: 1, phone: 1, child_view: 1, over_capacity_reason: 1 },
    family_assessment: { met_with: 1, receiver_name: 1, family_words: 1, safety_at_home: 1, livelihood: 1, school_near: 1, other_children: 1, grounds: 1 },
    tracing: { "tracing.assent": "agrees", ...Object.fromEntries(family.map((one) => [`tracing.${one}`, 1])) },
  };
  for (const [name, questions] of Object.entries(forms)) {
    await visit(`/children/${record}/form/${name}`);
    await at.page.waitForURL(`**/form/${name}`);
    await at.page.locator("main form").first().waitFor();
    await at.settled();
    let typed = false;
    for (const [question, answer] of Object.entries(questions)) {
      const field = at.page.locator(`main [id="q-${question.replaceAll(".", "-")}"]`);
      if (answer !== 1) await give_page(at, { [question]: answer });
      // What this page does not ask is asked on a later one, or after another answer.
      else if ((await field.count()) && (await field.evaluate((one) => ["INPUT", "TEXTAREA"].includes(one.tagName)))) {
        await field.fill(plant(`${name}: ${question}`));
        typed = true;
      }
    }
    if (typed) await at.page.locator('main [role="status"][data-kept="true"]').waitFor();
  }
  // An intake, and one that is begun.
  await visit("/intake");
  await at.page.waitForURL("**/intake**");
  await at.page.locator("main form").first().waitFor();
  await at.settled();
  for (let pages = 0; pages < 6; ++pages) {
    for (const field of await at.page.locator('main form input[type="text"]:visible, main form input:not([type]):visible, main form textarea:visible').all()) await field.fill(plant("an intake"));
    const before = (await at.where()).href;
    if (!(await at.page.locator("main form .button.primary").count())) break;
    await at.primary();
    await at.settled();
    if ((await at.where()).href === before) break;
  }
  await phone.offline(false);
});

test("they are captions of photos, and are looked for", { timeout: 300_000 }, async () => {
  const section = at.page.locator("details", { has: at.page.getByRole("heading", { name: at.t("attachment.title") }) });
  for (const offline of [false, true]) {
    await open_read(1);
    await unfold(section);
    await phone.offline(offline);
    for (let i = 0; i < 4; ++i) {
      const before = (await kept_in(at, "facts")).filter((one) => one?.attachment).length;
      await section.getByRole("button", { name: at.t("attachment.add") }).click();
      await section.locator("select").selectOption("legal_document");
      const text = plant(offline ? "a paper that waits" : "a paper that was sent");
      await section.locator('input[type="file"]').setInputFiles({ name: `${text}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.7\n${plant("in a paper")}\n${i}`) });
      await section.getByLabel(at.t("attachment.caption")).fill(plant("a caption"));
      await section.getByRole("button", { name: at.t("attachment.send") }).click();
      for (let tries = 0; (await kept_in(at, "facts")).filter((one) => one?.attachment).length === before; ++tries) {
        if (tries > 100) throw new Error("the paper is not kept");
        await at.page.waitForTimeout(100);
      }
      await at.settled();
      // Without network the form stays until somebody closes it; the paper goes later by itself.
      if (offline) await section.getByRole("button", { name: at.t("common.close") }).click();
    }
  }
  await phone.offline(false);
  await visit("/children");
  for (let i = 0; i < 4; ++i) {
    await at.page.locator('main input[type="search"], main input[type="text"]').first().fill(plant("looked for"));
    await at.settled();
  }
});

test("after the lock none of them stands in the browser's profile, whatever became of the browser; and one that was laid there is found", { timeout: 300_000 }, async (told) => {
  assert.ok(planted.size >= at_least, `${planted.size} words were planted`);
  // Without network some of it still waits here.
  await open_read(0);
  await phone.offline(true);
  await journey_form(at, "note", { note_kind: "observation", text: plant("a note of the last minute") });
  const search = search_for([...planted.keys()]);
  await at.page.locator("header.top button", { hasText: at.t("lock.now") }).click();
  await at.page.locator("#pin, h1").first().waitFor();
  await at.settled();
  const locked = search(phone.profile);
  assert.deepEqual(locked.found, [], "while the browser runs on");
  await phone.kill();
  const killed = search(phone.profile);
  assert.deepEqual(killed.found, [], "after its end");
  phone = await phone.again();
  at = await phone.tab();
  await at.go("/");
  await through_the_door(at, account);
  await at.page.locator(".strip").getByText(at.t("sync.all_sent")).waitFor({ timeout: 120_000 });
  await at.page.locator("header.top button", { hasText: at.t("lock.now") }).click();
  await at.page.waitForSelector("#pin");
  await phone.close();
  const closed = search(phone.profile);
  assert.deepEqual(closed.found, [], "after all was sent, and the browser was closed");
  told.diagnostic(`${planted.size} words, ${killed.files} files, ${(killed.bytes / 1e6).toFixed(0)} MB`);

  // A search that finds nothing because it looks at nothing would pass as well: one word in each of four places.
  phone = await phone.again();
  at = await phone.tab();
  await at.go("/");
  const laid = [...planted.keys()].slice(0, 4);
  await at.page.evaluate(async ([one, other, third, fourth]) => {
    localStorage.setItem("laid", one);
    await new Promise((done, failed) => {
      const opens = indexedDB.open("laid");
      opens.onupgradeneeded = () => opens.result.createObjectStore("all");
      opens.onerror = failed;
      opens.onsuccess = () => {
        const writes = opens.result.transaction("all", "readwrite");
        writes.objectStore("all").put({ text: `é${other}`, packed: btoa(`a ${third}`) }, "laid");
        writes.oncomplete = done;
      };
    });
    await (await caches.open("laid")).put("/laid", new Response(fourth));
  }, laid);
  await phone.close();
  const { found } = search(phone.profile);
  for (const word of laid) assert.ok(found.some((one) => one.startsWith(word)), `${word} was laid there and is found`);
  assert.equal(new Set(found.map((one) => one.split(" ")[0])).size, laid.length);
  assert.deepEqual(phone.faults(), []);
  const { status, summary } = house.verify();
  assert.equal(status, 0, summary);
});
