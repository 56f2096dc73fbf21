/** What is noted once on the road, for each child who travels. */
import type { Answers } from "../../base/answers";
import type { Form } from "../../base/forms";
import { uuid7 } from "../../base/ids";
import type { Draft } from "../../records/drafts";
import type { Proposal } from "../../records/seal";
import type { View } from "../../records/wire";
import { form_parts } from "../forms/form_parts";

/** Each child's entry has its id from the first tap on, kept with the draft: what was sealed with it is what is sent, and it comes once. */
export function road_entries(form: Form, travellers: { view: View; departed: string | undefined }[], draft: Draft, answers: Answers): Proposal[] {
  const ids = (draft.extra ??= {});
  return travellers.map(({ view: { record, n: seen }, departed }) => {
    const parts = form_parts(form, answers);
    parts.plain = { ...parts.plain, departed };
    return { id: (ids[record] ??= uuid7()), record, kind: form.entry, parts, seen };
  });
}
