// Asks the WebAssembly core what the native program asked itself, and compares the answers byte for byte.
//
//   node tests/parity/parity.mjs PARITY_NATIVE CORE.mjs HISTORIES SEED
//
// A difference names the seed of the history, so that `PARITY_NATIVE 1 SEED` writes it alone. With --self-test as a fifth word one byte of one
// native answer is changed on the way, and the comparison must notice; with --phone only what a phone's core answers is asked.
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [native, core_path, histories, seed, flag] = process.argv.slice(2);
const self_test = flag === "--self-test";
// What a phone carries answers less: it is asked for that alone.
const asks_all = flag !== "--phone";
const began = process.hrtime.bigint();
const core = await (await import(pathToFileURL(resolve(core_path)).href)).default();
const loaded_ms = Number((process.hrtime.bigint() - began) / 1_000_000n);

const LF = 10;
const differences_shown = 3;
let history = "none", asked = 0, folds = 0, bytes = 0, different = 0, ms_in_core = 0;
const calls = new Map(), problems = new Map();

function show(call, input, expected, got) {
  let at = 0;
  while (at < expected.length && expected[at] === got[at]) ++at;
  const around = (text) => JSON.stringify(text.subarray(Math.max(0, at - 60), at + 60).toString());
  console.error(`${call}, history of seed ${history}: answers differ at byte ${at} of ${expected.length} and ${got.length}`);
  console.error(`  native: ${around(expected)}\n  wasm:   ${around(got)}`);
  if (input.length < 600) console.error(`  input:  ${input.toString()}`);
}

function compare(call, input, expected) {
  if (!asks_all && !["core_version", "lay_over", "tasks_done", "covering_consent"].includes(call)) return;
  if (self_test && asked === 100) expected = Buffer.from(expected.map((byte, i) => (i === expected.length >> 1 ? byte ^ 1 : byte)));
  const start = performance.now();
  const got = Buffer.from(core.ask(call, input.toString()));
  ms_in_core += performance.now() - start;
  ++asked;
  calls.set(call, (calls.get(call) ?? 0) + 1);
  if (call === (asks_all ? "fold" : "lay_over")) ++folds;
  bytes += expected.length;
  const problem = got[2] === 0x70 || got[2] === 0x64 ? /"problem":"(\w+)"/.exec(got.toString("utf8", 0, 400))?.[1] : undefined;
  if (problem) problems.set(problem, (problems.get(problem) ?? 0) + 1);
  if (!got.equals(expected) && ++different <= differences_shown && !self_test) show(call, input, expected, got);
}

// Frames may be cut anywhere on their way through the pipe.
let held = [], held_bytes = 0, wanted = 1;
function take(chunk) {
  held.push(chunk);
  held_bytes += chunk.length;
  if (held_bytes < wanted) return;
  let all = held.length === 1 ? held[0] : Buffer.concat(held, held_bytes);
  for (;;) {
    const end = all.indexOf(LF);
    if (end < 0) break;
    const [call, input_bytes, answer_bytes] = all.toString("latin1", 0, end).split(" ");
    if (call === "history") {
      history = input_bytes;
      all = all.subarray(end + 1);
      continue;
    }
    const input_at = end + 1, answer_at = input_at + Number(input_bytes) + 1, next = answer_at + Number(answer_bytes) + 1;
    if (all.length < next) {
      wanted = next;
      break;
    }
    compare(call, all.subarray(input_at, answer_at - 1), all.subarray(answer_at, next - 1));
    all = all.subarray(next);
    wanted = 1;
  }
  held = all.length ? [all] : [];
  held_bytes = all.length;
}

const child = spawn(native, [histories, seed], { stdio: ["ignore", "pipe", "inherit"] });
for await (const chunk of child.stdout) take(chunk);
const code = child.exitCode ?? (await new Promise((done) => child.once("exit", done)));

const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000;
const listed = (map) => [...map].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${count}`).join(", ");
console.log(`seed ${seed}: ${histories} histories, ${asked} questions, ${(bytes / 1e6).toFixed(1)} MB of answers compared in ${seconds.toFixed(1)} s`);
console.log(`  core loaded in ${loaded_ms} ms; ${(ms_in_core / asked).toFixed(3)} ms a question in it`);
console.log(`  ${listed(calls)}`);
console.log(`  refusals: ${listed(problems)}`);
if (self_test) {
  const noticed = different === 1;
  console.log(noticed ? "a planted difference was noticed" : `a planted difference was counted ${different} times`);
  console.log(noticed ? "1 passed, 0 failed" : "0 passed, 1 failed");
  process.exit(noticed ? 0 : 1);
}
const whole = code === 0 && held_bytes === 0 && folds >= Number(histories);
if (!whole) console.error(`the native program ended with ${code}`);
console.log(different || !whole ? `${different} answers differ\n0 passed, 1 failed` : `1 passed, 0 failed`);
process.exit(different || !whole ? 1 : 0);
