// Accounts by screen: one administrator opens one, a second agrees to the role, and the colleague alone chooses the passphrase. And what data protection
// reads of an emergency.
import assert from "node:assert/strict";
import { test } from "node:test";
import { next_code } from "./browser.mjs";
import { fill, give_reason, open_file } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, open, at, look, findings, step } = story({ children: 12 });
let code, secret;
const passphrase = "les baobabs du matin";
const title = (who, key) => who.page.getByRole("heading", { name: who.t(key), exact: true }).first().waitFor();

step("an administrator opens an account: the code is shown once, and the role waits for somebody else", async () => {
  const seydou = await at("seydou", { width: 320 });
  await seydou.page.locator("main a[href='/admin/people']").click();
  await title(seydou, "admin.people");
  await look(seydou, "accounts");
  await seydou.page.locator("main a[href='/admin/people/new']").click();
  await seydou.page.waitForSelector("main form");
  await look(seydou, "invite");
  const refused = await fill(seydou, { name: "Aïda Canari (DEMO)", login: "seydou", language: "fr", role: "case_worker", unit: house.account({ login: "mariama" }).unit });
  assert.match(refused, new RegExp(seydou.t("admin.login")));
  await seydou.page.fill('[id="q-login"]', "aida");
  await seydou.primary();
  await title(seydou, "admin.code_title");
  code = await seydou.page.locator("main .code").innerText();
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await look(seydou, "code");
  await seydou.primary();
  await seydou.page.getByText(seydou.t("admin.own_request")).waitFor();
  assert.equal(await seydou.page.locator("section[aria-labelledby='waiting'] button.primary").count(), 0, "nobody agrees to what they asked for");
  await look(seydou, "account-waiting");
});

step("the colleague opens the account with the code; its door stays shut until the role is agreed to", async () => {
  const aida = await open({ width: 320, language: "pt" });
  await aida.go("/");
  await aida.page.locator("main a[href='/welcome']").click();
  await title(aida, "welcome.title");
  await look(aida, "welcome");
  await aida.page.fill("#login", "aida");
  await aida.page.fill("#one-time", "0000 0000 0000");
  await aida.primary();
  await aida.page.getByText(aida.t("welcome.wrong")).first().waitFor();
  await aida.page.fill("#one-time", code.toLowerCase());
  await aida.primary();
  await title(aida, "welcome.factor_title");
  await look(aida, "welcome-choose");
  secret = (await aida.page.locator("main .secret").innerText()).replaceAll(" ", "");
  await aida.page.fill("#passphrase", "court");
  await aida.primary();
  await aida.page.getByText(aida.t("welcome.too_short")).first().waitFor();
  await aida.page.fill("#passphrase", passphrase);
  await aida.page.fill("#code", await next_code({ login: "aida", totp_secret: secret }));
  await aida.primary();
  await title(aida, "welcome.done");
  await aida.page.locator("main a.button.primary").click();
  await aida.page.waitForSelector("#passphrase");
  await aida.page.fill("#login", "aida");
  await aida.page.fill("#passphrase", passphrase);
  await aida.primary();
  await aida.page.getByText(aida.t("sign_in.no_role_yet")).first().waitFor();
  assert.deepEqual(aida.faults, []);
});

step("a second administrator agrees, and the colleague is in", async () => {
  const rama = await at("rama", { width: 1280, language: "en" });
  await rama.page.locator("main a[href='/admin/people']").click();
  const agree = rama.page.locator("section[aria-labelledby='waiting'] button.primary");
  await agree.waitFor();
  await look(rama, "accounts-to-agree");
  await agree.click();
  await rama.page.getByText(rama.t("admin.nothing_waits")).waitFor();
  const aida = await open({ width: 390 });
  await aida.sign_in({ login: "aida", passphrase, totp_secret: secret });
  assert.deepEqual(aida.faults, []);
  await aida.page.context().close();

  // What the role opens stands there as a sentence; it is taken away at once, and every session of the account ends.
  await rama.page.fill("#looked-for", "aida");
  await rama.page.locator("main .rows a", { hasText: "Aïda Canari" }).click();
  await rama.page.getByText(rama.t("admin.can.case_worker")).waitFor();
  await look(rama, "account");
  await rama.page.getByRole("button", { name: rama.t("admin.suspend") }).click();
  await rama.page.getByText(rama.t("admin.suspend_help")).waitFor();
  await rama.page.locator("main .banner button.danger").click();
  await rama.page.getByRole("button", { name: rama.t("admin.give_back") }).waitFor();
  await rama.page.locator("main details", { hasText: rama.t("admin.history") }).locator("summary").click();
  await rama.page.locator("main details li", { hasText: rama.t("admin.act.account_suspended") }).waitFor();
  await look(rama, "account-suspended");
});

