// What every story on screen begins with: a demonstration of its own, a browser, and the people who sit at it. And a long way, step after step:
// where one fails, those behind it can't be walked, and say so at once.
import { after, before, test } from "node:test";
import { open_browser, open_page } from "./browser.mjs";
import { open_file } from "./form.mjs";
import { open_house } from "./house.mjs";
import { tour_picture } from "./tour_pictures.mjs";

/** The steps of a way; `pictures` are taken of everybody where one failed. */
export function way() {
  let broken;
  const step = (sentence, walk) =>
    test(sentence, { timeout: 300_000 }, async () => {
      if (broken) throw new Error(`not reached: ${broken}`);
      broken = sentence;
      await walk();
      broken = undefined;
    });
  const pictures = async (people) => {
    if (!broken || !process.env.NIBBI_PICTURES) return;
    for (const [login, { page }] of Object.entries(people)) await page.screenshot({ path: `${process.env.NIBBI_PICTURES}/broken-${login}.png`, fullPage: true });
  };
  return { step, pictures };
}

/**
 * A house of so many children, with the hours that it has set itself, and a browser, opened before the first test of a file and closed after its last. `house` is whole once a test runs.
 *
 * `open` gives a page of its own; `at` somebody of the demonstration, signed in once and kept at their screen; `on_file` the same, on a child's file.
 * `look` takes the tour's picture where one is wanted (tour_pictures.mjs), and notes in `findings` what doesn't fit on a screen or what axe finds; NIBBI_HURRY leaves that out.
 */
export function story({ children, clocks }) {
  const house = {}, people = {}, findings = [];
  const { step, pictures } = way();
  let browser;
  before(async () => {
    Object.assign(house, await open_house({ children, clocks }));
    browser = await open_browser();
  }, { timeout: 300_000 });
  after(async () => {
    await pictures(people);
    await browser?.close();
    await house.close?.();
  });

  const open = (how, base = house.base) => open_page(browser, base, how);
  async function at(login, how) {
    if (!people[login]) {
      people[login] = await open(how);
      await people[login].sign_in(house.account({ login }));
    }
    await people[login].stay_fresh();
    return people[login];
  }
  async function on_file(login, record, how) {
    const who = await at(login, how);
    await open_file(who, record);
    return who;
  }
  const look = async (who, screen) => {
    await tour_picture(who, screen);
    if (!process.env.NIBBI_HURRY) findings.push(...(await who.fits_everywhere(screen)));
  };
  return { house, people, findings, open, at, on_file, look, step };
}
