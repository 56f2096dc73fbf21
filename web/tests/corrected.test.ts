/** A correction says all that stood, but for what was changed. */
import { expect, test, vi } from "vitest";

vi.mock("../src/base/words.svelte", () => ({ t: (key: string) => key }));
const { kept_by_correction } = await import("../src/features/forms/deeds");
type Form = Parameters<typeof kept_by_correction>[0];
type View = Parameters<typeof kept_by_correction>[2];

const form = (entry: string, asks: string[]): Form => ({ form: "f", version: 1, entry, title: "", pages: [{ id: "p", title: "", questions: asks.map((id) => ({ id }) as never) }] });
const plan = { n: 2, id: "e2", accompanying: ["khady"], receiver_name: "Koumba" };
const seen = (more: object = {}) => ({ state: { return_plans: [{ ...plan, ...more }] } }) as unknown as View;

test("who goes along stays in a plan whose form does not ask it, and nothing else is added", () => {
  expect(kept_by_correction(form("return.planned", ["receiver_name"]), "e2", seen())).toEqual({ accompanying: ["khady"] });
});
test("what the form asks is as it was answered, also where it was taken out", () => {
  expect(kept_by_correction(form("return.planned", ["accompanying"]), "e2", seen())).toEqual({});
});
test("what is hidden from who corrects is not written as hidden, and what never stood is not written at all", () => {
  expect(kept_by_correction(form("return.planned", []), "e2", seen({ accompanying: { withheld: true } }))).toEqual({});
  expect(kept_by_correction(form("return.planned", []), "e2", seen({ accompanying: undefined }))).toEqual({});
  expect(kept_by_correction(form("return.planned", []), "other", seen())).toEqual({});
});
test("an act of an authority keeps its day before the judge, and that the child was told, where the form of an authorisation asks neither", () => {
  const view = { state: { legal_acts: [{ n: 2, id: "e2", next_date: "2026-12-04", child_told: "yes", reference: "7" }] } } as unknown as View;
  expect(kept_by_correction(form("legal_act.recorded", ["reference"]), "e2", view)).toEqual({ next_date: "2026-12-04", child_told: "yes" });
  expect(kept_by_correction(form("legal_act.recorded", ["next_date", "child_told"]), "e2", view)).toEqual({});
  expect(kept_by_correction(form("legal_act.recorded", ["reference"]), "other", view)).toEqual({});
});
