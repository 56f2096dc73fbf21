/** The hand-over between two phones: the code that one shows, the sheet that both sign. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { qr, size } from "../src/features/handover/qr";
import { code_text, derived_id, digits_of, fits, handover_id, read_code, sheet_of } from "../src/features/handover/sheet";
import { is_mark } from "../src/features/handover/mark";

/** As libqrencode 4.1.1 draws them (version 6, level M, byte mode): a row is a number of 41 bits, in hexadecimal. */
const drawn = [
  { text: "nibbi1:AZrSLfEGcAC3f3p1x9mZ2AGa0i3xBnAAt396dcfZmdgwBQIe0c0gVv7b0G1r9oXnY3b5yQ2cZ8m1kT4sW6aLxw", rows: [
    "1fdba97247f", "10469a00a41", "174ad0a9b5d", "1751cdc645d", "175ffc6ee5d", "10504688f41", "1fd5555557f", "0010ab86800",
    "1173fec88f9", "0f8a703d271", "0845053b165", "10bfacc48eb", "10f23254a29", "168d67405dd", "05c2d142185", "1e1b3894b69",
    "0360eae1e0d", "033d068f1f7", "184bf9228fb", "16b5dc57fe2", "1570457d2b1", "0988d82b471", "1ef8182e159", "1d8bcdf7a31",
    "09c5ba903a3", "0d0e75c7a9b", "13dd007345b", "102fd8e6aea", "0bd693c7089", "10b112136fc", "07ecd27f9d9", "03854fe7a49",
    "1dfdc09b3fc", "0019b862d1e", "1fd525eef51", "1049d1a8b19", "175f5338bfb", "17414c6d20e", "1746416a209", "10419197fbb",
    "1fd900d839a",
  ] },
  { text: "canari", rows: [
    "1fdbde3e37f", "104512d2d41", "175bd87875d", "1742f34345d", "174f0b6b65d", "1051c1e1e41", "1fd5555557f", "000584b4b00",
    "146a3f8f825", "1197ed0d080", "135141e1e10", "1733ab4b449", "0853c9e9e38", "1d3031c1c32", "0ad2ed2d2e7", "02129787872",
    "1951bcbcb47", "1f97dc1c16c", "03f352d2dd8", "1083b87878d", "0273ebcbcdc", "0d20b949481", "00ce61e1e15", "16965b4b441",
    "0d64a8f8f35", "1b2b80d0d32", "03f9ae1e1e7", "16ba74b4bba", "02591e9e9db", "0c2d4c1c18c", "19ca32d2d98", "0613687878d",
    "1ee74bcbdfc", "0018f1c1f12", "1fd98d2d357", "10486787912", "174b3cbcbf7", "17454494a1c", "175afa1e3db", "104768b48dc",
    "1fd78b8f88d",
  ] },
  { text: "x".repeat(106), rows: [
    "1fd7bb6db7f", "10579924941", "174fe24925d", "17520b6db5d", "174c96db65d", "1045c249241", "1fd5555557f", "00197924900",
    "16eeadb6d4b", "1ea10b6db75", "017b9924966", "0614e249251", "0d7cfb6db2f", "08bd66db6c3", "044d724920b", "143a649248a",
    "0ae786db699", "13999db6dae", "1ec7c4924d0", "13b8692493c", "1ccd1db6df4", "00142b6db75", "0c58a924966", "1c363249250",
    "03f9fb6db2f", "00b186db6c3", "16d6d24920b", "0785649248a", "1045e6db699", "04827db6dae", "147b54924d0", "011f192493c",
    "0f700db6df4", "00164b6db15", "1fd67924b56", "1055e249111", "1745976d9ff", "1755e2db591", "175062493ab", "10485c927da",
    "1fda36db73a",
  ] },
];
const mask_of = (rows: string[]) => (parseInt(rows[8]!, 16).toString(2).padStart(size, "0").slice(2, 5).split("").reduce((sum, bit) => sum * 2 + Number(bit), 0)) ^ 0b101;
const as_rows = (code: boolean[][]) => code.map((row) => parseInt(row.map(Number).join(""), 2).toString(16).padStart(11, "0"));

describe("the code", () => {
  test("is module for module what another program draws", () => {
    for (const { text, rows } of drawn) expect(as_rows(qr(text, mask_of(rows)))).toEqual(rows);
  });
  test("chooses one of eight masks, each of which reads the same", () => {
    const all = Array.from({ length: 8 }, (_, mask) => as_rows(qr("canari", mask)).join());
    expect(new Set(all).size).toBe(8);
    expect(all).toContain(as_rows(qr("canari")).join());
  });
  test("says no to what does not fit", () => expect(() => qr("x".repeat(107))).toThrow(RangeError));
});

