/** The same interface where there is no network: what was read before, as it was then. Says so. */
import { Unreachable } from "./api";
import { tell_look } from "./looks";
import { outbox } from "./outbox.svelte";
import { keep_reading, recall } from "./reading";
import type { Records } from "./records";
import { who } from "./session.svelte";
import type { FoundChild, Journey, TodayGroup, View } from "./wire";

class Staleness {
  /** Since when what stands on the screen has not been asked again; nothing where it has. */
  at = $state<number>();
}
export const staleness = new Staleness();

/** There is no network; or there is one again, and no session: who reads on a trip reads on, and signs in when they want to. */
const is_cut = (error: unknown): boolean => error instanceof Unreachable || who.travels;

/** Asks the server and keeps the answer; without network, what is kept. */
async function or_kept<T>(what: string, ask: () => Promise<T>, as_kept: (value: T) => T = (value) => value): Promise<T> {
  const person = who.me.person.id;
  try {
    const value = await ask();
    staleness.at = undefined;
    await keep_reading(person, what, as_kept(value));
    return value;
  } catch (error) {
    if (!is_cut(error)) throw error;
    const kept = await recall<T>(person, what);
    if (!kept) throw error;
    staleness.at = kept.at;
    return kept.value;
  }
}
const bare = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const names = (child: FoundChild, query: string) => bare(`${child.code} ${child.name ?? ""}`).includes(bare(query.trim()));
/** Which children travel together; when is where a child will be, and is kept on no device. */
const without_day = (journeys: Journey[]): Journey[] => journeys.map(({ day: _day, ...journey }) => journey);
/** Where a child stays is in nothing that is kept. */
const without_place = (groups: TodayGroup[]): TodayGroup[] =>
  groups.map((group) => ({ ...group, tasks: group.tasks.map(({ at_unit: _at, ...task }) => task) }));

export function kept_too(online: Records): Records {
  return {
    ...online,
    today: () => or_kept("today", online.today, without_place),
    find: async (scope, query, reason) => {
      if (reason) return online.find(scope, query, reason);
      if (!query.trim()) return { children: await or_kept(`children ${scope}`, async () => (await online.find(scope, "")).children) };
      try {
        return await online.find(scope, query);
      } catch (error) {
        if (!is_cut(error)) throw error;
        const kept = await recall<FoundChild[]>(who.me.person.id, `children ${scope}`);
        if (!kept) throw error;
        staleness.at = kept.at;
        return { children: kept.value.filter((child) => names(child, query)) };
      }
    },
    // A file is kept as the server gives it for keeping (keeper.svelte.ts), never as it was opened here with a reason.
    child: async (record) => {
      try {
        const view = await online.child(record);
        staleness.at = undefined;
        return view;
      } catch (error) {
        if (!is_cut(error)) throw error;
        const kept = await recall<View>(who.me.person.id, `child ${record}`);
        if (!kept) throw error;
        // As on the server: told before it is shown.
        await tell_look(kept.value, (proposal) => outbox.tell(proposal));
        staleness.at = kept.at;
        return kept.value;
      }
    },
    referrals: (box) => or_kept(`referrals ${box}`, () => online.referrals(box)),
    journeys: () => or_kept("journeys", online.journeys, without_day),
    units: () => or_kept("units", online.units),
    people: (unit) => or_kept(`people ${unit}`, () => online.people(unit)),
  };
}
