import { expect, test, vi } from "vitest";
import roll_call from "../../contract/forms/roll_call.json";
import type { Form } from "../src/base/forms";
import { use_language } from "../src/base/words.svelte";
import { house_of, refused_for, roll_entries } from "../src/features/shelter/house";
import type { Resident } from "../src/records/wire";

const now = Date.parse("2026-11-29T20:00:00Z");
const resident = (record: string, more: Partial<Resident> = {}): Resident => ({ record, code: record, n: 4, takes_a_place: true, since: "2026-11-01", ...more });

test("a child with a family that the house follows is not called, one who leaves within a week stands among those who leave", () => {
  const house = house_of({
    taken: 2, awaited: [],
    residents: [
      resident("a", { counted_at: "2026-11-28T20:00:00.000Z" }), resident("b", { expected_end: "2026-12-02", counted_at: "2026-11-29T07:00:00.000Z" }),
      resident("c", { takes_a_place: false, counted_at: "2026-11-29T19:00:00.000Z" }), resident("d", { expected_end: "2027-01-10" }),
    ],
  }, now);
  expect(house.here.map((one) => one.record)).toEqual(["a", "b", "d"]);
  expect(house.followed.map((one) => one.record)).toEqual(["c"]);
  expect(house.leaving.map((one) => one.record)).toEqual(["b"]);
  expect(house.counted_at).toBe("2026-11-29T07:00:00.000Z");
});

test("a roll call writes one entry for each child who was seen or looked for, in the part of the place and in no other", () => {
  const entries = roll_entries(roll_call as unknown as Form, [resident("a"), resident("b"), resident("c")], { a: "here", c: "not_here" });
  expect(entries.map((one) => [one.record, one.kind, one.seen])).toEqual([["a", "form.saved", 4], ["c", "form.saved", 4]]);
  for (const { parts } of entries) {
    expect(parts.plain).toEqual({ form: "roll_call", form_version: 1 });
    expect(Object.keys(parts.identity ?? {})).toEqual([]);
    expect(Object.keys(parts.narrative ?? {})).toEqual([]);
  }
  expect(entries[1]!.parts.placement).toEqual({ answers: { "roll_call.presence": "not_here" } });
});

test("what another version of the list said of a child is nobody's presence", () => {
  expect(roll_entries(roll_call as unknown as Form, [resident("a")], { a: "asleep" })).toEqual([]);
});

test("a roll call that is not taken for one child says for which, and why; what is wrong with all of it names nobody", async () => {
  vi.stubGlobal("document", { documentElement: {} });
  await use_language("en");
  const house = [resident("a", { name: "Awa Canari" }), resident("b")];
  const closed = { code: "file_closed", status: 409 }, gone = { code: "not_found", status: 404 };
  const said = refused_for({ kind: "refused", problem: closed, of: [{ record: "b", problem: closed }] }, house);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^b: /);
  expect(refused_for({ kind: "refused", problem: gone, of: [{ record: "a", problem: gone }] }, house)[0]).toMatch(/^Awa Canari: /);
  expect(refused_for({ kind: "refused", problem: gone, of: house.map(({ record }) => ({ record, problem: gone })) }, house)).toEqual([]);
  expect(refused_for({ kind: "refused", problem: gone }, house)).toEqual([]);
});
