/** The five screens of a referral, from the contract's form: need, unit, what is shared and why it may be, what the unit must know and how soon, all of it once more. */
import type { Answers } from "../../base/answers";
import { questions_of, type Form, type Page, type Question } from "../../base/forms";
import { t } from "../../base/words.svelte";
import { is_withheld, type ReferralItem, type View } from "../../records/wire";
import { value_of } from "../file/state";

/**
 * The least that each service needs to know, ticked beforehand. Our own choice, for a programme to change: less can be
 * shared by unticking, more only by ticking. No service gets the child's story.
 */
const least: Record<string, string[]> = {
  psychosocial: ["name", "languages", "safety"], medical: ["name", "languages", "safety"], emergency_care: ["name", "languages", "safety"],
  shelter: ["name", "languages", "safety"], documents: ["name", "family", "origin"], legal: ["name", "languages", "legal"],
  family_mediation: ["name", "family", "languages"], mediation_master_or_employer: ["name", "languages", "safety"], interpretation: ["languages"],
  school_enrolment: ["name", "languages"], vocational_training: ["name", "languages"], transport: ["name", "safety"],
  follow_up: ["name", "family", "location"], tracing: ["name", "family", "origin", "languages", "tracing_facts"],
  best_interests: ["name", "languages", "assessment"],
};
export const least_for = (service: string): string[] => least[service] ?? ["name"];

export function referral_form(contract: Form): Form {
  const by_id = new Map(questions_of(contract).map((one) => [one.id, one]));
  const pick = (...ids: string[]): Question[] => ids.flatMap((id) => by_id.get(id) ?? []);
  const page_of = (id: string): Page | undefined => contract.pages.find((one) => one.id === id);
  // Asked only where it is needed, and then the server wants it.
  const basis = pick("basis", "basis_reason").map((one) => ({ ...one, required: true }));
  const pages: Page[] = [
    { id: "need", title: page_of("need")?.questions[0]?.label ?? t("referral.new"), questions: pick("service") },
    { id: "unit", title: t("referral.choose_unit"), questions: pick("to_unit") },
    { id: "share", title: t("referral.shared_title"), questions: [...pick("data_classes"), ...basis] },
    { id: "facts", title: page_of("facts")?.title ?? "", ...(page_of("facts")?.note ? { note: page_of("facts")!.note! } : {}),
      questions: [...pick("priority"), ...(page_of("facts")?.questions ?? [])] },
    { id: "check", title: t("form.check_answers"), questions: pick("context", "carer_informed", "transfer") },
  ];
  return { ...contract, pages };
}

/** What the file already says is not asked again. */
export function known_facts(view: View): Answers {
  const facts: Answers = {};
  const take = (from: string, to: string, fits: (value: unknown) => boolean) => {
    const value = value_of(view.state, from);
    if (fits(value)) facts[to] = value as Answers[string];
  };
  const is_text = (value: unknown) => typeof value === "string";
  take("intake.language", "language", is_text);
  take("intake.siblings", "siblings", (value) => typeof value === "number");
  take("intake.secret_address", "secret_address", is_text);
  const needs = value_of(view.state, "intake.needs");
  if (Array.isArray(needs)) {
    if (needs.includes("injury_illness")) facts.urgent_care = "yes";
    if (needs.includes("disability")) facts.disability_support = "yes";
    if (needs.includes("infant_pregnancy")) facts.infant_or_pregnancy = "yes";
  }
  return facts;
}

/** What was said when another unit was asked, for the next one: the same need, the same data, the same reason; the unit is another. */
export function asked_before(form: Form, referral: ReferralItem, unit: string | undefined): Answers {
  const answers: Answers = {};
  for (const { id } of questions_of(form)) {
    const value = (referral as Record<string, unknown>)[id];
    if (id !== "to_unit" && value !== undefined && !is_withheld(value)) answers[id] = value as Answers[string];
  }
  return unit ? { ...answers, to_unit: unit } : answers;
}
