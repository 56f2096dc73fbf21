/**
 * A QR code of one size (ISO/IEC 18004: model 2, version 6, level M, byte mode): 41 × 41 modules, at most 106 bytes. That is all that a hand-over says, so
 * no library of every size is carried for it. Held to libqrencode's by a test.
 */
import { utf8 } from "../../base/bytes";

export const size = 41;
export const most_bytes = 106;
const blocks = 4, data_in_block = 27, check_in_block = 16;

/** Powers of 2 in the field of 256 that QR codes use (polynomial 0x11D), and their logarithms. */
const exp: number[] = [], log: number[] = [];
for (let i = 0, x = 1; i < 255; i++) {
  exp[i] = x;
  log[x] = i;
  x = x << 1 ^ (x & 0x80 ? 0x11d : 0);
}
const times = (a: number, b: number): number => (a && b ? exp[(log[a]! + log[b]!) % 255]! : 0);

/** The Reed–Solomon check bytes of a block. */
function check_of(data: number[]): number[] {
  let generator = [1];
  for (let i = 0; i < check_in_block; i++)
    generator = [...generator, 0].map((one, at) => one ^ times(generator[at - 1] ?? 0, exp[i]!));
  const rest = [...data, ...Array<number>(check_in_block).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const factor = rest[i]!;
    generator.forEach((one, at) => (rest[i + at]! ^= times(one, factor)));
  }
  return rest.slice(data.length);
}

/** Mode, length, the bytes, what fills up; then block by block in turns, first data and then checks. */
function codewords(text: string): number[] {
  const bytes = utf8(text);
  if (bytes.length > most_bytes) throw new RangeError("too long for a QR code of this size");
  const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...[...bytes].flatMap((one) => [one >> 4, one & 15]), 0];
  const data: number[] = [];
  for (let i = 0; i < nibbles.length; i += 2) data.push(nibbles[i]! << 4 | nibbles[i + 1]!);
  for (let fill = 0xec; data.length < blocks * data_in_block; fill ^= 0xec ^ 0x11) data.push(fill);
  const parts = Array.from({ length: blocks }, (_, i) => data.slice(i * data_in_block, (i + 1) * data_in_block));
  const checks = parts.map(check_of);
  const in_turns = (lists: number[][]) => lists[0]!.flatMap((_, i) => lists.map((one) => one[i]!));
  return [...in_turns(parts), ...in_turns(checks)];
}

type Modules = boolean[][];
const masks: ((y: number, x: number) => boolean)[] = [
  (y, x) => (y + x) % 2 === 0, (y) => y % 2 === 0, (_, x) => x % 3 === 0, (y, x) => (y + x) % 3 === 0,
  (y, x) => ((y >> 1) + Math.floor(x / 3)) % 2 === 0, (y, x) => (y * x) % 2 + (y * x) % 3 === 0,
  (y, x) => ((y * x) % 2 + (y * x) % 3) % 2 === 0, (y, x) => ((y + x) % 2 + (y * x) % 3) % 2 === 0,
];

/** What every code of this size has: finders with their margins, timing, alignment; and what the data must leave free. */
function frame(): { dark: Modules; taken: Modules } {
  const dark = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const taken = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const put = (y: number, x: number, is_dark: boolean) => {
    if (y < 0 || x < 0 || y >= size || x >= size) return;
    dark[y]![x] = is_dark;
    taken[y]![x] = true;
  };
  for (let i = 0; i < size; i++) {
    put(6, i, i % 2 === 0);
    put(i, 6, i % 2 === 0);
  }
  const rings = (y: number, x: number, radius: number, is_light: (ring: number) => boolean) => {
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++) put(y + dy, x + dx, !is_light(Math.max(Math.abs(dy), Math.abs(dx))));
  };
  for (const [y, x] of [[3, 3], [3, size - 4], [size - 4, 3]] as const) rings(y, x, 4, (ring) => ring === 2 || ring === 4);
  rings(size - 7, size - 7, 2, (ring) => ring === 1);
  for (const { y, x } of format_places()) put(y, x, false);
  put(size - 8, 8, true);
  return { dark, taken };
}

/** Where the fifteen bits of the format stand, the highest first; twice. */
function format_places(): { y: number; x: number; bit: number }[] {
  const first = [[8, 0], [8, 1], [8, 2], [8, 3], [8, 4], [8, 5], [8, 7], [8, 8], [7, 8], [5, 8], [4, 8], [3, 8], [2, 8], [1, 8], [0, 8]];
  const second = Array.from({ length: 15 }, (_, i) => (i < 7 ? [size - 1 - i, 8] : [8, size - 15 + i]));
  return [...first, ...second].map(([y, x], i) => ({ y: y!, x: x!, bit: 14 - i % 15 }));
}
function format_of(mask: number): number {
  let rest = mask << 10;  // level M is 00
  for (let i = 14; i >= 10; i--) if (rest >> i & 1) rest ^= 0x537 << i - 10;
  return (mask << 10 | rest) ^ 0x5412;
}

/** How hard a camera would find it: long runs, squares, what looks like a finder, too much of one colour. */
function penalty(dark: Modules): number {
  let sum = 0, count = 0;
  const lines = [...dark, ...dark.map((_, x) => dark.map((row) => row[x]!))];
  for (const line of lines) {
    const text = line.map(Number).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (const finder of ["10111010000", "00001011101"]) for (let at = text.indexOf(finder); at >= 0; at = text.indexOf(finder, at + 1)) sum += 40;
  }
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      count += Number(dark[y]![x]);
      if (y && x && dark[y]![x] === dark[y - 1]![x] && dark[y]![x] === dark[y]![x - 1] && dark[y]![x] === dark[y - 1]![x - 1]) sum += 3;
    }
  return sum + 10 * Math.floor(Math.abs(count * 20 - size * size * 10) / (size * size));
}

/** Rows of modules, `true` where it is dark; without the white margin of four modules that it needs around it. `mask`: that one, else the best. */
export function qr(text: string, mask?: number): Modules {
  const bits = codewords(text).flatMap((one) => Array.from({ length: 8 }, (_, i) => one >> 7 - i & 1));
  const masked = (number: number): Modules => {
    const { dark, taken } = frame();
    let at = 0;
    for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
      if (right === 6) right--;
      for (let step = 0; step < size; step++) {
        const y = up ? size - 1 - step : step;
        for (const x of [right, right - 1]) if (!taken[y]![x]) dark[y]![x] = (bits[at++] === 1) !== masks[number]!(y, x);
      }
    }
    for (const { y, x, bit } of format_places()) dark[y]![x] = (format_of(number) >> bit & 1) === 1;
    dark[size - 8]![8] = true;
    return dark;
  };
  const all = mask === undefined ? masks.map((_, i) => masked(i)) : [masked(mask)];
  const costs = all.map(penalty);
  return all[costs.indexOf(Math.min(...costs))]!;
}
