/** Which component shows which route. Each is a chunk of its own, fetched when it is likely to be needed. */
import type { Component } from "svelte";
import { use_words } from "../base/words.svelte";
import type { RouteName } from "./router.svelte";

type Screen = Component<{ params: Record<string, string> }>;
// A screen may leave out the parameters that it has no use for.
type Loader = () => Promise<{ default: Component<never> }>;

/** A screen that few people open, or that a journey brings: its words come with it. */
const of_few = (load: Loader): Loader => async () => (await Promise.all([load(), use_words("few")]))[0];
const of_road = (load: Loader): Loader => async () => (await Promise.all([load(), use_words("road")]))[0];

const loaders: Record<RouteName, Loader> = {
  today: () => import("../features/today/Today.svelte"),
  children: () => import("../features/children/Children.svelte"),
  file: () => import("../features/file/File.svelte"),
  history: () => import("../features/file/History.svelte"),
  accesses: of_few(() => import("../features/file/Accesses.svelte")),
  decide: () => import("../features/file/Decide.svelte"),
  kept_apart: of_few(() => import("../features/kept_apart/KeptApart.svelte")),
  form: () => import("../features/forms/FormScreen.svelte"),
  form_about: () => import("../features/forms/FormScreen.svelte"),
  refer: () => import("../features/referral/Refer.svelte"),
  refer_again: () => import("../features/referral/Refer.svelte"),
  referral: () => import("../features/referral/Referral.svelte"),
  sheet: of_road(() => import("../features/handover/Sheet.svelte")),
  receive: of_road(() => import("../features/handover/Receive.svelte")),
  journey: of_road(() => import("../features/handover/Journey.svelte")),
  journeys: of_few(() => import("../features/journey/Journeys.svelte")),
  new_journey: of_few(() => import("../features/journey/NewJourney.svelte")),
  link_place: of_few(() => import("../features/journey/LinkPlace.svelte")),
  join: of_few(() => import("../features/join/Choose.svelte")),
  join_with: of_few(() => import("../features/join/Join.svelte")),
  pairs: of_few(() => import("../features/join/Pairs.svelte")),
  group: () => import("../features/intake/Group.svelte"),
  intake: () => import("../features/intake/Intake.svelte"),
  intake_add: () => import("../features/blind/IntakeAdd.svelte"),
  intake_saved: () => import("../features/intake/IntakeSaved.svelte"),
  referrals: () => import("../features/referral/Inbox.svelte"),
  referrals_sent: () => import("../features/referral/Sent.svelte"),
  shelter: of_few(() => import("../features/shelter/Shelter.svelte")),
  roll_call: () => import("../features/shelter/RollCall.svelte"),
  night_note: () => import("../features/shelter/NightNote.svelte"),
  beds: () => import("../features/shelter/Beds.svelte"),
  team: of_few(() => import("../features/team/Team.svelte")),
  leases: of_few(() => import("../features/trip/Leases.svelte")),
  units: () => import("../features/units/Units.svelte"),
  more: () => import("../features/more/More.svelte"),
  device: () => import("../features/more/Device.svelte"),
  trip: of_few(() => import("../features/trip/TripLease.svelte")),
  passphrase: of_few(() => import("../features/account/Passphrase.svelte")),
  factor: of_few(() => import("../features/account/Factor.svelte")),
  counts: of_few(() => import("../features/counts/Counts.svelte")),
  outbox: () => import("../features/more/OutboxScreen.svelte"),
  concerns: of_few(() => import("../features/concerns/Concerns.svelte")),
  concern: of_few(() => import("../features/concerns/SetAside.svelte")),
  about: () => import("../features/more/About.svelte"),
  accounts: of_few(() => import("../features/admin/People.svelte")),
  invite: of_few(() => import("../features/admin/Invite.svelte")),
  account: of_few(() => import("../features/admin/Account.svelte")),
  all_units: of_few(() => import("../features/admin/AllUnits.svelte")),
  new_unit: of_few(() => import("../features/admin/NewUnit.svelte")),
  one_unit: of_few(() => import("../features/admin/OneUnit.svelte")),
  papers: of_few(() => import("../features/paper/Papers.svelte")),
  paper: of_few(() => import("../features/paper/PaperScreen.svelte")),
  papers_of: of_few(() => import("../features/paper/Papers.svelte")),
  file_paper: of_few(() => import("../features/paper/PaperScreen.svelte")),
  file_paper_about: of_few(() => import("../features/paper/PaperScreen.svelte")),
  looks: of_few(() => import("../features/protection/Looks.svelte")),
  glass: of_few(() => import("../features/protection/Glass.svelte")),
  emergencies: of_few(() => import("../features/protection/Emergencies.svelte")),
  erasures: of_few(() => import("../features/protection/Erasures.svelte")),
  incidents: of_few(() => import("../features/protection/Incidents.svelte")),
  new_incident: of_few(() => import("../features/protection/NoteIncident.svelte")),
  incident: of_few(() => import("../features/protection/Incident.svelte")),
  incident_anew: of_few(() => import("../features/protection/NoteIncident.svelte")),
  programme: of_few(() => import("../features/programme/Programme.svelte")),
  components: of_few(() => import("../features/components/Components.svelte")),
  welcome: of_few(() => import("../features/welcome/Welcome.svelte")),
  inquiries: of_few(() => import("../features/trace/Inquiries.svelte")),
  new_inquiry: of_few(() => import("../features/trace/NewInquiry.svelte")),
  household: of_few(() => import("../features/family/Household.svelte")),
  inquiry: of_few(() => import("../features/trace/Candidates.svelte")),
  record: of_few(() => import("../features/trace/Record.svelte")),
  correct_record: of_few(() => import("../features/trace/CorrectRecord.svelte")),
  close_inquiry: of_few(() => import("../features/trace/CloseInquiry.svelte")),
  families: of_few(() => import("../features/trace/Families.svelte")),
  family: of_few(() => import("../features/trace/SideBySide.svelte")),
  met_again: of_few(() => import("../features/trace/MetAgain.svelte")),
  not_found: () => import("./NotFound.svelte"),
};

export const load_screen = async (name: RouteName): Promise<Screen> => (await loaders[name]()).default as unknown as Screen;

const likely = ["children", "file", "referrals", "intake", "intake_saved", "form", "refer", "referral", "more", "outbox"] as const;

/** The screens one tap away, and what seals an entry, once the first screen stands: the network may go at any time. */
export function load_ahead(): void {
  const ahead = () => {
    likely.forEach((name) => void loaders[name]().catch(() => {}));
    void import("../records/envelope").catch(() => {});
  };
  if ("requestIdleCallback" in window) requestIdleCallback(ahead, { timeout: 3000 });
  else setTimeout(ahead, 1500);
}
