// No visible word stands bare in a component: text, and the attributes that are read aloud, come from the messages.
// And every key that the code names is there, in three languages.
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

findings.forEach((one) => console.error(one));
console.log(findings.length === 0 ? "words: nothing bare, nothing missing" : `words: ${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);
