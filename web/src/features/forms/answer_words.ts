/** An answer as words, for check pages and files. */
import { is_day, is_money, is_partial_date, is_typed, is_unanswered } from "../../base/answers";
import type { Question } from "../../base/forms";
import { label_of } from "../../base/lists.svelte";
import { date_words } from "../../base/time";
import { lang, t } from "../../base/words.svelte";
import { who } from "../../records/session.svelte";
import { person_name } from "./person_names.svelte";

const is_number_of = (text: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);

function span_of_days(earliest: string | undefined, latest: string | undefined): string {
  if (!earliest || !latest) return earliest ?? latest ?? "";
  if (earliest === latest) return date_words(earliest);
  if (earliest.slice(0, 7) === latest.slice(0, 7))
    return new Intl.DateTimeFormat(lang(), { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(earliest));
  const [first, last] = [earliest.slice(0, 4), latest.slice(0, 4)];
  return first === last ? first : `${first}–${last}`;
}

/** What is kept in the smallest unit of its currency, as it is paid. */
export function money_words(minor_units: number, currency: string, locale: string = lang()): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.format(minor_units / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function answer_words(question: Pick<Question, "type" | "list"> | undefined, answer: unknown): string {
  if (answer === undefined || answer === null) return t("file.not_given");
  if (is_unanswered(answer)) return answer.unanswered === "prefers_not" ? t("file.prefers_not") : t("file.unknown");
  // The words of one answer have commas of their own.
  if (Array.isArray(answer)) return answer.map((one) => answer_words(question, one)).filter(Boolean).join(" · ");
  if (typeof answer === "boolean") return answer ? t("common.yes") : t("common.no");
  if (typeof answer === "number") return new Intl.NumberFormat(lang()).format(answer);
  if (typeof answer === "string") {
    switch (question?.type) {
      case "yes_no": return label_of("yes_no", answer);
      case "code": case "codes": return label_of(question.list ?? "", answer);
      case "country": return label_of("country", answer);
      case "date": return date_words(answer);
      case "unit": return who.unit_name(answer) || answer;
      case "person": return person_name(answer) ?? t("file.somebody");
      // The number of a unit stands for its name; of anything else, it tells nobody anything.
      default: return is_number_of(answer) ? who.unit_name(answer) : answer;
    }
  }
  if (is_day(answer)) return date_words(answer.date);
  if (is_money(answer)) return money_words(answer.minor_units, answer.currency);
  if (is_typed(answer)) return t("form.quoted", { words: answer.typed.filter(Boolean).join(" ") });
  if (!is_partial_date(answer)) return "";
  const days = span_of_days(answer.earliest, answer.latest);
  const said = answer.as_said && answer.as_said !== days ? t("form.quoted", { words: answer.as_said }) : "";
  return [days, said].filter(Boolean).join(" ");
}
