/** A word after an act, read aloud politely and gone with the next screen but one. */
import { problem_sentence } from "../base/problems";
import { t } from "../base/words.svelte";
import type { Outcome } from "../records/outbox.svelte";

class Toast {
  words = $state("");
  tone = $state<"done" | "late">("done");
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(words: string, tone: "done" | "late" = "done"): void {
    this.words = words;
    this.tone = tone;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.words = ""), 8000);
  }
  /** What was said about the act before is no word about this one. */
  hush(): void {
    this.words = "";
  }
  /** What became of what was sent. */
  after(outcome: Outcome): void {
    if (outcome.kind === "refused") return this.say(problem_sentence(outcome.problem), "late");
    const pending = outcome.entries.some((one) => one.standing === "pending");
    if (outcome.kind === "on_device") this.say(t("sync.saved_here"));
    else this.say(pending ? t("access.second_pending") : t("today.saved_thanks"));
  }
}

export const toast = new Toast();
