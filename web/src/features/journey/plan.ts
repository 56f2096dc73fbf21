/** What is written beside a child's file: a journey that the child makes with others, a place where the child was. */
import type { Answers } from "../../base/answers";
import { new_case_code } from "../../base/case_code";
import type { Form, Question } from "../../base/forms";
import { uuid7 } from "../../base/ids";
import { t, type WordKey } from "../../base/words.svelte";
import type { Proposal } from "../../records/outbox.svelte";
import { who } from "../../records/session.svelte";
import type { View } from "../../records/wire";
import { items_of, type Item } from "../file/state";
import { form_parts } from "../forms/form_parts";

const mine = () => who.me.units[who.me.acting.unit]?.country ?? "SN";
type Asked = Pick<Question, "id" | "type"> & Partial<Pick<Question, "list" | "tier" | "required" | "show_if" | "data_class">> & { words: WordKey };
const question = ({ words, tier = "plain", ...one }: Asked): Question => ({ data_class: "plain", ...one, tier, label: t(words), merge: "set" });
const form = (name: string, entry: string, title: WordKey, note: WordKey, asked: Asked[]): Form =>
  ({ form: name, version: 1, entry, title: t(title), pages: [{ id: name, title: t(title), note: t(note), questions: asked.map(question) }] });

export const place_form = (): Form =>
  form("place", "place.opened", "journey.place_title", "journey.place_help", [
    { id: "kind", type: "code", list: "place_kind", words: "linked.field.kind", required: true },
    { id: "name", type: "text", tier: "identity", data_class: "name", words: "journey.place_name" },
    { id: "where", type: "place", tier: "placement", words: "linked.field.where" },
    { id: "country", type: "country", words: "linked.field.country" },
    { id: "children", type: "integer", words: "journey.place_children" },
    { id: "text", type: "long_text", tier: "narrative", words: "linked.field.text" },
    { id: "link_text", type: "long_text", tier: "narrative", words: "journey.place_link" },
  ]);
export const family_form = (): Form =>
  form("family", "family.opened", "linked.family", "journey.family_help", [
    { id: "name", type: "text", tier: "identity", data_class: "name", words: "linked.field.name" },
    { id: "where", type: "place", tier: "placement", words: "linked.field.where" },
    { id: "country", type: "country", words: "linked.field.country" },
    { id: "phone", type: "phone", tier: "identity", words: "linked.field.phone" },
    { id: "text", type: "long_text", tier: "narrative", words: "linked.field.text" },
  ]);
export const event_form = (): Form =>
  form("event", "event.opened", "linked.event", "journey.event_help", [
    { id: "kind", type: "code", list: "event_kind", words: "linked.field.kind" },
    { id: "children", type: "integer", words: "linked.field.children" },
    { id: "where", type: "place", tier: "placement", words: "linked.field.where" },
    { id: "text", type: "long_text", tier: "narrative", words: "linked.field.text" },
  ]);
export interface PlaceIds { place: string; opened: string; linked: string; code: string }
export const place_code = (): string => `P-${new_case_code(mine())}`;

/** The place, opened where it was not known yet, and the child's file tied to it. */
export function place_entries(view: View, ids: PlaceIds, answers: Answers, known?: string): Proposal[] {
  const { link_text, ...of_place } = answers;
  const link: Proposal = {
    id: ids.linked, record: view.record, kind: "place.linked", seen: view.n,
    parts: { narrative: { place: known ?? ids.place, ...(typeof link_text === "string" ? { text: link_text } : {}) } },
  };
  if (known) return [link];
  const parts = form_parts(place_form(), of_place);
  Object.assign(parts.plain!, { code: ids.code, country: parts.plain!.country ?? mine() });
  return [{ id: ids.opened, record: ids.place, kind: "place.opened", seen: 0, parts }, { ...link, cause: ids.opened }];
}

export const journey_form = (): Form =>
  form("journey", "movement.opened", "journey.new_title", "journey.new_help", [
    { id: "country", type: "country", words: "journey.from", required: true },
    { id: "to_country", type: "country", words: "journey.to", required: true },
    { id: "day", type: "date", tier: "placement", words: "linked.field.day" },
    { id: "text", type: "long_text", tier: "narrative", words: "linked.field.text" },
  ]);
export interface JourneyIds { journey: string; opened: string; code: string }
export const journey_ids = (): JourneyIds => ({ journey: uuid7(), opened: uuid7(), code: `V-${new_case_code(mine())}` });

/** The plan under which the child may leave now: all that must be there is there. */
export function ready_plan(view: View): Item | undefined {
  const { departure } = view;
  if (!departure || !departure.conditions.every((one) => one.met || one.waived)) return undefined;
  return items_of(view.state, "return_plans").find((one) => one.id === departure.plan);
}
export const journey_begins = (plan: Item | undefined): Answers => ({
  country: mine(), ...(typeof plan?.destination_country === "string" ? { to_country: plan.destination_country } : {}),
  ...(typeof plan?.depart_on === "string" ? { day: { date: plan.depart_on } } : {}),
});
/** The journey is opened, and each of these children leaves on it. */
export function journey_entries(views: View[], ids: JourneyIds, answers: Answers): Proposal[] {
  const parts = form_parts(journey_form(), answers);
  parts.plain!.code = ids.code;
  const leaving = views.flatMap((view): Proposal[] => {
    const plan = ready_plan(view)?.id;
    return plan ? [{ record: view.record, kind: "movement.departed", seen: view.n, cause: ids.opened, parts: { plain: { plan, movement: ids.journey } } }] : [];
  });
  return [{ id: ids.opened, record: ids.journey, kind: "movement.opened", seen: 0, parts }, ...leaving];
}
