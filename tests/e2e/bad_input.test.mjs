// What people type wrong, paste, leave in the middle, or can't give: nothing typed is lost, and a calm sentence says what to do.
import assert from "node:assert/strict";
import { fill, give_page } from "./form.mjs";
import { story } from "./steps.mjs";

const { house, findings, at, look, step } = story({ children: 12 });
const long_name = "Canari".repeat(50), pasted = `<b onclick="alert(1)">Awa-canari</b>`;
const field = (question) => `main [id="q-${question.replaceAll(".", "-")}"]`;
let ibrahima, record;

const kept = () => ibrahima.page.locator('main [role="status"][data-kept="true"]').waitFor();
/** Onwards, and what is said where one stays. */
async function said_on_continue() {
  await ibrahima.primary();
  await ibrahima.page.locator("main [role=alert]").first().waitFor();
  return ibrahima.page.locator("main [role=alert]").first().innerText();
}
async function onwards(page) {
  await ibrahima.primary();
  await ibrahima.page.waitForURL(`**#${page}`);
}
const words = (key) => ibrahima.t(key).replace(/ ([?!:;»])/g, "\u00a0$1").replace(/« /g, "«\u00a0");

step("the language is asked before the card that is heard in it, and the card stands in letters for children", async () => {
  ibrahima = await at("ibrahima", { width: 320 });
  await ibrahima.go("/intake");
  await give_page(ibrahima, { "intake.danger": "no" });
  await onwards("before");
  await onwards("assent");
  const { page } = ibrahima;
  await page.locator(field("intake.language")).selectOption("wol");
  await page.locator('main label:has(input[name="q-intake-assent"][value="agrees"])').click();
  const [asked, card] = await Promise.all([page.locator(field("intake.language")).boundingBox(), page.locator("main .said").boundingBox()]);
  assert.ok(asked.y < card.y);
  await ibrahima.settled();
  assert.ok(await page.evaluate(() => document.fonts.check("20px Andika") && [...document.fonts].some((one) => one.family === "Andika" && one.status === "loaded")));
  await look(ibrahima, "assent");
  await ibrahima.picture("assent-card");
  await onwards("needs");
  await onwards("name");
});

step("a name of three hundred letters stays whole, also after a reload, and is said to be too long; what is pasted stays text", async () => {
  const { page } = ibrahima;
  await page.locator(field("intake.first_name")).fill(long_name);
  assert.ok((await said_on_continue()).includes(words("problem.text_too_long")));
  assert.equal(await page.locator(field("intake.first_name")).inputValue(), long_name);
  await ibrahima.picture("name-too-long");
  await kept();
  await page.reload();
  await page.locator(field("intake.first_name")).waitFor();
  assert.equal(await page.locator(field("intake.first_name")).inputValue(), long_name);
  await page.locator(field("intake.first_name")).fill(pasted);
  await onwards("age_sex");
});

step("a date that no calendar has stays as it was typed, and so does a number in words", async () => {
  const { page } = ibrahima;
  const [day, month, year] = await page.locator("main fieldset:has(#q-intake-birth) .row input").all();
  await day.fill("31");
  await month.fill("2");
  await year.fill("2015");
  assert.ok((await said_on_continue()).includes(words("form.not_a_date")));
  await kept();
  await page.reload();
  await page.locator("#q-intake-birth").waitFor();
  assert.equal(await page.locator("#q-intake-birth").inputValue(), "31");
  await page.locator("#q-intake-birth").fill("28");
  await give_page(ibrahima, { "intake.sex": "girl", "intake.age_band": "a10_12" });
  await onwards("origin");
  await onwards("around");
  await give_page(ibrahima, { "intake.with_whom": ["siblings"] });
  await page.locator(field("intake.siblings")).fill("environ 3");
  assert.ok((await said_on_continue()).includes("environ 3"));
  assert.equal(await page.locator(field("intake.siblings")).inputValue(), "environ 3");
  await page.locator(field("intake.siblings")).fill("3");
});

step("Back in the middle goes a page back, with what was answered; forward again nothing is lost", async () => {
  const { page } = ibrahima;
  await page.goBack();
  await page.waitForURL("**#origin");
  await page.goBack();
  await page.waitForURL("**#age_sex");
  assert.equal(await page.locator("#q-intake-birth").inputValue(), "28");
  await page.goForward();
  await page.goForward();
  await page.waitForURL("**#around");
  assert.equal(await page.locator(field("intake.siblings")).inputValue(), "3");
  await onwards("photo");
  await page.locator('main label:has(input[name="q-intake-photo_for_file"][value="agrees"])').click();
  await page.locator('main label:has(input[name="q-intake-photo_for_tracing"][value="not_now"])').click();
  await onwards("check");
  assert.ok((await page.locator("main").innerText()).includes(pasted), "what was pasted is read as it was written");
  assert.equal(await page.locator("main b").count(), 0);
});

