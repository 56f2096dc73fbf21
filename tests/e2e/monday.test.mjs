// A supervisor's Monday: what waits for a word of theirs, an opening from a phone that is out of use, a team in which one desk is late, a file that goes to
// somebody else while the network is gone, and a closure that is not agreed to.
import assert from "node:assert/strict";
import { fill, item_deed, open_file } from "./form.mjs";
import { writers } from "./prepare.mjs";
import { story } from "./steps.mjs";

const name = "Fatima-canari", told = "Parole-canari-du-vendredi";
const { house, people, findings, at, look, step } = story({ children: 60 });
const boss = (how) => at("mariama", { width: 1280, ...how });
const row = (who, record, task) => who.page.locator(`main .rows a[href*="${record}"]`, { hasText: who.t(`today.task.${task}`) });
const desk = (who, person) => who.page.locator("main details", { has: who.page.locator("summary h2", { hasText: person }) });
async function home(who, path = "/") {
  await who.go(path);
  await who.page.locator("main h1").waitFor();
  await who.settled();
}
let waits, closing, moved, giver, taker;

step("over the weekend a phone was lost that had opened a file, and a worker asked that support ends", async () => {
  const made = await writers(house, "ibrahima", "awa", "mariama");
  closing = await made.ibrahima.opens_file();
  await made.ibrahima.say(closing, "closure.requested", { plain: { closure_reason: "goals_reached" }, narrative: { grounds: "Va bien", child_view: "D’accord" } });
  const lost = await made.revoked(made.awa, made.mariama);
  waits = made.uuid7();
  for (const [kind, parts] of [
    ["child.opened", { plain: { code: made.case_code("SN"), country: "SN", sex: "girl", age_band: "a6_9" } }],
    ["form.saved", { plain: { form: "intake", form_version: 1, answers: { "intake.sex": "girl" } }, identity: { answers: { "intake.first_name": name } } }],
    ["note.added", { plain: { note_kind: "observation" }, narrative: { text: told } }],
  ]) assert.equal((await lost.write(waits, kind, parts, {}, false)).status, "quarantined", kind);
  made.goodbye();
});

step("Aujourd'hui says that an opening waits; whoever answers for its author opens the file, and takes in what was written in it", async () => {
  const mariama = await boss();
  await home(mariama);
  await row(mariama, waits, "opening_waits").waitFor();
  assert.ok(await mariama.page.locator("section[aria-labelledby=group-now]", { hasText: mariama.t("today.task.opening_waits") }).count());
  await look(mariama, "monday");
  for (const login of ["alpha", "ibrahima"]) {
    const other = await at(login, { width: 390 });
    await home(other);
    assert.equal(await row(other, waits, "opening_waits").count(), 0, login);
  }
  await row(mariama, waits, "opening_waits").click();
  await mariama.page.getByRole("button", { name: mariama.t("kept_apart.open"), exact: true }).click();
  await mariama.page.getByText(mariama.t("kept_apart.was_taken_in")).first().waitFor();
  await mariama.page.locator("main section.card", { hasText: told }).getByRole("button", { name: mariama.t("kept_apart.take_in") }).click();
  await mariama.page.locator("main section.card", { hasText: told }).waitFor({ state: "detached" });
  await mariama.page.locator("main section.card", { hasText: name }).getByRole("button", { name: mariama.t("kept_apart.take_in") }).click();
  await mariama.page.getByText(mariama.t("kept_apart.none")).waitFor();
  await open_file(mariama, waits);
  assert.ok((await mariama.page.textContent("main")).includes(name));
  await home(mariama);
  assert.equal(await row(mariama, waits, "opening_waits").count(), 0);
});

step("the team: what waits for an answer first, then desk after desk, the late ones said", async () => {
  const mariama = await boss();
  await mariama.page.locator('main a[href="/team"]').click();
  await mariama.page.locator("section[aria-labelledby=approvals]").waitFor();
  await row(mariama, closing, "closure_to_approve").waitFor();
  const { people: team } = (await mariama.ask("GET", "/api/team")).json;
  const works = (one) => one.posts.some((post) => post.role === "case_worker");
  giver = team.find((one) => works(one) && one.files.some((file) => file.late > 0));
  taker = team.find((one) => works(one) && one.id !== giver.id);
  moved = giver.files.find((file) => file.late > 0);
  await desk(mariama, giver.name).locator("summary").click();
  await desk(mariama, giver.name).locator(".tag.late").first().waitFor();
  await look(mariama, "monday-team");
});

step("the network goes while a late file is given to somebody else: kept here, told to both when it is back", async () => {
  const mariama = await boss();
  await desk(mariama, giver.name).locator(`a[href="/children/${moved.record}/form/assign"]`).click();
  await mariama.page.waitForURL("**/form/assign");
  await mariama.page.locator("main form").waitFor();
  // Who works at the unit was read; then the line breaks.
  await mariama.page.locator("[id='q-unit']").selectOption({ label: house.account({ name: taker.name })?.unit ?? house.account({ login: "ibrahima" }).unit });
  await mariama.page.locator("[id='q-person'] option", { hasText: taker.name }).waitFor({ state: "attached" });
  await mariama.settled();
  await mariama.page.context().setOffline(true);
  assert.equal(await fill(mariama, { person: taker.name, why: "Le dossier attend depuis trop longtemps" }), undefined);
  await mariama.page.locator(".strip", { hasText: mariama.t("sync.offline_to_send").replace("{n}", "1") }).waitFor();
  await look(mariama, "monday-offline");
  await mariama.page.context().setOffline(false);
  await mariama.page.locator(".strip", { hasText: mariama.t("sync.all_sent") }).waitFor();
  await home(mariama, "/team");
  await desk(mariama, taker.name).locator("summary").click();
  await desk(mariama, taker.name).locator(`a[href="/children/${moved.record}"]`).waitFor();
  assert.equal(await desk(mariama, giver.name).locator(`a[href="/children/${moved.record}"]`).count(), 0);
});

step("a closure that comes too early is not agreed to, with a word why, and the worker has it before them", async () => {
  const mariama = await boss();
  await row(mariama, closing, "closure_to_approve").click();
  await mariama.page.waitForSelector("#journey");
  assert.equal(await item_deed(mariama, "closure", "closure_refuse", { text: "Une visite encore, dans deux semaines" }), undefined);
  await home(mariama);
  assert.equal(await row(mariama, closing, "closure_to_approve").count(), 0);
  const ibrahima = await at("ibrahima");
  await home(ibrahima);
  assert.equal(await row(ibrahima, closing, "closure_awaited").count(), 0);
  await open_file(ibrahima, closing);
  await look(ibrahima, "monday-not-closed");
});

step("every screen fitted, and nothing went wrong on any page", async () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
  assert.equal(house.verify().status, 0);
});
