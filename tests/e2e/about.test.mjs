// Whose work this is made of: reached by a worker from "More", and by anybody from the public site; both readable by everybody.
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "./browser.mjs";
import { story } from "./steps.mjs";

const { house, open } = story({ children: 2 });

for (const language of ["fr", "en", "pt"])
  test(`a worker finds the sources and the offer of the code from More (${language})`, { timeout: 300_000 }, async () => {
    const at = await open({ language });
    await at.sign_in(house.account({ login: "fatou" }));
    await at.go("/more");
    await at.page.click("a[href='/about']");
    await at.page.waitForSelector(`h1:has-text("${at.t("about.title")}")`);
    const seen = (await at.page.innerText("main")).replace(/\s/g, " ");
    for (const [key, said] of Object.entries(words[language].about)) assert.ok(seen.includes(said.replace(/\s/g, " ")), `about.${key} is on the screen`);
    assert.deepEqual(await at.fits_everywhere("about"), []);
    // The file opens beside, and the application stays where it is.
    const [file] = await Promise.all([at.page.context().waitForEvent("page"), at.page.click("a[href='/notices.txt']")]);
    await file.waitForLoadState();
    assert.match(await file.innerText("body"), /SIL OPEN FONT LICENSE/);
    assert.equal((await at.where()).path, "/about");
    assert.deepEqual(at.faults, []);
  });

test("the public site says the same, in three languages, to whoever asks", { timeout: 300_000 }, async () => {
  for (const language of ["fr", "en", "pt"]) {
    const at = await open({ language }, house.public_base);
    await at.go(`/?lang=${language}`);
    await at.page.click(`a[href='/about?lang=${language}']`);
    await at.page.waitForSelector("a[href='/source.tar.gz']");
    assert.equal(await at.page.innerText("h1"), words[language].about.title);
    assert.deepEqual(await at.fits(`public-about-${language}`), []);
  }
});
