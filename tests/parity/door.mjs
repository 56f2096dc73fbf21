// The door itself, as the application uses it: node tests/parity/door.mjs CORE.mjs PHONE_CORE.mjs
import { readFileSync } from "node:fs";
import { resolve, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const path = resolve(process.argv[2]);
const { default: load_core } = await import(pathToFileURL(path).href);
const core = await load_core();
let passed = 0, failed = 0;

/** The answer to a call is as expected; objects are compared as JSON. */
function check(what, got, expected) {
  const same = JSON.stringify(got) === JSON.stringify(expected);
  same ? ++passed : ++failed;
  if (!same) console.error(`${what}:\n  expected ${JSON.stringify(expected)}\n  got      ${JSON.stringify(got)}`);
}
const ask = (call, input) => JSON.parse(core.ask(call, typeof input === "string" ? input : input && JSON.stringify(input)));

const calls = ["core_version", "fold", "lay_over", "tasks_done", "covering_consent", "shown_questions", "check_form", "check_entry", "decide", "check_case_code", "make_case_code", "fold_text"];
for (const name of calls) check(`${name} is a call`, ask(name, "not JSON").problem === "not_found", false);
// What is declared to the application is what the core that it carries answers, and no more.
const carried = resolve(process.argv[3]);
const phone = await (await import(pathToFileURL(carried).href)).default();
const declared = [...readFileSync(join(dirname(carried), "core.d.mts"), "utf8").matchAll(/"(\w+)"/g)].map((match) => match[1]);
check("the phone's core answers what is declared", calls.filter((name) => JSON.parse(phone.ask(name, "not JSON")).problem !== "not_found"), declared);
check("another name is none", ask("open_sesame"), { problem: "not_found" });
check("the core says its versions", Object.keys(ask("core_version")), ["contract", "core", "fold"]);

check("a case code is made", ask("make_case_code", { country: "SN", number: 5 }), { code: "SN-000005-0" });
check("and found sound", ask("check_case_code", { code: ask("make_case_code", { country: "GW", number: 123456789 }).code }), { sound: true });
check("one wrong character is noticed", ask("check_case_code", { code: "SN-000006-0" }), { sound: false });
check("a country of no list has no code", ask("make_case_code", { country: "XX", number: 5 }), { details: { list: "country" }, problem: "not_in_list" });
check("text is folded", ask("fold_text", { text: "  Ɓintu  NDÈYE " }), { folded: "bintu ndeye" });

check("a question hidden by its condition is not asked",
  ask("shown_questions", { form: "intake", answers: { "intake.with_whom": "adult" } }).shown.length - ask("shown_questions", { form: "intake", answers: {} }).shown.length, 1);
const half = ask("check_form", { form: "risk", answers: { level: "no_such_level", kinds: [], measures: "x".repeat(8001), review_on: { date: "2026-12-01" }, odd: "x" } });
check("a half-filled form has findings", half.findings, [
  { problem: "not_in_list", details: { list: "risk_level" }, question: "level" },
  { problem: "unknown_question", question: "odd" },
  { problem: "text_too_long", details: { limit: "8000" }, question: "measures" },
].map(({ details, problem, question }) => ({ ...(details && { details }), problem, question })));
check("and what can be saved", half.value, { review_on: { date: "2026-12-01" } });
check("a form that is not there", ask("check_form", { form: "none", answers: {} }), { details: { field: "form" }, problem: "not_in_list" });

check("an entry that the codec accepts", ask("check_entry", { kind: "note.added", parts: { plain: '{"note_kind":"observation"}', narrative: '{"text":"Il a mangé."}' } }), { ok: true });
check("a field that is missing", ask("check_entry", { kind: "note.added", parts: { plain: '{"note_kind":"observation"}' } }), { details: { field: "text" }, problem: "missing_field" });
check("a part that is not JSON", ask("check_entry", { kind: "note.added", parts: { plain: "{" } }), { problem: "malformed" });
check("a kept state that nobody wrote is our fault", ask("fold", '{"state":{"plain":{"said":5}}}'), { problem: "our_fault" });
check("advice where something is withheld waits for the server", ask("decide", {
  withheld: true,
  entry: {
    header: JSON.stringify({
      id: "01936f2e-7b1c-7000-8000-000000000012", record: "01936f2e-7b1a-7c3d-9e4f-0a1b2c3d4e5f", kind: "note.added", version: 1, seen: 0,
      author: "01936f00-0000-7000-8000-000000000001", role: "case_worker", unit: "01936f00-0000-7000-8000-000000000002",
      device: "01936f00-0000-7000-8000-000000000003", device_seq: 2, claimed_at: "2026-11-24T21:04:05.007Z",
    }),
    parts: { plain: '{"note_kind":"observation"}', narrative: '{"text":"Il a mangé."}' }, n: 2, received_at: "2026-11-24T21:04:06.000Z",
  },
}), { undecided: true });

const before = core.ask("fold_text", '{"text":"Dakar"}');
check("too much at once is refused", ask("fold_text", { text: "a".repeat(9_000_000) }), { details: { limit_bytes: "8388608" }, problem: "too_large" });
check("more than there is room for is our fault", ask("fold_text", { text: "a".repeat(300_000_000) }), { problem: "our_fault" });
check("deep is refused", ask("fold_text", `{"text":${"[".repeat(100_000)}`), { details: { limit: "16" }, problem: "too_deep" });
check("a condition of many parentheses does not end the core", ask("fold_text", { text: "(".repeat(100_000) }).folded?.length, 100_000);
check("and afterwards the core answers as before", core.ask("fold_text", '{"text":"Dakar"}'), before);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
