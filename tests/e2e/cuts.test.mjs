// A table of scenarios: every screen where something is written, and everything that may happen to the phone in the middle of it. Each time what was written arrives,
// once; afterwards none of it can be read on the phone. Twelve of them, others each time; NIBBI_SCENARIOS=all runs the whole table.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chosen, cuts, run, screens } from "./cuts.mjs";
import { open_house } from "./house.mjs";
import { choose_pin, found_in, from_the_device, kept_in, open_phone } from "./phone.mjs";
import { writers } from "./prepare.mjs";

const seed = Number(process.env.NIBBI_SEED ?? process.env.NIBBI_TEST_SEED ?? Math.floor(Date.now() / 86_400_000)) % 9973;
const scenarios = chosen(process.env.NIBBI_SCENARIOS ?? 12, seed);
const word_of = (i) => `Canaricoupure${String(i).padStart(3, "0")}x`;
let house, use, record, account, desk;

before(async () => {
  house = await open_house({ children: 3 });
  account = house.account({ login: "ibrahima" });
  desk = await writers(house, "ibrahima");
  record = await desk.ibrahima.opens_file();
  const phone = await open_phone(house.base);
  use = { phone, at: await phone.tab() };
  await use.at.sign_in(account);
  await from_the_device(use.at);
  await choose_pin(use.at);
}, { timeout: 180_000 });
after(async () => {
  await use?.phone.close().catch(() => {});
  use?.phone.throw_away();
  desk?.goodbye();
  await house?.close();
});

const state = async () => JSON.stringify((await desk.ibrahima.call("GET", `/api/children/${record}`)).json.state);

for (const [i, scenario] of scenarios.entries())
  test(`${scenario.screen.form}: ${scenario.cut}`, { timeout: 240_000 }, async () => {
    try {
      await run(scenario, use, record, account, word_of(i));
    } catch (error) {
      if (process.env.NIBBI_PICTURES) await use.at.page.screenshot({ path: `${process.env.NIBBI_PICTURES}/broken-cut-${i}.png`, fullPage: true }).catch(() => {});
      await use.phone.offline(false).catch(() => {});
      throw error;
    }
    assert.equal((await state()).split(word_of(i)).length - 1, 1, "it arrives, once");
  });

test("the table is as large as it says, nothing waits, and none of the words can be read on the phone", async () => {
  assert.ok(screens.length * Object.keys(cuts).length >= 50);
  assert.deepEqual((await kept_in(use.at, "outbox")).filter((one) => one.standing === "on_device"), []);
  assert.deepEqual(use.phone.faults(), []);
  await use.phone.close();
  assert.deepEqual(found_in(use.phone.profile, scenarios.map((_, i) => word_of(i))).found, []);
  const { status, summary } = house.verify();
  assert.equal(status, 0, summary);
});
