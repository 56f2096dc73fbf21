/** Addresses of the application. They carry opaque ids and codes of lists, never a name. */

export interface Route {
  name: RouteName;
  params: Record<string, string>;
}
const patterns = {
  today: "/",
  children: "/children",
  file: "/children/:record",
  history: "/children/:record/history",
  accesses: "/children/:record/accesses",
  decide: "/children/:record/decide",
  kept_apart: "/children/:record/kept_apart",
  form: "/children/:record/form/:form",
  form_about: "/children/:record/form/:form/:about",
  refer: "/children/:record/refer",
  refer_again: "/children/:record/refer/:about",
  join: "/children/:record/join",
  join_with: "/children/:record/join/:other",
  pairs: "/pairs",
  referral: "/children/:record/referral/:referral",
  sheet: "/children/:record/sheet",
  receive: "/children/:record/receive",
  link_place: "/children/:record/place",
  new_journey: "/children/:record/journey",
  journeys: "/journeys",
  journey: "/journeys/:journey",
  intake: "/intake",
  intake_saved: "/intake/saved/:record",
  intake_add: "/intake/add/:record/:cause",
  group: "/intake/group",
  referrals: "/referrals",
  referrals_sent: "/referrals/sent",
  shelter: "/shelter",
  roll_call: "/shelter/roll",
  night_note: "/shelter/night",
  beds: "/shelter/beds",
  team: "/team",
  leases: "/team/leases",
  units: "/units",
  more: "/more",
  outbox: "/more/outbox",
  device: "/more/device",
  trip: "/more/trip",
  passphrase: "/more/passphrase",
  factor: "/more/factor",
  counts: "/counts",
  concerns: "/concerns",
  concern: "/concerns/new",
  papers: "/more/papers",
  paper: "/more/papers/:sheet",
  papers_of: "/children/:record/papers",
  file_paper: "/children/:record/papers/:sheet",
  file_paper_about: "/children/:record/papers/:sheet/:about",
  about: "/about",
  accounts: "/admin/people",
  invite: "/admin/people/new",
  account: "/admin/people/:person",
  all_units: "/admin/units",
  programme: "/programme",
  components: "/components",
  new_unit: "/admin/units/new",
  one_unit: "/admin/units/:unit",
  looks: "/protection/looks",
  emergencies: "/protection/emergencies",
  erasures: "/protection/erasures",
  incidents: "/protection/incidents",
  new_incident: "/protection/incidents/new",
  incident: "/protection/incidents/:incident",
  incident_anew: "/protection/incidents/:incident/anew",
  welcome: "/welcome",
  inquiries: "/inquiries",
  new_inquiry: "/inquiries/new",
  inquiry: "/inquiries/:inquiry",
  record: "/records/:record",
  correct_record: "/records/:record/correct",
  close_inquiry: "/records/:record/close",
  families: "/children/:record/families",
  family: "/children/:record/families/:inquiry",
  household: "/children/:record/family",
  met_again: "/children/:record/met_again",
  glass: "/children/:record/glass/:about",
} as const satisfies Record<string, string>;
export type RouteName = keyof typeof patterns | "not_found";

const compiled = Object.entries(patterns).map(([name, pattern]) => ({
  name: name as RouteName,
  names: [...pattern.matchAll(/:(\w+)/g)].map((match) => match[1]!),
  matches: new RegExp(`^${pattern.replace(/:\w+/g, "([\\w.-]+)")}$`),
}));

export function route_of(path: string): Route {
  const bare = path.length > 1 ? path.replace(/\/+$/, "") : path;
  for (const { name, names, matches } of compiled) {
    const match = matches.exec(bare || "/");
    if (match) return { name, params: Object.fromEntries(names.map((one, i) => [one, match[i + 1]!])) };
  }
  return { name: "not_found", params: {} };
}

