// What a first visit fetches, compressed, against the budgets of the design (ux.md §5.3). Fails when one is passed.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "../dist");
const html = readFileSync(join(dist, "index.html"), "utf8");
const sizes = (file) => {
  const bytes = readFileSync(join(dist, file));
  return { gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
};
const sum = (files) =>
  files.map(sizes).reduce((all, one) => ({ gzip: all.gzip + one.gzip, brotli: all.brotli + one.brotli }), { gzip: 0, brotli: 0 });
const linked = [...new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]))];
const is_words = (file) => /assets\/(few_|road_)?(fr|en|pt)-/.test(file);
const all = readdirSync(join(dist, "assets")).map((name) => `assets/${name}`);
const first = linked.filter((file) => file.endsWith(".js") && !is_words(file));
const words = all.filter((file) => is_words(file) && file.startsWith("assets/fr-"));
const names = "core/names.wasm";
const core = readdirSync(join(dist, "core")).filter((name) => /\.(m?js|wasm)$/.test(name)).map((name) => `core/${name}`).filter((file) => file !== names);
const forms = readdirSync(join(dist, "../../contract/forms")).map((name) => name.replace(".json", ""));
const is_form = (file) => forms.some((form) => file.startsWith(`assets/${form}-`));

const rows = [
  ["HTML", ["index.html"], 14_000],
  ["JavaScript, first load", first, 75_000],
  // Nothing is read or written before both are there: the page and the rules that it carries.
  ["JavaScript with core.wasm", [...first, ...core], 200_000],
  // Fetched after the first screen by phones that keep files, and by no others.
  ["search by names, offline", [names], 62_000],
  ["words and lists, French", words, 40_000],
  ["CSS, first load", linked.filter((file) => file.endsWith(".css")), 18_000],
  ["CSS, all", all.filter((file) => file.endsWith(".css")), 18_000],
  ["forms, three languages", all.filter(is_form), 80_000],
  ["JavaScript, all", all.filter((file) => file.endsWith(".js") && !is_words(file)), 360_000],
];
// What lies on a phone so that every screen opens without network.
const kept = JSON.parse(readFileSync(join(dist, "service_worker.js"), "utf8").match(/shell_files=(\{[^}]*\})/)[1]);
rows.push(["kept on the device", Object.keys(kept).map((path) => (path === "/" ? "index.html" : path.slice(1))), 500_000]);
const kinds = [
  ["core.wasm and its door", (file) => file.startsWith("core/")], ["fonts", (file) => file.endsWith(".woff2")], ["CSS", (file) => file.endsWith(".css")],
  ["words and lists, three languages", is_words], ["forms, three languages", is_form], ["JavaScript", (file) => file.endsWith(".js")], ["page, icons, manifest", () => true],
];
let passed = true;
// What is kept must open without network: no file of it is made of one that is not there. What is asked for later, by `import()`, may be missing;
// so may what the door of a screen leads to, which is a file of one line.
const door_bytes = 150;
for (const path of Object.keys(kept).filter((one) => one.endsWith(".js") && readFileSync(join(dist, one)).length > door_bytes))
  for (const [, file] of readFileSync(join(dist, path), "utf8").matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g))
    if (!(`/assets/${file}` in kept)) {
      console.log(`${path} is kept, and needs ${file}, which is not`);
      passed = false;
    }
console.log("what".padEnd(28), "gzip".padStart(9), "brotli".padStart(9), "budget (gzip)".padStart(15));
for (const [what, files, budget] of rows) {
  const { gzip, brotli } = sum(files);
  const over = gzip > budget;
  passed &&= !over;
  console.log(what.padEnd(28), String(gzip).padStart(9), String(brotli).padStart(9), String(budget).padStart(15), over ? " OVER" : "");
}
let left = rows.at(-1)[1];
for (const [what, is_of] of kinds) {
  const { gzip, brotli } = sum(left.filter(is_of));
  left = left.filter((file) => !is_of(file));
  console.log(`  ${what}`.padEnd(28), String(gzip).padStart(9), String(brotli).padStart(9));
}
for (const file of all.filter((one) => one.endsWith(".woff2"))) console.log(file.replace(/-[\w-]{8}\./, "."), readFileSync(join(dist, file)).length);
const largest = all.filter((file) => file.endsWith(".js") && !linked.includes(file) && !is_words(file))
  .map((file) => [file, sizes(file).gzip]).sort((one, other) => other[1] - one[1]);
console.log("largest further chunk:", largest[0].join(" "));
if (largest[0][1] > 25_000) passed = false;
process.exit(passed ? 0 : 1);
