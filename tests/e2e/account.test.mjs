// What everybody does to their own account, and what those who steer the programme read: another passphrase, the codes on another phone, and how many
// files and children each unit has.
import assert from "node:assert/strict";
import { story } from "./steps.mjs";

const { house, people, findings, open, at, look, step } = story({ children: 30 });
const chosen = "trois pirogues au canari bleu";
const more = async (who) => who.page.locator('nav a[href="/more"]:visible').first().click();
const title = (who, key) => who.page.getByRole("heading", { level: 1, name: who.t(key), exact: true }).waitFor();

/** The rows of the table of counts: the first cell, and the numbers behind it. */
const rows_of = (who) => who.page.locator("main table tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));

step("who steers the programme reads exact numbers as one table: all units, those of a country, or one's own", async () => {
  const seen = {};
  for (const [login, how] of [["pathe", { width: 320 }], ["malick", { width: 1280, language: "en" }], ["aminata", { width: 390, language: "pt" }], ["mariama", { width: 390 }]]) {
    const who = await at(login, how);
    await who.page.locator('main a[href="/counts"]').click();
    await title(who, "counts.title");
    await who.page.waitForSelector("main table");
    await look(who, `counts-${login}`);
    seen[login] = await rows_of(who);
    const [head, ...lines] = seen[login], all = lines.at(-1);
    for (const line of lines) assert.equal(line.length, head.length, `${login}: every row has every column`);
    const files = 1, number = (line, at) => Number(line[at] || 0);
    for (const line of lines) assert.equal(line.slice(files + 2).reduce((sum, one) => sum + Number(one || 0), 0), number(line, files), `${login}: ${line[0]}`);
    const units = (await who.ask("GET", "/api/counts")).json.units;
    assert.equal(number(all, files), units.flatMap((one) => Object.values(one.files)).reduce((a, b) => a + b, 0), login);
    assert.equal(number(all, files + 1), units.reduce((sum, one) => sum + one.living, 0), login);
    seen[login].countries = new Set(units.map((one) => one.country));
    seen[login].units = units.map((one) => one.unit);
  }
  assert.deepEqual(seen.pathe.units, seen.malick.units);
  assert.ok(seen.pathe.countries.size > 1);
  assert.deepEqual([...seen.aminata.countries], ["SN"]);
  assert.equal(seen.mariama.units.length, 1);
  const ibrahima = await at("ibrahima", { width: 390 });
  assert.equal(await ibrahima.page.locator('main a[href="/counts"]').count(), 0);
  await ibrahima.go("/counts");
  await ibrahima.page.locator("main .banner, main .card").first().waitFor();
  assert.equal(await ibrahima.page.locator("main table").count(), 0);
  await look(ibrahima, "counts-not-for-you");
});

step("Aujourd'hui says how many files one follows", async () => {
  const ibrahima = await at("ibrahima");
  await ibrahima.go("/");
  const { followed } = (await ibrahima.ask("GET", "/api/today")).json;
  assert.ok(followed > 1);
  await ibrahima.page.getByText(ibrahima.t("today.followed").other.replace("{n}", followed)).waitFor();
  await look(ibrahima, "today-followed");
});

step("another passphrase: not the one that stands, one that is too short, then a good one, and it opens the door", async () => {
  const awa = await at("awa", { width: 320 });
  await more(awa);
  await awa.page.locator('main a[href="/more/passphrase"]').click();
  await title(awa, "settings.passphrase");
  await look(awa, "passphrase");
  const give = async (stands, next) => {
    await awa.page.fill("#stands", stands);
    await awa.page.fill("#chosen", next);
    await awa.primary();
  };
  await give("", "court");
  await awa.page.getByText(awa.t("sign_in.passphrase_missing")).first().waitFor();
  await awa.page.getByText(awa.t("welcome.too_short")).first().waitFor();
  await look(awa, "passphrase-missing");
  await give("ce n’est pas celle-là", chosen);
  await awa.page.getByText(awa.t("welcome.wrong_passphrase")).first().waitFor();
  await look(awa, "passphrase-wrong");
  await awa.stay_fresh();
  const account = house.account({ login: "awa" });
  await give(account.passphrase, chosen);
  await awa.page.getByText(awa.t("passphrase.changed")).waitFor();
  await title(awa, "nav.more");
  await look(awa, "more");
  await awa.page.getByRole("button", { name: awa.t("sign_in.sign_out") }).click();
  await awa.page.waitForSelector("#login");
  await awa.page.fill("#login", account.login);
  await awa.page.fill("#passphrase", account.passphrase);
  await awa.primary();
  await awa.page.locator("main .banner.danger").waitFor();
  await awa.sign_in({ ...account, passphrase: chosen });
  assert.ok(!/passphrase/i.test(house.log()), "the log has no word of it");
});

step("by keyboard alone, in another language", async () => {
  const kadiatou = await at("kadiatou", { width: 1280, language: "pt" });
  await kadiatou.go("/more/passphrase");
  await title(kadiatou, "settings.passphrase");
  const { page } = kadiatou;
  const account = house.account({ login: "kadiatou" });
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "stands");
  await page.keyboard.type(account.passphrase);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "chosen");
  await page.keyboard.type(chosen);
  await page.keyboard.press("Enter");
  await page.getByText(kadiatou.t("passphrase.changed")).waitFor();
});

step("the codes move to another phone: the key is shown once the passphrase is known, and the old one opens nothing once the new one was good", async () => {
  const account = house.account({ login: "lamine" });
  assert.ok(account.totp_secret);
  const lamine = await at("lamine", { width: 320, language: "en" });
  await more(lamine);
  await lamine.page.locator('main a[href="/more/factor"]').click();
  await title(lamine, "passphrase.factor_title");
  await look(lamine, "factor");
  await lamine.page.fill("#passphrase", "not this one at all");
  await lamine.primary();
  await lamine.page.getByText(lamine.t("welcome.wrong_passphrase")).first().waitFor();
  await lamine.stay_fresh();
  await lamine.page.fill("#passphrase", account.passphrase);
  await lamine.primary();
  await lamine.page.waitForSelector("main .secret");
  await look(lamine, "factor-key");
  const secret = (await lamine.page.locator("main .secret").innerText()).replaceAll(" ", "");
  const { read_qr } = await import("./read_qr.mjs");
  const told = read_qr(await lamine.page.locator("main svg[role=img] path").getAttribute("d"));
  assert.match(told, /^otpauth:\/\/totp\//);
  assert.equal(new URL(told).searchParams.get("secret"), secret, "the square says what the key says");
  await lamine.page.fill("#code", "000000");
  await lamine.primary();
  await lamine.page.getByText(lamine.t("welcome.wrong_totp")).first().waitFor();
  const { next_code } = await import("./browser.mjs");
  await lamine.page.fill("#code", await next_code({ login: "lamine, the other phone", totp_secret: secret }));
  await lamine.primary();
  await lamine.page.getByText(lamine.t("passphrase.factor_taken")).waitFor();
  const again = await open({ width: 390 });
  await again.sign_in_to(account, "main .banner.danger").catch(() => undefined);
  assert.equal(await again.page.locator("header.top").count(), 0, "the old phone opens nothing");
  await again.page.context().close();
  const other = await open({ width: 390 });
  await other.sign_in({ ...account, login: account.login, totp_secret: secret });
  assert.deepEqual(other.faults, []);
  await other.page.context().close();
});

step("every screen fitted, and nothing went wrong on any page", async () => {
  assert.deepEqual(findings, []);
  for (const { faults } of Object.values(people)) assert.deepEqual(faults, []);
  assert.equal(house.verify().status, 0);
});
