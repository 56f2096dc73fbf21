// Forms and files on screen, as hands use them: a section is opened, a link is followed, pages are answered one after the other.
const field = (question) => `q-${question.replaceAll(".", "-")}`;
const several = (value) => (Array.isArray(value) ? value : [value]);

/** Answers one question if it stands on this page; says whether it did. */
async function give(page, question, value) {
  const id = field(question);
  const boxes = page.locator(`main input[name="${id}"]`);
  if (await boxes.count()) {
    for (const one of several(value)) {
      const by_code = page.locator(`main label:has(input[name="${id}"][value="${one}"])`);
      const label = (await by_code.count()) ? by_code : page.locator(`main label:has(input[name="${id}"])`, { hasText: one });
      if ((await label.count()) === 0) await page.fill(`#${id}-filter`, one);
      if (!(await label.first().locator("input").isChecked())) await label.first().click();
    }
    return true;
  }
  const written = page.locator(`main [id="${id}"]`);
  if ((await written.count()) === 0) return false;
  if ((await written.evaluate((element) => element.tagName)) === "SELECT") {
    const { unit, choose } = typeof value === "object" ? value : { choose: value };
    if (unit) await page.locator(`main [id="${id}-unit"]`).selectOption({ label: unit });
    const known = await written.locator(`option[value="${choose}"]`).count();
    await written.selectOption(known ? { value: choose } : { label: choose });
  } else if (typeof value === "object") {
    await page.locator(`main [id="${id}-currency"]`).selectOption(value.currency);
    await written.fill(value.amount);
  } else await written.fill(String(value));
  return true;
}

/** What became of a tap: the address is another, somebody is asked something, or a sentence says why not. */
const came_of = (page, before) =>
  page.waitForFunction((url) => (location.href !== url ? "moved" : document.querySelector("dialog[open]") ? "asked" : document.querySelector("main .banner.danger:not(.said)") ? "refused" : ""), before)
    .then((handle) => handle.jsonValue());

/** Answers what is asked on the page that stands there, and goes no further. What a test gives and this page does not ask is left for the next. */
export async function give_page(at, answers) {
  await at.page.locator("main form").first().waitFor();
  await at.settled();
  for (const [question, value] of Object.entries(answers)) await give(at.page, question, value);
}

/** Answers a form page after page and sends it. Gives back the sentences of a refusal, or nothing where it was taken. */
export async function fill(at, answers = {}) {
  const { page } = at;
  const left = new Map(Object.entries(answers));
  const { path: form } = await at.where();
  for (let pages = 0; pages < 20; ++pages) {
    await page.locator("main h1").first().waitFor();
    await page.locator("main form .button.primary, main .actions .button.primary").first().waitFor();
    // What can be chosen may still be coming, and an answer may bring another question: round again until nothing more is answered here.
    for (let given = true; given;) {
      given = false;
      await at.settled();
      for (const [question, value] of left)
        if (await give(page, question, value)) given = left.delete(question);
    }
    const before = await at.where();
    await at.primary();
    let came = await came_of(page, before.href);
    while (came === "asked") {
      if (await page.locator("dialog[open] textarea").count()) await give_reason(at, "L’enfant en a besoin aujourd’hui");
      else await at.confirm_identity();
      came = await came_of(page, before.href);
    }
    if (came === "refused") return (await page.locator("main .banner.danger:not(.said)").innerText()).trim();
    // Sent: another screen stands there, or the same one begins anew.
    const now = await at.where();
    if (now.path !== form || (before.page && !now.page)) break;
  }
  if (left.size > 0) throw new Error(`not asked on screen: ${[...left.keys()].join(", ")}`);
  return undefined;
}

/** The dialog that asks why. */
export async function give_reason({ page }, reason) {
  await page.locator("dialog[open] textarea").fill(reason);
  await page.locator("dialog[open] button.primary, dialog[open] button.danger").first().click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

/** The file's screen, by its address: what a bookmark or a task leads to. */
export async function open_file(at, record) {
  await at.go(`/children/${record}`);
  await at.page.waitForSelector("#journey");
  // What stands beside the file comes a moment later, and moves what is below it.
  await at.settled();
}

async function show(link) {
  const folded = link.locator("xpath=ancestor::details[not(@open)]");
  if (await folded.count()) await folded.first().locator("summary").first().click();
}

/** A form that the journey on the file offers; it must be offered there. `then` stands on the screen that follows. */
export async function journey_form(at, name, answers, then = "#journey, #timeline") {
  const link = at.page.locator(`main a[href$="/form/${name}"]`).first();
  await link.waitFor({ state: "attached" });
  await show(link);
  await link.click();
  await at.page.waitForURL(`**/form/${name}**`);
  const refused = await fill(at, answers);
  if (!refused) await at.page.waitForSelector(then);
  return refused;
}

/** A deed offered beside a thing that stands in a section of the file. */
export async function item_deed(at, section, deed, answers, then = "#journey, #timeline") {
  const title = at.t(`file.section.${section}`);
  const fold = at.page.locator("main details", { has: at.page.locator("summary h2", { hasText: title }) }).first();
  if (!(await fold.evaluate((one) => one.open))) await fold.locator("summary").click();
  await fold.locator(`a[href*="/form/${deed}/"]`).first().click();
  await at.page.waitForURL(`**/form/${deed}/**`);
  const refused = await fill(at, answers);
  if (!refused) await at.page.waitForSelector(then);
  return refused;
}

export const today = (days = 0) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
