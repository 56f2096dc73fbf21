/**
 * Lists know what waits on this device: a task that an entry of one's own has done is moved below the others and marked, a referral stands as it will, and one that was
 * sent from here stands there. What is done is the core's to say (decision 0021); where a file does not lie here, its lines are marked and no more.
 */
import type { OutboxEntry } from "./outbox_store";
import { recall } from "./reading";
import { done_by_waiting, opened_here, with_waiting } from "./waiting";
import type { ReferralHere, ReferralLine, TaskHere, TodayHere, TodayPage, View } from "./wire";

const task_of = (one: { task: string; about?: string }) => `${one.task} ${one.about ?? ""}`;

export async function today_here({ groups, followed }: TodayPage, person: string, waiting: OutboxEntry[]): Promise<{ groups: TodayHere[]; followed?: number }> {
  const touched = new Set(waiting.map(({ header }) => header.record));
  // What has just arrived may be in no list yet, and waits no more.
  const waits = new Set(waiting.filter((one) => one.standing === "on_device").map(({ header }) => header.record));
  const done = new Map<string, Set<string>>();
  for (const record of touched) {
    const view = (await recall<View>(person, `child ${record}`))?.value;
    done.set(record, new Set((view ? await done_by_waiting(view, waiting) : []).map(task_of)));
  }
  const standing = (task: TaskHere): TaskHere["here"] => (!task.record || !touched.has(task.record) ? undefined : done.get(task.record)!.has(task_of(task)) ? "done" : waits.has(task.record) ? "waits" : undefined);
  const marked = groups.map((group) => ({
    ...group, tasks: group.tasks.map((task): TaskHere => {
      const here = standing(task);
      return here ? { ...task, here } : task;
    }),
  }));
  const done_here = marked.flatMap(({ tasks }) => tasks.filter(({ here }) => here === "done"));
  const open = marked.map((group) => ({ ...group, tasks: group.tasks.filter(({ here }) => here !== "done") }));
  // Who opens a file follows it, also before the server knows.
  const begun = waiting.filter((one) => one.standing === "on_device" && one.header.kind === "child.opened").length;
  return { ...(followed === undefined ? {} : { followed: followed + begun }), groups: done_here.length > 0 ? [...open, { group: "here", tasks: done_here }] : open };
}

/** Withheld, or none: none. */
function referrals_in(view: View | undefined): { id?: unknown; state?: unknown }[] {
  const list: unknown = (view?.state as Record<string, unknown> | undefined)?.referrals;
  return Array.isArray(list) ? (list as { id?: unknown; state?: unknown }[]) : [];
}
const text = (value: unknown) => (typeof value === "string" ? value : undefined);

export async function referrals_here(lines: ReferralLine[], box: "in" | "out", person: string, waiting: OutboxEntry[]): Promise<ReferralHere[]> {
  const of_referral = waiting.filter(({ header }) => header.kind.startsWith("referral."));
  let out: ReferralHere[] = lines;
  for (const record of new Set(of_referral.map(({ header }) => header.record))) {
    const mine = of_referral.filter(({ header }) => header.record === record);
    const about = new Set(mine.map((one) => text(one.parts?.plain?.referral) ?? one.id));
    const kept = (await recall<View>(person, `child ${record}`))?.value;
    const view = kept ? await with_waiting(kept, waiting) : await opened_here(record, waiting);
    const stands = new Map(referrals_in(view).map((one) => [one.id, one]));
    out = out.map((line) => {
      if (line.record !== record || !about.has(line.referral)) return line;
      return { ...line, state: (text(stands.get(line.referral)?.state) as ReferralLine["state"]) ?? line.state, here: true };
    });
    if (box === "in" || !view) continue;
    const known = new Set(out.map((line) => line.referral));
    for (const one of mine.filter(({ id, header }) => header.kind === "referral.sent" && !known.has(id))) {
      const { service, priority } = one.parts?.plain ?? {};
      const { code, sex, age_band } = view.state as Record<string, unknown>;
      out = [...out, {
        record, referral: one.id, code: text(code) ?? "", service: text(service) ?? "", priority: text(priority) ?? "", state: "sent", sent_at: one.header.claimed_at,
        from_unit: one.header.unit, to_unit: text(one.parts?.placement?.to_unit) ?? "",
        facts: { ...(text(sex) ? { sex: text(sex)! } : {}), ...(text(age_band) ? { age_band: text(age_band)! } : {}) }, here: true,
      }];
    }
  }
  return out;
}
