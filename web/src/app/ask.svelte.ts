/** Questions that any part of the application may put to the person: the dialogs are shown by the shell. */
import { help_api } from "../records/api";

export interface ReasonQuestion {
  title: string;
  help: string;
  label: string;
  submit: string;
  danger?: boolean;
}
type Question =
  | { kind: "step_up"; answer: (done: boolean) => void }
  | { kind: "reason"; ask: ReasonQuestion; answer: (reason: string | undefined) => void };

class Asking {
  now = $state.raw<Question>();

  step_up(): Promise<boolean> {
    return new Promise((resolve) => {
      this.now = { kind: "step_up", answer: (done) => this.#close(() => resolve(done)) };
    });
  }
  /** The reason given, or nothing where the person let it be. */
  reason(ask: ReasonQuestion): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.now = { kind: "reason", ask, answer: (reason) => this.#close(() => resolve(reason)) };
    });
  }
  #close(then: () => void): void {
    this.now = undefined;
    then();
  }
}

export const asking = new Asking();
help_api({ step_up: () => asking.step_up() });