step("a unit gets places and somebody on duty", async () => {
  const rama = await at("rama");
  await rama.go("/admin/units");
  await rama.page.waitForSelector("main .rows a");
  await look(rama, "units");
  await rama.go("/admin/units/new");
  await rama.page.waitForSelector("main form");
  await look(rama, "new-unit");
  await fill(rama, { name: "Case Canari (DEMO)", organisation: "Organisation Canari", kind: "shelter", country: "SN", services: ["shelter"], places: 4, address_secret: "yes", breaks_glass: "no" });
  await rama.page.getByRole("heading", { name: "Case Canari (DEMO)" }).waitFor();
  await rama.page.getByRole("button", { name: rama.t("admin.set_places") }).click();
  await rama.page.fill('[id="q-places"]', "7");
  await rama.primary();
  await rama.page.getByText(rama.t("admin.places_now").replace("{places}", 7).replace("{taken}", 0)).waitFor();
  await look(rama, "unit");
});

step("in the demonstration an administrator sees what a role sees: their own session ends, and the door stands filled in", async () => {
  const seydou = await at("seydou");
  const shown = house.account({ login: "kadiatou" });
  const { people: all } = (await seydou.ask("GET", "/api/admin/people")).json;
  await seydou.go(`/admin/people/${all.find((one) => one.login === shown.login).person}`);
  await seydou.page.getByRole("button", { name: seydou.t("admin.see_as"), exact: true }).click();
  await seydou.page.getByText(seydou.t("admin.see_as_help")).waitFor();
  await look(seydou, "see-as");
  await seydou.page.locator("main .banner.warn button.primary").click();
  await seydou.page.getByText(seydou.t("sign_in.see_as")).waitFor();
  assert.equal(await seydou.page.inputValue("#login"), shown.login);
  assert.equal(await seydou.page.evaluate(() => fetch("/api/session").then((answer) => answer.status)), 401, "nobody is signed in any more");
  await look(seydou, "see-as-door");
  await seydou.primary();
  await seydou.page.waitForSelector("#code");
  assert.match(await seydou.page.inputValue("#code"), /^\d{6}$/);
  await seydou.primary();
  await seydou.page.waitForSelector("header.top");
  assert.equal(await seydou.page.evaluate(() => fetch("/api/session").then((answer) => answer.json()).then((session) => session.acting.role)), shown.role);
  await seydou.page.locator('main a[href="/admin/people"]').waitFor({ state: "detached" });
  await seydou.page.reload();
  await seydou.page.waitForSelector("header.top");
  await look(seydou, "seen-as");
  // What was filled in is filled in once.
  await seydou.page.locator('nav a[href="/more"]:visible').first().click();
  await seydou.page.getByRole("button", { name: seydou.t("sign_in.sign_out") }).click();
  await seydou.page.waitForSelector("#login");
  assert.equal(await seydou.page.inputValue("#login"), "");
  await seydou.sign_in(house.account({ login: "seydou" }));
});

step("data protection reads why a file was opened in an emergency, and its word stays", async () => {
  const ibrahima = await at("ibrahima", { width: 390 });
  await ibrahima.go("/children");
  const row = ibrahima.page.locator("main .rows a[href^='/children/']").first();
  await row.waitFor();
  const aminata = await at("aminata", { width: 390 });
  await open_file(aminata, (await row.getAttribute("href")).split("/").at(-1));
  await aminata.page.getByRole("button", { name: aminata.t("access.break_glass_open") }).click();
  await give_reason(aminata, "L’enfant a de la fièvre");
  await aminata.page.locator("main .banner.danger").waitFor();

  const oumou = await at("oumou", { width: 320, language: "pt" });
  await oumou.page.locator("main a[href='/protection/looks']").click();
  await title(oumou, "more.looks");
  await oumou.page.waitForSelector("main .rows");
  await look(oumou, "looks");
  await oumou.page.fill("#file-code", "SN-1");
  await oumou.primary();
  await oumou.page.getByText(oumou.t("protection.code_wrong")).waitFor();
  await oumou.go("/protection/emergencies");
  await title(oumou, "protection.to_review");
  await oumou.page.getByText("L’enfant a de la fièvre").waitFor();
  await look(oumou, "emergencies");
  const not = oumou.page.getByRole("button", { name: oumou.t("protection.say_not") });
  await not.click();
  await give_reason(oumou, "Ninguém foi avisado");
  await oumou.page.getByText("Ninguém foi avisado").first().waitFor();
  await look(oumou, "emergencies-reviewed");
  assert.deepEqual(oumou.faults, []);
});

test("every one of these screens fits, and axe finds nothing", () => assert.deepEqual(findings, []));
