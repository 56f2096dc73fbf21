// A long way on screen, step after step: where one fails, those behind it can't be walked, and say so at once.
import { test } from "node:test";

export function way() {
  const on = { broken: undefined };
  const step = (sentence, walk) =>
    test(sentence, { timeout: 90_000 }, async () => {
      if (on.broken) throw new Error(`not reached: ${on.broken}`);
      on.broken = sentence;
      await walk();
      on.broken = undefined;
    });
  /** Pictures of where everybody stood when a step failed. */
  const pictures = async (people) => {
    if (!on.broken || !process.env.NIBBI_PICTURES) return;
    for (const [login, { page }] of Object.entries(people)) await page.screenshot({ path: `${process.env.NIBBI_PICTURES}/broken-${login}.png`, fullPage: true });
  };
  return { step, pictures };
}
