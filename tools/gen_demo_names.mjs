#!/usr/bin/env node
// Writes contract/demo/names.json, the stock of names for invented people, from the npm package @faker-js/faker (MIT).
//
//   npm install --ignore-scripts --prefix FOLDER @faker-js/faker
//   node tools/gen_demo_names.mjs FOLDER/node_modules/@faker-js/faker
//
// Only locales of West Africa. A given name that the package's European and American English locales have too is left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [packageFolder] = process.argv.slice(2);
if (!packageFolder) {
  console.error('gen_demo_names: node tools/gen_demo_names.mjs FOLDER/node_modules/@faker-js/faker');
  process.exit(2);
}
const { version, license } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
if (license !== 'MIT') throw new Error(`gen_demo_names: the licence is ${license} now; look before you ship`);
const faker = createRequire(join(resolve(packageFolder), 'index.js'))('@faker-js/faker');
const person = (locale) => faker.allLocales[locale].person;
const listed = (names, ...keys) => keys.flatMap((key) => names?.[key] ?? []);

const european = new Set(['en', 'en_US', 'en_GB', 'en_IE'].flatMap((locale) =>
  listed(person(locale)?.first_name, 'female', 'male', 'generic').concat(listed(person(locale)?.last_name, 'generic'))));
const kept = (names) => [...new Set(names.map((name) => name.normalize('NFC').trim()))].filter((name) => !european.has(name)).sort((a, b) => a.localeCompare(b, 'fr'));

const stock = (locale, countries) => ({
  locale,
  countries,
  girls: kept(listed(person(locale).first_name, 'female')),
  boys: kept(listed(person(locale).first_name, 'male')),
  families: kept(listed(person(locale).last_name, 'generic')),
});

const page = {
  source: 'npm package @faker-js/faker, locales fr_SN and yo_NG; written by tools/gen_demo_names.mjs',
  licence: 'MIT',
  version,
  stocks: [stock('fr_SN', ['SN', 'GM', 'GW', 'GN', 'ML']), stock('yo_NG', ['NG'])],
};
const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'contract', 'demo', 'names.json');
writeFileSync(out, JSON.stringify(page, null, 1).replace(/\n\s+(?="[^"]*",?\n|"[^"]*"\n)/g, ' ').replace(/\[ /g, '[').replace(/ *\n\s*\]/g, ']') + '\n');
for (const s of page.stocks) console.error(`gen_demo_names: ${s.locale}: ${s.girls.length} girls, ${s.boys.length} boys, ${s.families.length} families`);
