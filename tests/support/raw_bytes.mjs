// Words looked for in the raw bytes of files: as they are written, and as programs like to keep them. Many words at once, in one way through the bytes.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What stands in the middle of the base 64 of anything that holds these bytes, for each of the three places where they can begin. */
function in_base64(bytes) {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64").replace(/=+$/, "");
    // The first and the last signs are made of what stands around too.
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}
/** Every form in which a word is looked for. Without what it shares with others: a block that is packed writes what it had before only once. */
function forms_of(word) {
  const utf8 = Buffer.from(word), utf16 = Buffer.from(word, "utf16le"), turned = Buffer.from(utf16).swap16();
  const base64 = [utf8, utf16].flatMap(in_base64), url = base64.map((one) => one.replaceAll("+", "-").replaceAll("/", "_"));
  const hex = [utf8.toString("hex"), utf8.toString("hex").toUpperCase()], lower = word.toLowerCase();
  const text = [...new Set([word, lower, word.toUpperCase(), encodeURIComponent(word), ...base64, ...url, ...hex])];
  return [...text.flatMap((one) => [Buffer.from(one), Buffer.from(one, "utf16le")]), turned];
}

/** Looks for all of these words; `found(folder)` says which stand where in the files below it, and how many bytes were looked at. */
export function search_for(words) {
  const begins = new Uint8Array(1 << 24), needles = new Map();
  for (const word of words)
    for (const form of forms_of(word)) {
      const begin = form.readUIntLE(0, 3);
      begins[begin] = 1;
      needles.set(begin, [...(needles.get(begin) ?? []), { word, form }]);
    }
  const in_bytes = (content) => {
    const there = new Set();
    for (let at = 0, three = (content[0] << 8) | (content[1] << 16); at + 2 < content.length; ++at) {
      three = (three >>> 8) | (content[at + 2] << 16);
      if (begins[three]) for (const { word, form } of needles.get(three)) if (at + form.length <= content.length && content.compare(form, 0, form.length, at, at + form.length) === 0) there.add(word);
    }
    return there;
  };
  return (folder) => {
    const found = [];
    let bytes = 0, files = 0;
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const content = readFileSync(join(file.parentPath, file.name));
      bytes += content.length;
      ++files;
      for (const word of in_bytes(content)) found.push(`${word} in ${join(file.parentPath, file.name).slice(folder.length + 1)}`);
    }
    return { found, bytes, files };
  };
}

/** So many words that nobody else writes, of letters that follow from a seed, none of which begins like another. */
export function rare_words(how_many, seed) {
  let state = seed >>> 0;
  const letter = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String.fromCharCode(97 + Math.floor((state / 4_294_967_296) * 26));
  };
  const words = new Map();
  while (words.size < how_many) {
    const word = Array.from({ length: 12 }, letter).join("");
    if (!words.has(word.slice(0, 4))) words.set(word.slice(0, 4), word[0].toUpperCase() + word.slice(1));
  }
  return [...words.values()];
}
