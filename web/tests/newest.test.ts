/** A file that is asked for twice at once shows what was asked for last, in whichever order the answers come. */
import { expect, test } from "vitest";
import { newest } from "../src/base/newest";

function asked_by_hand() {
  const waiting: { answer: (text: string) => void; refuse: (why: string) => void }[] = [];
  const shown: string[] = [];
  const load = newest(
    () => new Promise<string>((answer, refuse) => waiting.push({ answer, refuse })),
    (text) => shown.push(text),
    (thrown) => shown.push(`error ${String(thrown)}`),
  );
  return { waiting, shown, load };
}

test("an older answer that comes late changes nothing", async () => {
  const { waiting, shown, load } = asked_by_hand();
  const both = [load(), load()];
  waiting[1]!.answer("new");
  waiting[0]!.answer("old");
  await Promise.all(both);
  expect(shown).toEqual(["new"]);
});

test("nor does an older failure", async () => {
  const { waiting, shown, load } = asked_by_hand();
  const both = [load(), load()];
  waiting[1]!.answer("new");
  waiting[0]!.refuse("no network");
  await Promise.all(both);
  expect(shown).toEqual(["new"]);
});

test("asked one after the other, each counts; and a failure is told", async () => {
  const { waiting, shown, load } = asked_by_hand();
  const first = load();
  waiting[0]!.answer("one");
  await first;
  const second = load();
  waiting[1]!.refuse("no network");
  await second;
  expect(shown).toEqual(["one", "error no network"]);
});
