// Which screens of the stories stand in the tour, and under which name; `look` takes them when NIBBI_TOUR names a folder. Small enough for a README.
import { mkdirSync } from "node:fs";

/** screen → file, in the order of the nine stories. */
const pictures = {
  "intake-saved": "11-first-night", "group-child": "12-found-together", "referral-declined": "13-sent-elsewhere", "side-by-side": "14-whose-child",
  "family-signs": "15-two-signatures", "alert-today": "16-second-visit", "consent-withdrawn": "17-consent-withdrawn", monday: "18-monday", emergencies: "19-in-an-emergency",
  night: "20-the-night",
};
/** Of each story, the file of tests/e2e that tells it. */
export const stories = ["journey", "screens", "doors_close", "tracing", "siblings", "second_visit", "monday", "admin", "shelter"];

export async function tour_picture({ page, settled }, screen) {
  const folder = process.env.NIBBI_TOUR, name = pictures[screen];
  if (!folder || !name) return;
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize();
  await page.setViewportSize({ width: Math.min(before.width, 760), height: 720 });
  await page.evaluate(() => scrollTo(0, 0));
  await settled();
  await page.screenshot({ path: `${folder}/${name}.jpg`, type: "jpeg", quality: 72 });
  await page.setViewportSize(before);
}
