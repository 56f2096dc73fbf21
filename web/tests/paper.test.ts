/** Sheets: which there are, in which order and languages, what stands on them, and what must not. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { answer_in, type Speech } from "../src/features/paper/speech";
import { known_of, languages_for, only_if, sheets_in_order, team_only } from "../src/features/paper/sheets";
import type { Form } from "../src/base/forms";
import { form_names } from "../src/generated/form_names";
import type { View } from "../src/records/wire";

const contract = new URL("../../contract/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, contract), "utf8");

describe("the blank sheets", () => {
  const order = sheets_in_order().flatMap(({ forms }) => forms);
  test("are all forms, each once, the intake first", () => {
    expect([...order].sort()).toEqual([...form_names].sort());
    expect(order[0]).toBe("intake");
  });
  test("that a child may see say neither trafficking nor victim, in no language", () => {
    const unsaid = /\btraite\b|victim|traffick|tráfico|vítima|trafic\b/i;
    for (const name of order.filter((one) => !team_only.has(one))) {
      const text = read(`forms/${name}.json`);
      expect(text, name).not.toMatch(unsaid);
      for (const [, list] of text.matchAll(/"list": "(\w+)"/g)) expect(read(`codelists/${list}.json`).replace(/"source": "[^"]*"/, ""), `${name}: ${list}`).not.toMatch(unsaid);
    }
    for (const language of ["fr", "en", "pt"]) expect(JSON.stringify(JSON.parse(read(`messages/${language}.json`)).paper)).not.toMatch(unsaid);
  });
  test("say when a question is asked, for every condition of the contract", () => {
    for (const file of readdirSync(new URL("forms", contract)))
      for (const [, condition] of read(`forms/${file}`).matchAll(/"show_if": "([^"]*)"/g)) expect(only_if(condition).length, condition).toBeGreaterThan(0);
    expect(only_if("basis in ('best_interests','legal_duty')")).toEqual([{ question: "basis", codes: ["best_interests", "legal_duty"] }]);
  });
});

test("an amount stands on paper as it is paid, in whole units and in the sheet's own writing", () => {
  const of = (locale: string, minor_units: number, currency: string) =>
    answer_in({ locale } as Speech, { type: "money" } as Parameters<typeof answer_in>[1], { minor_units, currency }).replace(/[\u00a0\u202f]/g, " ");
  expect(of("fr-FR", 15_000, "XOF")).toMatch(/^15 000 /);
  expect(of("fr-FR", 1250, "EUR")).toBe("12,50 €");
  expect(of("en-GB", 1250, "EUR")).toBe("€12.50");
});

describe("the languages of a sheet", () => {
  test("are those of the two shores where both sign", () => {
    expect(languages_for("handover", "SN", "GW", "fr")).toEqual(["fr", "pt"]);
    expect(languages_for("return_plan", "GW", "SN", "pt")).toEqual(["pt", "fr"]);
    expect(languages_for("handover", "SN", "ML", "en"), "two countries that read one language").toEqual(["fr"]);
    expect(languages_for("handover", "SN", undefined, "fr")).toEqual(["fr", "pt"]);
  });
  test("is the screen's for every other one", () => expect(languages_for("visit", "SN", "GW", "en")).toEqual(["en"]));
});

test("a filled sheet leaves out who the child is unless it was asked for, and says what is not shared", () => {
  const question = (id: string, tier: string) => ({ id, type: "text", tier, label: id });
  const form = { form: "x", version: 1, entry: "form.saved", title: "x", pages: [{ id: "p", title: "p", questions: [question("a", "identity"), question("b", "plain"), question("c", "narrative")] }] } as unknown as Form;
  const view = { state: { answers: { a: { values: [{ value: "canari" }] }, b: { values: [{ value: "yes" }] }, c: { withheld: true } } } } as unknown as View;
  const known = known_of(view, form, undefined, false);
  expect(known.answers).toEqual({ b: "yes" });
  expect([...known.unnamed]).toEqual(["a"]);
  expect([...known.withheld]).toEqual(["c"]);
  expect(known_of(view, form, undefined, true).answers.a).toBe("canari");
});
