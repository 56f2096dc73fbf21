/** A file that is opened without network: a sealed entry says so, goes with the others, and ends in the access log of the file. */
import type { Proposal } from "./seal";
import type { TierName, View } from "./wire";

export const look = "file.looked_at";
/** Going back and forth in a file is one look. */
const again_ms = 10 * 60 * 1000;
const told = new Map<string, number>();
const shows = new Set(["allow", "shared", "own"]);

/** What is to be told of it; nothing where it was told a moment ago. */
export function look_at({ record, n, sight }: View, now = Date.now()): Proposal | undefined {
  const parts = (Object.keys(sight) as TierName[]).filter((tier) => shows.has(sight[tier]));
  if (parts.length === 0 || now - (told.get(record) ?? 0) < again_ms) return undefined;
  told.set(record, now);
  return { record, kind: look, seen: n, parts: { plain: { parts } } };
}
