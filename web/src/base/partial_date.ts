import type { PartialDate } from "./answers";

export interface TypedDate {
  year: string;
  month: string;
  day: string;
  as_said: string;
}
const two = (number: number) => String(number).padStart(2, "0");

/** The span of days that what was typed leaves open. A day that the month does not have leaves the month open. */
export function partial_date_of(typed: TypedDate): PartialDate {
  const said = typed.as_said.trim() ? { as_said: typed.as_said.trim() } : {};
  const year = /^\d{4}$/.test(typed.year.trim()) ? Number(typed.year) : undefined;
  if (year === undefined) return said;
  const month = Number(typed.month) >= 1 && Number(typed.month) <= 12 ? Number(typed.month) : undefined;
  if (month === undefined) return { earliest: `${year}-01-01`, latest: `${year}-12-31`, ...said };
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = Number(typed.day) >= 1 && Number(typed.day) <= last ? Number(typed.day) : undefined;
  return {
    earliest: `${year}-${two(month)}-${two(day ?? 1)}`,
    latest: `${year}-${two(month)}-${two(day ?? last)}`,
    ...said,
  };
}

/** Whether all that was typed is in the span: no day or month that is none, and none without its year. */
export function is_read(typed: TypedDate): boolean {
  const [year, month, day] = [typed.year.trim(), typed.month.trim(), typed.day.trim()];
  const read = typed_of(partial_date_of(typed));
  const same = (one: string, other: string) => one === other || (/^\d+$/.test(one) && Number(one) === Number(other) && other !== "");
  return same(year, read.year) && same(month, read.month) && same(day, read.day);
}

export function typed_of(date: PartialDate | undefined): TypedDate {
  const [year = "", month = "", day = ""] = date?.earliest?.split("-") ?? [];
  const [, last_month = "", last_day = ""] = date?.latest?.split("-") ?? [];
  const whole_year = month !== last_month;
  const whole_month = whole_year || day !== last_day;
  return {
    year,
    month: whole_year ? "" : String(Number(month) || ""),
    day: whole_month ? "" : String(Number(day) || ""),
    as_said: date?.as_said ?? "",
  };
}
