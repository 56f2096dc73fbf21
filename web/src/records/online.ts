/** Records as the server tells them; where it cannot be reached, as they were kept. */
import { call, Refused } from "./api";
import { kept_too, type Online } from "./kept.svelte";
import { outbox } from "./outbox.svelte";
import type { Access, FoundChildren, Journey, KeptApart, Linked, Person, Place, ReferralLine, SetAside, Shelter, TeamPage, TierName, TodayPage, Unit, View } from "./wire";

let units: Promise<Unit[]> | undefined;
const people = new Map<string, Promise<Person[]>>();

async function read(view: Promise<View>): Promise<View> {
  const seen = await view;
  const erased = seen.state.status === "erased";
  const disputed = Object.values(seen.state.answers ?? {}).flatMap((one) => ("conflict" in one && one.conflict ? one.values.map(({ n }) => n) : []));
  await outbox.arrived(seen.record, seen.n, erased ? "all" : new Set(seen.said.map((one) => one.id)), new Set(disputed));
  return seen;
}

// What a reason was given for, on the one file that is being read: its screens ask with it until another file is opened.
let reading: { record: string; tiers: TierName[]; reason: string | undefined } | undefined;
const path_of = (record: string) => `/api/children/${encodeURIComponent(record)}`;
const with_reason = (record: string, show: TierName[], reason: string | undefined, status?: (status: number) => void) =>
  read(call<View>("POST", `${path_of(record)}/view`, reason ? { show, reason } : { show }, status ? { status } : {}));

async function child(record: string): Promise<View> {
  if (reading?.record === record) {
    try {
      return await with_reason(record, reading.tiers, reading.reason);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  reading = undefined;
  return read(call<View>("GET", path_of(record)));
}
async function show(record: string, tiers: TierName[], reason?: string): Promise<View> {
  const before = reading?.record === record ? reading : undefined;
  const all = [...new Set([...(before?.tiers ?? []), ...tiers])];
  const why = reason ?? before?.reason;
  let waits = false;
  const view = await with_reason(record, all, why, (status) => (waits = status === 202));
  const by_two = tiers.some((tier) => view.sight[tier] === "two");
  if (!waits && (why || by_two)) reading = { record, tiers: all, reason: why };
  return view;
}

const online: Online = {
  today: () => call<TodayPage>("GET", "/api/today"),
  find: (scope, query, reason) =>
    call<FoundChildren>("POST", "/api/children/find", { scope, ...(query.trim() ? { query: query.trim() } : {}), ...(reason ? { reason } : {}) }),
  child,
  show,
  opened: (record) => (reading?.record === record ? reading.tiers : []),
  linked: async (record) => (await call<{ linked: Linked[] }>("GET", `${path_of(record)}/linked`)).linked,
  accesses: async (record, reason) =>
    (await call<{ accesses: Access[] }>("POST", `/api/children/${encodeURIComponent(record)}/accesses`, reason ? { reason } : {}))
      .accesses,
  referrals: async (box) => (await call<{ referrals: ReferralLine[] }>("GET", `/api/referrals?box=${box}`)).referrals,
  shelter: () => call<Shelter>("GET", "/api/shelter"),
  journeys: async () => (await call<{ journeys: Journey[] }>("GET", "/api/journeys")).journeys,
  team: async () => call<TeamPage>("GET", "/api/team"),
  units: () => {
    units ??= call<{ units: Unit[] }>("GET", "/api/units").then((answer) => answer.units);
    units.catch(() => (units = undefined));
    return units;
  },
  people: (unit) => {
    let asked = people.get(unit);
    if (!asked) {
      asked = call<{ people: Person[] }>("GET", `/api/people?unit=${encodeURIComponent(unit)}`).then((answer) => answer.people);
      people.set(unit, asked);
      asked.catch(() => people.delete(unit));
    }
    return asked;
  },
  places: async (query, country) => (await call<{ places: Place[] }>("POST", "/api/places/find", { query, ...(country ? { country } : {}) })).places,
  concerns: async () => (await call<{ set_aside: SetAside[] }>("GET", "/api/concerns")).set_aside,
  file_of_concern: async (code) => (await call<{ record: string }>("POST", "/api/concerns/file", { code })).record,
  kept_apart: async (record, reason) =>
    (await (reason ? call<{ entries: KeptApart[] }>("POST", `${path_of(record)}/kept_apart/view`, { reason }) : call<{ entries: KeptApart[] }>("GET", `${path_of(record)}/kept_apart`))).entries,
  settle: async (record, entry, take_in, reason) =>
    void (await call("POST", `${path_of(record)}/kept_apart/${encodeURIComponent(entry)}/settle`, reason ? { take_in, reason } : { take_in })),
  propose: (proposals) => outbox.propose(proposals),
};

export const records = kept_too(online);
