// One child's whole way, on screen: found in Dakar at night, sheltered, heard, looked for, brought home to Guinea-Bissau, followed, and let go.
// Thirteen people of eight organisations in three countries, each on their own device, in French, English and Portuguese.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fill, give_reason, item_deed, journey_form, open_file, today } from "./form.mjs";
import { story } from "./steps.mjs";

const name = "Ndeye-canari";
const mother = "Cadi-canari Embaló";
const kept_away = "Grandchemin-canari";

const { house, people, findings, at, on_file: on_any, look, step } = story({ children: 12 });
let record, code;
/** The child of this story. */
const on_file = (login, how) => on_any(login, record, how);
const unit_of = (login) => house.account({ login }).unit;
const list = (name) => JSON.parse(readFileSync(new URL(`../../contract/codelists/${name}.json`, import.meta.url), "utf8")).codes;
const label = (name, code, language) => list(name).find((one) => one.code === code)[language];
const name_of = (login) => house.account({ login }).name;
/** The file, by the task that stands in Aujourd'hui. */
async function by_task(login, task, how) {
  const who = await at(login, how);
  await who.go("/");
  await who.page.locator(`main .rows a[href*="${record}"]`, { hasText: who.t(`today.task.${task}`) }).first().click();
  await who.page.waitForSelector("#journey");
  return who;
}
const body = (who) => who.page.textContent("main");
const sentence = (who, code) => who.t(`problem.${code}`);

step("a street worker takes a girl in, tonight, in Dakar", async () => {
  const awa = await at("awa", { width: 390 });
  await look(awa, "today");
  await awa.page.locator('nav a[href="/intake"]:visible').first().click();
  await awa.page.waitForSelector("main form");
  await look(awa, "intake");
  await fill(awa, {
    "intake.danger": "no", "intake.assent": "agrees", "intake.language": "pov", "intake.needs": ["safe_place", "water_food"],
    "intake.first_name": name, "intake.age_band": "a10_12", "intake.sex": "girl", "intake.country_of_origin": "GW", "intake.village": "Gabú",
    "intake.with_whom": ["alone"], "intake.keep_away": kept_away, "intake.next_place": "shelter",
  });
  await awa.page.waitForSelector(".pocket");
  await look(awa, "intake-saved");
  record = (await awa.where()).path.split("/").at(-1);
  code = await awa.page.locator(".pocket .code").innerText();
  await awa.page.locator(`main a[href="/children/${record}"]`).click();
  await awa.page.waitForSelector("#journey");
  assert.ok((await body(awa)).includes(name), "the worker sees the name that the child gave");
  await look(awa, "file");
});

step("the child agrees with a guardian to what a shelter may know, and the police's requisition is written down", async () => {
  const awa = await on_file("awa");
  await journey_form(awa, "consent", {
    explained: ["talk", "purpose", "use"], basis: "consent", given_by: "child", purposes: ["shelter", "protect_now"],
    data_classes: ["name", "languages", "safety"], recipient_kind: "one_unit", recipient_unit: unit_of("fatou"), until: today(365),
    child_words: "Je veux dormir au calme",
  });
  await journey_form(awa, "legal_act", { legal_act_kind: "requisition", authority: "police", reference: "DEMO-R-1", issued_on: today(), valid_until: today(3), child_told: "yes" });
});

step("she is referred to a shelter of another organisation, which does not learn her name before it says yes", async () => {
  const awa = await on_file("awa");
  await awa.page.locator(`main a[href="/children/${record}/refer"]`).first().click();
  await fill(awa, { service: "shelter", to_unit: unit_of("fatou"), urgent_care: "no", basis: "consent", priority: "emergency_24h" });
  await awa.page.waitForSelector("#journey");

  const fatou = await at("fatou", { width: 320 });
  await look(fatou, "today-shelter");
  await fatou.page.locator('nav a[href="/referrals"]:visible').first().click();
  await fatou.page.waitForSelector("main .rows");
  await look(fatou, "inbox");
  await fatou.page.locator(`main .rows a[href*="${record}"]`).first().click();
  await fatou.page.waitForSelector("#timeline");
  assert.ok(!(await body(fatou)).includes(name), "the name is hidden before acceptance");
  await look(fatou, "referral");
  await fatou.page.getByRole("button", { name: fatou.t("referral.accept") }).click();
  await fatou.page.getByText(fatou.t("referral.accepted_thanks")).waitFor();
  await open_file(fatou, record);
  assert.ok((await body(fatou)).includes(name), "the name opens on acceptance");
});

