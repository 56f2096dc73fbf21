// What may happen to a phone at any moment of any screen, and what must come of it: the screens and the cuts of a table, each with each.
import { fill, give_page } from "./form.mjs";
import { leave_the_screen, pin, through_the_door } from "./phone.mjs";

/** Forms of a file: what else they need, and where the words stand that must not be lost. */
export const screens = [
  { form: "note", words: "text", needs: { note_kind: "observation" } },
  { form: "risk", words: "measures", needs: { level: "medium" } },
  { form: "need", words: "details", needs: { need: "medical", urgency: "urgent_72h" } },
  { form: "wish", words: "child_words", needs: { about: "return", wish: "wants", heard_on: new Date().toISOString().slice(0, 10) } },
  { form: "service_given", words: "details", needs: { service: "psychosocial", outcome: "yes" } },
  { form: "service_plan", words: "aim", needs: { service: "psychosocial" } },
  { form: "health_check", words: "findings", needs: { checked_on: new Date().toISOString().slice(0, 10) } },
  { form: "travel_papers", words: "number", needs: { papers: ["laissez_passer"] } },
  { form: "tracing", words: "tracing.not_to_ask", needs: { "tracing.assent": "agrees" } },
];

const kept = (at) => at.page.locator('main [role="status"][data-kept="true"]').waitFor();
const sent = (at) => at.page.locator(".strip").getByText(at.t("sync.all_sent")).waitFor();

/**
 * Each is given a phone with somebody on it and one form open; when it is done, what was written is on its way, and the phone is there again.
 * `go` opens the form as whoever has the PIN.
 */
export const cuts = {
  "the network goes before it is sent": async ({ use, answers }) => {
    await use.phone.offline(true);
    await fill(use.at, answers);
    await use.phone.offline(false);
  },
  "the tab is killed": async ({ use, answers, words, go }) => {
    await give_page(use.at, words);
    await kept(use.at);
    await use.at.page.close({ runBeforeUnload: false });
    use.at = await use.phone.tab();
    await go();
    await stands(use.at, words);
    await fill(use.at, answers);
  },
  "the tab is killed without network": async ({ use, answers, words, go }) => {
    await give_page(use.at, words);
    await use.phone.offline(true);
    await kept(use.at);
    await use.at.page.close({ runBeforeUnload: false });
    use.at = await use.phone.tab();
    await use.at.go("/");
    await use.at.page.getByRole("heading", { level: 1, name: use.at.t("blind.title") }).waitFor();
    const shown = await use.at.page.locator("body").innerText();
    if (Object.values(words).some((word) => shown.includes(word))) throw new Error("what was begun is read without a key");
    await use.phone.offline(false);
    await go();
    await stands(use.at, words);
    await fill(use.at, answers);
  },
  "the battery is taken out": async ({ use, answers, words, go }) => {
    await give_page(use.at, words);
    await kept(use.at);
    await use.phone.kill();
    use.phone = await use.phone.again();
    use.at = await use.phone.tab();
    await go();
    await stands(use.at, words);
    await fill(use.at, answers);
  },
  "it is locked": async ({ use, answers, words, go }) => {
    await give_page(use.at, words);
    await kept(use.at);
    await use.at.page.locator("header.top button", { hasText: use.at.t("lock.now") }).click();
    await use.at.page.waitForSelector("#pin");
    await go();
    await stands(use.at, words);
    await fill(use.at, answers);
  },
  "the screen is left without network": async ({ use, answers, words }) => {
    await give_page(use.at, words);
    await use.phone.offline(true);
    await leave_the_screen(use.at);
    await use.at.page.locator("dialog.covered[open]").waitFor();
    await use.at.page.fill("#cover-pin", pin);
    await use.at.page.locator("form:has(#cover-pin) button.primary").click();
    await use.at.page.locator("dialog.covered").waitFor({ state: "detached" });
    await stands(use.at, words);
    await fill(use.at, answers);
    await use.phone.offline(false);
  },
};

/** What was typed stands in its field. */
async function stands({ page }, words) {
  for (const [question, word] of Object.entries(words)) {
    const field = page.locator(`main [id="q-${question.replaceAll(".", "-")}"]`);
    await field.waitFor();
    if ((await field.inputValue()) !== word) throw new Error(`${question} does not stand as it was typed`);
  }
}

/** All of the table, or as many as are asked for: every cut in turn, and another screen each time. */
export function chosen(how_many, seed) {
  const names = Object.keys(cuts);
  const all = Array.from({ length: screens.length * names.length }, (_, i) => ({
    cut: names[i % names.length], screen: screens[(i + Math.floor(i / names.length) + seed) % screens.length],
  }));
  return how_many === "all" ? all : all.slice(0, Number(how_many));
}

/** Runs one of them on the phone of `use`; what is written holds `word`. */
export async function run({ cut, screen }, use, record, account, word) {
  const address = `/children/${record}/form/${screen.form}`;
  const go = async () => {
    await use.at.go(address);
    await through_the_door(use.at, account);
    if ((await use.at.where()).path !== address) await use.at.go(address).then(() => through_the_door(use.at, account));
    await use.at.page.locator("main form").first().waitFor();
  };
  await go();
  const words = { [screen.words]: word };
  await cuts[cut]({ use, words, answers: { ...screen.needs, ...words }, go });
  await sent(use.at);
}
