import { expect, test } from "vitest";
import { by_country, stages_of, sum, type Line } from "../src/features/counts/counted";

const lines: Line[] = [
  { unit: "a", country: "SN", files: { closed: 2, identified: 3 }, living: 4 },
  { unit: "b", country: "GW", files: { identified: 1 }, living: 0 },
  { unit: "c", country: "SN", files: {}, living: 2 },
];

test("units stand under their country, and a country's figures are those of its units together", () => {
  const countries = by_country(lines);
  expect(countries.map(([country, theirs]) => [country, theirs.length])).toEqual([["GW", 1], ["SN", 2]]);
  expect(sum(countries[1]![1])).toEqual({ files: { closed: 2, identified: 3 }, living: 6 });
  expect(sum(lines)).toEqual({ files: { closed: 2, identified: 4 }, living: 6 });
});

test("a stage without a file has no column; the others stand in the order of the journey", () => {
  expect(stages_of(lines, ["identified", "assessed", "closed"])).toEqual(["identified", "closed"]);
});
