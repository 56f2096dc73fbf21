/** Adding up what the programme counts. */
export interface Line {
  unit: string;
  country: string;
  files: Record<string, number>;
  living: number;
}

/** The stages that any of these units has files at, in the order of the journey. */
export const stages_of = (lines: Line[], order: string[]): string[] => order.filter((stage) => lines.some((one) => one.files[stage]));

export function by_country(lines: Line[]): [string, Line[]][] {
  const found = new Map<string, Line[]>();
  for (const line of lines) found.set(line.country, [...(found.get(line.country) ?? []), line]);
  return [...found].sort(([a], [b]) => a.localeCompare(b));
}

export function sum(lines: Line[]): Pick<Line, "files" | "living"> {
  const files: Record<string, number> = {};
  for (const line of lines) for (const [stage, n] of Object.entries(line.files)) files[stage] = (files[stage] ?? 0) + n;
  return { files, living: lines.reduce((all, one) => all + one.living, 0) };
}
