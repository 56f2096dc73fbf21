/** What the child said about photo and voice at the intake. Each use has an answer of its own, and none is asked where the one before is no yes. */
import type { Answers } from "../../base/answers";
import type { View } from "../../records/wire";
import { is_withheld } from "../../records/wire";

/** Of the list attachment_kind: the question that must have been answered by a yes before it is taken of a child. */
export const asked_for: Partial<Record<string, string>> = {
  photo_file: "intake.photo_for_file", photo_tracing: "intake.photo_for_tracing", voice_name: "intake.assent", voice_story: "intake.assent",
};
const yes = "agrees";

export interface Agreed {
  photo: ("photo_file" | "photo_tracing")[];
  voice: boolean;
}
export function agreed(answers: Answers): Agreed {
  const voice = answers["intake.assent"] === yes;
  const file = voice && answers["intake.photo_for_file"] === yes;
  const tracing = file && answers["intake.photo_for_tracing"] === yes;
  return { photo: [...(file ? (["photo_file"] as const) : []), ...(tracing ? (["photo_tracing"] as const) : [])], voice };
}

/** What stands in the file of one such question: a yes only where nobody heard anything else; nothing where nobody asked. */
export function said_in(view: View, question: string): string | undefined {
  const answer = view.state.answers?.[question];
  if (!answer || is_withheld(answer)) return undefined;
  const said = answer.values.map((one) => one.value).filter((one) => typeof one === "string");
  return said.find((one) => one !== yes) ?? said.at(-1);
}
export const agreed_in = (view: View): Agreed =>
  agreed(Object.fromEntries(Object.values(asked_for).flatMap((one) => { const said = said_in(view, one!); return said ? [[one, said]] : []; })));
