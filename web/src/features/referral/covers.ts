/**
 * Whether an agreement in the file covers what is about to be shared, by the same conditions as the server's (domain/sharing: `stands`, `is_by_consent`, `covers`,
 * `refused_since`), so that the screen promises nothing that is refused afterwards. Where they differ the server is right.
 */
import type { View } from "../../records/wire";
import { list_in, standing_of } from "../file/consents";
import { items_of, type Item } from "../file/state";

/** Which kinds of unit a kind of recipient means; what has no row needs the unit named. */
const recipients: Record<string, string> = {
  shelter: "shelter state_shelter foster_network", social_service: "social_service open_setting_service protection_committee ngo mobile_team coordination",
  health: "health", justice: "court civil_registry", police: "police border", legal_aid: "legal_aid", school_training: "school vocational_centre", tracing_service: "tracing_service",
};
/** Which services a purpose covers. */
const purposes: Record<string, string> = {
  protect_now: "emergency_care medical shelter transport", shelter: "shelter", trace_family: "tracing family_mediation",
  prepare_return: "best_interests documents transport family_mediation shelter follow_up",
  reintegration: "follow_up school_enrolment vocational_training income_project family_mediation psychosocial cash kit", legal_help: "legal documents",
  get_service: "psychosocial medical emergency_care interpretation school_enrolment vocational_training cash kit transport family_mediation mediation_master_or_employer documents income_project awareness_meeting follow_up",
};
const has = (table: Record<string, string>, word: string, fits: string) => (table[word] ?? "").split(" ").includes(fits);

/** What is to be shared: with whom, for which service. */
export interface Sharing {
  data_classes: string[];
  service: string;
  unit: string;
  unit_kind: string;
}

/** Urgency, best interests and duty have questions of their own: an agreement that rests on them is none. */
export function is_by_consent(consent: Item): boolean {
  if (list_in(consent.explained).length === 0) return false; // a yes is worth what was understood
  if (consent.basis === "consent") return true;
  return consent.basis === "assent_with_guardian" && ["child", "guardian", "child_and_guardian"].includes(String(consent.given_by)) && consent.guardian_name !== undefined && consent.guardian_name !== "";
}
export function covers(consent: Item, to: Sharing): boolean {
  const classes = list_in(consent.data_classes);
  if (!to.data_classes.every((one) => classes.includes(one))) return false;
  if (!list_in(consent.purposes).some((one) => has(purposes, one, to.service))) return false;
  if (consent.recipient_unit !== undefined) return consent.recipient_unit === to.unit;
  return has(recipients, String(consent.recipient_kind), to.unit_kind);
}
/** Somebody said no afterwards, to this service or to one of these data: until a new agreement. */
export function refused_since(view: View, consent: Item, to: Sharing): boolean {
  return items_of(view.state, "refusals").some((no) => {
    if (no.amended_by || no.n < consent.n) return false;
    const [meant, classes] = [list_in(no.purposes), list_in(no.data_classes)];
    const purpose = meant.length === 0 || meant.some((one) => has(purposes, one, to.service));
    return purpose && (classes.length === 0 || classes.some((one) => to.data_classes.includes(one)));
  });
}
export const covering = (view: View, to: Sharing, today: string): Item | undefined =>
  items_of(view.state, "consents").find((one) => standing_of(view, one, today).holds && is_by_consent(one) && covers(one, to) && !refused_since(view, one, to));
