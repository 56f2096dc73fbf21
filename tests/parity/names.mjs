// Asks the phone's search by names what the native program asked itself, and compares the answers byte for byte: node tests/parity/names.mjs NAMES_NATIVE names.wasm SEED QUESTIONS
// With --self-test as the last word one byte of one native answer is changed on the way, and the comparison must notice.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const [native, module, seed, questions, self_test] = process.argv.slice(2);
const nothing = new Proxy({}, { get: () => () => 0 });
const { instance } = await WebAssembly.instantiate(readFileSync(module), { env: nothing, wasi_snapshot_preview1: nothing });
const { memory, names_room, names_find, names_reply, _initialize } = instance.exports;
_initialize?.();
function answer(question) {
  new Uint8Array(memory.buffer).set(question, names_room(question.length));
  const length = names_find();
  return Buffer.from(new Uint8Array(memory.buffer, names_reply(), length));
}

const told = execFileSync(native, [seed, questions], { maxBuffer: 1 << 30 });
let at = 0, asked = 0, differ = 0, found = 0;
function next() {
  const end = told.indexOf(10, at), length = Number(told.subarray(at, end));
  at = end + 1 + length + 1;
  return told.subarray(end + 1, end + 1 + length);
}
while (at < told.length) {
  const question = next(), expected = Buffer.from(next());
  if (self_test && asked === 3) expected[0] ^= 1;
  const got = answer(question);
  ++asked;
  if (expected.includes('"at"')) ++found;
  if (!got.equals(expected) && ++differ === 1 && !self_test) console.error(`question ${asked} of seed ${seed}:\n  native ${expected}\n  module ${got}`);
}
const noticed = self_test ? differ === 1 : differ === 0 && found * 2 > asked;
console.log(self_test ? `a changed byte ${noticed ? "was noticed" : "WAS NOT NOTICED"}` : `${asked} searches, ${found} of them found somebody, ${differ} differ`);
process.exit(noticed && asked > 0 ? 0 : 1);
