/**
 * The conditions of forms (decision 0001): `question = 'code'`, `question != 'code'`, `question in ('a','b')`,
 * `question < 18`, `answered(question)`, joined by `and`, `or`, `not` and parentheses.
 * A question with several codes equals a code when it holds it. An unanswered question equals nothing.
 */
import type { Answer, Answers } from "./answers";

type Token = { kind: "word" | "text" | "number" | "sign"; text: string };

function tokens_of(source: string): Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:'([^']*)'|(-?\d+)|([A-Za-z_][\w.]*)|(!=|<=|>=|[=<>(),]))/y;
  while (pattern.lastIndex < source.trimEnd().length) {
    const match = pattern.exec(source);
    if (!match) throw new SyntaxError("condition not understood");
    const [, text, number, word, sign] = match;
    if (text !== undefined) found.push({ kind: "text", text });
    else if (number !== undefined) found.push({ kind: "number", text: number });
    else if (word !== undefined) found.push({ kind: "word", text: word });
    else found.push({ kind: "sign", text: sign! });
  }
  return found;
}

const is_unanswered = (answer: Answer | undefined) =>
  answer === undefined || (typeof answer === "object" && !Array.isArray(answer) && "unanswered" in answer);

function holds(answer: Answer | undefined, code: string): boolean {
  if (answer && typeof answer === "object" && "unanswered" in answer) return answer.unanswered === code;
  return Array.isArray(answer) ? answer.includes(code) : answer === code;
}

export function shown(condition: string | undefined, answers: Answers): boolean {
  if (!condition) return true;
  const tokens = tokens_of(condition);
  let at = 0;
  const peek = () => tokens[at];
  const is = (text: string) => peek()?.kind !== "text" && peek()?.text === text;
  const take = (text?: string): Token => {
    const token = tokens[at++];
    if (!token || (text !== undefined && token.text !== text)) throw new SyntaxError("condition not understood");
    return token;
  };
  // Both sides are always read, so that a mistake in the second one is found at once.
  function any(): boolean {
    let value = all();
    while (is("or")) {
      take();
      const right = all();
      value = value || right;
    }
    return value;
  }
  function all(): boolean {
    let value = one();
    while (is("and")) {
      take();
      const right = one();
      value = value && right;
    }
    return value;
  }
  function one(): boolean {
    if (is("not")) {
      take();
      return !one();
    }
    if (is("(")) {
      take();
      const value = any();
      take(")");
      return value;
    }
    const question = take().text;
    if (question === "answered" && is("(")) {
      take();
      const asked = take().text;
      take(")");
      return !is_unanswered(answers[asked]);
    }
    const answer = answers[question];
    const sign = take().text;
    if (sign === "in") {
      take("(");
      const codes = [take().text];
      while (is(",")) {
        take();
        codes.push(take().text);
      }
      take(")");
      return codes.some((code) => holds(answer, code));
    }
    const value = take();
    if (value.kind !== "number") return sign === "!=" ? !holds(answer, value.text) : holds(answer, value.text);
    if (typeof answer !== "number") return sign === "!=";
    const limit = Number(value.text);
    switch (sign) {
      case "=": return answer === limit;
      case "!=": return answer !== limit;
      case "<": return answer < limit;
      case "<=": return answer <= limit;
      case ">": return answer > limit;
      case ">=": return answer >= limit;
    }
    throw new SyntaxError("condition not understood");
  }
  const value = any();
  if (at !== tokens.length) throw new SyntaxError("condition not understood");
  return value;
}
