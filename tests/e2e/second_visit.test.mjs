// The second visit that raises an alert: a boy came home, the first visit found him well, the second one finds a danger. Whoever follows him and whoever
// answers for them have it before them at once, until another unit is asked; the network goes in the middle of the visit.
import assert from "node:assert/strict";
import { fill, journey_form, today } from "./form.mjs";
import { ready_to_leave, writers } from "./prepare.mjs";
import { story } from "./steps.mjs";

const name = "Ousmane-canari", aunt = "Koumba-canari Baldé", worry = "Canari-ne-dort-plus-ici";
const { house, people, findings, at, on_file, look, step } = story({ children: 12 });
const unit_of = (login) => house.account({ login }).unit;
const task = (who) => who.page.locator(`main .rows a[href*="${child.record}"]`, { hasText: who.t("today.task.danger_to_answer") });
const good = { learning: "progress", health: "steady", daily_life: "progress", family: "progress", community: "steady" };
let child;

step("a boy came home to his aunt, and the social service there has his file", async () => {
  const made = await writers(house, "ibrahima", "binta", "khady", "mariama");
  const { ibrahima, binta, khady, mariama } = made;
  child = await ready_to_leave({ ...made, worker: ibrahima, abroad: binta }, { name, accompanying: khady.id, receiver: aunt });
  const { record } = child;
  const { state } = (await ibrahima.get(`/api/children/${record}`)).json;
  const departed = await ibrahima.say(record, "movement.departed", { plain: { plan: state.return_plans[0].id } });
  const handover = await khady.say(record, "handover.signed", {
    plain: { departed: departed.id }, placement: { handed_on: today(), handed_at: "Gabú", received_by_name: aunt, received_by_unit: binta.about.unit },
  });
  await binta.say(record, "handover.received", { plain: { handover: handover.id } });
  await mariama.say(record, "assignment.made", { plain: { person: binta.id, unit: binta.about.unit }, narrative: { why: "Rentrée chez sa tante" } });
  await binta.say(record, "reintegration.planned", { plain: { rhythm: "monthly", first_visit_on: today() }, narrative: { child_hopes: "Voltar à escola" } });
  made.goodbye();
});

step("the first visit finds him well: nothing calls", async () => {
  const binta = await on_file("binta", child.record, { width: 390, language: "pt" });
  assert.equal(await journey_form(binta, "visit", { visited_on: today(), mode: "home", child_seen: "yes", seen_alone: "yes", safety: "progress", ...good, next_visit_on: today(30) }), undefined);
  await binta.go("/");
  await binta.page.locator("main h1").waitFor();
  await binta.settled();
  assert.equal(await task(binta).count(), 0);
});

step("at the second visit the network goes; what was seen is kept on the phone, and leaves with the network", async () => {
  const binta = await at("binta");
  await binta.go(`/children/${child.record}/form/visit`);
  await binta.page.locator("main form").waitFor();
  await binta.settled();
  await binta.page.context().setOffline(true);
  assert.equal(await fill(binta, { visited_on: today(), mode: "home", child_seen: "yes", seen_alone: "yes", safety: "danger", ...good, daily_life: "fragile", child_words: worry, next_visit_on: today(7) }), undefined);
  await binta.page.locator(".strip", { hasText: binta.t("sync.offline_to_send").replace("{n}", "1") }).waitFor();
  await look(binta, "visit-kept");
  await binta.page.context().setOffline(false);
  await binta.page.locator(".strip", { hasText: binta.t("sync.all_sent") }).waitFor();
});

step("whoever follows him and whoever answers for them see it at once; nobody else", async () => {
  const binta = await at("binta");
  await binta.go("/");
  await task(binta).waitFor();
  await look(binta, "alert-today");
  const alpha = await at("alpha", { width: 1280, language: "pt" });
  await alpha.go("/");
  await task(alpha).waitFor();
  assert.ok(await alpha.page.locator("section[aria-labelledby=group-now]").getByText(alpha.t("today.task.danger_to_answer")).count(), "among what is to do now");
  await look(alpha, "alert-supervisor");
  for (const login of ["saly", "mariama"]) {
    const other = await at(login, { width: 390 });
    await other.go("/");
    await other.page.locator("main h1").waitFor();
    await other.settled();
    assert.equal(await task(other).count(), 0, login);
  }
});

step("from the task another unit is asked, at once; the alert is answered while it is asked, and stands again if it says no", async () => {
  const binta = await at("binta");
  const refer = async () => {
    await binta.go("/");
    await task(binta).click();
    await binta.page.waitForSelector("#journey");
    await binta.page.locator(`main a[href="/children/${child.record}/refer"]`).first().click();
    await fill(binta, { service: "shelter", to_unit: unit_of("saly"), urgent_care: "no", basis: "vital_urgency", priority: "emergency_24h" });
    await binta.page.waitForSelector("#journey");
  };
  await refer();
  await binta.go("/");
  await binta.page.locator("main h1").waitFor();
  await binta.settled();
  assert.equal(await task(binta).count(), 0);
  const saly = await at("saly");
  await saly.page.locator('nav a[href="/referrals"]:visible').first().click();
  await saly.page.locator(`main .rows a[href*="${child.record}"]`).first().click();
  await saly.page.waitForSelector("#timeline");
  await saly.page.locator('main a[href*="/form/referral_decline/"]').click();
  await fill(saly, { reason: "full" });
  await saly.page.waitForURL("**/referrals");
  const alpha = await at("alpha");
  await alpha.go("/");
  await task(alpha).waitFor();
  await refer();
  await saly.page.locator('nav a[href="/referrals"]:visible').first().click();
  await saly.page.locator(`main .rows a[href*="${child.record}"]`).first().click();
  await saly.page.getByRole("button", { name: saly.t("referral.accept") }).click();
  await saly.page.getByText(saly.t("referral.accepted_thanks")).waitFor();
  await look(saly, "alert-accepted");
  await alpha.go("/");
  await alpha.page.locator("main h1").waitFor();
  await alpha.settled();
  assert.equal(await task(alpha).count(), 0);
});

step("every screen fitted, and nothing went wrong on any page", async () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
  assert.equal(house.verify().status, 0);
});
