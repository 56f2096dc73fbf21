/** Possible duplicates, list by list; and the list that somebody is looking through, so that the next pair is one tap away. */
import { call } from "../../records/api";
import { href } from "../../app/router.svelte";
import type { components } from "../../generated/api";

export type PairsOf = components["schemas"]["PairsToReview"]["lists"][number];
export const pairs_to_review = async () => (await call<components["schemas"]["PairsToReview"]>("GET", "/api/pairs")).lists;

/** How many pairs there were, looked at or not. */
export const all_of = (one: PairsOf): number => one.decided + one.asked + one.open;

class Review {
  /** Of the page alone: it is asked for anew each time that the list is opened. */
  list = $state.raw<PairsOf>();

  begin(list: PairsOf): void {
    this.list = list;
  }
  #place(record: string, other: string): number {
    return this.list?.pairs.findIndex((one) => one.record === record && one.other === other) ?? -1;
  }
  /** Which of all this pair is, and where the next one is; undefined where nobody came here from a list. */
  of(record: string, other: string): { done: number; all: number; next: string } | undefined {
    const at = this.#place(record, other);
    if (!this.list || at < 0) return undefined;
    const next = this.list.pairs[at + 1];
    return { done: this.list.decided + this.list.asked + at + 1, all: all_of(this.list), next: next ? href.join(next.record, next.other) : href.pairs };
  }
}
export const review = new Review();
