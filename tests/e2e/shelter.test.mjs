// An evening, a night and a morning at a house where children live: who is here, the roll call, the night and the beds with the network cut in the middle, the
// sheet on paper; then what is on whose desk, and a file that changes hands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, give_reason, open_file } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, look, step } = story({ children: 200 });
const names = new Map();
let count;
const rows = (who) => who.page.locator("main section[aria-labelledby=residents] .rows > li");
const picture = (who, record, presence) => who.page.locator(`main label:has(input[name="roll-${record}"][value="${presence}"])`);
const words = (who, key, values) => Object.entries(values).reduce((sentence, [name, value]) => sentence.replace(`{${name}}`, value), who.t(key));
const kept = (who) => who.page.locator('main [role="status"][data-kept="true"]', { hasText: who.t("sync.saved_here") }).waitFor();

step("whoever works at the house finds from their first screen who lives there", async () => {
  const fatou = await at("fatou", { width: 390 });
  await fatou.page.locator('main a[href="/shelter"]').click();
  await rows(fatou).first().waitFor();
  const { residents, taken, capacity } = (await fatou.ask("GET", "/api/shelter")).json;
  const here = residents.filter((one) => one.takes_a_place);
  count = here.length;
  assert.ok(count >= 3 && capacity >= count, "the demonstration has children at this house");
  assert.equal(taken, count);
  assert.equal(await rows(fatou).count(), count);
  await fatou.page.getByText(words(fatou, "shelter.free.other", { n: capacity - taken, capacity })).waitFor();
  for (const one of here) names.set(one.record, one.name);
  await fatou.page.getByText(here[0].name).first().waitFor();
  await look(fatou, "shelter");
});

step("a roll call that was begun is there again after a reload, and a child who is not there brings numbers to call", async () => {
  const fatou = await at("fatou");
  await fatou.page.locator('main a[href="/shelter/roll"]').click();
  await fatou.page.locator("main form").waitFor();
  await look(fatou, "roll-begins");
  await fatou.primary();
  await fatou.page.getByText(fatou.t("roll.nothing")).waitFor();
  const [first, second, third] = [...names.keys()];
  await picture(fatou, first, "here").click();
  await picture(fatou, second, "out").click();
  await fatou.page.getByText(words(fatou, `roll.left_to_see.${count - 2 === 1 ? "one" : "other"}`, { n: count - 2 })).waitFor();
  await kept(fatou);
  await fatou.page.reload();
  await fatou.page.locator("main .banner", { hasText: fatou.t("roll.again") }).waitFor();
  assert.ok(await picture(fatou, first, "here").locator("input").isChecked());
  assert.ok(await picture(fatou, second, "out").locator("input").isChecked());
  assert.equal(await fatou.page.locator("main a[href^='tel:']").count(), 0);
  await picture(fatou, third, "not_here").click();
  await fatou.page.getByText(words(fatou, "roll.missing.one", { n: 1 })).waitFor();
  await fatou.page.locator("main a[href^='tel:']").first().waitFor();
  await look(fatou, "roll-missing");
});

step("saved without network it waits on the device; with network again the house tells it, and each file keeps it", async () => {
  const fatou = await at("fatou");
  const [first, second, third, ...others] = [...names.keys()];
  for (const record of others) await picture(fatou, record, "here").click();
  await fatou.page.getByText(fatou.t("roll.all_seen")).waitFor();
  await kept(fatou);
  await fatou.page.context().setOffline(true);
  await fatou.primary();
  // Kept on the device, it leads to the first screen: who lives here cannot be shown without network.
  await fatou.page.locator('main a[href="/shelter"]').waitFor();
  await fatou.page.locator(".strip", { hasText: words(fatou, "sync.offline_to_send", { n: count }) }).waitFor();
  await fatou.page.context().setOffline(false);
  await fatou.page.locator(".strip", { hasText: fatou.t("sync.all_sent") }).waitFor();
  await fatou.page.locator('main a[href="/shelter"]').click();
  const tag = (record, presence) => rows(fatou).filter({ has: fatou.page.locator(`a[href="/children/${record}"]`) }).locator(".tag", { hasText: fatou.t(`roll.${presence}`) }).waitFor();
  await tag(first, "here");
  await tag(second, "out");
  await tag(third, "not_here");
  assert.equal(await fatou.page.getByText(fatou.t("shelter.not_counted")).count(), 0);
  await look(fatou, "shelter-counted");
  await fatou.page.locator('main a[href="/shelter/roll"]').click();
  await fatou.page.locator("main form").waitFor();
  assert.equal(await fatou.page.locator("main input:checked").count(), 0, "the next roll call begins with nobody");
});

