/** Instants and durations as words. Every word comes from the messages. */
import { lang, t, type Language } from "./words.svelte";

const locales = { fr: "fr-FR", en: "en-GB", pt: "pt-PT" } as const;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function format(iso: string, options: Intl.DateTimeFormatOptions, language: Language = lang()): string {
  const words = new Intl.DateTimeFormat(locales[language], options).format(new Date(iso));
  // The first of a month is an ordinal in French, and no other day is.
  return language === "fr" ? words.replace(/(^|\s)1 (?=\p{L})/u, "$11er ") : words;
}

export const day_words = (iso: string) => format(iso, { weekday: "long", day: "numeric", month: "long" });
/** A day without an hour is the same day everywhere: west of Greenwich too. */
export const date_words = (iso: string, language: Language = lang()) =>
  format(iso, { day: "numeric", month: "long", year: "numeric", ...(iso.length === 10 ? { timeZone: "UTC" } : {}) }, language);
export const time_words = (iso: string) => format(iso, { hour: "2-digit", minute: "2-digit" });
/** With the year, where it is another one than now: a file goes on for years. */
export const moment_words = (iso: string, now_ms: number = Date.now()) => format(iso, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  ...(new Date(iso).getFullYear() === new Date(now_ms).getFullYear() ? {} : { year: "numeric" }),
});
export const moment_long = (iso: string) =>
  format(iso, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** "6 heures", "3 jours": one unit, rounded down, at least a minute. */
export function span_words(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < hour) return t("common.minutes", { n: Math.max(1, Math.floor(size / minute)) });
  if (size < 2 * day) return t("common.hours", { n: Math.floor(size / hour) });
  if (size < 60 * day) return t("common.days", { n: Math.floor(size / day) });
  return t("common.months", { n: Math.floor(size / (30 * day)) });
}

/** "il reste 6 heures" or "depuis 2 heures". */
export function due_words(due: string, now_ms: number = Date.now()): { late: boolean; words: string } {
  const left = Date.parse(due) - now_ms;
  return left >= 0
    ? { late: false, words: t("today.left", { time: span_words(left) }) }
    : { late: true, words: t("today.over", { time: span_words(left) }) };
}

export const ago_words = (iso: string, now_ms: number = Date.now()) =>
  Math.abs(now_ms - Date.parse(iso)) < minute ? t("common.just_now") : t("common.ago", { time: span_words(now_ms - Date.parse(iso)) });
