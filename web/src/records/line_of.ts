import type { FoundBy } from "./names";
import type { FoundChild, View } from "./wire";

/** What a file tells by which it is found beside the child's name, as the server's briefs have it (domain/brief): every value that stands. */
export function found_by({ state }: View): Omit<FoundBy, "name"> {
  const all = (...questions: string[]) =>
    questions.flatMap((question) => {
      const answer = state.answers?.[question];
      return answer && "values" in answer ? answer.values.map(({ value }) => value).filter((value) => typeof value === "string") : [];
    }).join(" ");
  return { other_names: all("intake.other_names"), mother: all("tracing.mother"), father: all("tracing.father"), village: all("intake.village", "tracing.place"), phones: all("tracing.phones") };
}

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
