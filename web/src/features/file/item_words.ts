/** A thing that stands in the file, in one line: what kind of thing, from when; as far as this reader sees it. */
import { label_of } from "../../base/lists.svelte";
import { date_words } from "../../base/time";
import { t, type WordKey } from "../../base/words.svelte";
import type { View } from "../../records/wire";
import { in_its_place } from "./offers";
import { items_of, type Item } from "./state";

const named_by: Record<string, { field: string; list: string; day: string; otherwise: WordKey }> = {
  legal_acts: { field: "legal_act_kind", list: "legal_act_kind", day: "issued_on", otherwise: "file.section.legal" },
  planned_services: { field: "service", list: "service_type", day: "planned_on", otherwise: "file.section.needs" },
};

export function item_words(list: string, item: Item): string {
  const named = named_by[list];
  if (!named) return "";
  const kind = item[named.field];
  const day = item[named.day];
  return [typeof kind === "string" ? label_of(named.list, kind) : t(named.otherwise), typeof day === "string" ? date_words(day) : ""]
    .filter(Boolean).join(" · ");
}

/** The entry that a photo or paper of the file belongs to, as it stands now: papers stay with an act that is corrected. */
export function act_entry(view: View, attachment: string): string | undefined {
  const of = view.belongs?.[attachment];
  return of && (in_its_place(view, of) ?? of);
}
/** An act of an authority by its entry, in words; empty for any other entry, and for none. */
export function act_words(view: View, entry: string | undefined): string {
  const act = items_of(view.state, "legal_acts").find((one) => one.id === entry);
  return act ? item_words("legal_acts", act) : "";
}
/** The act of a photo or paper, in words; empty where there is none, or what is kept here does not say. */
export const act_of = (view: View, attachment: string): string => act_words(view, act_entry(view, attachment));
