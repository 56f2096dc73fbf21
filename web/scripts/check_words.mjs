// No visible word stands bare in a component: text, and the attributes that are read aloud, come from the messages.
// Every key that the code names is there, in three languages; and every key that is there, something says.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "svelte/compiler";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const files = readdirSync(join(web, "src"), { recursive: true }).map((name) => join(web, "src", name)).filter((name) => !name.includes("generated"));
const spoken = new Set(["alt", "aria-label", "aria-description", "placeholder", "title", "label"]);
const letters = /\p{L}{2,}/u;
const findings = [];

for (const file of files.filter((name) => name.endsWith(".svelte"))) {
  const source = readFileSync(file, "utf8");
  const line_of = (at) => source.slice(0, at).split("\n").length;
  const walk = (node) => {
    if (!node || typeof node !== "object") return;
    if (Array.isArray(node)) return node.forEach(walk);
    if (node.type === "Text" && letters.test(node.data)) findings.push(`${relative(web, file)}:${line_of(node.start)} bare text`);
    if (node.type === "Attribute") {
      const parts = Array.isArray(node.value) ? node.value : [];
      if (spoken.has(node.name) && parts.some((one) => one.type === "Text" && letters.test(one.data)))
        findings.push(`${relative(web, file)}:${line_of(node.start)} bare words in ${node.name}`);
      return parts.filter((one) => one.type !== "Text").forEach(walk);
    }
    for (const [key, value] of Object.entries(node)) if (key !== "css" && key !== "instance" && key !== "module") walk(value);
  };
  walk(parse(source, { modern: true }).fragment);
}

const table = (name) => JSON.parse(readFileSync(join(web, `src/generated/words/${name}.json`), "utf8"));
const words = Object.fromEntries(["fr", "en", "pt"].map((language) => [language, { ...table(language), ...table(`few_${language}`), ...table(`road_${language}`) }]));
for (const key of Object.keys(words.fr)) for (const language of ["en", "pt"]) if (!(key in words[language])) findings.push(`${key} is missing in ${language}`);
for (const language of ["en", "pt"]) for (const key of Object.keys(words[language])) if (!(key in words.fr)) findings.push(`${key} is missing in fr`);
const variables = (sentence) => [...JSON.stringify(sentence).matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().filter((one, i, all) => one !== all[i - 1]).join(",");
for (const [key, sentence] of Object.entries(words.fr))
  for (const language of ["en", "pt"]) if (variables(words[language][key] ?? sentence) !== variables(sentence)) findings.push(`${key} has other variables in ${language}`);

// What is said: a key that a screen names whole, or one of a family that a screen makes of a code. A family stands here with where its codes come
// from, so that a sentence nobody can reach is not hidden in one: with a list of endings, only those belong to it.
const families = {
  "action.": "codes of the list action", "admin.account.": "what an account may be", "admin.act.": "acts of administrators", "admin.can.": "roles, as sentences",
  "children.ask_for.": "what would make a search narrower", "children.status.": "what a file may be", "entry.": "kinds of entries", "file.field_of.": "fields of an entry",
  "file.section.": "parts of a file", "linked.field.": "fields of a linked record", "problem.": "codes of problems, which the server says too", "programme.status.": "what is known of a list",
  "relation.": "ties to a child", "return.condition.": "conditions of a departure", "role.": "roles", "settings.language_": "languages", "tier.": "parts of a file",
  "today.task.": "tasks", "trace.fact.": "what is compared", "trace.wish.": "what a child wishes",
  "kept_apart.why_": ["revoked", "opening", "late", "other"], "night.": ["slept", "woke", "cried", "ill", "back", "happened", "help", "save", "saved", "begun"], "roll.": ["here", "out", "not_here", "help", "save", "saved", "begun"],
  "trip.for_": ["reading", "visit", "journey"], "trip.of_": ["reading", "visit", "journey"],
};
const sources = files.filter((name) => /\.(ts|svelte)$/.test(name)).map((name) => readFileSync(name, "utf8")).join("\n");
const named = new Set([...sources.matchAll(/["'`]([a-z0-9_]+(?:\.[a-z0-9_]+)+)["'`]/g)].map((match) => match[1]));
const made = new Set([...sources.matchAll(/`([a-z0-9_]+\.[a-z0-9_.]*)\$\{/g)].map((match) => match[1]));
for (const beginning of made) if (!(beginning in families)) findings.push(`${beginning}… is made of a code: say in scripts/check_words.mjs of which`);
for (const beginning of Object.keys(families)) if (!made.has(beginning)) findings.push(`${beginning}… stands in scripts/check_words.mjs, and no screen makes it`);
const of_family = (key) => Object.entries(families).some(([beginning, ends]) =>
  key.startsWith(beginning) && (typeof ends === "string" || ends.includes(key.slice(beginning.length).replace(/\.(one|other)$/, ""))));
const by_server = (key) => /^(public|about)\./.test(key);  // src/http/public_site.cpp says them
const keys_of = (node, prefix = "") => Object.entries(node).flatMap(([key, value]) =>
  typeof value === "string" || (value.other && Object.keys(value).every((one) => one === "one" || one === "other")) ? [`${prefix}${key}`] : keys_of(value, `${prefix}${key}.`));
const all_keys = keys_of(JSON.parse(readFileSync(join(web, "../contract/messages/fr.json"), "utf8")));
const unsaid = new Set(all_keys.filter((key) => !named.has(key) && !of_family(key) && !by_server(key)));
// Sentences whose screen is being made wait in a list, one a line; what is said by now has no place there.
const waiting_file = join(web, "scripts/words_waiting.txt");
const waiting = new Set(readFileSync(waiting_file, "utf8").split("\n").filter((line) => line && !line.startsWith("#")));
for (const key of unsaid) if (!waiting.has(key)) findings.push(`${key} is said by nothing`);
for (const key of waiting) if (!unsaid.has(key)) console.log(`${key} may leave scripts/words_waiting.txt`);

findings.forEach((one) => console.error(one));
console.log(findings.length === 0 ? "words: nothing bare, nothing missing" : `words: ${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);
