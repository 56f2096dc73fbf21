/** The same interface where there is no network: what was read before, as it was then. Says so. */
import { Refused, Unreachable } from "./api";
import { found_by, line_of } from "./line_of";
import { tell_look } from "./looks";
import { outbox } from "./outbox.svelte";
import { held, keep_reading, recall } from "./reading";
import type { Records, Scope } from "./records";
import { who } from "./session.svelte";
import { vault } from "../vault/vault";
import { changes_lists, opened_here, with_waiting } from "./waiting";
import type { FoundChild, FoundChildren, Journey, ReferralLine, TodayGroup, TodayPage, View } from "./wire";

class Staleness {
  /** Since when what stands on the screen has not been asked again; nothing where it has. */
  at = $state<number>();
}
export const staleness = new Staleness();

/** A line that hangs is known as cut only after a while: what is kept here is shown after so long. The answer is kept when it comes. */
export const patience = { kept_ms: 6000 };

/** There is no network; or there is one again, and no session: who reads on a trip reads on, and signs in when they want to. */
const is_cut = (error: unknown): boolean => error instanceof Unreachable || who.travels;

/** Nothing of what was read lies on a phone whose person has not chosen a PIN (decision 0009). */
const keep = async (what: string, value: unknown): Promise<void> => void (who.has_pin && (await keep_reading(who.me.person.id, what, value)));

/** The server's answer; without one, and where it does not come, what `kept` finds. `fresh`: nothing older was shown meanwhile. */
async function or_else<T>(ask: (fresh: () => boolean) => Promise<T>, kept: (error: unknown) => Promise<T | undefined>): Promise<T> {
  let shown = false, timer: ReturnType<typeof setTimeout> | undefined;
  const asked = ask(() => !shown);
  const late = new Promise<undefined>((after) => (timer = setTimeout(() => after(undefined), patience.kept_ms)));
  try {
    const first = await Promise.race([asked.then((value) => ({ value })), late]);
    if (first) return first.value;
    const found = await kept(new Unreachable());
    if (found === undefined) return await asked;
    shown = true;
    asked.catch(() => undefined);
    return found;
  } catch (error) {
    const found = await kept(error);
    if (found === undefined) throw error;
    return found;
  } finally {
    clearTimeout(timer);
  }
}
/** Asks the server and keeps the answer; without network, what is kept. */
function or_kept<T>(what: string, ask: () => Promise<T>, as_kept: (value: T) => T = (value) => value): Promise<T> {
  const person = who.me.person.id;
  return or_else(async (fresh) => {
    const value = await ask();
    if (fresh()) staleness.at = undefined;
    await keep(what, as_kept(value));
    return value;
  }, async (error) => {
    const kept = is_cut(error) ? await recall<T>(person, what) : undefined;
    if (kept) staleness.at = kept.at;
    return kept?.value;
  });
}
const bare = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const has = (text: string, query: string) => bare(text).includes(bare(query));
const listed_at_most = 100;
/** As on the server: who has such a code first, then who is called so in any spelling; and where that cannot be asked, or finds nothing, by the letters. */
async function find_among(children: FoundChild[], query: string): Promise<FoundChildren> {
  const person = who.me.person.id, coded = children.filter(({ code }) => has(code, query));
  const views = await Promise.all(children.map((child) => (child.name ? recall<View>(person, `child ${child.record}`).catch(() => undefined) : undefined)));
  const files = children.map((child, i) => ({ ...(views[i] && found_by(views[i].value)), name: child.name ?? "" }));
  const { find_names } = await import("./names");
  const found = await find_names(query, listed_at_most, files);
  if (found?.too_common && coded.length === 0) return { children: [], too_common: true, matches: found.matches, ask: found.ask } as FoundChildren;
  // What is said of a mother or a village stands in the file, not in the list: it is a look, told before it is shown.
  for (const { at, why } of found?.hits ?? [])
    if (views[at] && why.some(({ where, how }) => where !== "own" && how !== "missing")) await tell_look(views[at].value, (proposal) => outbox.tell(proposal));
  const named = found?.hits.map(({ at, why }) => ({ ...children[at]!, why })).filter(({ record }) => !coded.some((one) => one.record === record)) ?? [];
  return { children: [...coded, ...(named.length > 0 ? named : children.filter((child) => !coded.includes(child) && has(child.name ?? "", query)))] };
}
/** Which children travel together; when is where a child will be, and is kept on no device. */
const without_day = (journeys: Journey[]): Journey[] => journeys.map(({ day: _day, ...journey }) => journey);
/** Where a child stays is in nothing that is kept. */
const without_place = ({ groups, ...page }: TodayPage): TodayPage =>
  ({ ...page, groups: groups.map((group) => ({ ...group, tasks: group.tasks.map(({ at_unit: _at, ...task }) => task) })) });