step("beds are counted by pictures and held against the files: fewer leads to the roll, more to who may have come, the same is said", async () => {
  const fatou = await at("fatou");
  await fatou.go("/shelter");
  await fatou.page.locator('main a[href="/shelter/beds"]').click();
  const bed = (n) => fatou.page.locator(`main label:has(input[name="bed"][value="${n}"])`);
  await bed(1).waitFor();
  await look(fatou, "beds-begin");
  for (let n = 1; n < count; ++n) await bed(n).click();
  await fatou.page.context().setOffline(true);
  await fatou.primary();
  await fatou.page.locator("main [data-difference='-1']").waitFor();
  await fatou.page.locator("main [data-difference] .title", { hasText: [...names.values()][2] }).first().waitFor();
  await fatou.page.locator("main [data-difference] a[href='/shelter/roll']").waitFor();
  await look(fatou, "beds-fewer");
  await bed(count).click();
  await fatou.primary();
  await fatou.page.locator("main [data-difference='0']").getByText(words(fatou, "beds.same.other", { n: count })).waitFor();
  await kept(fatou);
  await fatou.page.context().setOffline(false);
  await fatou.page.reload();
  await fatou.page.locator("main [data-difference='0']").waitFor();
  await fatou.page.getByRole("button", { name: fatou.t("beds.mat") }).click();
  const all = await fatou.page.locator("main input[name=bed]").count();
  for (let n = count + 1; n <= all; ++n) await bed(n).click();
  await fatou.primary();
  await fatou.page.locator(`main [data-difference='${all - count}']`).waitFor();
  await fatou.page.locator("main [data-difference] a[href='/intake']").waitFor();
  await look(fatou, "beds-more");
});

