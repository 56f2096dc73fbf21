// A paper that the server does not take, because its file was closed while it was on its way: it stays on the phone with the reason, goes nowhere by itself, arrives
// when the file is open again, and is let go of by nobody but its person, at the second tap.
import assert from "node:assert/strict";
import { next_code } from "./browser.mjs";
import { open_file } from "./form.mjs";
import { writers } from "./prepare.mjs";
import { story } from "./steps.mjs";

const { house, people, findings, at, look, step } = story({ children: 6 });
const login = "ibrahima", boss = "mariama";
let made, record, cut = true;
const strip = (who) => who.page.locator(".strip");
const counted = (who, key, n) => { const words = who.t(key); return (typeof words === "string" ? words : words[n === 1 ? "one" : "other"]).replace("{n}", n); };
const paper = (letter) => ({ name: "paper.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(90_000, letter)]) });
const seen = async (one) => ({ header: { seen: (await one.call("GET", `/api/children/${record}`)).json.n } });
async function shows_who_she_is() {
  const account = house.account({ login: boss });
  const { status } = await made.mariama.call("POST", "/api/session/step-up", account.totp_secret ? { code: await next_code(account) } : { passphrase: account.passphrase });
  assert.equal(status, 204);
}
async function close_file() {
  const { id } = await made.ibrahima.say(record, "closure.requested", { plain: { closure_reason: "goals_reached" } }, await seen(made.ibrahima));
  await shows_who_she_is();
  await made.mariama.say(record, "closure.approved", { plain: { request: id } }, await seen(made.mariama));
}
/** Its first piece arrives, and then the line is gone. */
async function attach_half(who, letter) {
  await open_file(who, record);
  const section = who.page.locator("main details", { has: who.page.getByRole("heading", { name: who.t("attachment.title") }) });
  await section.locator("summary").click();
  await section.getByRole("button", { name: who.t("attachment.add") }).click();
  await section.locator("select").selectOption("identity_document");
  await section.locator('input[type="file"]').setInputFiles(paper(letter));
  await section.getByRole("button", { name: who.t("attachment.send") }).click();
  await section.getByRole("button", { name: who.t("attachment.again") }).waitFor();
}
const to_outbox = async (who) => {
  await strip(who).locator("a").first().click();
  await who.page.getByRole("heading", { level: 1, name: who.t("sync.outbox") }).waitFor();
};
const waiting = (who) => who.page.locator("main li", { hasText: who.t("attachment.add") });
const stored = async () => (await made.ibrahima.call("GET", `/api/children/${record}`)).json.said.filter((one) => one.kind === "attachment.stored").length;

step("two papers are cut off, and their file is closed before the rest of them came", async () => {
  made = await writers(house, login, boss);
  record = await made.ibrahima.opens_file();
  const who = await at(login, { width: 390 });
  await who.page.route("**/attachments/*/1", (route) => (cut ? route.abort() : route.continue()));
  for (const letter of ["p", "q"]) await attach_half(who, letter);
  await strip(who).getByText(counted(who, "sync.to_send", 2)).waitFor();
  await close_file();
});

step("the phone says why they were not taken, and keeps them", async () => {
  const who = people[login];
  cut = false;
  await to_outbox(who);
  await who.page.getByRole("button", { name: who.t("sync.send_now") }).click();
  await strip(who).getByText(counted(who, "sync.to_check", 2)).waitFor();
  assert.equal(await waiting(who).count(), 2);
  await waiting(who).first().getByText(who.t("problem.file_closed")).waitFor();
  await waiting(who).first().getByText(who.t("attachment.stays")).waitFor();
  await who.page.getByRole("button", { name: who.t("sync.export") }).waitFor();
  await look(who, "photo-refused");
  await who.picture("photo-refused");
  // Once more changes nothing, and an opened page knows it still.
  await who.page.getByRole("button", { name: who.t("sync.send_now") }).click();
  await who.settled();
  await who.page.reload();
  await strip(who).getByText(counted(who, "sync.to_check", 2)).waitFor();
});

step("one of them is let go of, at the second tap and not before", async () => {
  const who = people[login];
  await to_outbox(who);
  await waiting(who).first().getByRole("button", { name: who.t("sync.erase"), exact: true }).click();
  await who.page.getByText(who.t("attachment.let_go_sure")).waitFor();
  assert.equal(await waiting(who).count(), 2);
  await who.picture("photo-let-go");
  await waiting(who).first().getByRole("button", { name: who.t("sync.erase_now") }).click();
  await strip(who).getByText(counted(who, "sync.to_check", 1)).waitFor();
  assert.equal(await waiting(who).count(), 1);
});

step("the other arrives when the file is open again", async () => {
  const who = people[login];
  await shows_who_she_is();
  await made.mariama.say(record, "file.reopened", { narrative: { text: "Un papier est en route" } }, await seen(made.mariama));
  await who.page.getByRole("button", { name: who.t("sync.send_now") }).click();
  await strip(who).getByText(who.t("sync.all_sent")).waitFor();
  assert.equal(await stored(), 1);
  made.goodbye();
});

step("nothing is too wide, nothing fails axe, and nothing went wrong on any page", () => {
  assert.deepEqual(findings, []);
  for (const who of Object.values(people)) assert.deepEqual(who.faults, []);
});
