import { t } from "../../base/words.svelte";
import type { Standing } from "../../records/outbox_store";
import type { Step } from "../../records/session.svelte";

/**
 * How many taps take an entry off this list. What the server keeps is only no longer shown; what it refused lies nowhere else. Where nothing says who
 * holds the phone, nobody takes anything away: a colleague's initials are no key.
 */
export const taps_to_dismiss = (standing: Standing, step: Step): 0 | 1 | 2 => (step !== "in" ? 0 : standing === "refused" ? 2 : 1);

/** Where an entry stands, in words: two states for the worker, and the exceptions. */
export function standing_words(standing: Standing): string {
  switch (standing) {
    case "on_device": return t("sync.on_device_only");
    case "accepted": return t("sync.received");
    case "applied": return t("sync.applied");
    case "conflict": return t("sync.in_conflict");
    case "pending": return t("access.second_pending");
    case "quarantined": return t("sync.quarantined");
    case "refused": return t("sync.refused");
  }
}
