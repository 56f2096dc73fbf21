/** What a trip lease needs the network for: taking it up, and at each later contact what changed. Fetched by who has one. */
import type { components } from "../generated/api";
import { b64u, random_bytes } from "../base/bytes";
import type { Language } from "../base/words.svelte";
import { vault } from "../vault/vault";
import { call } from "./api";
import { hash_of } from "./canonical";
import { line_of } from "./line_of";
import { secret_of_passkey } from "./prf";
import { pack_reading, packed, recall_packed, unpack_one } from "./reading";
import { who } from "./session.svelte";
import { costs, NotEnoughMemory, secret_of } from "./six_words";
import { change_trip, end_trip, keep_trip, trip_here, type Trip } from "./trip";
import type { FoundChild, Lease, LeaseTaken, TodayGroup, View } from "./wire";

const words_of = {
  fr: () => import("../generated/trip_words/trip_fr.json"),
  en: () => import("../generated/trip_words/trip_en.json"),
  pt: () => import("../generated/trip_words/trip_pt.json"),
} satisfies Record<Language, () => Promise<{ default: string[] }>>;

/** Each word as likely as any other. */
function one_of(words: string[]): string {
  const most = Math.floor(2 ** 32 / words.length) * words.length;
  for (;;) {
    const [drawn] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn! < most) return words[drawn! % words.length]!;
  }
}

/** Takes the lease up on this phone. Answers the six words, which stand nowhere: they are shown once. */
export async function take_trip(language: Language): Promise<string[]> {
  const person = who.me.person.id;
  const { default: list } = await words_of[language]();
  const words = Array.from({ length: 6 }, () => one_of(list));
  const salt = random_bytes(16);
  let cost = costs[0]!, secret;
  try {
    secret = await secret_of(words, salt, cost);
  } catch (error) {
    if (!(error instanceof NotEnoughMemory)) throw error;
    secret = await secret_of(words, salt, (cost = costs[1]!));
  }
  await end_trip(person);
  const wrapped = await vault.begin_trip(secret);
  try {
    const lease = await load(person);
    await keep_trip(person, { ...times(lease), ...wrapped, ...cost, id: lease.id, salt: b64u(salt) });
  } finally {
    await vault.end_trip();
  }
  return words;
}
const times = ({ hours }: Lease, now = Date.now()) => ({ until: now + hours * 3_600_000, seen: now });

/** A contact while it runs: it lasts its hours again, and what changed is closed under its key. */
export async function renew_trip(person: string, trip: Trip): Promise<void> {
  // Whoever began with a new cache key cannot renew what an older one closes.
  if (!(await vault.open_trip(trip.by_key))) return end_trip(person);
  await change_trip(person, trip.id, times(await load(person)));
  // Ended while it was being renewed: nothing of it stays.
  if (!(await trip_here(person))) return end_trip(person);
  await vault.end_trip();
}

/** From now on a passkey of this person's opens it too, beside the words. False where this device gives no secret for one. */
export async function also_by_passkey(): Promise<boolean> {
  const person = who.me.person.id, trip = await trip_here(person);
  const { known } = await call<components["schemas"]["PasskeyQuestion"]>("POST", "/api/session/passkey");
  const salt = random_bytes(32), given = trip && known.length > 0 && (await secret_of_passkey(known, salt));
  if (!given) return false;
  const wrapped = await vault.wrap_trip(trip.by_key, given.secret);
  given.secret.fill(0);
  await change_trip(person, trip.id, { by_passkey: { id: given.id, salt: b64u(salt), wrapped } });
  return true;
}

/** What travels, as it is now; and beside the files the lists that lead to them. */
async function load(person: string): Promise<Lease> {
  const holds = (await packed(person)).map(({ record, hash }) => ({ record, view: hash }));
  const { lease, views, forget } = await call<LeaseTaken>("POST", "/api/lease", { holds }, { quiet: true });
  for (const record of forget) await unpack_one(person, `child ${record}`);
  for (const { record, hash, view } of views) if ((await hash_of(view)) === hash) await pack_reading(person, `child ${record}`, view, hash);
  const children: FoundChild[] = [];
  for (const { record } of await packed(person)) {
    const view = (await recall_packed<View>(person, `child ${record}`))?.value;
    if (view) children.push(line_of(view));
  }
  await pack_reading(person, "children mine", children);
  const travels = new Set(children.map((one) => one.record));
  const { groups } = await call<{ groups: TodayGroup[] }>("GET", "/api/today", undefined, { quiet: true });
  const tasks = (group: TodayGroup) => group.tasks.filter((task) => task.record && travels.has(task.record)).map(({ at_unit: _at, ...task }) => task);
  await pack_reading(person, "today", { groups: groups.map((group) => ({ ...group, tasks: tasks(group) })) });
  await pack_reading(person, "me", { name: who.me.person.name, units: who.me.units });
  return lease;
}
