/** What is offered on a thing of the file, kind by kind: on one that was corrected nothing, and on what took its place all that was offered before. */
import { describe, expect, test, vi } from "vitest";
import gates from "../../contract/policy/entries.json";

vi.mock("../src/records/session.svelte", () => ({ who: { me: { person: { id: "awa" } }, unit_name: () => "" } }));
const { corrected_by, in_its_place, offers_on } = await import("../src/features/file/offers");
const { followings, kind_of_list } = await import("../src/features/file/acts");
type View = Parameters<typeof offers_on>[0];
type Item = Parameters<typeof offers_on>[2];

const actions = Object.fromEntries(Object.values(gates.entries).map((action) => [action, "allow"]));
const said = (n: number, kind: string, more = {}) => ({ n, id: `e${n}`, kind, author: "awa", claimed_at: "", received_at: "", ...more });
const item = (n: number, more = {}): Item => ({ n, id: `e${n}`, ...more });
function view(list: string, items: Item[], more: object = {}): View {
  const kind = kind_of_list[list]!;
  const amends = (n: number) => items.find((one) => one.amended_by === n)?.id;
  return {
    record: "r1", n: 9, state: { status: "open", [list]: items }, actions, when_fresh: {}, relations: [],
    said: items.map(({ n }) => said(n, kind, amends(n) ? { amends: amends(n) } : {})), ...more,
  } as unknown as View;
}
const number_of = ({ deeds, amend, compared, sheet, paper }: ReturnType<typeof offers_on>) => deeds.length + [amend, compared, sheet, paper].filter(Boolean).length;

describe("a thing that was corrected", () => {
  test.each(Object.keys(kind_of_list))("%s: nothing is offered on it, and what took its place is named", (list) => {
    const inquiry = list === "traces" ? { inquiry: "i1" } : {};
    const [before, now] = [item(2, { amended_by: 5, ...inquiry }), item(5, inquiry)];
    const seen = view(list, [before, now]);
    expect(number_of(offers_on(seen, list, before))).toBe(0);
    expect(corrected_by(seen, before)?.n).toBe(5);
    expect(corrected_by(seen, now)).toBeUndefined();
    // What stands alone offers as much as what took the place of another.
    const alone = view(list, [item(5, inquiry)]);
    expect(offers_on(seen, list, now)).toEqual(offers_on(alone, list, item(5, inquiry)));
    if (followings[list]) expect(offers_on(seen, list, now).deeds.length).toBe(followings[list].length);
  });

  test("a stay says it nowhere but in the entry that ends it and begins another", () => {
    const [before, now] = [item(2, { ended_n: 5 }), item(5)];
    const seen = view("placements", [before, now], { said: [said(2, "placement.begun"), said(5, "placement.begun", { amends: "e2" })] });
    expect(corrected_by(seen, before)?.n).toBe(5);
    expect(number_of(offers_on(seen, "placements", before))).toBe(0);
    expect(offers_on(seen, "placements", now).amend).toBe("placement");
  });

  test("several times: a form that was begun about the first speaks of what stands now, and no other form of anything else", () => {
    const seen = view("consents", [item(2, { amended_by: 5 }), item(5, { amended_by: 7 }), item(7)]);
    expect(["e2", "e5", "e7", "none", "export_file"].map((id) => in_its_place(seen, id))).toEqual(["e7", "e7", undefined, undefined, undefined]);
  });
});

describe("to correct", () => {
  test("is for who wrote it; a plan that is open, also for who plans returns and sees all of it", () => {
    const theirs = (list: string, more = {}) => view(list, [item(2, more)], { said: [said(2, kind_of_list[list]!, { author: "other" })] });
    expect(offers_on(theirs("consents"), "consents", item(2)).amend).toBeUndefined();
    expect(offers_on(theirs("return_plans"), "return_plans", item(2)).amend).toBe("return_plan");
    const hidden = { destination: { withheld: true } };
    expect(offers_on(theirs("return_plans", hidden), "return_plans", item(2, hidden)).amend).toBeUndefined();
  });

  test("is not offered of a stay that ended, nor of a plan by which the child left or that was stopped: that would begin another one", () => {
    expect(offers_on(view("placements", [item(2)]), "placements", item(2)).amend).toBe("placement");
    expect(offers_on(view("placements", [item(2, { ended_n: 4 })]), "placements", item(2, { ended_n: 4 })).amend).toBeUndefined();
    for (const beside of [{ departures: [item(4, { plan: "e2" })] }, { return_withdrawals: [item(4, { plan: "e2" })] }]) {
      const plain = view("return_plans", [item(2)]);
      const seen = { ...plain, state: { ...plain.state, ...beside } } as View;
      expect(offers_on(seen, "return_plans", item(2)).amend).toBeUndefined();
    }
  });

  test("of an act is by the form that asks all of it", () => expect(offers_on(view("legal_acts", [item(2)]), "legal_acts", item(2)).amend).toBe("legal_act"));

  test("is for nobody whose post may not say such a thing", () => {
    const seen = view("consents", [item(2)], { actions: {} });
    expect(number_of(offers_on(seen, "consents", item(2)))).toBe(0);
  });
});