step("the night is noted by pictures and by voice, kept at every tap; without network it waits, and each file has its note, its need and its voice", async () => {
  const fatou = await at("fatou");
  await fatou.go("/shelter");
  await fatou.page.locator('main a[href="/shelter/night"]').click();
  await fatou.page.locator("main form").waitFor();
  await look(fatou, "night-begins");
  await fatou.primary();
  await fatou.page.getByText(fatou.t("roll.nothing")).waitFor();
  const [first, second, third, fourth] = [...names.keys()];
  const sign = (record, value) => fatou.page.locator(`main label:has(input[name="night-${record}"][value="${value}"])`);
  await sign(first, "woke").click();
  await sign(first, "slept").click();
  assert.ok(!(await sign(first, "woke").locator("input").isChecked()), "a night is good or broken");
  await sign(second, "cried").click();
  await sign(second, "back").click();
  assert.equal(await fatou.page.locator("main a[href^='tel:']").count(), 0);
  await sign(third, "ill").click();
  await fatou.page.getByText(words(fatou, "night.tell.one", { n: 1 })).waitFor();
  await fatou.page.locator("main a[href^='tel:']").first().waitFor();
  // A tone instead of a voice: what the machine's microphone would give.
  await fatou.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => {
      const audio = new AudioContext(), heard = audio.createMediaStreamDestination(), tone = audio.createOscillator();
      tone.connect(heard);
      tone.start();
      return Promise.resolve(heard.stream);
    };
  });
  const card = (record) => fatou.page.locator("main fieldset", { has: fatou.page.locator(`input[name="night-${record}"]`) });
  await card(second).getByRole("button", { name: fatou.t("voice.speak") }).click();
  await fatou.page.waitForTimeout(1500);
  await card(second).getByRole("button", { name: fatou.t("voice.stop") }).click();
  await card(second).getByText(fatou.t("voice.spoken")).waitFor();
  await fatou.page.waitForFunction(() => [...document.querySelectorAll("main audio")].every((one) => one.readyState > 0), undefined, { timeout: 10_000 });
  await kept(fatou);
  await look(fatou, "night");
  await fatou.page.reload();
  await fatou.page.locator("main .banner", { hasText: fatou.t("roll.again") }).waitFor();
  assert.ok(await sign(third, "ill").locator("input").isChecked());
  await card(second).getByText(fatou.t("voice.spoken")).waitFor();
  await fatou.page.context().setOffline(true);
  await fatou.primary();
  // Three notes, a need, what announces the voice, and the voice.
  await fatou.page.locator(".strip", { hasText: words(fatou, "sync.offline_to_send", { n: 6 }) }).waitFor();
  await fatou.page.context().setOffline(false);
  await fatou.page.locator(".strip", { hasText: fatou.t("sync.all_sent") }).waitFor();
  // A house reads what it wrote itself.
  const seen = async (record) => (await fatou.ask("GET", `/api/children/${record}`)).json.state;
  const night = (state) => (state.notes ?? []).filter((one) => one.note_kind === "night").at(-1);
  assert.equal(night(await seen(first)).text, `${fatou.t("night.slept")}.`);
  assert.equal(night(await seen(second)).text, `${fatou.t("night.cried")}. ${fatou.t("night.back")}.`);
  const ill = await seen(third);
  assert.deepEqual(ill.needs.at(-1).need, "medical");
  assert.notEqual(night(await seen(fourth))?.about_day, night(await seen(first)).about_day, "of whom nothing was said, nothing is written");
  for (let tries = 0; ; ++tries) {
    const { attachments, stored_attachments } = await seen(second);
    const voice = attachments.find((one) => one.kind === "voice_note");
    if (stored_attachments?.some((one) => one.added === voice.id)) break;
    assert.ok(tries < 40, "the voice did not arrive");
    await new Promise((wait) => setTimeout(wait, 500));
  }
  await open_file(fatou, second);
  const attached = fatou.page.locator("main details", { has: fatou.page.getByRole("heading", { name: fatou.t("attachment.title") }) });
  await attached.locator("summary").click();
  await attached.getByRole("button", { name: fatou.t("attachment.listen") }).last().click();
  if (await fatou.page.locator("dialog[open] textarea").count()) await give_reason(fatou, "Écouter la nuit");
  await fatou.page.waitForFunction(() => [...document.querySelectorAll("main audio")].some((one) => one.readyState > 0), undefined, { timeout: 10_000 });
});

step("on paper the roll is codes and boxes, and names only where they were asked for", async () => {
  const fatou = await at("fatou");
  await fatou.go("/shelter");
  await rows(fatou).first().waitFor();
  const sheet = async () => {
    await fatou.page.evaluate(() => addEventListener("beforeprint", () => queueMicrotask(() => (globalThis.sheet = document.querySelector("main .sheet").innerText)), { once: true }));
    assert.ok((await fatou.page.pdf({ format: "A4" })).length > 1000);
    return fatou.page.evaluate(() => globalThis.sheet);
  };
  const [name] = [...names.values()];
  assert.ok(!(await sheet()).includes(name), "a code stands for the name");
  await fatou.page.getByLabel(fatou.t("common.print_name")).check();
  assert.ok((await sheet()).includes(name));
  await fatou.page.emulateMedia({ media: "print" });
  assert.ok(await fatou.page.locator("main .sheet").isVisible());
  assert.equal(await fatou.page.locator("main .rows:visible, main button:visible").count(), 0, "the screen's own list is not on the sheet");
  await fatou.picture("roll-sheet");
  await fatou.page.emulateMedia({ media: null });
});

step("the discreet screen calls the roll by codes", async () => {
  const fatou = await at("fatou");
  await fatou.go("/shelter/roll");
  await fatou.page.locator("main form").waitFor();
  await fatou.page.locator("header.top").getByRole("button", { name: fatou.t("more.discreet") }).click();
  const told = await fatou.page.textContent("main");
  for (const name of names.values()) assert.ok(!told.includes(name));
  await fatou.page.locator("header.top").getByRole("button", { name: fatou.t("more.discreet") }).click();
});

