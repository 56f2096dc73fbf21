/**
 * A round through the house: something is said of each child or bed, kept on the device at every tap, sealed as it would be sent if the round ended there,
 * and sent when all was seen. What is said of a child has its id from the first tap on, so that a round that was cut off in the sending comes once.
 */
import type { Answer, Answers } from "../../base/answers";
import { uuid7 } from "../../base/ids";
import { problem_words } from "../../base/problems";
import { t, type WordKey } from "../../base/words.svelte";
import { href, router } from "../../app/router.svelte";
import { toast } from "../../app/toast.svelte";
import type { Announced } from "../../records/attachments";
import { drafts_of, drop_draft, save_draft, type Draft, type SealedBefore } from "../../records/drafts";
import { records } from "../../records/online";
import type { Proposal } from "../../records/outbox.svelte";
import { who } from "../../records/session.svelte";
import type { Resident } from "../../records/wire";
import { refused_for } from "./house";

/** What was said so far, and which id an entry of it has: the same at each asking. */
export interface Told {
  answers: Answers;
  beside: Record<string, string>;
  id_of: (what: string) => string;
}
/** The announcement of what was spoken, and what it announces. */
interface Spoken {
  attachment: string;
  proposal: Proposal;
}
const own_bytes = () => import("../../records/own_bytes");

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
  sending = $state(false);
  /** The last try had nothing to send; or for whom it was not taken, and why. */
  nothing = $state(false);
  refusals = $state.raw<string[]>([]);
  #draft: Draft | undefined;
  #ids: Record<string, string> = {};
  #spoken: Record<string, Spoken> = {};
  #sealed: SealedBefore = new Map();
  #entries: (told: Told) => Proposal[] = () => [];
  #saving: Promise<void> | undefined;
  #again = false;

  /** Goes on with what this person began at this unit, or begins. `entries`: what the round says, nothing where it only asks. */
  async begin(form: string, version: number, entries: (told: Told) => Proposal[] = () => []): Promise<void> {
    const person = who.me.person.id, unit = who.me.acting.unit;
    this.#entries = entries;
    const kept = (await drafts_of(person)).find((one) => one.form === form && one.form_version === version && one.extra?.unit === unit);
    this.#draft = kept ?? { id: uuid7(), person, form, form_version: version, answers: {}, page: "", saved_at: "", extra: { unit } };
    this.answers = kept?.answers ?? {};
    const { unit: _unit, ids, spoken, ...beside } = kept?.extra ?? {};
    this.beside = beside;
    this.#ids = ids ? (JSON.parse(ids) as Record<string, string>) : {};
    this.#spoken = spoken ? (JSON.parse(spoken) as Record<string, Spoken>) : {};
    this.begun_at = kept?.saved_at ?? "";
    const bytes = Object.values(this.#spoken);
    // Announced by nothing yet: they are not to be offered meanwhile.
    if (bytes.length > 0) for (const { attachment } of bytes) (await own_bytes()).in_hand.add(attachment);
  }
  proposals(): Proposal[] {
    const told = { answers: $state.snapshot(this.answers), beside: $state.snapshot(this.beside), id_of: (what: string) => (this.#ids[what] ??= uuid7()) };
    return [...this.#entries(told), ...Object.values(this.#spoken).map(({ proposal }) => proposal)];
  }
  say(key: string, answer: Answer | undefined): void {
    if (this.sending) return;
    this.#put(key, answer);
    this.#keep();
  }
  #put(key: string, answer: Answer | undefined): void {
    this.nothing = false;
    if (answer === undefined) delete this.answers[key];
    else this.answers[key] = answer;
  }
  /** What was spoken: `text` to go on with, its bytes sealed for the installation, and what announces them. */
  async speak(key: string, spoken?: { text: string; announced: Announced; proposal: Proposal }): Promise<void> {
    if (this.sending) return;
    this.nothing = false;
    await this.#forget_voice(key);
    if (spoken) {
      const { in_hand, keep_bytes } = await own_bytes();
      in_hand.add(spoken.announced.attachment);
      try {
        await keep_bytes(who.me.person.id, spoken.announced);
      } catch {
        this.touched = this.unkept = true;
        return;
      }
      this.beside[key] = spoken.text;
      this.#spoken[key] = { attachment: spoken.announced.attachment, proposal: spoken.proposal };
    }
    this.#keep();
  }
  async #forget_voice(key: string): Promise<void> {
    const before = this.#spoken[key];
    delete this.beside[key];
    delete this.#spoken[key];
    if (before) await (await own_bytes()).drop_bytes(before.attachment).catch(() => undefined);
  }
  // One save after the other; what changed meanwhile is saved right after.
  #keep(): void {
    this.kept = false;
    this.touched = true;
    if (this.#saving) return void (this.#again = true);
    this.#again = false;
    const unit = who.me.acting.unit, proposals = this.proposals();
    const extra = { ...$state.snapshot(this.beside), unit, ids: JSON.stringify(this.#ids), spoken: JSON.stringify(this.#spoken) };
    const now = { ...this.#draft!, answers: $state.snapshot(this.answers), extra, saved_at: new Date().toISOString() };
    this.#saving = save_draft(now, proposals, this.#sealed).then(() => void (this.unkept = false), () => void (this.unkept = true)).finally(() => {
      this.#saving = undefined;
      this.kept = !this.#again;
      if (this.#again) this.#keep();
    });
  }
  async settled(): Promise<void> {
    while (this.#saving) await this.#saving;
  }

  /** Sends what was said, and leaves; what is not taken is said child by child, and stays. */
  async send(residents: Resident[], saved: WordKey): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    this.refusals = [];
    try {
      await this.settled();
      const proposals = this.proposals();
      this.nothing = proposals.length === 0;
      if (this.nothing) return;
      const outcome = await records.propose(proposals);
      if (outcome.kind === "refused") {
        this.refusals = refused_for(outcome, residents);
        if (this.refusals.length === 0) toast.after(outcome);
        const refused = new Set((outcome.of ?? proposals).map((one) => one.record));
        // What was taken is not said a second time.
        for (const { record } of residents) if (!refused.has(record)) this.#taken(record);
        this.#keep();
      } else {
        const is_here = outcome.kind === "on_device";
        for (const record of Object.keys(this.#spoken)) this.#taken(record);
        await this.end();
        // Without network the house cannot be shown: who lives there is kept on no device.
        router.go(is_here ? href.today : href.shelter, "replace");
        toast.say(t(is_here ? "sync.saved_here" : saved));
      }
      (await import("../../records/attach")).offer_after(outcome);
    } catch (error) {
      this.refusals = [problem_words(error)];
    } finally {
      this.sending = false;
    }
  }
  /** It is in the outbox, or in its file: the bytes that it announced go by themselves, and what is said next is another word. */
  #taken(record: string): void {
    const spoken = this.#spoken[record];
    if (spoken) void own_bytes().then(({ in_hand }) => in_hand.delete(spoken.attachment));
    delete this.#spoken[record];
    delete this.beside[record];
    delete this.answers[record];
    for (const what of Object.keys(this.#ids)) if (what.startsWith(record)) delete this.#ids[what];
  }
  /** Sent, or begun anew: nothing of it stays. */
  async end(): Promise<void> {
    await this.settled();
    for (const key of Object.keys(this.#spoken)) await this.#forget_voice(key);
    await drop_draft(this.#draft!.id);
    this.#ids = {};
    this.#sealed.clear();
    this.begun_at = "";
    this.touched = false;
    this.answers = {};
    this.beside = {};
  }
}
