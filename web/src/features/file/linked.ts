/** Records beside the file: in which section each stands, and which of those that the file names did not come. */
import type { WordKey } from "../../base/words.svelte";
import { is_withheld, type Linked, type View } from "../../records/wire";
import { items_of } from "./state";

/** By the kind that opened it: the section of the file, its title, the list of its `kind`. */
export const beside: Record<Linked["kind"], { section: string; title: WordKey; kinds?: string }> = {
  "event.opened": { section: "situation", title: "linked.event", kinds: "event_kind" },
  "place.opened": { section: "situation", title: "linked.place", kinds: "place_kind" },
  "inquiry.opened": { section: "tracing", title: "linked.inquiry" },
  "family.opened": { section: "tracing", title: "linked.family" },
  "movement.opened": { section: "return", title: "linked.movement" },
};
/** What each may tell, in this order; a field that did not come is not shown to this reader, or was never written. */
export const fields = ["kind", "day", "country", "to_country", "name", "where", "phone", "children", "text", "code"] as const;

/** Places that the file names and that the server kept back: a place tells of other children too. */
export const withheld_places = (view: View, came: Linked[]): number => {
  const there = new Set(came.map((one) => one.record));
  return items_of(view.state, "places").filter((one) => !one.amended_by && (is_withheld(one.place) || !there.has(String(one.place)))).length;
};
