// A mother in Bafatá looks for her son: opened on one screen, told as a task on another, proposed by one person and confirmed by somebody of another unit.
// And the same child met again by another team, whose spelling is another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, give_page, journey_form, open_file, today } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, look, step } = story({ children: 60 });
const son = { first: "Mamadou Canari", family: "Diallo", village: "Sintchã Canari", mother: "Fatoumata Canari Baldé", father: "Ibrahima Diallo", siblings: "Awa, Sory" };
let record, inquiry;
const body = async (who) => (await who.page.locator("main").innerText()).replace(/\s+/g, " ");
/** What the clock's thread does comes some seconds later. */
async function task(who, name) {
  const link = who.page.locator(`main .rows a[href*="${record}"]`, { hasText: who.t(`today.task.${name}`) }).first();
  for (let tries = 0; tries < 20; ++tries) {
    await who.go("/");
    await who.page.locator("main h2, main .card").first().waitFor();
    await who.settled();
    if (await link.count()) return link;
    await who.page.waitForTimeout(2000);
  }
  throw new Error(`no such task: ${name}`);
}

step("a case worker takes a boy in; the screen that follows says quietly that nobody else seems to support him", async () => {
  const ibrahima = await at("ibrahima", { width: 320 });
  await ibrahima.go("/intake");
  await ibrahima.page.waitForSelector("main form");
  await fill(ibrahima, {
    "intake.danger": "no", "intake.assent": "agrees", "intake.first_name": son.first, "intake.family_name": son.family, "intake.age_band": "a10_12", "intake.sex": "boy",
    "intake.languages": ["ful"], "intake.country_of_origin": "GW", "intake.village": son.village, "intake.next_place": "shelter" });
  await ibrahima.page.waitForSelector(".pocket");
  await ibrahima.page.getByText(ibrahima.t("known.none")).waitFor();
  await look(ibrahima, "known-none");
  record = (await ibrahima.where()).path.split("/").at(-1);
  await open_file(ibrahima, record);
  await journey_form(ibrahima, "tracing", { "tracing.assent": "agrees", "tracing.mother": son.mother, "tracing.father": son.father, "tracing.siblings": son.siblings, "tracing.place": son.village });
});

step("in Bafatá, who traces writes down what the mother tells; of the boy in Dakar she is told nothing", async () => {
  const coumba = await at("coumba", { width: 390, language: "pt" });
  await coumba.go("/");
  await coumba.page.locator("main a[href='/inquiries']").first().click();
  await coumba.page.waitForSelector("main h1");
  await coumba.page.locator("main a[href='/inquiries/new']").click();
  await coumba.page.waitForSelector("main form");
  await look(coumba, "inquiry-form");
  await fill(coumba, {
    name: "Fatumata Canari Balde", relation: "mother", where: "Bafatá", phone: "+245 955 000 000", first_name: "Mamadu Canari", family_name: "Djaló", sex: "boy", languages: ["ful"],
    father: "Ibraima Djaló", siblings: "Awa", village: "Sintcham Canari", text: "Partiu há dois anos" });
  await coumba.page.waitForURL(/\/inquiries\/[0-9a-f-]{36}$/);
  inquiry = (await coumba.where()).path.split("/").at(-1);
  await coumba.page.getByText(coumba.t("trace.others_told")).waitFor();
  assert.ok((await body(coumba)).includes(coumba.t("trace.none_likely")));
  assert.equal(await coumba.page.locator(`main a[href*="${record}"]`).count(), 0);
  await look(coumba, "candidates-none");
});

step("the mother calls from another number: her request is corrected in the form it was written in, and the page says what stood before", async () => {
  const coumba = await at("coumba");
  await coumba.go(`/inquiries/${inquiry}`);
  await coumba.page.locator(`main a[href="/records/${inquiry}"]`).click();
  await coumba.page.locator(`main a[href="/records/${inquiry}/correct"]`).click();
  await coumba.page.waitForSelector("main form");
  assert.equal(await coumba.page.inputValue("#q-phone"), "+245 955 000 000");
  assert.equal(await coumba.page.inputValue("#q-name"), "Fatumata Canari Balde");
  await look(coumba, "inquiry-correct");
  await fill(coumba, { phone: "+245 966 111 111" });
  await coumba.page.waitForURL(new RegExp(`/records/${inquiry}$`));
  await coumba.page.locator("main .said li").first().waitFor();
  const shown = await body(coumba);
  for (const words of ["+245 966 111 111", "+245 955 000 000", "Sintcham Canari", "Partiu há dois anos"]) assert.ok(shown.includes(words), words);
  await look(coumba, "inquiry-corrected");
});

