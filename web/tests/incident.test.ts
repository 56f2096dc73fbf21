import { check_character } from "../src/base/case_code";
import { describe, expect, test, vi } from "vitest";

vi.mock("../src/records/session.svelte", () => ({ who: { me: { person: { id: "p1" } }, unit_name: () => "" } }));
vi.mock("../src/records/api", () => ({ call: () => Promise.resolve(), Refused: class extends Error {} }));
const { answers_of, facts_of, same_facts } = await import("../src/features/protection/incident_form");
const { still_to_tell } = await import("../src/features/protection/protection");

const version = {
  person: "p1", at: "2026-03-02T10:00:00.000Z", happened: "Un téléphone perdu", noticed_at: "2026-03-01T08:30:00.000Z", data: ["name"], people: 12, means: "Le téléphone", files: ["SN-000005-0"],
  done: "Retiré", told: [{ whom: "authority", on: "2026-03-02" }], closed: false,
};
const incident = { id: "i1", unit: "u1", told_authority: true, versions: [version] };

describe("an incident on screen", () => {
  test("comes back as it was kept, to the minute and by this device's own clock", () => {
    const { person: _person, at: _at, ...kept } = version;
    expect(facts_of(answers_of(incident), version.told)).toEqual({ facts: kept });
  });

  test("is the same only where every answer is", () => {
    const { person: _person, at: _at, ...kept } = version;
    expect(same_facts(version, kept)).toBe(true);
    for (const other of [{ done: "Ma version" }, { people: 13 }, { files: [] }, { closed: true }, { told: [{ whom: "authority", on: "2026-03-02", note: "7" }] }])
      expect(same_facts(version, { ...kept, ...other })).toBe(false);
  });

  test("adds who was told, and keeps those who were told before", () => {
    const told = { ...answers_of(incident), told_whom: "people_concerned", told_on: { date: "2026-03-03" }, told_note: " Par téléphone " };
    const { facts } = facts_of(told, version.told) as { facts: typeof version };
    expect(facts.told).toEqual([...version.told, { whom: "people_concerned", on: "2026-03-03", note: "Par téléphone" }]);
  });

  test("reads an hour in several writings, a day without one from its beginning, and codes however they are parted", () => {
    const at = (noticed_time: string) => (facts_of({ ...answers_of(incident), noticed_time }, []) as { facts: typeof version }).facts.noticed_at;
    expect([at("8:30"), at("08h30"), at("08.30")]).toEqual(Array(3).fill(at("08:30")));
    expect(Date.parse(at("08:30")) - Date.parse(at(""))).toBe(8.5 * 3_600_000);
    expect(facts_of({ ...answers_of(incident), noticed_time: "matin" }, [])).toEqual({ wrong: "noticed_time" });
    const files = (typed: string) => facts_of({ ...answers_of(incident), files: typed }, []);
    const other = `SN-000007-${check_character("SN000007")}`;
    expect(files(`sn-000005-0, SN0000050\n${other}`)).toMatchObject({ facts: { files: ["SN-000005-0", other] } });
    expect(files("SN-000005-1")).toEqual({ wrong: "files" });
  });

  test("is to be told to the authority until it was told, or the incident is closed, and where there is a clock", () => {
    const tell_by = "2026-03-04T08:30:00.000Z", open = { ...incident, told_authority: false, tell_by };
    expect(still_to_tell(open)).toBe(tell_by);
    expect(still_to_tell({ ...open, told_authority: true })).toBeUndefined();
    expect(still_to_tell({ ...open, versions: [version, { ...version, closed: true }] })).toBeUndefined();
    expect(still_to_tell({ ...incident, told_authority: false })).toBeUndefined();
  });
});
