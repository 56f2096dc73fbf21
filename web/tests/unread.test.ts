import { beforeAll, expect, test, vi } from "vitest";
import { is_read } from "../src/base/partial_date";
import { use_language } from "../src/base/words.svelte";
import type { Form } from "../src/base/forms";
import { form_parts, missing } from "../src/features/forms/form_parts";
import { unread } from "../src/features/forms/unread";

beforeAll(async () => {
  vi.stubGlobal("document", { documentElement: {} });
  await use_language("en");
});

const date = (day: string, month: string, year: string) => ({ day, month, year, as_said: "" });

test("what can't be read as a number, a date or an amount is said with its own words, and what can is not", () => {
  expect(unread({ type: "integer" }, { typed: ["about 12"] })).toContain("about 12");
  expect(unread({ type: "integer" }, 12)).toBeUndefined();
  expect(unread({ type: "integer" }, 123_456_789)).toBeDefined();
  expect(unread({ type: "money" }, { typed: ["a lot", "XOF"] })).toContain("a lot");
  expect(unread({ type: "partial_date" }, { typed: ["31", "2", "2015", ""] })).toBeDefined();
  expect(unread({ type: "text" }, undefined)).toBeUndefined();
});

test("a name of three hundred letters is too long, and one of two hundred is a name, whatever its letters", () => {
  expect(unread({ type: "text" }, "ɓ".repeat(200))).toBeUndefined();
  expect(unread({ type: "text" }, "😀".repeat(200))).toBeUndefined();
  expect(unread({ type: "text" }, "a".repeat(300))).toBeDefined();
  expect(unread({ type: "long_text" }, "a".repeat(300))).toBeUndefined();
});

test("a day and a month count only with their year, and where the calendar has them", () => {
  for (const read of [date("", "", ""), date("", "", "2015"), date("", "3", "2015"), date("07", "03", "2015"), date("29", "2", "2016")]) expect(is_read(read), JSON.stringify(read)).toBe(true);
  for (const not of [date("3", "2", ""), date("31", "2", "2015"), date("", "13", "2015"), date("5", "", "2015"), date("", "", "15"), date("x", "3", "2015")]) expect(is_read(not), JSON.stringify(not)).toBe(false);
});

test("what can't be read is in no entry, and whoever wrote it did not leave the question open", () => {
  const question = { id: "intake.siblings", type: "integer", tier: "plain", data_class: "plain", merge: "latest", label: "How many?", required: true } as const;
  const form = { form: "intake", version: 1, entry: "form.saved", title: "", pages: [{ id: "one", title: "", questions: [question] }] } as unknown as Form;
  const answers = { "intake.siblings": { typed: ["environ 12"] } };
  expect(form_parts(form, answers).plain).toEqual({ form: "intake", form_version: 1 });
  expect(missing(form, answers)).toEqual([]);
});