step("the boy's worker has a task, sees child and family side by side, and proposes", async () => {
  const ibrahima = await at("ibrahima");
  await (await task(ibrahima, "family_to_compare")).click();
  await ibrahima.page.waitForSelector(`main a[href$="/families/${inquiry}"]`);
  await look(ibrahima, "families");
  await ibrahima.page.locator(`main a[href$="/families/${inquiry}"]`).click();
  await ibrahima.page.waitForSelector("main [role=table]");
  const shown = await body(ibrahima);
  for (const words of ["Diallo", "Djaló", ibrahima.t("tracing.agrees")]) assert.ok(shown.includes(words), words);
  assert.ok(!/955 000|966 111/.test(shown), "nobody is called before a second person has confirmed");
  await look(ibrahima, "side-by-side");
  await ibrahima.primary();
  await ibrahima.page.getByText(ibrahima.t("trace.evidence_missing")).first().waitFor();
  await ibrahima.page.fill("#why", "Les noms des parents et le village concordent");
  await ibrahima.primary();
  await ibrahima.page.getByText(ibrahima.t("trace.stands.waits")).first().waitFor();
  assert.equal(await ibrahima.page.locator("main a[href*='trace_confirm']").count(), 0, "who proposes does not confirm");
  await look(ibrahima, "proposed");
});

step("given the search, who traces in Bafatá sees her request's candidate, and confirms it as a person of another unit", async () => {
  const ibrahima = await at("ibrahima");
  await open_file(ibrahima, record);
  const { unit, name } = house.account({ login: "coumba" });
  await journey_form(ibrahima, "trace_task", { unit, person: name, country: "GW", due: today(30), text: "Une mère cherche", why: "Il demande sa mère" });
  const coumba = await at("coumba");
  await coumba.go(`/inquiries/${inquiry}`);
  const row = coumba.page.locator(`main a[href="/children/${record}/families/${inquiry}"]`);
  await row.waitFor();
  await look(coumba, "candidates");
  await row.click();
  await coumba.page.getByText(coumba.t("trace.stands.waits_you")).first().waitFor();
  await look(coumba, "to-confirm");
  await coumba.page.locator("main a[href*='/form/trace_confirm/']").click();
  await fill(coumba, { outcome: "found", text: "A mãe reconheceu-o" });
  await coumba.page.waitForSelector("#journey");
  await coumba.go(`/children/${record}/families/${inquiry}`);
  await coumba.page.getByText(coumba.t("trace.stands.confirmed")).first().waitFor();
});

step("from the request she opens the family's page: who looks for him, what was proposed and confirmed, and no more than she sees anyway", async () => {
  const coumba = await at("coumba");
  await coumba.go(`/inquiries/${inquiry}`);
  await coumba.page.getByText(coumba.t("trace.stands.found")).waitFor();
  await look(coumba, "candidates-found");
  await coumba.page.locator(`main a[href="/children/${record}/family"]`).click();
  await coumba.page.locator("section[aria-labelledby=seen] article").first().waitFor();
  await look(coumba, "household");
  assert.ok((await body(coumba)).includes("A mãe reconheceu-o"));
  const ibrahima = await at("ibrahima");
  await open_file(ibrahima, record);
  await ibrahima.go(`/children/${record}/family`);
  await ibrahima.page.locator("section[aria-labelledby=seen] article").first().waitFor();
  await look(ibrahima, "household-of-worker");
});