step("another house, in Portuguese, on a small phone; and whoever has no house finds none", async () => {
  const saly = await at("saly", { width: 320, language: "pt" });
  await saly.go("/shelter");
  await saly.page.getByRole("heading", { level: 1, name: saly.t("shelter.title") }).waitFor();
  await look(saly, "shelter-pt");
  for (const name of names.values()) assert.ok(!(await saly.page.textContent("main")).includes(name), "nobody of the other house");
  for (const round of ["roll", "night", "beds"]) {
    await saly.go(`/shelter/${round}`);
    await saly.page.locator("main form, main .card, main .beds").first().waitFor();
    await look(saly, `${round}-pt`);
  }
  const awa = await at("awa", { width: 390, language: "en" });
  await awa.go("/more");
  await awa.page.locator('main a[href="/more/outbox"]').waitFor();
  assert.equal(await awa.page.locator('main a[href="/shelter"], main a[href="/team"]').count(), 0);
  await awa.go("/shelter");
  await awa.page.getByText(awa.t("shelter.nobody")).waitFor();
});

step("a supervisor sees person after person what is on their desk, and gives a file to somebody else", async () => {
  const mariama = await at("mariama", { width: 1280 });
  await mariama.go("/");
  await mariama.page.locator('main a[href="/team"]').click();
  await mariama.page.getByRole("heading", { level: 2, name: mariama.t("team.approvals") }).waitFor();
  const { people: team } = (await mariama.ask("GET", "/api/team")).json;
  const giver = team.find((one) => one.files.length > 0 && one.posts.some((post) => post.role === "case_worker"));
  const taker = team.find((one) => one.id !== giver.id && one.posts.some((post) => post.role === "case_worker"));
  const desk = (one) => mariama.page.locator("main details", { has: mariama.page.locator("summary h2", { hasText: one.name }) });
  await desk(giver).locator("summary").click();
  const { record, code } = giver.files[0];
  await desk(giver).locator(`a[href="/children/${record}"]`).waitFor();
  await look(mariama, "team");
  await desk(giver).locator(`a[href="/children/${record}/form/assign"]`).click();
  await mariama.page.waitForURL("**/form/assign");
  const account = house.account({ name: taker.name });
  // Theirs is perhaps another organisation: then it wants a reason.
  assert.equal(await fill(mariama, { unit: account.unit, person: taker.name, why: "Le dossier attend depuis trop longtemps" }), undefined);
  await mariama.page.waitForSelector("#journey");
  await mariama.go("/team");
  await desk(taker).locator("summary").click();
  await desk(taker).locator(`a[href="/children/${record}"]`).waitFor();
  assert.ok(code);
  await open_file(mariama, record);
  const alpha = await at("alpha", { width: 390, language: "pt" });
  await alpha.go("/team");
  await alpha.page.getByRole("heading", { level: 2, name: alpha.t("team.approvals") }).waitFor();
  await look(alpha, "team-pt");
  // Whoever supervises nobody is told of nobody.
  const fatou = await at("fatou");
  await fatou.go("/team");
  await fatou.page.getByText(fatou.t("team.empty")).waitFor();
});

step("everybody finds what a unit offers and how full it is, their own first; a protected address stays protected", async () => {
  const pathe = await at("pathe", { width: 390, language: "pt" });
  await pathe.go("/more");
  await pathe.page.locator('main a[href="/units"]').click();
  const cards = pathe.page.locator("main article h2");
  await cards.first().waitFor();
  const { units } = (await pathe.ask("GET", "/api/units")).json;
  const near = units.filter((one) => one.country === "SN").length;
  assert.ok(near < units.length);
  assert.equal(await cards.count(), near, "one's own country first");
  assert.equal(await cards.first().innerText(), house.account({ login: "pathe" }).unit);
  const guarded = units.find((one) => one.address_secret && one.country === "SN");
  await pathe.page.locator("main article", { hasText: guarded.name }).getByText(pathe.t("units.address_secret")).waitFor();
  await look(pathe, "units");
  await pathe.page.selectOption("#country", "");
  await pathe.page.selectOption("#service", "shelter");
  const offering = units.filter((one) => one.services.includes("shelter")).length;
  await pathe.page.locator("main [role=status]", { hasText: words(pathe, "units.count.other", { n: offering }) }).waitFor();
  assert.equal(await cards.count(), offering);
});

test("every screen fits, by day and by night, and axe finds nothing", () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
});
