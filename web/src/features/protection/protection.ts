/** What data protection asks after: looks across files, emergencies. */
import type { components } from "../../generated/api";
import { call } from "../../records/api";

type Schemas = components["schemas"];
export type Look = Schemas["Looks"]["looks"][number];
export type Emergency = Schemas["Emergencies"]["emergencies"][number];

export const looks = (asked: Schemas["LooksRequest"]) => call<Schemas["Looks"]>("POST", "/api/access-log", asked);
export const emergencies = async () => (await call<Schemas["Emergencies"]>("GET", "/api/emergencies")).emergencies;
export const review = (id: string, in_order: boolean, note?: string) =>
  call<void>("POST", `/api/emergencies/${encodeURIComponent(id)}`, { in_order, ...(note ? { note } : {}) });

export type Erasure = Schemas["Erasures"]["erasures"][number];
export const erasures = async () => (await call<Schemas["Erasures"]>("GET", "/api/erasures")).erasures;
export const ask_to_erase = (asked: Record<string, unknown>) => call<void>("POST", "/api/erasures", asked);
export const answer_erasure = (record: string, agree: boolean) => call<void>("POST", `/api/erasures/${encodeURIComponent(record)}`, { agree });

export type Incident = Schemas["Incidents"]["incidents"][number];
export type Version = Incident["versions"][number];
export const incidents = async () => (await call<Schemas["Incidents"]>("GET", "/api/incidents")).incidents;
export const incident = async (id: string): Promise<Incident | undefined> => (await incidents()).find((one) => one.id === id);
export const note_incident = (id: string, facts: Schemas["NoteIncident"]) => call<void>("PUT", `/api/incidents/${encodeURIComponent(id)}`, facts);
export const as_known = (one: Incident): Version => one.versions.at(-1)!;
/** By when the authority is to be told, while the clock runs: until it was told, or the incident is closed. */
export const still_to_tell = (one: Incident): string | undefined => (one.told_authority || as_known(one).closed ? undefined : one.tell_by);
