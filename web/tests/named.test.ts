/** Nobody is a number on a screen: people and units stand by their names, and what has none is left out. */
import { beforeAll, expect, test, vi } from "vitest";
import { use_language } from "../src/base/words.svelte";

const unit = "01936f00-0000-7000-8000-000000000002", khady = "01936f00-0000-7000-8000-000000000003", unknown = "01936f00-0000-7000-8000-000000000009";
vi.stubGlobal("document", { documentElement: {} });
vi.mock("../src/records/session.svelte", () => ({ who: { unit_name: (id: string) => (id === "01936f00-0000-7000-8000-000000000002" ? "AEMO" : "") } }));
const { answer_words } = await import("../src/features/forms/answer_words");
const { names_somebody, told_of } = await import("../src/features/forms/person_names.svelte");

beforeAll(() => use_language("en"));

test("somebody of the house is called by the name that the directory told, and somebody where it told none", () => {
  expect(answer_words({ type: "person" }, khady)).toBe("Somebody");
  told_of([{ id: khady, name: "Khady Kébé" }]);
  expect(answer_words({ type: "person" }, khady)).toBe("Khady Kébé");
  expect(answer_words({ type: "person" }, [khady, unknown])).toBe("Khady Kébé · Somebody");
  for (const field of ["accompanying", "responsible", "second_person", "person"]) expect(names_somebody(field), field).toBe(true);
  for (const field of ["unit", "receiver_name", "text"]) expect(names_somebody(field), field).toBe(false);
});

test("a number that no question explains is a unit's name, or nothing; words stay words", () => {
  expect([unit, unknown, "Sintchã"].map((one) => answer_words(undefined, one))).toEqual(["AEMO", "", "Sintchã"]);
  expect(answer_words(undefined, [unknown, "Sintchã"])).toBe("Sintchã");
});
