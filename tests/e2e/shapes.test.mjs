// The same screens in other shapes: from right to left, in letters that join, with text of twice the size, and in somebody's own few colours. Nothing is cut
// off or pushed out, and what is chosen is told by more than a colour.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open_file } from "./form.mjs";
import { story } from "./steps.mjs";

const { at } = story({ children: 12 });

/** In the page: every word that stands there in Arabic letters, as many as it had; codes and numbers stay. */
function in_arabic_letters() {
  const letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";
  document.documentElement.dir = "rtl";
  document.documentElement.lang = "ar";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!/[A-Z]{2}-[0-9A-Z]{6}/.test(node.data)) node.data = node.data.replace(/\p{Script=Latin}/gu, (one) => letters[one.codePointAt(0) % letters.length]);
}
/** In the page: what is wider than the screen, what stands beyond its edges, and words that their box cuts off. */
function pushed_out() {
  const found = [], wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) found.push(`the page is ${document.documentElement.scrollWidth - wide} px too wide`);
  for (const one of document.querySelectorAll("header.top *, .strip *, main *, nav *")) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    // A wide table is moved inside a frame of its own, which a keyboard reaches.
    if (!box.width || style.clipPath !== "none" || one.closest(".hidden-visually, svg, [role=region][tabindex='0'] > *")) continue;
    const name = `${one.tagName.toLowerCase()}.${[...one.classList].filter((each) => !each.startsWith("svelte-")).join(".")}`;
    if (box.left < -1 || box.right > wide + 1) found.push(`${name} stands beyond the edge`);
    if (one.matches(".button, a, label, summary, h1, h2") && one.scrollWidth > one.clientWidth + 1 && style.display !== "inline") found.push(`the words of ${name} are wider than it`);
  }
  return [...new Set(found)];
}
/** The screens that people open every day. */
async function screens_of(who) {
  await who.go("/children");
  await who.page.waitForSelector("main .rows a");
  const file = (await who.page.locator("main .rows a").first().getAttribute("href")).split("/").at(-1);
  const by = (name, path, selector) => [name, async () => { await who.go(path); await who.page.waitForSelector(selector); }];
  return [
    by("today", "/", "main .rows, main .card"), by("children", "/children", "main .rows"), by("referrals", "/referrals", "main .rows, main .card"), by("intake", "/intake", "main form"),
    by("group", "/intake/group", "main form"), by("more", "/more", "main .rows"), by("passphrase", "/more/passphrase", "main form"), by("factor", "/more/factor", "main form"), by("consent", `/children/${file}/form/consent`, "main form"), by("refer", `/children/${file}/refer`, "main form"),
    by("history", `/children/${file}/history`, "main ol li"), by("components", "/components", "main .icons"),
    ["file", async () => {
      await open_file(who, file);
      await who.page.evaluate(() => document.querySelectorAll("main details:not([open]) > summary").forEach((one) => one.click()));
    }],
  ];
}
/** Each screen, changed so, at these widths: what doesn't fit, and what `also` finds. */
async function found_at(who, widths, change, marked, also = async () => {}) {
  const found = [];
  for (const [name, open] of await screens_of(who)) {
    await open();
    await who.settled();
    await who.page.evaluate(change);
    for (const width of widths) {
      await who.page.setViewportSize({ width, height: 800 });
      await who.settled();
      await who.picture(`${marked}-${name}`);
      found.push(...(await who.page.evaluate(pushed_out)).map((one) => `${name} at ${width}: ${one}`));
      await also(name, width);
    }
  }
  return found;
}

test("from right to left, in letters that join", { timeout: 300_000 }, async () => {
  const who = await at("ibrahima");
  const found = await found_at(who, [320, 1280], in_arabic_letters, "rtl", async (name, width) => {
    // What points onwards points to the left, and the way home stands on the right.
    const turned = await who.page.evaluate(() => [...document.querySelectorAll("main .icon.turns")].every((one) => new DOMMatrix(getComputedStyle(one).transform).a < 0));
    assert.ok(turned, `${name}: an arrow points the other way`);
    assert.ok((await who.page.locator("header.top .home").boundingBox()).x > width / 2, "the way home stands where reading begins");
  });
  assert.deepEqual(found, []);
});

