// A telephone was lost open in a bus. Data protection notes it, tells it anew as more is known, and nothing of what was noted goes away.
import assert from "node:assert/strict";
import { fill, today } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, look, step } = story({ children: 6, clocks: { incident_to_authority: 72 } });
const happened = "Un téléphone resté ouvert a été perdu dans un car, avec la liste du jour.";

step("an incident is noted; the network that goes in the middle takes nothing, and names nobody", async () => {
  const oumou = await at("oumou", { width: 320 });
  await oumou.page.locator('main a[href="/protection/incidents"]').click();
  await oumou.page.getByText(oumou.t("protection.no_incident")).waitFor();
  await look(oumou, "incidents-none");
  await oumou.page.locator('main a[href="/protection/incidents/new"]').click();
  await oumou.page.waitForSelector("main form");
  await look(oumou, "incident-new");
  await oumou.primary();
  await oumou.page.locator("main .banner.danger a").first().waitFor();
  await oumou.page.context().setOffline(true);
  assert.match(await fill(oumou, { happened, noticed_at: today(-1), noticed_time: "08:30", data: ["name", "location"], people: 12, means: "Le téléphone de l’équipe mobile" }), /./);
  assert.equal(await oumou.page.locator('[id="q-happened"]').inputValue(), happened);
  await oumou.page.context().setOffline(false);
  // Another screen, and back: what was typed is there.
  await oumou.go("/more");
  await oumou.page.locator("main .rows").first().waitFor();
  await oumou.go("/protection/incidents/new");
  await oumou.page.waitForSelector('[id="q-happened"]');
  assert.equal(await oumou.page.locator('[id="q-happened"]').inputValue(), happened);
  assert.match(await fill(oumou, { files: "SN-000000-A" }), new RegExp(oumou.t("protection.files")));
  assert.equal(await fill(oumou, { files: "" }), undefined);
  await oumou.page.getByText(oumou.t("protection.incident_kept")).waitFor();
  await oumou.page.locator("main .banner", { hasText: oumou.t("protection.tell_by").split("{when}")[0].trim() }).waitFor();
  await look(oumou, "incident");
});

step("while its clock runs it stands on the day's list, with the time that is left, and leads back to it", async () => {
  const oumou = await at("oumou");
  await oumou.go("/");
  const row = oumou.page.locator("section[aria-labelledby=group-now] li", { hasText: oumou.t("today.task.incident_to_tell") });
  await row.locator(".tag", { hasText: oumou.t("today.left").split("{time}")[0].trim() }).waitFor();
  await look(oumou, "today-incident");
  await row.locator("a").click();
  await oumou.page.locator('main a[href$="/anew"]').waitFor();
});

step("more is known: the authority was told, and the incident is closed; what was noted before stands below", async () => {
  const oumou = await at("oumou");
  await oumou.page.locator('main a[href$="/anew"]').click();
  await oumou.page.waitForSelector("main form");
  assert.equal(await oumou.page.locator('[id="q-noticed_time"]').inputValue(), "08:30");
  await look(oumou, "incident-anew");
  assert.equal(await fill(oumou, { people: 14, done: "Appareil retiré, codes changés", told_whom: "authority", told_on: today(), told_note: "Récépissé 7", closed: "yes" }), undefined);
  await oumou.page.getByText(oumou.t("protection.authority_told")).waitFor();
  await oumou.page.locator("main details summary").click();
  await oumou.page.locator("main details dd", { hasText: "12" }).waitFor();
  await look(oumou, "incident-closed");
  const [kept] = (await oumou.ask("GET", "/api/incidents")).json.incidents;
  assert.deepEqual(kept.versions.map((one) => [one.people, one.closed]), [[12, false], [14, true]]);
  // On paper: all of it, what was folded too.
  await oumou.page.locator("main details summary").click();
  await oumou.page.evaluate(() => addEventListener("beforeprint", () => queueMicrotask(() => (globalThis.sheet = document.querySelector("main").textContent)), { once: true }));
  assert.ok((await oumou.page.pdf({ format: "A4" })).length > 1000);
  const sheet = await oumou.page.evaluate(() => globalThis.sheet);
  for (const words of [happened, "Récépissé 7", "12", "14"]) assert.ok(sheet.includes(words), words);
  await oumou.page.locator('main a[href="/protection/incidents"]').click();
  await oumou.page.getByText(oumou.t("protection.is_closed")).waitFor();
  await look(oumou, "incidents");
  assert.deepEqual((await oumou.ask("GET", "/api/today")).json.groups.flatMap(({ tasks }) => tasks.filter(({ task }) => task.startsWith("incident_"))), []);
});

step("somebody who tells it anew over a screen of before is told that there is more, and loses nothing that they typed", async () => {
  const oumou = await at("oumou");
  const [{ id, versions }] = (await oumou.ask("GET", "/api/incidents")).json.incidents;
  await oumou.go(`/protection/incidents/${id}/anew`);
  await oumou.page.waitForSelector("main form");
  const { person: _person, person_name: _name, at: _at, ...facts } = versions.at(-1);
  assert.equal((await oumou.ask("PUT", `/api/incidents/${id}`, { ...facts, known: versions.length, done: "Vu par une autre main" })).status, 204);
  assert.match(await fill(oumou, { done: "Ma version" }), /./);
  await oumou.page.getByText(oumou.t("protection.incident_changed")).waitFor();
  assert.equal(await oumou.page.locator('[id="q-done"]').inputValue(), "Ma version");
  await look(oumou, "incident-changed");
});

step("nobody else has this door", async () => {
  const seydou = await at("seydou", { width: 390, language: "pt" });
  assert.equal(await seydou.page.locator('main a[href="/protection/incidents"]').count(), 0);
  assert.equal((await seydou.ask("GET", "/api/incidents")).status, 403);
  await seydou.go("/protection/incidents");
  await seydou.page.locator("main .banner, main .card").first().waitFor();
  assert.ok(!(await seydou.page.textContent("main")).includes(happened));
});

step("every screen fitted, and nothing went wrong on any page", async () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
  assert.equal(house.verify().status, 0);
});