step("the shelter says where she sleeps, under which paper, that the service was given, and how it went", async () => {
  const fatou = await on_file("fatou");
  await journey_form(fatou, "placement", { placement_kind: "shelter", unit: unit_of("fatou"), legal_act: fatou.t("file.section.legal"), begun_on: today(), basis: "requisition", child_view: "Elle aime la cour" });
  await journey_form(fatou, "safety", { "safety.calms": "Une lampe allumée", "safety.food_and_faith": "Prie le soir" });
  await fatou.page.locator(`main a[href*="/referral/"]`).first().click();
  await fatou.page.waitForSelector("#timeline");
  // Three taps: it was given, she came, it goes on.
  const feedback = fatou.page.locator("main [data-feedback]");
  for (const question of [0, 1]) await feedback.locator("fieldset").nth(question).locator('label:has(input[value="yes"])').click();
  await look(fatou, "feedback");
  await feedback.locator('[data-next="goes_on"]').click();
  await feedback.waitFor({ state: "detached" });
});

step("the supervisor gives the file to a case worker", async () => {
  const mariama = await on_file("mariama", { width: 1280 });
  await look(mariama, "file-supervisor");
  await mariama.page.locator(`main a[href$="/form/assign"]`).click();
  await fill(mariama, { unit: unit_of("ibrahima"), person: name_of("ibrahima") });
  await mariama.page.waitForSelector("#journey");
});

step("the case worker listens, identifies as presumed, and writes down needs, health, services and risks", async () => {
  const ibrahima = await on_file("ibrahima", { width: 1280 });
  await journey_form(ibrahima, "assessment", { "assessment.assent": "agrees", "assessment.home": "Une cour, un puits", "assessment.hopes": "Revoir sa mère" });
  await journey_form(ibrahima, "identification", {
    status: "possible_victim", presumed_child: "no", acts: ["transportation", "harbouring"], purposes: ["begging"], exploitation: ["forced_begging"], grounds: "Ce qu’elle dit de ses journées",
  });
  await journey_form(ibrahima, "need", { need: "medical", urgency: "urgent_72h", asked_by_child: "yes" });
  await journey_form(ibrahima, "health_check", { checked_on: today(), reason: "before_travel", child_agreed: "agrees", fit_to_travel: "fit", findings: "Va bien" });
  await journey_form(ibrahima, "service_plan", { service: "psychosocial", beneficiary: "child", child_agrees: "agrees", by_unit: unit_of("fatou"), planned_on: today(7) });
  await journey_form(ibrahima, "service_given", { service: "medical", outcome: "yes", given_on: today(), beneficiary: "child", cost: { amount: "5000", currency: "XOF" } });
  await journey_form(ibrahima, "risk", { level: "medium", kinds: ["searched_for"], secret_address: "no", not_to_be_given_to: kept_away, review_on: today(14) });
});

step("her family is looked for in three countries; what does not hold is set aside in English, what holds is confirmed in Portuguese", async () => {
  const ibrahima = await on_file("ibrahima");
  await journey_form(ibrahima, "tracing", { "tracing.assent": "agrees", "tracing.mother": mother, "tracing.place": "Gabú" });
  for (const [login, country] of [["cheikh", "SN"], ["coumba", "GW"], ["lamine", "GM"]])
    await journey_form(ibrahima, "trace_task", { unit: unit_of(login), person: name_of(login), country, due: today(30), text: "Une mère nommée Cadi", why: "Elle demande sa mère" });

  const cheikh = await by_task("cheikh", "family_to_trace", { width: 390 });
  await journey_form(cheikh, "trace_propose", { family: "Une famille de Banjul", evidence: "Le prénom concorde, le village diffère" });

  const lamine = await by_task("lamine", "match_to_check", { width: 1280, language: "en" });
  await look(lamine, "file-tracing");
  await item_deed(lamine, "tracing", "trace_refute", { outcome: "not_this_family", text: "They have met all their daughters" });

  await open_file(cheikh, record);
  await journey_form(cheikh, "trace_propose", { family: mother, evidence: "Le village, le puits et la chanson concordent" });

  const coumba = await by_task("coumba", "match_to_check", { width: 390, language: "pt" });
  await item_deed(coumba, "tracing", "trace_confirm", { outcome: "found", text: "A mãe reconheceu a canção" });
});

