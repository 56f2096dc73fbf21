import { t } from "../../base/words.svelte";
import type { Standing } from "../../records/outbox_store";

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
