/** A thing that stands in the file, in one line: what kind of thing, from when; as far as this reader sees it. */
import { label_of } from "../../base/lists.svelte";
import { date_words } from "../../base/time";
import { t, type WordKey } from "../../base/words.svelte";
import type { View } from "../../records/wire";
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

/** The act of an authority that a photo or paper of the file belongs to, in words; empty where there is none, or what is kept here does not say. */
export function act_of(view: View, attachment: string): string {
  const act = items_of(view.state, "legal_acts").find((one) => one.id === view.belongs?.[attachment]);
  return act ? item_words("legal_acts", act) : "";
}
