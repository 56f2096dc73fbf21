/** The clock of a referral, in words; late is said without blame. */
import { span_words } from "../../base/time";
import { t } from "../../base/words.svelte";

const pending = new Set(["sent", "received", "opened", "asked", "expired"]);
export const is_pending = (state: string): boolean => pending.has(state);
export const is_accepted = (state: string): boolean => state === "accepted" || state === "served" || state === "service_given" || state === "feedback";

export function clock_words(state: string, answer_by: string | undefined, now_ms: number): { late: boolean; words: string } | undefined {
  if (!answer_by || !is_pending(state)) return undefined;
  const left = Date.parse(answer_by) - now_ms;
  if (state === "asked") return { late: false, words: t("referral.clock.stopped") };
  return left >= 0
    ? { late: false, words: t("referral.clock.left", { time: span_words(left) }) }
    : { late: true, words: t("today.over", { time: span_words(left) }) };
}
