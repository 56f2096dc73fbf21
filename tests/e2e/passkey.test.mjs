// A passkey on one's own device, made by Chromium's own authenticator: added, given at the door and where an act asks who is there, put away, removed.
import assert from "node:assert/strict";
import { next_code } from "./browser.mjs";
import { story } from "./steps.mjs";

const { people, house, findings, at, look, step } = story({ children: 3 });
const login = "khady";
let device, key;

/** A device that keeps keys: it says yes to whoever is asked, or is not there for it. */
async function authenticator(who) {
  const cdp = await who.page.context().newCDPSession(who.page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return {
    keys: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    forget: () => cdp.send("WebAuthn.clearCredentials", { authenticatorId }),
  };
}
const button = (who, key) => who.page.locator(`main button:has-text("${who.t(key)}")`);
const on_device_page = async (who) => {
  await who.page.locator('nav a[href="/more"]:visible').first().click();
  await who.page.locator('main a[href="/more/device"]').click();
  await who.page.getByRole("heading", { name: who.t("passkey.title") }).waitFor();
};
const leave = async (who) => {
  await who.page.locator('nav a[href="/more"]:visible').first().click();
  const made_anew = who.page.waitForEvent("load");
  await who.page.getByRole("button", { name: who.t("sign_in.sign_out") }).click();
  await made_anew;
};
const give_passphrase = async (who) => {
  await who.page.waitForSelector("#login");
  await who.page.fill("#login", login);
  await who.page.fill("#passphrase", house.account({ login }).passphrase);
  await who.page.locator("main button.primary").click();
  await who.page.locator("#code").waitFor();
};
const give_digits = async (who) => {
  await who.page.fill("#code", await next_code(house.account({ login })));
  await who.page.locator("main form button").click();
  await who.page.waitForSelector("header.top");
};

step("a key is added under a name of one's own; without a name it is asked for", async () => {
  const khady = await at(login, { width: 390 });
  device = await authenticator(khady);
  await on_device_page(khady);
  await button(khady, "passkey.add").click();
  await khady.page.getByText(khady.t("passkey.name_missing")).waitFor();
  await khady.page.fill("#passkey-name", "Le téléphone de canari");
  await look(khady, "passkey-add");
  await button(khady, "passkey.add").click();
  await khady.page.locator("main li", { hasText: "Le téléphone de canari" }).waitFor();
  const keys = await device.keys();
  assert.equal(keys.length, 1);
  assert.equal(keys[0].rpId, "localhost");
  key = keys[0].credentialId;
  await look(khady, "passkeys");
});

step("at the door it takes the place of the six digits, which may be given still", async () => {
  const khady = people[login];
  await leave(khady);
  await give_passphrase(khady);
  await look(khady, "passkey-door");
  await button(khady, "passkey.give").click();
  await khady.page.waitForSelector("header.top");
  const [used] = await device.keys();
  assert.ok(used.signCount > 0, "the device signed");
  await on_device_page(khady);
  await khady.page.locator("main li", { hasText: khady.t("passkey.used").split("{")[0].trim() }).waitFor();
});

step("where an act asks who is there, it answers", async () => {
  const khady = people[login];
  // The server's own question, said for it once: nobody waits five minutes here.
  await khady.page.route("**/api/passkeys/*", (route) => route.fulfill({ status: 401, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "", status: 401, code: "step_up" }) }), { times: 1 });
  const one = khady.page.locator("main li", { hasText: "Le téléphone de canari" });
  await one.getByRole("button").click();
  await khady.page.getByText(khady.t("passkey.remove_help")).waitFor();
  await one.getByRole("button").click();
  const dialog = khady.page.locator("dialog[open]");
  await dialog.getByText(khady.t("passkey.step_up_help")).waitFor();
  findings.push(...(process.env.NIBBI_HURRY ? [] : await khady.fits("passkey-dialog")));
  await dialog.getByRole("button", { name: khady.t("passkey.give") }).click();
  await dialog.waitFor({ state: "detached" });
  await one.waitFor({ state: "detached" });
  assert.deepEqual((await khady.ask("GET", "/api/passkeys")).json.passkeys, []);
});

step("what was removed is not asked for; a key that the device has no more is said calmly, and the digits open", async () => {
  const khady = people[login];
  await leave(khady);
  await give_passphrase(khady);
  assert.equal(await button(khady, "passkey.give").count(), 0);
  // Loaded again between the two steps, the door still asks for the second.
  await khady.page.reload();
  await give_digits(khady);
  await on_device_page(khady);
  await khady.page.fill("#passkey-name", "Le téléphone de canari");
  await button(khady, "passkey.add").click();
  await khady.page.locator("main li", { hasText: "Le téléphone de canari" }).waitFor();
  assert.ok((await device.keys()).some((one) => one.credentialId !== key), "a key that was removed is not used again");
  await device.forget();
  await leave(khady);
  await give_passphrase(khady);
  await button(khady, "passkey.give").click();
  await khady.page.getByText(khady.t("passkey.not_given")).first().waitFor();
  await look(khady, "passkey-not-given");
  await khady.page.reload();
  await button(khady, "passkey.give").waitFor();
  await give_digits(khady);
});

step("nothing on the way was too wide, unreadable or broken", () => {
  assert.deepEqual(findings, []);
  assert.deepEqual(people[login].faults, []);
});
