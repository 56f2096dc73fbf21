// Planted names: every child of a test is called something with "canari" in it, and nothing that leaves the house by another way than a view may hold it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const canary = /canari/i;

// As it stands in UTF-8, UTF-16 (letters apart) and, after one, two or no other bytes before it, in base64 (letters in both cases).
const needles = ["canari", "Canari", "CANARI"].flatMap((word) => [
  Buffer.from(word, "utf8"), Buffer.from(word, "utf16le"),
  ...[0, 1, 2].map((before) => Buffer.from(Buffer.from(" ".repeat(before) + word).toString("base64").slice(before === 0 ? 0 : before + 1, before === 0 ? 8 : before + 7))),
]);
const has_canary = (bytes) => needles.some((needle) => bytes.includes(needle));

/** What an address, a header or a line of a log says, whatever its spelling in percent signs. */
export function names_in(text) {
  let plain = text;
  try {
    plain = decodeURIComponent(text.replaceAll("+", " "));
  } catch { /* not an address */ }
  return canary.test(text) || canary.test(plain);
}

/** The files below a folder that hold a planted name, in what they say or in how they are called. */
export function files_with_names(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => names_in(file.name) || (file.isFile() && has_canary(readFileSync(join(file.parentPath, file.name)))))
    .map((file) => file.name);
}
