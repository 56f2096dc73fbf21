/** The sentence for whatever was thrown: each problem says what to do. */
import { Refused, Unreachable } from "../records/api";
import type { Problem } from "../records/wire";
import { t, t_code } from "./words.svelte";

export const problem_sentence = (problem: Pick<Problem, "code" | "details">): string => {
  const seconds = Number(problem.details?.seconds);
  if (problem.code === "slow_down" && seconds > 0) return t("sign_in.wait", { minutes: Math.max(1, Math.ceil(seconds / 60)) });
  if (problem.details?.field === "sheet_sha256") return t("handover.differs");
  if (problem.details?.missing === "why") return t("deed.entrust_why_help");
  return t_code(`problem.${problem.code}`, "problem.our_fault");
};

export function problem_words(error: unknown): string {
  if (error instanceof Refused) return problem_sentence(error.problem);
  if (error instanceof Unreachable) return error.problem ? problem_sentence(error.problem) : t("problem.unavailable");
  // The device's own store took it not: nothing is wrong with the server, and what was written still stands on the screen.
  if (error instanceof DOMException && error.name === "QuotaExceededError") return t("sync.not_saved_here");
  return t("problem.our_fault");
}