/** What lists do not know yet. What lays it over them is fetched where there is something. */
const waiting = () => outbox.entries.filter(changes_lists);
const lists = () => import("./waiting_lists");

/** The files that were opened here and wait: without network they stand among the others. */
async function begun_here(): Promise<FoundChild[]> {
  const records = new Set(outbox.entries.filter((one) => one.header.kind === "child.opened").map((one) => one.header.record));
  const views = await Promise.all([...records].map((record) => opened_here(record, outbox.entries)));
  return views.flatMap((view) => (view ? [line_of(view)] : []));
}

/** The files that are held: a list that was never opened with a network is made of them, and one that was is no older than they are. */
async function held_here(): Promise<FoundChild[]> {
  const person = who.me.person.id;
  if (who.travels || !vault.is_open) return [];
  const views = await Promise.all((await held(person)).map(({ record }) => recall<View>(person, `child ${record}`)));
  return views.flatMap((one) => (one?.value.relations.includes("assigned") ? [line_of(one.value)] : []));
}

/** As the server answers. */
export type Online = Omit<Records, "today" | "referrals"> & { today(): Promise<TodayPage>; referrals(box: "in" | "out"): Promise<ReferralLine[]> };

export function kept_too(online: Online): Records {
  return {
    ...online,
    today: async () => {
      const kept: TodayPage | TodayGroup[] = await or_kept("today", online.today, without_place), ours = waiting();
      // What an older version of this application kept is the groups alone.
      const page = Array.isArray(kept) ? { groups: kept } : kept;
      return ours.length > 0 ? (await lists()).today_here(page, who.me.person.id, ours) : page;
    },
    find: async (scope, query, reason) => {
      if (reason) return online.find(scope, query, reason);
      return or_else<FoundChildren>(async (fresh) => {
        const found = await online.find(scope, query);
        if (!query.trim()) await keep(`children ${scope}`, found.children);
        if (fresh()) staleness.at = undefined;
        return query.trim() ? found : { children: found.children };
      }, async (error) => {
        if (!is_cut(error)) return undefined;
        // A search goes over all that is here, whosever it is.
        const scopes: Scope[] = query.trim() ? ["mine", "unit", "team"] : [scope];
        const kept = (await Promise.all(scopes.map((one) => recall<FoundChild[]>(who.me.person.id, `children ${one}`)))).filter((one) => one !== undefined);
        const here = scopes.includes("mine") ? [...(await begun_here()), ...(await held_here())] : [];
        if (kept.length === 0 && here.length === 0) return undefined;
        staleness.at = kept.length > 0 ? Math.min(...kept.map(({ at }) => at)) : undefined;
        const listed = new Map(kept.flatMap(({ value }) => value).map((child) => [child.record, child]));
        const children = [...here.filter(({ record }) => !listed.has(record)), ...listed.values()];
        return query.trim() ? find_among(children, query.trim()) : { children };
      });
    },
    // A file is kept as the server gives it for keeping (keeper.svelte.ts), never as it was opened here with a reason. What waits here lies over what is shown.
    child: (record) => or_else<View>(async (fresh) => {
      const view = await online.child(record);
      if (fresh()) staleness.at = undefined;
      return with_waiting(view, outbox.entries, online.opened(record));
    }, async (error) => {
      const unknown_there = error instanceof Refused && error.problem.code === "not_found";
      if (!is_cut(error) && !unknown_there) return undefined;
      const kept = unknown_there ? undefined : await recall<View>(who.me.person.id, `child ${record}`);
      const begun = kept ? undefined : await opened_here(record, outbox.entries);
      if (begun) staleness.at = undefined;
      if (!kept) return begun;
      // As on the server: told before it is shown.
      await tell_look(kept.value, (proposal) => outbox.tell(proposal));
      staleness.at = kept.at;
      return with_waiting(kept.value, outbox.entries);
    }),
    show: async (record, tiers, reason) => {
      const view = await online.show(record, tiers, reason);
      return with_waiting(view, outbox.entries, online.opened(record));
    },
    referrals: async (box) => {
      const lines = await or_kept<ReferralLine[]>(`referrals ${box}`, () => online.referrals(box)), ours = waiting();
      return ours.length > 0 ? (await lists()).referrals_here(lines, box, who.me.person.id, ours) : lines;
    },
    journeys: () => or_kept("journeys", online.journeys, without_day),
    units: () => or_kept("units", online.units),
    people: (unit) => or_kept(`people ${unit}`, () => online.people(unit)),
  };
}
