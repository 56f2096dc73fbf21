/**
 * What was drawn on the screen: lines, as an SVG path of `M`, `L` and whole numbers. Anything else is no mark, and is not shown.
 * In the receipt of a family it stands behind the words, on a line of its own (decision 0020).
 */
export const width = 320, height = 160, most = 6000;
export const is_mark = (value: unknown): value is string => typeof value === "string" && value.length <= most && /^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})*)+$/.test(value);

export const with_mark = (words: string, mark: string): string => `${words}\n${mark}`;
export function read_receipt(text: string): { words: string; mark: string } {
  const at = text.lastIndexOf("\nM");
  const mark = at < 0 ? "" : text.slice(at + 1);
  return is_mark(mark) ? { words: text.slice(0, at), mark } : { words: text, mark: "" };
}
