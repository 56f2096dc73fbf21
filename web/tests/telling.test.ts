import { expect, test } from "vitest";
import type { Form, Question } from "../src/base/forms";
import type { View } from "../src/records/wire";
import { with_extras } from "../src/features/forms/extras";
import { asked, form_parts } from "../src/features/forms/form_parts";

const question = (id: string): Question => ({ id, type: "text", tier: "narrative", data_class: "notes", merge: "set", label: id });
const form = (entry: string): Form => ({
  form: "note", version: 1, entry, title: "", pages: [{ id: "one", title: "", questions: [question("text")] }, { id: "words", title: "", questions: [] }],
});
const nothing = { state: {} } as unknown as View;
const told = { "telling.otherwise": "yes", happened: { as_said: "avant la fête" }, copied_from: "paper", told_by: "La tante" };

test("who writes at once is asked one question more; who copies is asked when, from what and from whom", () => {
  const whole = with_extras(form("note.added"), nothing);
  expect(asked(whole, {}).map((one) => one.id)).toEqual(["text", "telling.otherwise"]);
  expect(asked(whole, { "telling.otherwise": "yes" }).map((one) => one.id)).toEqual(["text", "telling.otherwise", "happened", "copied_from", "told_by"]);
});

test("when it happened and from what it was copied travel beside what is said, who told it with the story, and the opening question not at all", () => {
  for (const entry of ["note.added", "form.saved"]) {
    const parts = form_parts(with_extras(form(entry), nothing), { text: "Elle va mieux.", ...told });
    expect(parts.plain).toMatchObject({ happened: { as_said: "avant la fête" }, copied_from: "paper" });
    expect(parts.narrative!.told_by).toBe("La tante");
    expect(JSON.stringify(parts)).not.toContain("otherwise");
    expect(parts.plain!.answers).toBeUndefined();
  }
});

test("what was answered before the opening question was taken back is not sent", () => {
  const parts = form_parts(with_extras(form("note.added"), nothing), { text: "Elle va mieux.", ...told, "telling.otherwise": "no" });
  expect(parts.plain).toEqual({});
  expect(parts.narrative).toEqual({ text: "Elle va mieux." });
});