export const href = {
  today: "/",
  children: "/children",
  intake: "/intake",
  group: "/intake/group",
  referrals: "/referrals",
  referrals_sent: "/referrals/sent",
  shelter: "/shelter",
  roll_call: "/shelter/roll",
  night_note: "/shelter/night",
  beds: "/shelter/beds",
  journeys: "/journeys",
  journey: (journey: string) => `/journeys/${journey}`,
  team: "/team",
  leases: "/team/leases",
  units: "/units",
  more: "/more",
  outbox: "/more/outbox",
  device: "/more/device",
  trip: "/more/trip",
  passphrase: "/more/passphrase",
  factor: "/more/factor",
  counts: "/counts",
  concerns: "/concerns",
  concern: "/concerns/new",
  /** Blank sheets to print; and, with a file, sheets with its code on them. `about` is the entry that a sheet shows. */
  papers: "/more/papers",
  paper: (sheet: string) => `/more/papers/${sheet}`,
  papers_of: (record: string) => `/children/${record}/papers`,
  file_paper: (record: string, sheet: string, about?: string) => `/children/${record}/papers/${sheet}${about ? `/${about}` : ""}`,
  about: "/about",
  accounts: "/admin/people",
  invite: "/admin/people/new",
  account: (person: string) => `/admin/people/${person}`,
  all_units: "/admin/units",
  programme: "/programme",
  /** Every shared part of a screen, in each of its states: for who builds, looks at or tests them. */
  components: "/components",
  new_unit: "/admin/units/new",
  one_unit: (unit: string) => `/admin/units/${unit}`,
  looks: "/protection/looks",
  emergencies: "/protection/emergencies",
  erasures: "/protection/erasures",
  incidents: "/protection/incidents",
  new_incident: "/protection/incidents/new",
  incident: (incident: string) => `/protection/incidents/${incident}`,
  incident_anew: (incident: string) => `/protection/incidents/${incident}/anew`,
  /** Where a person opens their account with a one-time code; nobody is signed in. */
  welcome: "/welcome",
  /** The families that look for a child, as I opened their requests; and one of them. */
  inquiries: "/inquiries",
  /** Possible duplicates, list by list. */
  pairs: "/pairs",
  new_inquiry: "/inquiries/new",
  inquiry: (inquiry: string) => `/inquiries/${inquiry}`,
  /** A record beside a child's file, for who may correct it: a request, a household, a place, a journey. */
  record: (record: string) => `/records/${record}`,
  correct_record: (record: string) => `/records/${record}/correct`,
  close_inquiry: (record: string) => `/records/${record}/close`,
  file: (record: string) => `/children/${record}`,
  /** The families that may look for this child; and one of them beside the child. */
  families: (record: string) => `/children/${record}/families`,
  family: (record: string, inquiry: string) => `/children/${record}/families/${inquiry}`,
  /** What is known of the child's family, on one page. */
  household: (record: string) => `/children/${record}/family`,
  met_again: (record: string) => `/children/${record}/met_again`,
  glass: (record: string, about: string) => `/children/${record}/glass/${about}`,
  history: (record: string) => `/children/${record}/history`,
  accesses: (record: string) => `/children/${record}/accesses`,
  /** Where two people wrote different things. */
  decide: (record: string) => `/children/${record}/decide`,
  /** What a revoked device delivered. */
  kept_apart: (record: string) => `/children/${record}/kept_apart`,
  /** `about` is the entry that the form speaks of, such as the consent that is withdrawn. */
  form: (record: string, form: string, about?: string) => `/children/${record}/form/${form}${about ? `/${about}` : ""}`,
  refer: (record: string) => `/children/${record}/refer`,
  /** The same to the next unit, after one that could not. */
  refer_again: (record: string, referral: string) => `/children/${record}/refer/${referral}`,
  /** The sheet of a hand-over, to show to the other phone; and where the other phone reads it. */
  sheet: (record: string) => `/children/${record}/sheet`,
  receive: (record: string) => `/children/${record}/receive`,
  link_place: (record: string) => `/children/${record}/place`,
  new_journey: (record: string) => `/children/${record}/journey`,
  /** Two files of one child; with the other one, where it is chosen. */
  join: (record: string, other?: string) => `/children/${record}/join${other ? `/${other}` : ""}`,
  referral: (record: string, referral: string) => `/children/${record}/referral/${referral}`,
  /** What is added to an intake that can't be read here; with the entry that opened its file. */
  intake_add: (record: string, cause: string) => `/intake/add/${record}/${cause}`,
  intake_saved: (record: string) => `/intake/saved/${record}`,
};

class Router {
  route = $state.raw<Route>(route_of(location.pathname));
  /** The page of a form with several; kept in the address so that Back goes one page back. */
  page = $state(location.hash.slice(1));
  /** Grows with every change of screen, so that a screen opened anew is a new one. */
  visit = $state(0);
  #scrolls = new Map<number, number>();
  #index = 0;

  start(): void {
    const state = history.state as { index?: number } | null;
    this.#index = state?.index ?? 0;
    history.replaceState({ index: this.#index }, "");
    history.scrollRestoration = "manual";
    addEventListener("popstate", (event) => {
      this.#scrolls.set(this.#index, scrollY);
      this.#index = (event.state as { index?: number } | null)?.index ?? 0;
      this.#show(this.#scrolls.get(this.#index) ?? 0);
    });
    this.#shown = location.pathname;
    document.addEventListener("click", (event) => this.#follow(event));
  }
  go(path: string, how: "push" | "replace" = "push"): void {
    this.#scrolls.set(this.#index, scrollY);
    if (how === "push") history.pushState({ index: ++this.#index }, "", path);
    else history.replaceState({ index: this.#index }, "", path);
    this.#show(0);
  }
  /** Back to the screen before, or to `otherwise` where this page was opened directly. */
  back(otherwise: string): void {
    if (this.#index > 0) history.back();
    else this.go(otherwise, "replace");
  }

  go_page(page: string, how: "push" | "replace" = "push"): void {
    this.go(`${location.pathname}#${page}`, how);
  }

  #shown = "";
  #show(scroll: number): void {
    this.page = location.hash.slice(1);
    if (location.pathname !== this.#shown || !this.page) {
      this.#shown = location.pathname;
      this.route = route_of(location.pathname);
      this.visit++;
    }
    requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(0, scroll)));
  }
  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.target || link.origin !== location.origin || link.protocol !== location.protocol) return;
    event.preventDefault();
    if (link.hash && link.pathname === location.pathname) {
      const aim = document.getElementById(link.hash.slice(1));
      aim?.focus();
      aim?.scrollIntoView();
    } else this.go(link.pathname);
  }
}

export const router = new Router();
