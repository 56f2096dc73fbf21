/** The shapes of the API, named as the application says them; generated from contract/openapi.yaml. */
import type { components } from "../generated/api";

type Schemas = components["schemas"];
export type Session = Schemas["Session"];
export type SignInStep = Schemas["SignInStep"];
export type Installation = Schemas["Installation"];
export type Post = Schemas["Post"];
export type Role = Schemas["Role"];
export type Problem = Schemas["Problem"];
export type EntryProblem = Schemas["EntryProblem"];
export type Entry = Schemas["Entry"];
export type Receipt = Schemas["Receipt"];
export type Receipts = Schemas["Receipts"];
/** `waits_from`: laid over by what waits on this device (waiting.ts), which stands at places from there on. */
export type View = Schemas["View"] & { waits_from?: number };
export type ChildState = Schemas["ChildState"];
export type ReferralItem = Schemas["ReferralItem"];
export type ReferralLine = Schemas["ReferralLine"];
export type Said = Schemas["Said"];
export type FoundChild = Schemas["FoundChild"];
export type FoundChildren = Schemas["FoundChildren"];
export type Task = Schemas["Task"];
export type TodayGroup = Schemas["Today"]["groups"][number];
/** With what waits on this device: what it has done, and what it says something about. */
export type TaskHere = Task & { here?: "done" | "waits" };
/** The lists of the day, and how many files this person follows; not known of what was packed for a trip. */
export type TodayPage = { groups: TodayGroup[]; followed?: number };
export type TodayHere = { group: TodayGroup["group"] | "here"; tasks: TaskHere[] };
export type ReferralHere = ReferralLine & { here?: true };
export type Shelter = Schemas["Shelter"];
export type Resident = Schemas["Resident"];
export type Journey = Schemas["Journeys"]["journeys"][number];
export type TeamPage = Schemas["Team"];
export type Team = TeamPage["people"][number];
export type TeamFile = Schemas["TeamFile"];
export type Unit = Schemas["Unit"];
export type Person = Schemas["People"]["people"][number];
export type Place = Schemas["Places"]["places"][number];
export type Access = Schemas["Accesses"]["accesses"][number];
export type AttachmentProgress = Schemas["AttachmentProgress"];
export type SetAside = Schemas["Concerns"]["set_aside"][number];
export type TierName = Schemas["Tier"];
export type Decision = Schemas["Decision"];
export type Lease = Schemas["Lease"];
export type LeaseTaken = Schemas["LeaseTaken"];
export type KeptApart = Schemas["KeptApart"]["entries"][number];
export type Linked = Schemas["Linked"]["linked"][number];
export type Withheld = Schemas["Withheld"];

export const is_withheld = (value: unknown): value is Withheld =>
  typeof value === "object" && value !== null && (value as { withheld?: unknown }).withheld === true;
