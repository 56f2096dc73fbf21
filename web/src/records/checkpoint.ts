/** The signed end of the server's log, as this device saw it last: does the log go on from there? (contract/openapi.yaml, `Checkpoint`) */
import { from_b64u, utf8 } from "../base/bytes";
import { db } from "../base/db";
import type { components } from "../generated/api";

type Signed = components["schemas"]["Checkpoint"];
interface Point { installation: string; epoch: number; pos: number; chain: string; at: string }
/** `back`: within one epoch the log became shorter or another, which no restore does; `other`: not the installation that this device knows. */
export type Course = "on" | "restored" | "back" | "other";

function read(text: string): Point | undefined {
  const [head, installation = "", place = "", chain = "", at = ""] = text.split("\n");
  const [epoch, pos] = place.split(" ").map(Number);
  return head === "nibbi checkpoint 1" && epoch && pos !== undefined ? { installation, epoch, pos, chain, at } : undefined;
}
async function is_signed({ text, signature }: Signed, key: string): Promise<boolean> {
  try {
    const public_key = await crypto.subtle.importKey("spki", from_b64u(key), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, public_key, from_b64u(signature), utf8(text));
  } catch {
    return false;
  }
}
export function course_between(before: Point, now: Point): Course {
  if (now.installation !== before.installation) return "other";
  if (now.epoch > before.epoch) return "restored";
  // An answer that another tab's overtook says less, and lies about nothing.
  if (now.at <= before.at) return "on";
  return now.epoch < before.epoch || now.pos < before.pos || (now.pos === before.pos && now.chain !== before.chain) ? "back" : "on";
}

interface Kept extends Signed { key: string }
/** Holds what the server says now against what it said last, and keeps the later one; the earlier one too where it proves something. */
export async function follow(person: string, signed: Signed, key: string): Promise<{ course: Course; epoch: number; at: string }> {
  const name = `checkpoint:${person}`;
  const before = await db.get<Kept>("facts", name);
  const now = read(signed.text);
  if (!now || !(await is_signed(signed, before?.key ?? key))) return { course: "other", epoch: 0, at: "" };
  const last = before && read(before.text);
  const course = last ? course_between(last, now) : "on";
  if (course === "back") await db.put("facts", `${name}:before`, before);
  if (course !== "other" && (!last || now.at > last.at || course === "restored")) await db.put("facts", name, { ...signed, key: before?.key ?? key });
  return { course, epoch: now.epoch, at: now.at };
}
