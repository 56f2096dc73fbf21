import { describe, expect, test } from "vitest";
import type { Answers } from "../src/base/answers";
import { b64u, from_b64u } from "../src/base/bytes";
import { check_character, new_case_code, read_case_code } from "../src/base/case_code";
import { uuid7 } from "../src/base/ids";
import { partial_date_of } from "../src/base/partial_date";
import { shown } from "../src/base/show_if";
import { date_words, moment_words } from "../src/base/time";

test("base64url comes back, without padding", () => {
  for (let length = 0; length < 70; length++) {
    const bytes = new Uint8Array(length).map((_, at) => (at * 37 + length) % 256);
    expect(b64u(bytes)).toMatch(/^[A-Za-z0-9_-]*$/);
    expect([...from_b64u(b64u(bytes))]).toEqual([...bytes]);
  }
});

test("a UUIDv7 begins with its time and says its version", () => {
  const id = uuid7(0x0123456789ab, new Uint8Array(10).fill(0xff));
  expect(id).toBe("01234567-89ab-7fff-bfff-ffffffffffff");
  expect(uuid7(1) < uuid7(2)).toBe(true);
});

describe("the code of a file", () => {
  // A code of length n with its check character satisfies the recursion of ISO 7064 down to 1.
  const satisfies = (text: string) => {
    let product = 36;
    const value = (one: string) => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf(one);
    for (const one of text.slice(0, -1)) product = (((product + value(one)) % 36 || 36) * 2) % 37;
    return (product + value(text.at(-1)!)) % 36 === 1;
  };
  test("satisfies ISO 7064 MOD 37,36", () => {
    for (let i = 0; i < 500; i++) {
      const code = new_case_code("SN");
      expect(code).toMatch(/^SN-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-Z]$/);
      expect(satisfies(code.replaceAll("-", ""))).toBe(true);
    }
    expect(check_character("A12425GABC1234002")).toBe("M");
  });
  test("one wrong character, or two swapped, is noticed", () => {
    const code = new_case_code("GW", new Uint8Array([1, 2, 3, 4, 5, 6]));
    expect(read_case_code(code.toLowerCase().replaceAll("-", " "))).toBe(code);
    expect(read_case_code(code.replace("2", "7"))).toBeUndefined();
    expect(read_case_code(code.replace("12", "21"))).toBeUndefined();
  });
});

describe("the conditions of forms", () => {
  const answers: Answers = {
    danger: "yes", needs: ["fear", "sleep"], siblings: 3, wish: { unanswered: "prefers_not" }, name: "" };
  test.each([
    ["danger = 'yes'", true], ["danger != 'yes'", false], ["other = 'yes'", false], ["other != 'yes'", true],
    ["needs = 'fear'", true], ["needs in ('baby','sleep')", true], ["needs in ('baby')", false],
    ["siblings < 18", true], ["siblings >= 4", false], ["other < 18", false], ["danger < 18", false],
    ["answered(danger)", true], ["answered(wish)", false], ["wish = 'prefers_not'", true],
    ["not danger = 'yes' or siblings > 2", true], ["danger = 'yes' and (needs = 'baby' or needs = 'fear')", true],
    ["not (danger = 'yes' and siblings = 3)", false], [undefined, true],
  ])("%s is %s", (condition, expected) => expect(shown(condition, answers)).toBe(expected));
  test.each(["danger =", "danger = 'yes' or", "= 'yes'", "danger ~ 'x'", "(danger = 'yes'", "danger = 'yes') "])(
    "%s is a mistake", (condition) => expect(() => shown(condition, answers)).toThrow());
});

describe("a partial date", () => {
  test.each([
    [{ year: "2014", month: "", day: "" }, { earliest: "2014-01-01", latest: "2014-12-31" }],
    [{ year: "2016", month: "2", day: "" }, { earliest: "2016-02-01", latest: "2016-02-29" }],
    [{ year: "2015", month: "7", day: "9" }, { earliest: "2015-07-09", latest: "2015-07-09" }],
    [{ year: "", month: "7", day: "" }, {}],
    [{ year: "2015", month: "2", day: "30" }, { earliest: "2015-02-01", latest: "2015-02-28" }],
  ])("%o", (typed, expected) => expect(partial_date_of({ ...typed, as_said: "" })).toEqual(expected));
  test("what was said is kept", () =>
    expect(partial_date_of({ year: "", month: "", day: "", as_said: "après la pluie" })).toEqual({ as_said: "après la pluie" }));
});

describe("days and moments as words", () => {
  test("a day is the same day west of Greenwich, where part of the programme works", () => {
    const before = process.env.TZ;
    process.env.TZ = "Atlantic/Cape_Verde";
    try {
      expect(new Date("2026-10-22").getDate(), "the clock of this test stands there").toBe(21);
      expect(date_words("2026-10-22")).toMatch(/^22 /);
      expect(date_words("2026-10-22T00:30:00Z"), "a moment is of the place where it is read").toMatch(/^21 /);
    } finally {
      process.env.TZ = before;
    }
  });
  test("the first of a month is an ordinal in French, and no other day is, nor in another language", () => {
    expect(date_words("2026-12-01", "fr")).toBe("1er décembre 2026");
    expect(date_words("2026-12-11", "fr")).toBe("11 décembre 2026");
    expect(date_words("2026-12-01", "en")).toBe("1 December 2026");
  });
  test("a moment of another year says which", () => {
    const now = Date.parse("2026-11-29T12:00:00Z");
    expect(moment_words("2025-10-10T11:10:00Z", now)).toContain("2025");
    expect(moment_words("2026-10-10T11:10:00Z", now)).not.toContain("2026");
  });
});
