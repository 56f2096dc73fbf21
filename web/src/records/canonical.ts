/** The bytes by which server and device know that they hold the same view (contract/openapi.yaml, POST /api/sync), and RFC 7396. */
import { b64u, utf8 } from "../base/bytes";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const short: Record<string, string> = { "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\" };
const text_of = (text: string): string =>
  `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (one) => short[one] ?? `\\u00${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)}"`;

export function canonical(value: unknown): string {
  if (typeof value === "string") return text_of(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const members = value as Record<string, unknown>;
  return `{${Object.keys(members).filter((name) => members[name] !== undefined).sort().map((name) => `${text_of(name)}:${canonical(members[name])}`).join(",")}}`;
}
export const hash_of = async (value: unknown): Promise<string> => b64u(await crypto.subtle.digest("SHA-256", utf8(canonical(value))));

/** RFC 7396 §2, in its own order. */
export function merge_patch(target: unknown, patch: unknown): Json {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch as Json;
  const merged: Record<string, Json> =
    typeof target === "object" && target !== null && !Array.isArray(target) ? { ...(target as Record<string, Json>) } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = merge_patch(merged[name], value);
  }
  return merged;
}
/** After the patch: lists that grew, each by the items that come after those that stay. Changes `view`, which is nobody else's. */
export function with_tails(view: Json, tails: { path: string; from: number; items: unknown[] }[] = []): Json {
  for (const { path, from, items } of tails) {
    const names = path.slice(1).split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = names.pop()!;
    const holder = names.reduce<Json | undefined>((at, name) => (at as Record<string, Json> | undefined)?.[name], view) as Record<string, Json> | undefined;
    const list = holder?.[last];
    // What does not fit comes out with another hash, and then comes whole.
    if (holder && Array.isArray(list)) holder[last] = [...list.slice(0, from), ...(items as Json[])];
  }
  return view;
}
