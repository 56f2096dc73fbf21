// The doors: who gets in and how they leave, what a stranger's address shows, and the public site. The child's way is in journey.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { story } from "./steps.mjs";

const { house, open } = story({ children: 3 });

test("a stranger's address for the file shows nothing, in three languages", { timeout: 300_000 }, async () => {
  const coordinator = house.account({ role: "trainer" }) ?? house.account({ role: "finance_officer" });
  for (const language of ["fr", "en", "pt"]) {
    const who = await open({ width: 320, language, dark: language === "en" });
    if (language !== "fr") {
      await who.go("/");
      assert.deepEqual(await who.fits(`sign-in-${language}`), []);
      continue;
    }
    await who.sign_in(coordinator);
    await who.go("/children/0190a0a0-0000-7000-8000-000000000000");
    await who.page.getByText(who.t("problem.not_found").slice(0, 20)).first().waitFor();
  }
});

test("a device that a person used before says so when they sign in; leaving without network closes the session here, and then on the server", { timeout: 300_000 }, async () => {
  const who = await open({ width: 320 });
  const account = house.account({ role: "shelter_staff", country: "SN" });
  const sent = [];
  who.page.on("request", (request) => request.method() === "POST" && request.url().endsWith("/api/session") && sent.push(request.postDataJSON()));
  const leave = async () => {
    await who.page.locator('nav a[href="/more"]:visible').first().click();
    await who.page.getByRole("button", { name: who.t("sign_in.sign_out") }).click();
    await who.page.waitForSelector("#login");
  };
  await who.sign_in(account);
  await who.settled();
  // With the network, whoever leaves is led to a page made anew.
  const made_anew = who.page.waitForEvent("load");
  await leave();
  await made_anew;
  await who.sign_in(account);
  assert.equal(sent[0].device, undefined);
  assert.match(sent[1].device, /^[0-9a-f-]{36}$/);

  await who.page.context().setOffline(true);
  await leave();
  await who.page.getByText(who.t("sign_in.signed_out_offline")).waitFor();
  assert.equal(await who.page.locator("header.top").count(), 0, "nothing of the session is left on the screen");
  assert.deepEqual(await who.fits("left-offline"), []);
  const told = who.page.waitForResponse((answer) => answer.request().method() === "DELETE" && answer.url().endsWith("/api/session"));
  // Then the page opens anew by itself, and only after that does anybody go on.
  const anew = who.page.waitForEvent("load");
  await who.page.context().setOffline(false);
  assert.equal((await told).status(), 204);
  await anew;
  await who.go("/children");
  await who.page.waitForSelector("#login");
  assert.deepEqual(who.faults, []);
});

test("the public site shows its front page without a script or a cookie", async () => {
  const answer = await fetch(`${house.public_base}/?lang=pt`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("set-cookie"), null);
  const html = await answer.text();
  assert.ok(html.includes('lang="pt"') && !html.includes("<script"));
});