const record = "019ad22d-f106-7000-b7df-7a75c7d999d8", departed = "019ad22d-f106-7000-b7df-7a75c7d999d9";
const salt = (() => {
  let i = 0;
  return () => new Uint8Array(32).fill(++i);
});
const said = { plain: { departed, care_explained: "yes" }, identity: {}, placement: { handed_on: "2026-11-29", received_by_name: "canari" }, narrative: { child_words: "canari" } };

describe("the sheet", () => {
  test("is what decision 0020 says, byte for byte", async () => {
    const signed = await sheet_of(record, said, salt());
    const hash = (...parts: (string | Uint8Array)[]) => parts.reduce((sum, part) => sum.update(part), createHash("sha256")).digest();
    // Salts are drawn tier by tier: plain 1, placement 2, narrative 3.
    const of = (byte: number, part: object) => hash(new Uint8Array(32).fill(byte), JSON.stringify(part)).toString("base64url");
    const text = `nibbi handover sheet 1\n${record}\n${JSON.stringify(said.plain)}\nidentity:-\nplacement:${of(2, said.placement)}\nnarrative:${of(3, said.narrative)}\n`;
    const digest = hash(text).toString("hex");
    expect(signed.parts.plain!.sheet_sha256).toBe(digest);
    expect(JSON.parse(signed.texts.plain!.text)).toEqual({ ...said.plain, sheet_sha256: digest });
    expect(signed.id).toBe(await handover_id(departed, await digits_of(digest, departed)));
  });
  test("is another one where anything in it is another", async () => {
    const digest = async (of: typeof said, who = record) => (await sheet_of(who, of, salt())).parts.plain!.sheet_sha256;
    const all = await Promise.all([
      digest(said), digest(said, departed), digest({ ...said, plain: { departed, care_explained: "no" } }),
      digest({ ...said, placement: { ...said.placement, received_by_name: "canari 2" } }), digest({ ...said, narrative: { child_words: "canari 2" } }),
    ]);
    expect(new Set(all).size).toBe(all.length);
  });
  test("tells nothing of what it hides: signed again, its digest is another", async () => {
    const [one, other] = [await sheet_of(record, said), await sheet_of(record, said)];
    expect(one.parts.plain!.sheet_sha256).not.toBe(other.parts.plain!.sheet_sha256);
  });
  test("gives six digits that fit this departure and no other; nearly every wrong digit is noticed", async () => {
    const digits = await digits_of("0000162e" + "a".repeat(56), departed);
    expect(digits.slice(0, 4)).toBe("5678");
    expect(await fits(digits, departed)).toBe(true);
    expect(await fits(digits, record)).toBe(false);
    let passed = 0;
    for (let at = 0; at < 6; at++)
      for (let digit = 0; digit < 10; digit++) {
        const wrong = digits.slice(0, at) + digit + digits.slice(at + 1);
        if (wrong !== digits && (await fits(wrong, departed))) passed++;
      }
    expect(passed).toBeLessThanOrEqual(2);
    for (const none of ["", "12345", "1234567", "12a456"]) expect(await fits(none, departed)).toBe(false);
  });
  test("has the id that the server would derive", async () => {
    // crypto::derived_entry_id({"a", "bc"}), tests/crypto/digest_test.cpp
    const hash = createHash("sha256").update("nibbi derived id 1\n").update(Buffer.from([0, 0, 0, 0, 0, 0, 0, 1])).update("a").update(Buffer.from([0, 0, 0, 0, 0, 0, 0, 2])).update("bc").digest();
    hash[6] = (hash[6]! & 0x0f) | 0x80;
    hash[8] = (hash[8]! & 0x3f) | 0x80;
    expect((await derived_id("a", "bc")).replaceAll("-", "")).toBe(hash.subarray(0, 16).toString("hex"));
  });
  test("comes back from its code as it went, and nothing else is taken for one", () => {
    const shown = { record, departed, digest: "0f".repeat(32) };
    expect(read_code(code_text(shown))).toEqual(shown);
    for (const none of ["", "https://example.org", "nibbi1:", code_text(shown) + "x", code_text(shown).slice(0, -1)]) expect(read_code(none)).toBeUndefined();
  });
});

test("a mark is lines and nothing else", () => {
  expect(is_mark("M1 2L3 4L5 6M7 8L7 8")).toBe(true);
  for (const none of ["", "M1 2", "M1 2L3 4url(x)", "M1,2L3,4", "L1 2", 5, undefined]) expect(is_mark(none)).toBe(none === "M1 2");
});
