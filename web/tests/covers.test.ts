/** What the screen of sharing says about an agreement must be what the server will say: each reason for which it does not cover, one by one. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { covering, type Sharing } from "../src/features/referral/covers";
import { standing_of } from "../src/features/file/consents";
import { use_core } from "../src/records/core";
import type { View } from "../src/records/wire";

const core_path = join(__dirname, "../public/core/core.mjs");
use_core(async () => ((await import(/* @vite-ignore */ pathToFileURL(core_path).href)) as { default: () => never }).default());

/** Ids by one letter and a number, as the core reads them. */
const id = (name: string) => `01936f00-0000-7000-8000-00000000${name.charCodeAt(0).toString(16)}0${name.slice(-1)}`;
const today = "2026-11-30";
const consent = {
  n: 2, id: id("c-1"), explained: ["talk"], basis: "consent", given_by: "child", purposes: ["shelter"], data_classes: ["name", "safety"], recipient_kind: "shelter",
};
const to: Sharing = { data_classes: ["name"], service: "shelter", unit: id("u-1"), unit_kind: "state_shelter" };
const view = (change: object = {}, beside: object = {}) => ({ state: { consents: [{ ...consent, ...change }], ...beside }, said: [] }) as unknown as View;
const covers = async (seen: View, sharing: Partial<Sharing> = {}) => {
  const found = await covering(seen, { ...to, ...sharing }, today);
  if (found === undefined) throw new Error("the core could not be asked");
  return found !== null;
};

describe.runIf(existsSync(core_path))("an agreement", () => {
  test("covers these data, for this service, with this kind of unit", async () => expect(await covers(view())).toBe(true));
  test("does not cover data that nobody asked about", async () => expect(await covers(view(), { data_classes: ["name", "family"] })).toBe(false));
  test("does not cover another purpose", async () => expect(await covers(view(), { service: "medical" })).toBe(false));
  test("does not cover another kind of recipient", async () => expect(await covers(view(), { unit_kind: "police" })).toBe(false));
  test("that names a unit covers that one and no other of its kind", async () => {
    const named = view({ recipient_kind: "one_unit", recipient_unit: id("u-1") });
    expect(await covers(named)).toBe(true);
    expect(await covers(named, { unit: id("u-2") })).toBe(false);
  });
  test("that names no unit covers no unit of a kind that must be named", async () => expect(await covers(view({ recipient_kind: "unit_other_country" }))).toBe(false));
  test("does not cover once somebody said no to this service", async () => {
    expect(await covers(view({}, { refusals: [{ n: 3, id: id("r-1"), purposes: ["shelter"], data_classes: [] }] }))).toBe(false);
    expect(await covers(view({}, { refusals: [{ n: 3, id: id("r-1"), purposes: ["legal_help"] }] })), "a no to something else").toBe(true);
    expect(await covers(view({}, { refusals: [{ n: 1, id: id("r-1"), purposes: ["shelter"] }] })), "a no before it").toBe(true);
    expect(await covers(view({}, { refusals: [{ n: 3, id: id("r-1"), purposes: ["shelter"], amended_by: 4 }] })), "a no that was corrected").toBe(true);
  });
  test("does not cover data that somebody refused afterwards", async () => {
    expect(await covers(view({}, { refusals: [{ n: 3, id: id("r-1"), data_classes: ["name"] }] }))).toBe(false);
    expect(await covers(view({}, { refusals: [{ n: 3, id: id("r-1"), data_classes: ["health"] }] }))).toBe(true);
  });
  test("on another basis than consent is none", async () => {
    for (const basis of ["best_interests", "vital_urgency", "legal_duty"]) expect(await covers(view({ basis }))).toBe(false);
  });
  test("to which nothing was explained is none", async () => {
    expect(await covers(view({ explained: [] }))).toBe(false);
    expect(await covers(view({ explained: undefined }))).toBe(false);
  });
  test("of a child needs the guardian's name too", async () => {
    const assent = { basis: "assent_with_guardian", given_by: "child_and_guardian" };
    expect(await covers(view(assent))).toBe(false);
    expect(await covers(view({ ...assent, guardian_name: "canari" }))).toBe(true);
    expect(await covers(view({ ...assent, given_by: "two_workers", guardian_name: "canari" }))).toBe(false);
    expect(await covers(view({ ...assent, guardian_name: { withheld: true } })), "a name that this reader may not see is a name").toBe(true);
  });
  test("ends: past its day, taken back, not upheld, lapsed, corrected", async () => {
    const ended = [
      view({ until: "2026-11-29" }), view({}, { withdrawals: [{ n: 3, id: id("w-1"), consent: id("c-1") }] }), view({}, { basis_reviews: [{ n: 3, id: id("b-1"), basis: id("c-1"), upheld: false }] }),
      view({}, { lapsed_bases: [{ n: 3, id: id("l-1"), basis: id("c-1") }] }), view({ amended_by: 3 }),
    ];
    for (const one of ended) expect(await covers(one)).toBe(false);
    expect(await covers(view({ until: today })), "its last day is a day").toBe(true);
    expect(await covers(view({}, { withdrawals: [{ n: 3, id: id("w-1"), consent: id("c-2") }] })), "another one was taken back").toBe(true);
    expect(await covers(view({}, { basis_reviews: [{ n: 3, id: id("b-1"), basis: id("c-1"), upheld: true }] }))).toBe(true);
    expect(standing_of(ended[0]!, (ended[0]!.state as unknown as { consents: never[] }).consents[0]!, today).holds).toBe(false);
  });
  test("that was taken back as it was written before does not hold as it was corrected, unless the corrector knew", () => {
    const corrected = { ...consent, n: 4, id: "c-2" };
    const said = (seen: number, author = "other") => [{ n: 2, id: "c-1", author: "a" }, { n: 3, id: "w-1", author: "b" }, { n: 4, id: "c-2", author, amends: "c-1", seen }];
    const holds = (n: number, of: object[]) =>
      standing_of({ state: { consents: [{ ...consent, id: "c-1", amended_by: 4 }, corrected], withdrawals: [{ n, id: "w-1", consent: "c-1" }] }, said: of } as unknown as View, corrected as never, today).holds;
    expect(holds(3, said(2))).toBe(false);
    expect(holds(3, said(3)), "who knew of the no wrote down a yes").toBe(true);
    expect(holds(3, said(2, "b")), "who said the no corrected it").toBe(true);
    expect(holds(5, [...said(2).filter(({ n }) => n !== 3), { n: 5, id: "w-1", author: "b" }]), "a no that came after the correction").toBe(false);
    expect(holds(5, [...said(2).filter(({ n }) => n !== 3), { n: 5, id: "w-1", author: "other" }]), "also where the corrector said it").toBe(false);
  });
});
