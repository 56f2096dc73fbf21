// A day's work that waits on a phone, and a line as in the field: 50 kbit/s, 600 ms, 5 % of all requests reset, 30 % of all uploads cut in their middle.
//   NIBBI_BINARY=build/release/nibbi node bench/slow_line.mjs [SEED]
// Prints how long it takes, what was sent more than once, and what stands at the server afterwards. Nothing here passes or fails but by what stands there.
import { crc32, deflateSync } from "node:zlib";
import { open_browser, open_page } from "../tests/e2e/browser.mjs";
import { journey_form } from "../tests/e2e/form.mjs";
import { open_house } from "../tests/e2e/house.mjs";
import { choose_pin, from_the_device, kept_in, through_the_door } from "../tests/e2e/phone.mjs";
import { open_line } from "../tests/support/slow_line.mjs";

const notes = Number(process.env.NIBBI_NOTES ?? 100), photos = Number(process.env.NIBBI_PHOTOS ?? 5);
const seed = Number(process.argv[2] ?? 1);
const line_of = (what, figure) => console.log(`${what.padEnd(58)}${String(figure).padStart(24)}`);
const kB = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;

/** As a telephone's picture of a wall: a slope, and some grain. */
function picture(number) {
  const width = 1600, height = 1200, rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0, grain = number + 1; y < height; ++y)
    for (let x = 0; x < width * 3; ++x) {
      grain = (Math.imul(grain, 1_664_525) + 1_013_904_223) >>> 0;
      rows[y * (width * 3 + 1) + 1 + x] = 20 + (x >> 6) + (y >> 4) + (grain >>> 25);
    }
  const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
  const chunk = (type, content) => { const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(content)]); return Buffer.concat([u32(body.length - 4), body, u32(crc32(body))]); };
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
    chunk("IDAT", deflateSync(rows, { level: 1 })), chunk("IEND", "")]);
}

const house = await open_house({ children: 12 });
const line = await open_line(house.base, { seed });
const browser = await open_browser();
try {
  const who = await open_page(browser, line.base);
  const { page, t } = who;
  const account = house.account({ login: "ibrahima" });
  await who.sign_in(account);
  // Without a PIN nothing that was read is kept.
  await choose_pin(who);
  await from_the_device(who);
  const { children } = (await who.ask("POST", "/api/children/find", { scope: "mine" })).json;
  const record = children.find((one) => one.status === "open" && one.relations.includes("assigned")).record;
  await page.goto(`${line.base}/children/${record}`);
  await through_the_door(who, account);
  await page.waitForSelector("#journey");
  while (!(await kept_in(who, "views")).some((one) => one.what === `child ${record}` && one.hash)) await page.waitForTimeout(200);

  line.begin("down");
  const text = (number) => `Note ${number} du terrain. ${"L’enfant a mangé, a joué avec les autres et a parlé de sa grand-mère. ".repeat(3)}`;
  for (let i = 0; i < notes; ++i) await journey_form(who, "note", { note_kind: "observation", text: text(i) });
  const waiting = (await kept_in(who, "outbox")).length;

  /** Somebody sits there: nobody's screen is covered while they look on. */
  const wait_at_the_screen = async () => {
    await page.keyboard.press("Shift");
    await page.waitForTimeout(500);
  };
  const began = Date.now();
  line.begin("slow");
  // As the browser says it when a network is there again.
  await page.evaluate(() => dispatchEvent(new Event("online")));
  while ((await kept_in(who, "outbox")).some((one) => one.standing === "on_device")) await wait_at_the_screen();
  const written = Date.now();

  const section = page.locator("details", { has: page.getByRole("heading", { name: t("attachment.title") }) });
  await section.locator("summary").click();
  for (let i = 0; i < photos; ++i) {
    const shows = section.getByRole("button", { name: t("attachment.show") }), before = await shows.count();
    await section.getByRole("button", { name: t("attachment.add") }).click();
    await section.locator("select").selectOption("photo_file");
    await section.locator('input[type="file"]').setInputFiles({ name: `${i}.png`, mimeType: "image/png", buffer: picture(i) });
    await section.getByRole("button", { name: t("attachment.send") }).click();
    const again = section.getByRole("button", { name: t("attachment.again") });
    for (let tries = 0; (await shows.count()) === before && tries < 600; ++tries) {
      if (await again.count()) await again.click();
      await wait_at_the_screen();
    }
  }
  const seconds = (from, to) => `${((to - from) / 1000).toFixed(0)} s`;
  const { counted } = line, over = Date.now(), { ...total } = counted;
  line_of(`${waiting} entries waited; on the server after`, seconds(began, written));
  line_of(`${photos} photos after them, on the server after`, seconds(written, over));
  line_of("bodies that went up", kB(total.up));
  line_of("of them in requests whose answer came back", kB(total.answered));
  line_of("sent in vain, in % of what was needed (at most 30)", (((total.up - total.answered) / total.answered) * 100).toFixed(1));
  line_of("requests / uploads / cut / reset", [total.requests, total.uploads, total.cut, total.reset].join(" / "));

  line.begin("well");
  const view = (await who.ask("GET", `/api/children/${record}`)).json;
  const stands = JSON.stringify(view.state);
  const times = Array.from({ length: notes }, (_, i) => stands.split(`Note ${i} du terrain.`).length - 1);
  line_of("notes there once / missing / more than once", [times.filter((n) => n === 1).length, times.filter((n) => n === 0).length, times.filter((n) => n > 1).length].join(" / "));
  line_of("photos announced / stored", [view.state.attachments?.length, view.state.stored_attachments?.length].join(" / "));
  line_of("nibbi verify", house.verify().status === 0 ? "nothing found" : "FOUND SOMETHING");
} finally {
  await browser.close();
  await line.close();
  await house.close();
}