step("the social service of Guinea-Bissau is asked, says yes, and sees the family", async () => {
  const ibrahima = await on_file("ibrahima");
  await journey_form(ibrahima, "consent", {
    explained: ["talk", "purpose", "use", "ask_for_data"], basis: "assent_with_guardian", given_by: "child_and_guardian", guardian_name: "Juge des enfants",
    purposes: ["prepare_return", "trace_family"], data_classes: ["name", "family", "origin", "languages", "safety"], recipient_kind: "one_unit",
    recipient_unit: unit_of("binta"), until: today(365),
  });
  await ibrahima.page.locator(`main a[href="/children/${record}/refer"]`).first().click();
  await fill(ibrahima, { service: "family_mediation", to_unit: unit_of("binta"), basis: "assent_with_guardian", priority: "normal_14d" });
  await ibrahima.page.waitForSelector("#journey");

  const binta = await at("binta", { width: 320, language: "pt" });
  await look(binta, "today-abroad");
  await binta.page.locator(`main a[href*="${record}/referral/"]`).first().click();
  await binta.page.waitForSelector("#timeline");
  await binta.page.getByRole("button", { name: binta.t("referral.accept") }).click();
  await binta.page.getByText(binta.t("referral.accepted_thanks")).waitFor();
  await open_file(binta, record);
  await look(binta, "file-abroad");
  await journey_form(binta, "family_assessment", {
    assessed_on: today(), mode: "home", met_with: mother, answer: "ready_with_help", part_in_departure: "no", support: ["school_enrolment", "income_project"],
  });
});

step("nobody leaves before the child has said what she wants: the screen says so, and what to do", async () => {
  const ibrahima = await on_file("ibrahima");
  await journey_form(ibrahima, "return_plan", {
    answer: "return", destination_country: "GW", destination: "Gabú", receiving_unit: unit_of("binta"), receiver_name: mother, receiver_relation: "mother",
    girl_asked_otherwise: "no", receiver_verified: "yes", accompanying_person: { choose: name_of("khady") }, why: "Elle l’accompagne depuis le premier jour", accompanied_by_woman: "yes",
    depart_on: today(), transport: ["bus"], emergency_phone: "+221 33 000 00 00",
  });
  await ibrahima.page.locator("#departure").waitFor();
  await look(ibrahima, "departure-checklist");
  const refused = await item_deed(ibrahima, "return", "depart");
  assert.match(refused, new RegExp(sentence(ibrahima, "wish_missing")));
  await look(ibrahima, "departure-refused");
  await ibrahima.page.locator("main .banner a", { hasText: ibrahima.t("form.do_it_now") }).click();
  await fill(ibrahima, { about: "return", wish: "wants", child_words: "Je veux voir ma mère", heard_on: today(), heard_alone: "yes", language: "pov" });
  await ibrahima.page.waitForSelector("#journey");
  await item_deed(ibrahima, "return", "depart").then((again) => assert.match(again, new RegExp(sentence(ibrahima, "best_interests_missing"))));
});

step("her best interests are weighed, the coordinator decides, and a second one in the other country agrees with a fresh code", async () => {
  const ibrahima = await on_file("ibrahima");
  await journey_form(ibrahima, "best_interests_assessment", {
    assessed_on: today(), sources: ["child", "family"], child_view: "Veut rentrer", unaccompanied: "yes", options: ["return", "stay"], recommendation: "return",
  });
  const aminata = await on_file("aminata", { width: 1280 });
  await journey_form(aminata, "best_interests_determination", {
    determined_on: today(), panel_roles: ["coordinator", "social_worker"], child_heard: "yes", lasting_answer: "return", grounds: "Sa mère l’attend, elle le veut",
  });
  const boubacar = await at("boubacar", { width: 390, language: "pt" });
  await look(boubacar, "today-second");
  await boubacar.page.locator("main .rows a", { hasText: boubacar.t("today.task.second_to_give") }).first().click();
  await boubacar.page.waitForSelector("#journey");
  await look(boubacar, "file-second");
  await open_file(ibrahima, record);
  assert.equal(await ibrahima.page.locator('main a[href*="/form/second_agree/"]').count(), 0, "who may not agree is not asked to");
  await boubacar.page.locator('main a[href*="/form/second_agree/"]').click();
  await boubacar.as_if_minutes_later();
  await fill(boubacar);
  await boubacar.page.waitForSelector("#journey");
  assert.equal(boubacar.codes_given, 1, "an agreement asks who is there");
  assert.equal(await boubacar.page.getByText(boubacar.t("access.second_title")).count(), 0, "what was agreed to waits no longer");
});

