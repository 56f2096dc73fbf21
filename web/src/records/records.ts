/**
 * The one interface that features talk to. `online.ts` asks the server; `kept.svelte.ts` answers behind the same words where there is no network.
 */
import type { Outcome, Proposal } from "./outbox.svelte";
import type { Access, FoundChildren, Journey, KeptApart, Linked, Person, Place, ReferralHere, SetAside, Shelter, TeamPage, TierName, TodayHere, Unit, View } from "./wire";

export type Scope = "mine" | "unit" | "team";

export interface Records {
  today(): Promise<{ groups: TodayHere[]; followed?: number }>;
  /** With a reason also what is found for one only: closed files; any, for data protection. */
  find(scope: Scope, query: string, reason?: string): Promise<FoundChildren>;
  /** What needs no reason; it may be served from what was read a moment ago. */
  child(record: string): Promise<View>;
  /** What needs a reason, or a fresh factor; the answer says `two` where a second person must agree first. */
  show(record: string, tiers: TierName[], reason?: string): Promise<View>;
  /** The parts of this file that are shown for a reason that was given. */
  opened(record: string): TierName[];
  /** What the file names beside itself: events, places, inquiries, journeys, as far as I see them. */
  linked(record: string): Promise<Linked[]>;
  accesses(record: string, reason?: string): Promise<Access[]>;
  referrals(box: "in" | "out"): Promise<ReferralHere[]>;
  /** The house of my unit; from the server alone, since where a child lives is kept on no device. */
  shelter(): Promise<Shelter>;
  /** The journeys that the files on my desk name. */
  journeys(): Promise<Journey[]>;
  /** My people and what is on their desks; from the server alone. */
  team(): Promise<TeamPage>;
  units(): Promise<Unit[]>;
  people(unit: string): Promise<Person[]>;
  places(query: string, country?: string): Promise<Place[]>;
  /** Who is set aside from a file now; for safeguarding focal points. */
  concerns(): Promise<SetAside[]>;
  /** The file of a code, for a concern: its id and nothing else. */
  file_of_concern(code: string): Promise<string>;
  /** What a revoked device delivered of this file, and a supervisor has not settled; with a reason also where the child is. */
  kept_apart(record: string, reason?: string): Promise<KeptApart[]>;
  /** Taken in as an entry of mine, or set aside for good with a reason. */
  settle(record: string, entry: string, take_in: boolean, reason?: string): Promise<void>;
  propose(proposals: Proposal[]): Promise<Outcome>;
}
