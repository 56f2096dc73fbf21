/** What a unit must know to say yes or no, as a few words. */
import { label_of } from "../../base/lists.svelte";
import { t, type WordKey } from "../../base/words.svelte";

const flags: Record<string, WordKey> = {
  urgent_care: "referral.fact.urgent_care", disability_support: "referral.fact.disability_support",
  infant_or_pregnancy: "referral.fact.infant_or_pregnancy", secret_address: "referral.fact.secret_address",
};

export function who_words(facts: Record<string, unknown>): string {
  const { sex, age_band } = facts;
  return [typeof sex === "string" ? label_of("sex", sex) : "", typeof age_band === "string" ? label_of("age_band", age_band) : ""]
    .filter(Boolean).join(" · ");
}

export function fact_words(facts: Record<string, unknown>): string[] {
  const words = Object.entries(flags).flatMap(([fact, key]) => {
    const value = facts[fact];
    if (value === true || value === "yes") return [t(key)];
    return value === "unsure" ? [t("referral.fact.maybe", { what: t(key) })] : [];
  });
  if (typeof facts.siblings === "number" && facts.siblings > 0) words.push(t("referral.fact.siblings", { n: facts.siblings }));
  if (typeof facts.language === "string") words.push(label_of("language", facts.language));
  return words;
}
