/** Whether an agreement in the file covers what is about to be shared: the core tells, by the rule that the server will hold the referral to. */
import { ask_core } from "../../records/core";
import type { View } from "../../records/wire";
import { items_of, type Item } from "../file/state";

/** What is to be shared: with whom, for which service. */
export interface Sharing {
  data_classes: string[];
  service: string;
  unit: string;
  unit_kind: string;
}

/** The agreement; null where none covers it, undefined where the core cannot be asked. */
export async function covering(view: View, to: Sharing, today: string): Promise<Item | null | undefined> {
  const answer = await ask_core<{ consent?: string }>("covering_consent", { view, ...to, today });
  return answer && (items_of(view.state, "consents").find((one) => one.id === answer.consent) ?? null);
}
