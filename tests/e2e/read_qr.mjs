// Reads the code that stands on a screen as a camera would, but for the lens: its modules from the drawing, then mask, order, bytes (ISO/IEC 18004,
// version 6, level M). Nothing is corrected: on a screen nothing is dirty. Shares no code with the application.
const size = 41, margin = 4;

/** The text of the QR code in an SVG whose path has one square for each dark module. */
export function read_qr(path) {
  const dark = Array.from({ length: size }, () => Array(size).fill(false));
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) dark[y - margin][x - margin] = true;
  const bit = (y, x) => Number(dark[y][x]);
  const format = [0, 1, 2, 3, 4, 5, 7, 8].map((x) => bit(8, x)).concat([7, 5, 4, 3, 2, 1, 0].map((y) => bit(y, 8))).reduce((sum, one) => sum * 2 + one, 0) ^ 0x5412;
  if (format >> 13 !== 0) throw new Error("not of level M");
  const masks = [
    (y, x) => (y + x) % 2, (y) => y % 2, (y, x) => x % 3, (y, x) => (y + x) % 3, (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
    (y, x) => ((y * x) % 2) + ((y * x) % 3), (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2, (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2,
  ];
  const mask = masks[(format >> 10) & 7];
  const in_corner = (y, x) => (y < 9 && x < 9) || (y < 9 && x >= size - 8) || (y >= size - 8 && x < 9);
  const in_alignment = (y, x) => Math.abs(y - 34) <= 2 && Math.abs(x - 34) <= 2;
  const bits = [];
  let up = true;
  for (let right = size - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let step = 0; step < size; step++) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (!in_corner(y, x) && !in_alignment(y, x) && y !== 6 && x !== 6) bits.push(bit(y, x) ^ (mask(y, x) === 0 ? 1 : 0));
    }
  }
  const words = Array.from({ length: 108 }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((sum, one) => sum * 2 + one, 0));
  const data = [0, 1, 2, 3].flatMap((block) => Array.from({ length: 27 }, (_, i) => words[i * 4 + block]));
  if (data[0] >> 4 !== 4) throw new Error("not in bytes");
  const length = ((data[0] & 15) << 4) | (data[1] >> 4);
  return Buffer.from(Array.from({ length }, (_, i) => ((data[i + 1] & 15) << 4) | (data[i + 2] >> 4))).toString("utf8");
}
