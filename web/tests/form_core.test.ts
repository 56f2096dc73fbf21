/** Every form asks in the browser what the core asks: the same questions, for whatever was answered, touched or cleared. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { Answer, Answers } from "../src/base/answers";
import { questions_of, type Form, type Question } from "../src/base/forms";
import { asked } from "../src/features/forms/form_parts";

const contract = join(__dirname, "../../contract");
const core_path = join(__dirname, "../../build/wasm/src/wasm/all/core.mjs");
const codes_of = (list: string): string[] =>
  (JSON.parse(readFileSync(join(contract, "codelists", `${list}.json`), "utf8")) as { codes: { code: string }[] }).codes.map((one) => one.code);
const forms = readdirSync(join(contract, "forms")).map((name) => JSON.parse(readFileSync(join(contract, "forms", name), "utf8")) as Form);

/** Numbers from a seed (mulberry32). */
function chance_of(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function some_answer(question: Question, chance: () => number): Answer | undefined {
  const one_of = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)]!;
  if (chance() < 0.2) return undefined;
  if (chance() < 0.15) return { unanswered: one_of(["unknown", "prefers_not"] as const) };
  switch (question.type) {
    case "yes_no": return one_of(codes_of("yes_no"));
    case "country": return one_of(["SN", "GW"]);
    case "code": return question.list ? one_of(codes_of(question.list)) : "";
    case "codes": return question.list ? codes_of(question.list).filter(() => chance() < 0.3) : [];
    case "integer": return Math.floor(chance() * 25);
    case "date": return { date: "2026-11-24" };
    case "text": case "long_text": case "phone": case "place": return one_of(["", "x"]);
    default: return undefined;
  }
}

test.runIf(existsSync(core_path))("each form asks what the core asks", async () => {
  const { default: load_core } = (await import(pathToFileURL(core_path).href)) as { default: () => Promise<{ ask(call: string, input?: string): string }> };
  const core = await load_core();
  const conditional = forms.filter((form) => questions_of(form).some((one) => one.show_if));
  expect(conditional.length).toBeGreaterThan(3);
  const chance = chance_of(20261124);
  let hidden = 0;
  for (const form of forms)
    for (let turn = 0; turn < 60; turn++) {
      const answers: Answers = {};
      for (const question of questions_of(form)) {
        const answer = some_answer(question, chance);
        if (answer !== undefined) answers[question.id] = answer;
      }
      const theirs = (JSON.parse(core.ask("shown_questions", JSON.stringify({ form: form.form, answers }))) as { shown: string[] }).shown;
      expect(asked(form, answers).map((one) => one.id), `${form.form}: ${JSON.stringify(answers)}`).toEqual(theirs);
      hidden += questions_of(form).length - theirs.length;
    }
  expect(hidden).toBeGreaterThan(100);
}, 120_000);
