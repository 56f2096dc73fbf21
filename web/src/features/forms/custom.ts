import type { Answer, Answers } from "../../base/answers";
import type { Question } from "../../base/forms";

/** What a question's own widget gets. */
export interface CustomProps {
  question: Question;
  answers: Answers;
  value: Answer | undefined;
  error: string | undefined;
  id: string;
  onchange: (value: Answer | undefined) => void;
}