test("in somebody's own colours the door that one stands in, and what is chosen, are told without colour", { timeout: 300_000 }, async () => {
  const who = await at("ibrahima");
  await who.page.emulateMedia({ forcedColors: "active" });
  const marks = () => who.page.evaluate(() => {
    const look = (one, part) => getComputedStyle(one, part);
    const pressed = [...document.querySelectorAll("main .button[aria-pressed], main nav .button")]
      .map((one) => [one.getAttribute("aria-pressed") === "true" || one.getAttribute("aria-current") === "page", look(one, "::before").content.includes("✓")]);
    const doors = [...document.querySelectorAll("header.top .doors a")].map((one) => [one.hasAttribute("aria-current"), look(one).borderBlockEndColor !== look(document.querySelector("header.top")).backgroundColor]);
    const below = [...document.querySelectorAll("nav a[aria-current] .word")].map((one) => look(one).textDecorationLine);
    return { pressed, doors, below };
  });
  for (const path of ["/children", "/more", "/referrals"]) {
    await who.go(path);
    await who.page.waitForSelector("main .button[aria-pressed], main nav .button");
    for (const width of [320, 1280]) {
      await who.page.setViewportSize({ width, height: 800 });
      await who.settled();
      await who.picture(`forced${path.replace("/", "-")}`);
      const { pressed, doors, below } = await marks();
      for (const [is, shown] of [...pressed, ...doors]) assert.equal(shown, is, `${path} at ${width}`);
      assert.ok(pressed.some(([is]) => is) && doors.some(([is]) => is) && below.every((one) => one === "underline"));
      assert.deepEqual(await who.page.evaluate(pushed_out), []);
    }
  }
  await who.page.emulateMedia({ forcedColors: null });
});

test("with text of twice the size", { timeout: 300_000 }, async () => {
  const who = await at("ibrahima");
  const found = await found_at(who, [640, 1280], () => (document.documentElement.style.fontSize = "200%"), "large");
  assert.deepEqual(found, []);
  assert.deepEqual(who.faults, []);
});

// What few people open: as narrow, as large, from right to left, and in somebody's own colours.
for (const [login, name, path, selector] of [["pathe", "counts", "/counts", "main table"], ["oumou", "incidents", "/protection/incidents", "main .card"], ["oumou", "incident-new", "/protection/incidents/new", "main form"]])
  test(`${name} in the same shapes`, { timeout: 300_000 }, async () => {
    const who = await at(login);
    const found = [];
    for (const [marked, change, widths] of [["rtl", in_arabic_letters, [320, 1280]], ["large", () => (document.documentElement.style.fontSize = "200%"), [640, 1280]], ["forced", () => {}, [320, 1280]]]) {
      await who.page.emulateMedia({ forcedColors: marked === "forced" ? "active" : null });
      await who.go(path);
      await who.page.waitForSelector(selector);
      await who.settled();
      await who.page.evaluate(change);
      for (const width of widths) {
        await who.page.setViewportSize({ width, height: 800 });
        await who.settled();
        await who.picture(`${marked}-${name}`);
        found.push(...(await who.page.evaluate(pushed_out)).map((one) => `${marked} at ${width}: ${one}`));
      }
    }
    await who.page.emulateMedia({ forcedColors: null });
    assert.deepEqual(found, []);
    assert.deepEqual(who.faults, []);
  });

// The page of the parts themselves (features/components): what every screen is made of, in each state, also those that come by a button.
test("every part of a screen fits in each of its states, by day and by night, and axe finds nothing", { timeout: 300_000 }, async () => {
  const who = await at("ibrahima");
  await who.page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  await who.go("/components");
  await who.page.waitForSelector("main .icons");
  const press = (words) => who.page.getByRole("button", { name: who.t(words), exact: true }).click();
  await press("components.findings_show");
  await who.page.locator("main .banner.danger a").waitFor();
  const found = await who.fits_everywhere("components");
  await press("components.dialog_open");
  await who.page.locator("dialog[open]").waitFor();
  found.push(...(await who.fits("components-dialog")));
  assert.deepEqual(found, []);
});