step("papers are ready and the court authorises the journey", async () => {
  const ibrahima = await on_file("ibrahima");
  await journey_form(ibrahima, "travel_papers", { papers: ["laissez_passer"], complete: "yes", number: "DEMO-1", valid_until: today(90) });
  await ibrahima.page.locator(`main a[href="/children/${record}/refer"]`).first().click();
  await fill(ibrahima, { service: "legal", to_unit: unit_of("abdoulaye"), basis: "legal_duty", basis_reason: "Le retour d’un enfant est autorisé par le juge", priority: "urgent_72h" });
  await ibrahima.page.waitForSelector("#journey");
  const abdoulaye = await at("abdoulaye", { width: 390 });
  await abdoulaye.page.locator(`main a[href*="${record}/referral/"]`).first().click();
  await abdoulaye.page.getByRole("button", { name: abdoulaye.t("referral.accept") }).click();
  await abdoulaye.page.getByText(abdoulaye.t("referral.accepted_thanks")).waitFor();
  await open_file(abdoulaye, record);
  await journey_form(abdoulaye, "authorisation", { legal_act_kind: "return_authorisation", authority: "children_judge", reference: "DEMO-A-1", issued_on: today(), valid_until: today(60) });
});

step("she leaves with a woman of the team, who notes the stops and the arrival", async () => {
  const ibrahima = await on_file("ibrahima");
  assert.equal(await item_deed(ibrahima, "return", "depart"), undefined);
  const fatou = await on_file("fatou");
  const refused = await journey_form(fatou, "placement_end", { end_reason: "departed", ended_on: today(), next_kind: "transit", left_with: kept_away });
  assert.match(refused, new RegExp(sentence(fatou, "not_to_be_given_to")));
  await open_file(fatou, record);
  await journey_form(fatou, "placement_end", { end_reason: "departed", ended_on: today(), next_kind: "transit", left_with: name_of("khady"), belongings: "yes" });

  const khady = await by_task("khady", "journey_under_way", { width: 320 });
  await item_deed(khady, "return", "checkpoint", { where: "Kolda", child_well: "yes", text: "Elle dort" });
  await item_deed(khady, "return", "arrive", { text: "Arrivées à Gabú" });
});

step("the hand-over is signed by who brings her and by who receives her in the other country", async () => {
  const khady = await on_file("khady");
  await journey_form(khady, "handover", {
    handed_on: today(), handed_at: "Gabú", received_by_unit: unit_of("binta"), received_by_name: mother, received_by_relation: "mother",
    papers_given: ["laissez_passer"], care_explained: "yes", child_face: "very_good", child_words: "Mamã",
  }, ".digits");
  await look(khady, "sheet-to-sign");
  const binta = await by_task("binta", "arrival_to_confirm");
  await item_deed(binta, "return", "handover_receive", { text: "A menina está com a mãe" });
  await look(binta, "file-received");
});

step("the partner at home has the file now: reintegration, school, trade, an income for the family, visits with what was seen", async () => {
  const mariama = await on_file("mariama");
  await mariama.page.locator(`main a[href$="/form/assign"]`).click();
  await fill(mariama, { unit: unit_of("binta"), person: name_of("binta") });
  await mariama.page.waitForSelector("#journey, main .banner");
  const binta = await on_file("binta");
  await journey_form(binta, "placement", { placement_kind: "parents", unit: unit_of("binta"), carer_name: mother, begun_on: today(), basis: "judge" });
  await journey_form(binta, "reintegration_plan", {
    child_hopes: "Ir à escola", child_agrees: "agrees", supports: ["school_enrolment", "vocational_training"], family_supports: ["income_project"],
    following_unit: unit_of("binta"), rhythm: "monthly", first_visit_on: today(),
  });
  for (const [service, beneficiary, amount] of [["school_enrolment", "child", "45000"], ["vocational_training", "child", "60000"], ["income_project", "family", "150000"]]) {
    await journey_form(binta, "service_plan", { service, beneficiary, by_unit: unit_of("binta"), planned_on: today(7), quantity: 1 });
    await journey_form(binta, "service_given", { service, outcome: "yes", given_on: today(), beneficiary, planned: label("service_type", service, "pt"), provider: unit_of("binta"), quantity: 1, cost: { amount, currency: "XOF" } });
  }
  for (const safety of ["steady", "progress"])
    await journey_form(binta, "visit", {
      visited_on: today(), mode: "home", child_seen: "yes", seen_alone: "yes", safety, learning: "progress", health: "steady", daily_life: "progress",
      family: "progress", community: "steady", child_words: "Tenho amigas", next_visit_on: today(30),
    });
  await look(binta, "file-followed");
});