step("without camera and microphone a sentence says so; with them a photo and a voice go into the file, for what the child agreed to", async () => {
  const { page } = ibrahima;
  await page.evaluate(() => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"))));
  await ibrahima.primary();
  await page.waitForURL("**/intake/saved/**");
  record = (await ibrahima.where()).path.split("/").at(-1);
  await page.getByRole("button", { name: words("intake.photo_take") }).click();
  await page.getByText(words("intake.photo_no_camera")).waitFor();
  assert.equal(await page.locator('main input[type="file"]').count(), 1, "a file can be chosen instead");
  await page.getByRole("button", { name: words("voice.speak") }).click();
  await page.getByText(words("voice.none")).waitFor();
  await look(ibrahima, "photo-none");
  // What a camera and a microphone would give.
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = ({ video }) => {
      if (video) {
        const canvas = Object.assign(document.createElement("canvas"), { width: 1600, height: 1200 }), paint = canvas.getContext("2d");
        setInterval(() => { paint.fillStyle = `hsl(${Date.now() % 360} 60% 50%)`; paint.fillRect(0, 0, 1600, 1200); }, 50);
        return Promise.resolve(canvas.captureStream(10));
      }
      const audio = new AudioContext(), heard = audio.createMediaStreamDestination(), tone = audio.createOscillator();
      tone.connect(heard);
      tone.start();
      return Promise.resolve(heard.stream);
    };
  });
  await page.getByRole("button", { name: words("intake.photo_take") }).click();
  await page.waitForFunction(() => document.querySelector("main video")?.videoWidth > 0);
  await page.getByRole("button", { name: words("intake.photo_now"), exact: true }).click();
  await page.getByText(words("intake.photo_private")).waitFor();
  const size = await page.locator("main section img").evaluate(async (image) => { await image.decode(); return [image.naturalWidth, image.naturalHeight]; });
  assert.deepEqual(size, [800, 600]);
  await page.getByRole("button", { name: words("voice.speak") }).click();
  await page.waitForTimeout(1200);
  await page.getByRole("button", { name: words("voice.stop"), exact: true }).click();
  await page.getByText(words("voice.spoken")).waitFor();
  await look(ibrahima, "photo-taken");
  await ibrahima.picture("photo-and-voice");
  await page.getByRole("button", { name: words("attachment.send"), exact: true }).click();
  await page.getByText(words("attachment.stored")).waitFor();
  const { state } = (await ibrahima.ask("GET", `/api/children/${record}`)).json;
  assert.deepEqual(state.attachments.map((one) => one.kind).sort(), ["photo_file", "voice_name"], "no photo for tracing, which the child did not want");
});

step("attaching what the child did not agree to is not hindered, and is said", async () => {
  const { page } = ibrahima;
  await ibrahima.go(`/children/${record}`);
  const section = page.locator("details", { has: page.getByRole("heading", { name: words("attachment.title") }) });
  await section.locator("summary").click();
  await section.getByRole("button", { name: words("attachment.add") }).click();
  await section.locator("select").selectOption("photo_file");
  await section.getByRole("button", { name: words("intake.photo_take") }).waitFor();
  assert.equal(await section.locator(".banner.warn").count(), 0);
  await section.locator("select").selectOption("photo_tracing");
  await section.locator(".banner.warn", { hasText: words("attachment.child_said").split("{")[0] }).waitFor();
  await look(ibrahima, "attachment-doubt");
});

step("a form that changed in mid-use is gone on with as it was begun; a note can be spoken instead of written", async () => {
  const { page } = ibrahima;
  await ibrahima.go(`/children/${record}/form/note`);
  await give_page(ibrahima, { note_kind: "observation", text: "Commencé-canari" });
  await kept();
  await page.route(/\/assets\/note-[\w-]+\.js$/, async (route) => {
    const answer = await route.fetch().catch(() => undefined);
    const code = await answer.text();
    await route.fulfill({ response: answer, body: code.replace(/\\?"version\\?":1/, (one) => one.replace("1", "2")).replaceAll("about_day", "about_day_2") });
  });
  await page.reload();
  await page.locator(field("text")).waitFor();
  assert.equal(await page.locator(field("text")).inputValue(), "Commencé-canari");
  await page.locator(field("text")).fill("");
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => {
      const audio = new AudioContext(), heard = audio.createMediaStreamDestination(), tone = audio.createOscillator();
      tone.connect(heard);
      tone.start();
      return Promise.resolve(heard.stream);
    };
  });
  await page.getByRole("button", { name: words("voice.speak") }).click();
  await page.waitForTimeout(1200);
  await page.getByRole("button", { name: words("voice.stop"), exact: true }).click();
  await page.getByText(words("voice.spoken")).waitFor();
  await kept();
  await ibrahima.picture("note-spoken");
  await page.reload();
  await page.getByText(words("voice.spoken")).waitFor();
  assert.equal(await fill(ibrahima, {}), undefined);
  await page.waitForSelector("#journey");
  const { state } = (await ibrahima.ask("GET", `/api/children/${record}`)).json;
  assert.equal(state.notes.at(-1).text, words("night.spoken"));
  assert.ok(state.attachments.some((one) => one.kind === "voice_note"));
  await page.unroute(/\/assets\/note-[\w-]+\.js$/);
});

step("a session that ends in mid-sentence: what was written goes when its person is back", async () => {
  const { page } = ibrahima;
  await ibrahima.go(`/children/${record}/form/note`);
  await give_page(ibrahima, { note_kind: "observation", text: "Avant-canari" });
  await page.context().clearCookies();
  await page.locator(field("text")).fill("Avant-canari et après");
  await kept();
  await ibrahima.primary();
  await page.waitForSelector("#login, main [role=alert], header.top");
  await ibrahima.picture("session-ended");
  await ibrahima.sign_in(house.account({ login: "ibrahima" }));
  await page.locator(".strip").getByText(words("sync.all_sent")).waitFor();
  for (let tries = 0; ; ++tries) {
    const { state } = (await ibrahima.ask("GET", `/api/children/${record}`)).json;
    if (state.notes.some((one) => one.text === "Avant-canari et après")) break;
    assert.ok(tries < 20, "the note did not arrive");
    await new Promise((wait) => setTimeout(wait, 500));
  }
});

step("every screen fits, by day and by night, and axe finds nothing", () => {
  assert.deepEqual(findings, []);
  assert.deepEqual(ibrahima.faults, []);
});