step("the boy is found: the request offers to be closed, is closed with that reason, and stands no more among the open ones", async () => {
  const coumba = await at("coumba");
  await coumba.go(`/inquiries/${inquiry}`);
  await coumba.page.locator(`main a[href="/records/${inquiry}/close"]`).click();
  await coumba.page.waitForSelector("main form");
  assert.ok(await coumba.page.locator("main input[value=found]").isChecked(), "found, since a second person has confirmed");
  await look(coumba, "inquiry-close");
  await fill(coumba, { text: "A mãe vai buscá-lo" });
  await coumba.page.waitForURL(/\/inquiries$/);
  await coumba.page.getByText(coumba.t("trace.with_closed")).waitFor();
  assert.equal(await coumba.page.locator(`main a[href="/inquiries/${inquiry}"]`).count(), 0);
  await coumba.page.getByText(coumba.t("trace.with_closed")).click();
  await coumba.page.locator(`main a[href="/inquiries/${inquiry}"]`).click();
  await coumba.page.getByText(coumba.t("trace.record.read")).click();
  await coumba.page.locator("main .said li").first().waitFor();
  assert.ok((await body(coumba)).includes("A mãe vai buscá-lo"));
  await look(coumba, "inquiry-closed");
  const ibrahima = await at("ibrahima");
  await ibrahima.go(`/children/${record}/families/${inquiry}`);
  await ibrahima.page.getByText(ibrahima.t("trace.stands.confirmed")).first().waitFor();
});

step("another team meets a child of that name, in another spelling: they are told to call, the boy's worker that they met", async () => {
  const awa = await at("awa", { width: 390, language: "en" });
  await awa.go("/intake");
  await awa.page.waitForSelector("main form");
  await fill(awa, {
    "intake.danger": "no", "intake.assent": "agrees", "intake.first_name": "Momodou Canari", "intake.family_name": "Jallow", "intake.age_band": "a10_12", "intake.sex": "boy",
    "intake.languages": ["ful"], "intake.country_of_origin": "GW", "intake.village": "Sintcha Canari", "intake.next_place": "shelter" });
  await awa.page.waitForSelector(".pocket");
  await awa.page.getByText(awa.t("known.hit")).waitFor();
  await look(awa, "known-hit");
  const ibrahima = await at("ibrahima");
  await (await task(ibrahima, "met_again")).click();
  const other = ibrahima.page.getByRole("button", { name: ibrahima.t("known.other") });
  await other.waitFor();
  await look(ibrahima, "met-again");
  await other.click();
  await ibrahima.page.getByText(ibrahima.t("known.met_none")).waitFor();
});

step("the family asks to be forgotten: data protection asks for it by the code, the coordination of the country agrees, and the request is nowhere", async () => {
  const coumba = await at("coumba");
  const { code } = (await coumba.ask("GET", "/api/inquiries")).json.inquiries.find((one) => one.inquiry === inquiry);
  const oumou = await at("oumou", { width: 320 });
  await oumou.go("/protection/erasures");
  await oumou.page.waitForSelector("main form");
  await look(oumou, "erasures-none");
  // The screen stays where it is: a form to ask by, and below it what waits.
  await give_page(oumou, { code: code.toLowerCase(), ground: "asked_by_person", reason: "La mère l’a demandé au téléphone" });
  await oumou.primary();
  await oumou.page.locator("main article", { hasText: code }).waitFor();
  assert.equal(await oumou.page.locator("main article .button.danger").count(), 0, "who asks does not agree");
  await look(oumou, "erasures-waiting");
  const boubacar = await at("boubacar", { width: 390 });
  await boubacar.go("/more");
  await boubacar.page.locator("main a[href='/protection/erasures']").click();
  const card = boubacar.page.locator("main article", { hasText: code });
  await card.waitFor();
  await look(boubacar, "erasures-to-agree");
  await card.locator(".button.danger").click();
  await boubacar.page.getByText(boubacar.t("protection.erase.none")).waitFor();
  assert.ok(!(await coumba.ask("GET", "/api/inquiries")).json.inquiries.some((one) => one.inquiry === inquiry));
  assert.equal((await coumba.ask("GET", `/api/records/${inquiry}`)).status, 404);
});

test("everything fits on every screen, and nothing went wrong beside", () => {
  assert.deepEqual(findings, []);
  assert.deepEqual(Object.values(people).flatMap((one) => one.faults), []);
});