step("one asks that support ends and a supervisor, who is not the asker, agrees with a fresh code", async () => {
  const binta = await on_file("binta");
  await journey_form(binta, "closure_request", { closure_reason: "goals_reached", child_view: "Está bem", last_seen_on: today(), grounds: "Duas visitas" });
  const alpha = await at("alpha", { width: 1280, language: "pt" });
  await alpha.page.locator("main .rows a", { hasText: alpha.t("today.task.closure_to_approve") }).first().click();
  await alpha.page.waitForSelector("#journey");
  await alpha.as_if_minutes_later();
  await item_deed(alpha, "closure", "closure_approve", {}, ".head");
  assert.equal(alpha.codes_given, 1, "a closure asks who is there");
  await look(alpha, "file-closed");
  assert.ok(!(await body(alpha)).includes("[object"), "what is withheld is said in words");
  await alpha.page.getByRole("button", { name: alpha.t("file.withheld_all_reason") }).click();
  await give_reason(alpha, "Verificar o encerramento");
  await alpha.page.locator("#journey").waitFor();
  assert.ok((await body(alpha)).includes(alpha.t("file.section.return")), "with a reason the whole file is read");
});

step("the history tells it all", async () => {
  const alpha = await at("alpha");
  await alpha.page.locator(`main a[href="/children/${record}/history"]`).click();
  await alpha.page.locator("main ol li").first().waitFor();
  await look(alpha, "history");
  for (const kind of ["child.opened", "referral.accepted", "trace.confirmed", "second.agreed", "movement.departed", "handover.received", "closure.approved"])
    await alpha.page.getByText(alpha.t(`entry.${kind}`).replace("{who}", "").trim()).first().waitFor();
});

step("data protection finds the file with a reason and asks that it be erased; a supervisor of another unit agrees, and it is gone", async () => {
  const oumou = await at("oumou", { width: 390 });
  await oumou.page.locator('nav a[href="/children"]:visible').first().click();
  await oumou.page.fill("#query", code);
  await oumou.page.keyboard.press("Enter");
  await oumou.page.getByRole("button", { name: oumou.t("children.with_reason") }).click();
  await give_reason(oumou, "La famille demande ce que nous gardons");
  const row = oumou.page.locator(`main .rows a[href="/children/${record}"]`);
  await row.waitFor();
  assert.ok(!(await row.innerText()).includes(name), "found, and no name shown");
  await look(oumou, "found-with-reason");
  await row.click();
  await oumou.page.locator('main a[href$="/form/second_ask_erase/erase"]').click();
  await look(oumou, "erase-ask");
  await fill(oumou, { ground: "asked_by_person", text: "La famille le demande" });
  await oumou.page.waitForSelector(".head");

  const alpha = await at("alpha");
  await alpha.go("/");
  await alpha.page.locator("main .rows a", { hasText: alpha.t("today.task.second_to_give") }).first().click();
  await alpha.page.getByRole("button", { name: alpha.t("file.withheld_all_reason") }).click();
  await give_reason(alpha, "Verificar o pedido");
  await look(alpha, "erase-second");
  await alpha.page.locator('main a[href*="/form/second_agree/"]').click();
  await fill(alpha);
  await alpha.page.getByText(alpha.t("access.second_done")).waitFor();
  await oumou.go(`/children/${record}`);
  await oumou.page.getByText(oumou.t("file.erased_banner")).waitFor();
  await look(oumou, "file-erased");
});

step("the house verifies clean, every screen fitted, and no name stands in a log", async () => {
  const { status, summary } = house.verify();
  assert.equal(status, 0, summary);
  assert.deepEqual(findings, []);
  assert.deepEqual(Object.values(people).flatMap((one) => one.faults), []);
  assert.ok(![name, mother, kept_away].some((one) => house.log().includes(one)), "no name in any log line");
});
