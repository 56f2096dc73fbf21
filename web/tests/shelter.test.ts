import { DhkemP256HkdfSha256 } from "@hpke/core";
import { expect, test, vi } from "vitest";
import roll_call from "../../contract/forms/roll_call.json";
import type { Form } from "../src/base/forms";
import { b64u } from "../src/base/bytes";
import { voice_text } from "../src/base/microphone";
import { use_language } from "../src/base/words.svelte";
import { difference_of, house_of, refused_for, roll_entries } from "../src/features/shelter/house";
import { night_entries, night_of, with_sign } from "../src/features/shelter/night";
import type { Resident } from "../src/records/wire";

const own = new DhkemP256HkdfSha256();
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

test("a night is a note for each child of whom something was said, a need where somebody must hear of it, and a voice where one spoke", async () => {
  vi.stubGlobal("document", { documentElement: {} });
  await use_language("en");
  const answers = { a: ["slept"], b: ["happened", "ill"], d: [] };
  const voices = { c: await voice_text(new Blob([new Uint8Array([1, 2, 3])], { type: "audio/webm" })) };
  const { proposals, voices: spoken } = await night_entries(["a", "b", "c", "d", "e"].map((one) => resident(one)), answers, voices, new Date(2026, 10, 30, 6).getTime(), b64u((await own.serializePublicKey((await own.generateKeyPair()).publicKey)) as ArrayBuffer));
  expect(proposals.map((one) => [one.record, one.kind, one.seen])).toEqual([
    ["a", "note.added", 4], ["b", "note.added", 4], ["b", "need.recorded", 4], ["b", "need.recorded", 4], ["c", "note.added", 4], ["c", "attachment.added", 4]]);
  expect(proposals[0]!.parts).toEqual({ plain: { note_kind: "night", about_day: "2026-11-29", source: "worker" }, narrative: { text: "Slept well." } });
  expect(proposals[1]!.parts.narrative).toEqual({ text: "Ill. Something happened." });
  expect(proposals.slice(2, 4).map((one) => one.parts.plain)).toEqual([{ need: "medical", urgency: "emergency_24h" }, { need: "psychosocial", urgency: "emergency_24h" }]);
  expect(spoken).toHaveLength(1);
  expect(proposals[5]!.parts.plain).toMatchObject({ attachment: spoken[0]!.attachment, kind: "voice_note", media_type: "audio/webm", bytes: 3 });
  // Three bytes, sealed to the installation: a key of 65 bytes before them, a tag of 16 behind.
  expect(spoken[0]!.pieces.map((one) => one.length)).toEqual([65 + 3 + 16]);
});

test("a good night and a broken one are not both; a night that is noted in the evening is of that day", () => {
  expect(with_sign(["slept", "ill"], "woke", true)).toEqual(["woke", "ill"]);
  expect(with_sign(["woke"], "cried", true)).toEqual(["woke", "cried"]);
  expect(with_sign(["slept"], "slept", false)).toEqual([]);
  expect(night_of(new Date(2026, 10, 30, 22).getTime())).toBe("2026-11-30");
  expect(night_of(new Date(2026, 11, 1, 11).getTime())).toBe("2026-11-30");
});

test("beds beside the stays: how many more or fewer, and which children it may be about; nobody is taken out or in", () => {
  const awaited = [{ record: "x", code: "x", referral: "r", sent_at: "2026-11-28T20:00:00.000Z" }];
  const house = house_of({ taken: 3, awaited, residents: [resident("a", { presence: "here" }), resident("b", { presence: "not_here" }), resident("c", { presence: "here", expected_end: "2026-11-29" }), resident("d", { takes_a_place: false })] }, now);
  const fewer = difference_of(house, awaited, 2, now);
  expect([fewer.by, fewer.not_in_bed.map((one) => one.record), fewer.may_have_left.map((one) => one.record)]).toEqual([-1, ["b"], ["c"]]);
  expect(difference_of(house, awaited, 3, now).by).toBe(0);
  const more = difference_of(house, awaited, 4, now);
  expect([more.by, more.may_have_come.map((one) => one.record)]).toEqual([1, ["x"]]);
});
