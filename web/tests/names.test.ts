/** Without network a name is found in any spelling among the files that this phone holds, with the reasons; and by its letters where the module is not there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { CoreThread, clear_device, session } from "./house";

vi.stubGlobal("fetch", async () => {
  throw new TypeError("no network");
});
const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { who } = await import("../src/records/session.svelte");
const { keep_reading } = await import("../src/records/reading");
const { records } = await import("../src/records/online");
const { outbox } = await import("../src/records/outbox.svelte");
const { find_names, use_names } = await import("../src/records/names");
const module = readFileSync(join(__dirname, "../public/core/names.wasm"));
const here = async () => module.buffer.slice(module.byteOffset, module.byteOffset + module.byteLength) as ArrayBuffer;

const value = (text: string) => ({ values: [{ value: text, n: 2 }] });
const child = (record: string, code: string, name: string) =>
  ({ record, code, name, stage: "identified", status: "open", relations: ["assigned"], updated_at: "2026-11-30T00:00:00Z" });
const view = (record: string, code: string, answers: object) =>
  ({ record, n: 3, relations: ["assigned"], sight: { plain: "allow", identity: "allow", placement: "reason", narrative: "own" }, actions: {}, when_fresh: {}, state: { code, status: "open", answers }, said: [] });
const one = "01936f2e-7b1a-7c3d-9e4f-0a1b2c3d4e5f", other = "01936f2e-7b1a-7c3d-9e4f-0a1b2c3d4e60", third = "01936f2e-7b1a-7c3d-9e4f-0a1b2c3d4e61";

beforeEach(async () => {
  await clear_device();
  use_names(here);
  who.session = (await session()) as never;
  who.step = "in";
  who.has_pin = true;
  vault.end();
  await vault.make();
  const person = who.me.person.id;
  await keep_reading(person, "children unit", [child(one, "SN-000001-1", "Mamadou Diallo"), child(other, "SN-000002-2", "Awa Canari"), child(third, "SN-000003-3", "Fatou Sow")]);
  await keep_reading(person, `child ${third}`, view(third, "SN-000003-3", { "tracing.mother": value("Ouleymatou Ouédraogo"), "intake.village": value("Thiès") }), { n: 3, hash: "x" });
});

describe("who is looked for without network", () => {
  test("is found in another orthography, turned round, with the reason", async () => {
    const { children } = await records.find("unit", "jalow mamudu");
    expect(children.map(({ record }) => record)).toEqual([one]);
    expect(children[0]!.why).toContainEqual(expect.objectContaining({ where: "own", how: "read_alike", theirs: "Diallo", said: "jalow", rules: expect.arrayContaining(["dj/di"]) }));
  });
  test("by a mother whom only the file tells: that is a look, and is told", async () => {
    const told = vi.spyOn(outbox, "tell").mockResolvedValue(undefined);
    const { children } = await records.find("unit", "fatou wedraogo");
    expect(children.map(({ record }) => record)).toEqual([third]);
    expect(children[0]!.why).toContainEqual(expect.objectContaining({ where: "relative", theirs: "Ou\u00e9draogo" }));
    expect(told).toHaveBeenCalledWith(expect.objectContaining({ record: third, kind: "file.looked_at" }));
    told.mockRestore();
  });
  test("whatever list it stands in", async () => {
    expect((await records.find("mine", "jalow mamudu")).children.map(({ record }) => record)).toEqual([one]);
  });
  test("by the code, and where the module is not there by the letters", async () => {
    expect((await records.find("unit", "SN-000002-2")).children.map(({ record }) => record)).toEqual([other]);
    use_names(async () => Promise.reject(new TypeError("no network")));
    expect((await records.find("unit", "jalow mamudu")).children).toEqual([]);
    expect((await records.find("unit", "mamad")).children.map(({ record }) => record)).toEqual([one]);
  });
  test("what parts lines and words in a name parts none, and nothing that is typed ends it", async () => {
    expect((await find_names("awa\tcanari\n", 5, [{ name: "Awa\nCanari", mother: "a\tb" }]))?.hits.map(({ at }) => at)).toEqual([0]);
    for (const odd of ["", " ", "\u{1F600}", "\"\\", "a".repeat(5000), "\u0000\u0001"]) expect(await find_names(odd, 5, [{ name: odd }, { name: "Awa" }])).toBeDefined();
  });
});
