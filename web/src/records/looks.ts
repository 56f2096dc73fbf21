/** A file that is opened without network: a sealed entry says so, goes with the others, and ends in the access log of the file. */
import type { Proposal } from "./seal";
import type { TierName, View } from "./wire";

export const look = "file.looked_at";
/** Going back and forth in a file is one look. */
const again_ms = 10 * 60 * 1000;
const told = new Map<string, number>();
const shows = new Set(["allow", "shared", "own"]);

/** Told by `tell`, which throws where it could not be kept: then it is told again at the next try. Nothing where it was told a moment ago. */
export async function tell_look({ record, n, sight }: View, tell: (proposal: Proposal) => Promise<void>, now = Date.now()): Promise<void> {
  const parts = (Object.keys(sight) as TierName[]).filter((tier) => shows.has(sight[tier]));
  if (parts.length === 0 || now - (told.get(record) ?? 0) < again_ms) return;
  await tell({ record, kind: look, seen: n, parts: { plain: { parts } } });
  told.set(record, now);
}
