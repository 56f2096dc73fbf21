/** What the visits of a child say to the next one: what was promised, and when to come again. */
import { label_of } from "../../base/lists.svelte";
import { date_words } from "../../base/time";
import { t } from "../../base/words.svelte";
import type { View } from "../../records/wire";
import { item_words } from "./item_words";
import { items_of, type Item } from "./state";

const text = (value: unknown) => (typeof value === "string" ? value : "");
const standing = (view: View, list: string) => items_of(view.state, list).filter((one) => !one.amended_by);

export const last_visit = (view: View): Item | undefined => standing(view, "visits").at(-1);

/** When, how, the day that was told to the child, and the help that was planned and has not come. Never what the child said: paper lies about. */
export function promised_lines(view: View): string[] {
  const visit = last_visit(view);
  const given = new Set(standing(view, "given_services").map((one) => one.planned));
  return [
    visit ? [text(visit.visited_on) && date_words(text(visit.visited_on)), text(visit.mode) && label_of("visit_mode", text(visit.mode))].filter(Boolean).join(" · ") : t("visit.none"),
    visit && text(visit.next_visit_on) ? t("visit.next", { date: date_words(text(visit.next_visit_on)) }) : "",
    ...standing(view, "planned_services").filter((one) => !given.has(one.id)).map((one) => item_words("planned_services", one)),
  ].filter(Boolean);
}

/** As the rules count (domain/awaited): the rhythm of the plan, else thirty days. */
const days_of: Record<string, number> = { weekly: 7, two_weeks: 14, monthly: 30, quarterly: 91 };
export function next_visit(view: View, visited_on: string): string {
  const days = days_of[text(standing(view, "reintegration_plans").at(-1)?.rhythm)] ?? 30;
  return new Date(Date.parse(visited_on) + days * 86_400_000).toISOString().slice(0, 10);
}
