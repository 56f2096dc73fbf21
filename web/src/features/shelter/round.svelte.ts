/** A round through the house: something is said of each child or bed, kept on the device at every tap, sent when all was seen. */
import type { Answer, Answers } from "../../base/answers";
import { uuid7 } from "../../base/ids";
import { drafts_of, drop_draft, save_draft, type Draft } from "../../records/drafts";
import { who } from "../../records/session.svelte";

export class Round {
  /** By child's record, or by whatever else the round counts. */
  answers = $state<Answers>({});
  /** What is kept beside them, such as what was spoken. */
  beside = $state<Record<string, string>>({});
  /** When a round was last touched that is gone on with; nothing where it begins now. */
  begun_at = $state("");
  /** Whether the last tap is kept too; and whether it could not be. */
  kept = $state(true);
  unkept = $state(false);
  touched = $state(false);
  #draft: Draft | undefined;
  #last = Promise.resolve();

  /** Goes on with what this person began at this unit, or begins. */
  async begin(form: string, version: number): Promise<void> {
    const person = who.me.person.id, unit = who.me.acting.unit;
    const kept = (await drafts_of(person)).find((one) => one.form === form && one.form_version === version && one.extra?.unit === unit);
    this.#draft = kept ?? { id: uuid7(), person, form, form_version: version, answers: {}, page: "", saved_at: "", extra: { unit } };
    this.answers = kept?.answers ?? {};
    const { unit: _unit, ...beside } = kept?.extra ?? {};
    this.beside = beside;
    this.begun_at = kept?.saved_at ?? "";
  }
  say(key: string, answer: Answer | undefined): void {
    if (answer === undefined) delete this.answers[key];
    else this.answers[key] = answer;
    this.#keep();
  }
  keep_beside(key: string, text: string | undefined): void {
    if (text === undefined) delete this.beside[key];
    else this.beside[key] = text;
    this.#keep();
  }
  #keep(): void {
    this.kept = false;
    this.touched = true;
    const unit = who.me.acting.unit;
    const now = { ...this.#draft!, answers: $state.snapshot(this.answers), extra: { ...$state.snapshot(this.beside), unit }, saved_at: new Date().toISOString() };
    // One after the other: the last tap is what stays.
    this.#last = this.#last.then(() => save_draft(now, [])).then(() => void (this.unkept = false), () => void (this.unkept = true));
    const mine = this.#last;
    void mine.then(() => (this.kept = mine === this.#last));
  }
  settled(): Promise<void> {
    return this.#last;
  }
  /** Sent, or begun anew: nothing of it stays. */
  async end(): Promise<void> {
    await this.#last;
    await drop_draft(this.#draft!.id);
    this.begun_at = "";
    this.touched = false;
    this.answers = {};
    this.beside = {};
  }
}
