/** The steps of the journey, the screens of a referral, the day of the next visit: what the screens work out by themselves. */
import { expect, test } from "vitest";
import { load_form } from "../src/base/forms";
import { journey } from "../src/features/file/acts";
import { next_visit } from "../src/features/file/visits";
import { asked_before, referral_form } from "../src/features/referral/compose";
import type { ReferralItem, View } from "../src/records/wire";

const view = (state: object): View => ({ record: "r", n: 1, said: [], state }) as unknown as View;

test("support to those around the child begins with a plan for them, and is done when it was given; what the child got is another step", () => {
  const around = journey.find((one) => one.step === "family_community_support")!;
  const of = (list: string, what: object) => view({ [list]: [{ n: 1, id: "a", ...what }] });
  expect(around.begun_when(of("planned_services", { beneficiary: "family" }))).toBe(true);
  expect(around.begun_when(of("planned_services", { beneficiary: "child" }))).toBe(false);
  expect(around.done_when(of("given_services", { beneficiary: "community", outcome: "yes" }))).toBe(true);
  expect(around.done_when(of("given_services", { beneficiary: "family", outcome: "no" }))).toBe(false);
  expect(around.done_when(of("given_services", { beneficiary: "family", outcome: "yes", amended_by: 2 }))).toBe(false);
  for (const step of ["reintegration", "family_community_support"]) expect(journey.find((one) => one.step === step)!.forms).toEqual(expect.arrayContaining(["service_plan", "service_given"]));
});

test("a referral has five screens, and asks all that the contract's form asks", async () => {
  const contract = (await load_form("referral", "fr"))!;
  const form = referral_form(contract);
  expect(form.pages.map((one) => one.id)).toEqual(["need", "unit", "share", "facts", "check"]);
  const ids = (of: typeof form) => of.pages.flatMap((page) => page.questions.map((one) => one.id)).sort();
  expect(ids(form)).toEqual(ids(contract));
});

test("to the next unit goes what was said to the one before; what is not shared with whoever sends is not made up", async () => {
  const form = referral_form((await load_form("referral", "fr"))!);
  const before = { n: 1, id: "a", from_unit: "u", state: "declined", service: "shelter", to_unit: "u-1", basis: "vital_urgency", data_classes: ["name"], context: { withheld: true } } as unknown as ReferralItem;
  expect(asked_before(form, before, "u-2")).toEqual({ service: "shelter", to_unit: "u-2", basis: "vital_urgency", data_classes: ["name"] });
  expect(asked_before(form, before, undefined).to_unit).toBeUndefined();
});

test("the next visit is proposed by the rhythm of the plan, and after thirty days without one", () => {
  const plan = (rhythm: string) => view({ reintegration_plans: [{ n: 1, id: "p", rhythm }] });
  expect(next_visit(view({}), "2026-11-30")).toBe("2026-12-30");
  expect(next_visit(plan("weekly"), "2026-11-30")).toBe("2026-12-07");
  expect(next_visit(plan("quarterly"), "2026-11-30")).toBe("2027-03-01");
});
