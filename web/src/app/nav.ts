import type { WordKey } from "../base/words.svelte";
import type { IconName } from "../ui/icons";
import { who } from "../records/session.svelte";
import { href, type RouteName } from "./router.svelte";

interface Place {
  path: string;
  words: WordKey;
  icon: IconName;
  /** The screens that lie behind this door. */
  routes: RouteName[];
}
/** The doors that this person has a use for. */
export const places = (): Place[] =>
  who.works_with_children ? all
  : who.me.acting.role === "data_protection_officer" ? all.filter((one) => one.path !== href.intake && one.path !== href.referrals)
  : all.filter((one) => one.path === href.today || one.path === href.more);

const all: Place[] = [
  { path: href.today, words: "nav.today", icon: "house", routes: ["today"] },
  { path: href.children, words: "nav.children", icon: "users", routes: ["children", "file", "history", "accesses", "form", "form_about", "refer", "refer_again", "join", "join_with", "pairs", "sheet", "receive", "link_place", "new_journey", "families", "family", "household", "met_again", "glass", "papers_of", "file_paper", "file_paper_about"] },
  { path: href.intake, words: "nav.intake", icon: "plus", routes: ["intake", "intake_saved", "intake_add", "group"] },
  { path: href.referrals, words: "nav.referrals", icon: "send", routes: ["referrals", "referrals_sent", "referral"] },
  { path: href.more, words: "nav.more", icon: "menu", routes: ["more", "passphrase", "factor", "counts", "shelter", "roll_call", "night_note", "beds", "journeys", "journey", "team", "units", "outbox", "device", "concerns", "concern", "about", "accounts", "invite", "account", "all_units", "new_unit", "one_unit", "looks", "emergencies", "erasures", "incidents", "new_incident", "incident", "incident_anew", "programme", "inquiries", "new_inquiry", "inquiry", "record", "correct_record", "close_inquiry", "papers", "paper"] },
];

/** Anybody who works with children may meet a family that looks for one. */
export const families_who_look: Pick<Place, "path" | "words" | "icon"> = { path: href.inquiries, words: "tracing.title", icon: "user-search" };

const numbers: Pick<Place, "path" | "words" | "icon"> = { path: href.counts, words: "more.counts", icon: "list-checks" };
const steering = ["programme_manager", "finance_officer", "country_coordinator", "supervisor"];

/** What somebody in this role opens all day, and nobody else. */
export const desk_of = (role: string): Pick<Place, "path" | "words" | "icon">[] =>
  role === "administrator"
    ? [{ path: href.accounts, words: "more.accounts", icon: "users" }, { path: href.all_units, words: "more.all_units", icon: "building-2" }]
    : role === "data_protection_officer"
      ? [{ path: href.looks, words: "more.looks", icon: "eye" }, { path: href.emergencies, words: "more.emergencies", icon: "siren" }, { path: href.incidents, words: "more.incidents", icon: "shield-check" }, { path: href.erasures, words: "more.erasures", icon: "trash-2" }]
      : role === "tracing_officer" ? [families_who_look]
      : steering.includes(role) ? [numbers]
      : [];
