import { beforeAll, expect, test } from "vitest";
import type { Answers } from "../src/base/answers";
import { load_form, type Form } from "../src/base/forms";
import { codes_of, label_of, use_own_list } from "../src/base/lists.svelte";
import { standing_joins } from "../src/features/file/state";
import { beside, withheld_places } from "../src/features/file/linked";
import { child_entries, child_form, common_form, country_of, event_entry } from "../src/features/intake/group";
import { compare } from "../src/features/join/compare";
import { with_extras } from "../src/features/forms/extras";
import type { Linked, View } from "../src/records/wire";

let intake: Form, group: Form;
beforeAll(async () => {
  intake = (await load_form("intake", "en"))!;
  group = (await load_form("group_intake", "en"))!;
});
const answer = (value: unknown, n = 1) => ({ values: [{ n, value }] });
const view = (state: object): View => ({ record: "r", n: 1, said: [], state: { answers: {}, ...state } }) as unknown as View;

// --- many children at once
const common: Answers = {
  "group_intake.danger": "no", "group_intake.children": 36, "group_intake.how_found": "closed_place", "group_intake.place": "Pikine",
  "group_intake.keep_away": "A man in a blue shirt", "group_intake.country": "GW", "group_intake.needs": ["water_food"],
};
const ids = { record: "child", code: "GW-000000-0", opened: "e1", intake: "e2", group: "e3" };
const entries = (child: Answers) => child_entries(ids, "event", { intake, group }, common, child, "GW");
type Told = { answers: Answers };

test("the event says what kind, where and how many; where is in the part for places", () => {
  const event = event_entry({ event: "event", entry: "e0", code: "E-1" }, common, country_of(common, "SN"));
  expect(event.parts.plain).toEqual({ code: "E-1", country: "GW", kind: "closed_place", children: 36 });
  expect(event.parts.placement).toEqual({ where: "Pikine" });
});
test("each child's file names the event and keeps what was true for all, where an intake keeps it", () => {
  const [opened, own, of_group] = entries({ "intake.first_name": "Binta", "intake.sex": "girl", "intake.needs": ["sleep"] });
  expect(opened!.parts.plain).toMatchObject({ event: "event", sex: "girl", country: "GW" });
  expect((own!.parts.plain as unknown as Told).answers).toMatchObject({ "intake.danger": "no", "intake.sex": "girl", "intake.needs": ["sleep"] });
  expect((own!.parts.identity as unknown as Told).answers).toMatchObject({ "intake.first_name": "Binta", "intake.keep_away": "A man in a blue shirt" });
  expect((own!.parts.placement as unknown as Told).answers).toEqual({ "intake.met_at": "Pikine" });
  expect((of_group!.parts.plain as unknown as Told).answers).toEqual({ "group_intake.children": 36, "group_intake.how_found": "closed_place", "group_intake.country": "GW" });
  expect([own!.cause, of_group!.cause]).toEqual(["e1", "e1"]);
});
test("a child whose needs nobody ticked is not given the group's", () => {
  const [, own] = entries({ "intake.sex": "boy" });
  expect((own!.parts.plain as unknown as Told).answers).not.toHaveProperty("intake.needs");
});
test("whom a child should stay with is asked of each child: no other child's name goes into every file", () => {
  expect(common_form(group).pages.flatMap((page) => page.questions).map((one) => one.id)).not.toContain("group_intake.keep_together");
  expect(child_form(intake, group, 1).pages[0]!.questions.map((one) => one.id)).toContain("group_intake.keep_together");
  const [, , alone] = entries({ "intake.sex": "boy" });
  const [, , with_sister] = entries({ "intake.sex": "boy", "group_intake.keep_together": "His sister" });
  expect(JSON.stringify(alone)).not.toContain("keep_together");
  expect((with_sister!.parts.identity as unknown as Told).answers).toEqual({ "group_intake.keep_together": "His sister" });
});

// --- two files of one child
test("a file says that it is joined until they are parted, and which of the two goes on", () => {
  expect(standing_joins(view({ merges: [{ n: 3, id: "m", other: "b" }] }))).toEqual([{ other: "b", goes_on: true }]);
  expect(standing_joins(view({ absorptions: [{ n: 3, id: "m", survivor: "a" }] }))).toEqual([{ other: "a", goes_on: false }]);
  expect(standing_joins(view({ merges: [{ n: 3, id: "m", other: "b" }], unmerges: [{ n: 4, id: "u", merge: "m" }] }))).toEqual([]);
});
test("two files agree, differ, are not known or are hidden, line by line; letters are compared as they are heard", () => {
  const here = view({ answers: { "intake.first_name": answer("Aïssatou "), "intake.sex": answer("girl"), "intake.languages": answer(["wol", "ful"]), "intake.village": answer("Kolda") } });
  const there = view({ answers: {
    "intake.first_name": answer("aissatou"), "intake.sex": answer("boy"), "intake.languages": answer(["ful", "wol"]), "intake.family_name": { withheld: true },
    "intake.age_band": answer({ unanswered: "unknown" }) } });
  const found = Object.fromEntries(compare(intake, here, there).map((line) => [line.question.id, line.finding]));
  expect(found).toEqual({
    "intake.first_name": "same", "intake.family_name": "hidden", "intake.age_band": "unknown", "intake.sex": "differs", "intake.languages": "same",
    "intake.village": "unknown",
  });
});

// --- what stands beside a file
test("a place that the file names and the server kept back is counted; one that came is not", () => {
  const came: Linked[] = [{ record: "p1", kind: "place.opened", fields: {} }];
  expect(withheld_places(view({ places: [{ n: 1, id: "a", place: "p1" }, { n: 2, id: "b", place: "p2" }, { n: 3, id: "c", place: { withheld: true } }] }), came)).toBe(2);
  expect(withheld_places(view({}), [])).toBe(0);
});
test("every kind of record beside a file has its section", () => {
  expect(Object.values(beside).every((one) => one.section && one.title)).toBe(true);
});

// --- who pays
test("a service asks which line pays only where the programme keeps a list of lines", async () => {
  const form = (await load_form("service_given", "en"))!;
  const asked = () => with_extras(form, view({})).pages.flatMap((page) => page.questions).map((one) => one.id);
  expect(asked()).not.toContain("funding_line");
  use_own_list("funding_line", [{ code: "demo_1", fr: "Ligne", en: "Line", pt: "Linha" }]);
  expect(asked().slice(asked().indexOf("cost"))[1]).toBe("funding_line");
  expect(codes_of("funding_line")).toEqual([{ code: "demo_1", label: "Ligne" }]);
  expect(label_of("funding_line", "demo_1")).toBe("Ligne");
});
