// Makes src/generated from the contract and from the packages: types of the API, words and lists and forms by
// language, the font cut down to the letters we need, the sprite of the icons in use. `--if-missing` keeps the font.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";
import subset from "subset-font";
import { trip_words } from "./trip_words.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const contract = join(web, "../contract");
const out = join(web, "src/generated");
const languages = ["fr", "en", "pt"];

const read_json = (path) => JSON.parse(readFileSync(path, "utf8"));
const json_files = (folder) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")).sort() : [];
function write(path, text) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  // Unchanged files keep their time, so that a running vite does not reload for nothing.
  if (existsSync(join(out, path)) && readFileSync(join(out, path), "utf8") === text) return;
  writeFileSync(join(out, path), text);
}

/** French puts a space that does not break before ? ! : ; and inside guillemets. */
function set_type(text, language) {
  if (language !== "fr") return text;
  return text.replace(/ ([?!:;»])/g, "\u00a0$1").replace(/« /g, "«\u00a0");
}

// Types of the API
write("api.d.ts", astToString(await openapi(new URL("../../contract/openapi.yaml", import.meta.url))));

// Words: one flat table a language; and those of screens that few people open apart, so that they lie on nobody's phone in vain.
const of_few = ["household", "admin", "programme", "protection", "welcome", "journey", "trace", "known", "counts", "passphrase", "components", "paper"], of_road = ["road"];
function flatten(node, prefix, into, language) {
  for (const [key, value] of Object.entries(node)) {
    const at = prefix ? `${prefix}.${key}` : key;
    if (typeof value === "string") into[at] = set_type(value, language);
    else if (Object.keys(value).length > 0 && Object.keys(value).every((one) => one === "one" || one === "other"))
      into[at] = Object.fromEntries(Object.entries(value).map(([one, text]) => [one, set_type(text, language)]));
    else flatten(value, at, into, language);
  }
  return into;
}
// Only what the application says: some sentences are the public site's, others wait for their screen. A key is named whole, or made of a code (`entry.${kind}`).
const said_by = (is_ours) => {
  const sources = readdirSync(join(web, "src"), { recursive: true }).filter((name) => /\.(ts|svelte)$/.test(name) && !name.startsWith("generated") && is_ours(name))
    .map((name) => readFileSync(join(web, "src", name), "utf8")).join("\n");
  const named = new Set([...sources.matchAll(/["']([a-z0-9_]+(?:\.[a-z0-9_]+)+)["']/g)].map((match) => match[1]));
  const made = [...new Set([...sources.matchAll(/`([a-z0-9_]+\.[a-z0-9_.]*)\$\{/g)].map((match) => match[1]))];
  return (key) => named.has(key) || made.some((beginning) => key.startsWith(beginning));
};
// Whatever is said by screens alone that are fetched when they are opened comes with them.
const in_few = (name) => /^features\/((account|admin|components|concerns|counts|family|join|journey|kept_apart|paper|programme|protection|team|trace|welcome)\/|(file\/Accesses|more\/(Passkeys|Devices)|referral\/Feedback|shelter\/Shelter|trip\/(Leases|TripLease))\.svelte)/.test(name);
const in_road = (name) => name.startsWith("features/handover/");
const by_few = said_by(in_few), by_road = said_by(in_road), by_all = said_by((name) => !in_few(name) && !in_road(name));
for (const language of languages) {
  const path = join(contract, `messages/${language}.json`);
  const ours = join(web, `dev-words/${language}.json`);
  const words = {};
  if (existsSync(ours)) flatten(read_json(ours), "", words, language);
  if (existsSync(path)) flatten(read_json(path), "", words, language);
  const of = (some, key) => some.includes(key.split(".")[0]);
  const is_few = (key) => of(of_few, key) || (!by_all(key) && !by_road(key) && by_few(key));
  const is_road = (key) => of(of_road, key) || (!by_all(key) && !by_few(key) && by_road(key));
  const table = (keep) => JSON.stringify(Object.fromEntries(Object.entries(words).filter(([key]) => keep(key))), null, 1);
  write(`words/${language}.json`, table((key) => !is_few(key) && !is_road(key) && (by_all(key) || by_few(key) || by_road(key))));
  write(`words/few_${language}.json`, table(is_few));
  write(`words/road_${language}.json`, table(is_road));
}

// Lists: only the words of one language in each file; of lists those that a form or a screen names, of questions what a screen looks at.
const all_sources = readdirSync(join(web, "src"), { recursive: true }).filter((name) => /\.(ts|svelte)$/.test(name) && !name.startsWith("generated")).map((name) => readFileSync(join(web, "src", name), "utf8")).join("\n");
const all_forms = json_files(join(contract, "forms")).map((file) => readFileSync(join(contract, "forms", file), "utf8")).join("\n");
// Words of the program that are named as a list is; no screen shows that list.
const otherwise_meant = new Set(["action", "referral_answer", "tier"]);
const is_named = (list) => !otherwise_meant.has(list) && (all_sources.includes(`"${list}"`) || all_forms.includes(`"list": "${list}"`));
function lean({ standard, data_class, merge, required, ...question }) {
  return { ...question, ...(data_class === "name" ? { data_class } : {}), ...(merge === "protective" ? { merge } : {}), ...(required ? { required } : {}) };
}
const pick = (words, language) => (words ? set_type(words[language] ?? "", language) : undefined);
for (const language of languages) {
  const lists = {};
  for (const file of json_files(join(contract, "codelists"))) {
    const { list, codes, status } = read_json(join(contract, "codelists", file));
    if (!is_named(list)) continue;
    lists[list] = {
      status,
      codes: codes.map((one) => ({
        code: one.code,
        label: set_type(one[language] ?? one.code, language),
        ...(one.hint ? { hint: pick(one.hint, language) } : {}),
        ...(one.tier ? { tier: one.tier } : {}),
        ...(one.retired ? { retired: true } : {}),
      })),
    };
  }
  write(`lists/${language}.json`, JSON.stringify(lists));
}
const forms = json_files(join(contract, "forms")).map((file) => read_json(join(contract, "forms", file)));
// A form lies in one file in all its languages: what they have in common weighs once, and a phone keeps all three.
for (const form of forms) {
  const in_language = (language) => {
    const told = (one) => Object.fromEntries(Object.entries(one).map(([key, value]) => [key, value && typeof value === "object" && "fr" in value ? pick(value, language) : value]));
    return { ...told(form), pages: form.pages.map((page) => ({ ...told(page), questions: page.questions.map((one) => lean(told(one))) })) };
  };
  write(`forms/${form.form}.json`, JSON.stringify(Object.fromEntries(languages.map((language) => [language, in_language(language)]))));
}
write(
  "form_names.ts",
  `export const form_names = ${JSON.stringify(forms.map((one) => one.form))} as const;\n` +
    `export type FormName = (typeof form_names)[number];\n` +
    `/** The kind of entry that each form writes. */\n` +
    `export const form_entries: Record<FormName, string> = ${JSON.stringify(Object.fromEntries(forms.map((one) => [one.form, one.entry])))};\n`,
);

// Of which a phone makes six, one file a language
for (const language of languages) write(`trip_words/trip_${language}.json`, JSON.stringify(trip_words(language)));

// Icons: only those named in src/ui/icons.ts; one drawn by us goes before one of the package
const icons = [...readFileSync(join(web, "src/ui/icons.ts"), "utf8").matchAll(/"([a-z0-9-]+)"/g)].map((m) => m[1]);
const symbols = icons.map((name) => {
  const own = join(web, `src/ui/pictures/${name}.svg`);
  if (existsSync(own)) return `<symbol id="i-${name}" viewBox="0 0 24 24">${readFileSync(own, "utf8").trim()}</symbol>`;
  const svg = readFileSync(join(web, `node_modules/lucide-static/icons/${name}.svg`), "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.indexOf("</svg>")).replace(/\s*\n\s*/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${inner}</symbol>`;
});
write(
  "sprite.svg",
  `<svg xmlns="http://www.w3.org/2000/svg" class="sprite" width="0" height="0" aria-hidden="true">${symbols.join("")}</svg>\n`,
);

// Sentences that a person read aloud: public/sounds/LANGUAGE/NAME.webm|ogg|m4a. A language without a recording is a language without a sound.
const sounds = {};
for (const language of existsSync(join(web, "public/sounds")) ? readdirSync(join(web, "public/sounds")) : [])
  sounds[language] = Object.fromEntries(
    readdirSync(join(web, "public/sounds", language)).filter((file) => /\.(webm|ogg|m4a)$/.test(file)).sort().map((file) => [file.split(".")[0], `/sounds/${language}/${file}`]),
  );
write("sounds.ts", `/** Language → sentence → address of its recording. */\nexport const sounds: Partial<Record<string, Partial<Record<string, string>>>> = ${JSON.stringify(sounds)};\n`);

// Font: Noto Sans, weights 400 to 700. `base` has what French, English and Portuguese need, `african` the further
// letters of Pulaar, Hausa, Wolof, the Mandé languages, Ewe, Fon and Yoruba; the browser asks for it when it meets one.
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
const cuts = {
  base: ["latin", range(0x20, 0x7e) + range(0xa0, 0xff) + "ŒœŸ–—‘’‚“”„•…‹›€→←↑↓−✓"],
  african: [
    "latin-ext",
    "ƁɓƊɗŊŋƳƴƘƙƐɛƆɔƝɲƉɖƑƒƔɣƲʋẸẹỌọṢṣŃńǸǹḾḿĀāĒēĪīŌōŪūĂăĔĕĬĭŎŏŬŭÃãẼẽĨĩÕõŨũĎďĆćČčŠšŽžŚśŹź" + range(0x300, 0x304) + "\u0323\u030c",
  ],
};
async function cut(source, letters, to, more) {
  const path = join(out, `fonts/${to}.woff2`);
  if (existsSync(path) && process.argv.includes("--if-missing")) return;
  mkdirSync(dirname(path), { recursive: true });
  const font = await subset(readFileSync(join(web, "node_modules", source)), letters, { targetFormat: "woff2", ...more });
  if (!existsSync(path) || !readFileSync(path).equals(font)) writeFileSync(path, font);
}
for (const [name, [part, letters]] of Object.entries(cuts))
  await cut(`@fontsource-variable/noto-sans/files/noto-sans-${part}-wght-normal.woff2`, letters, `noto-sans-${name}`, { variationAxes: { wght: { min: 400, max: 700 } } });

// And Andika, made for people who learn to read, for what a child sees: the letters of those words, in every language that has them.
const child_words = /^(assent|night|return\.child_stops)/, child_lists = ["assent", "consent_giver"];
const seen_by_child = languages.map((language) => {
  const path = join(contract, `messages/${language}.json`);
  const said = existsSync(path) ? Object.entries(flatten(read_json(path), "", {}, language)).filter(([key]) => child_words.test(key)) : [];
  return JSON.stringify([said, child_lists.map((list) => read_json(join(contract, `codelists/${list}.json`)).codes.map((one) => one[language]))]);
});
await cut("@fontsource/andika/files/andika-latin-400-normal.woff2", range(0x20, 0x7e) + [...new Set(seen_by_child.join(""))].join("") , "andika");
