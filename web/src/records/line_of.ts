import type { FoundChild, View } from "./wire";

/** A file as the list of children shows it. */
export function line_of(view: View): FoundChild {
  const { state } = view;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const said = (question: string) => {
    const answer = state.answers?.[question];
    return answer && "values" in answer ? text(answer.values.at(-1)?.value) : "";
  };
  const name = ["intake.first_name", "intake.family_name"].map(said).filter(Boolean).join(" ");
  const sex = text(state.sex), age_band = text(state.age_band);
  return {
    record: view.record, code: text(state.code), stage: text(state.stage), status: text(state.status) || "open", relations: view.relations,
    updated_at: view.said.at(-1)?.received_at ?? "", ...(name ? { name } : {}), ...(sex ? { sex } : {}), ...(age_band ? { age_band } : {}),
  } as FoundChild;
}
