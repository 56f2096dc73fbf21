/**
 * The one path of what people write: propose → sealed, in the outbox on the device → POST /api/entries → receipt.
 *
 * An entry that somebody looks at is sent with `attended: true`: what the rules refuse comes back to the form and is
 * not kept. After a reload or without network it goes with `attended: false`: the server keeps it, if need be aside.
 * Sequence numbers leave no gap: where an entry is refused, those behind it are numbered and signed again (their
 * envelopes bind the id only). One tab at a time sends, and one numbers: the one that sends may wait for a line that hangs, and
 * nobody who writes waits for it.
 */
import { db } from "../base/db";
import { call, confirm_identity, is_asking, says_no, Refused, Unreachable } from "./api";
import { device_key } from "./device_key";
import { drop_draft, unreadable_drafts } from "./drafts";
import { header_text, sign, type Parts } from "./entry";
import { look } from "./looks";
import { forget, keep, keep_new, kept_of, rows_of, type OutboxEntry } from "./outbox_store";
import { seal, type Proposal, type Sealed } from "./seal";
import { set_aside, take_answers, to_ask } from "./sent";
import { unarrived } from "./unarrived.svelte";
import { Ended, vault } from "../vault/vault";
import { who } from "./session.svelte";
import type { EntryProblem, Receipt, Receipts } from "./wire";

import { form_lock } from "../shell/version.svelte";

export type { Proposal } from "./seal";
/** What became of what was proposed together. */
export type Outcome =
  | { kind: "received"; entries: OutboxEntry[] }
  | { kind: "on_device"; entries: OutboxEntry[] }
  | { kind: "refused"; problem: EntryProblem; /** What exactly, where several were proposed together */ of?: { record: string; problem: EntryProblem }[] };

/** So many entries at most go in one request. Where the line breaks, half as many: what is cut is sent again, and less of it is lost; and where they are too large together. */
const batch_size = 50, batch_least = 10;
const waits_s = [2, 5, 15, 60, 300];
/** So often an answer to something else begins the waits anew, until something that was written got through: a line that carries questions and breaks every upload is not filled with them. */
const hopes_most = 5;
/** So long somebody at a screen waits for the server's word; then the screen goes on, and what was written goes by itself. */
export const patience = { screen_ms: 5000 };

class Outbox {
  entries = $state.raw<OutboxEntry[]>([]);
  online = $state(navigator.onLine);
  sending = $state(false);
  /** What this device holds of this person was looked through: before, nobody can say that all of it is on the server. */
  looked = $state(false);
  /** What reached its file since this page was opened, the newest first: for who wants to be sure. */
  applied = $state.raw<OutboxEntry[]>([]);
  #tries = 0;
  #hopes = hopes_most;
  #batch = batch_size;
  #recounts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The server was put back to an earlier day: what it lost comes before what is new, so it is asked first (keeper.svelte.ts). */
  #asks_first = false;
  #attended = new Set<string>();
  #listeners = new Set<(record: string) => void>();

  /** What people wrote and has not gone; that they looked goes with it, and is nothing that they have to see to. */
  get to_send(): OutboxEntry[] {
    return this.waiting.filter((one) => one.header.kind !== look);
  }
  /** All that has not gone. */
  get waiting(): OutboxEntry[] {
    return this.entries.filter((one) => one.standing === "on_device");
  }
  get to_check(): OutboxEntry[] {
    return this.entries.filter((one) => ["quarantined", "refused", "conflict"].includes(one.standing));
  }
  of_record(record: string): OutboxEntry[] {
    return this.entries.filter((one) => one.header.record === record && one.header.kind !== look);
  }
  /** Called with the record whose entries got a receipt. */
  on_receipt(listener: (record: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** After signing in: what was left here by this person is sent, attended by nobody. */
  open(): Promise<void> {
    return unless_locked(() => this.#open());
  }
  async #open(): Promise<void> {
    this.entries = await kept_of(who.me.person.id);
    // The browser's keys may have been cleared since: then this is another device, with a count of its own.
    const is_other = () => this.waiting.some((one) => one.header.device !== who.me.device);
    if (is_other()) await sending(() => writing(async () => {
      await this.#reload();
      if (is_other()) await this.#number_again(who.me.device_seq ?? 0);
    }));
    this.#asks_first = who.step === "in" && (await this.to_ask()).length > 0;
    if (who.step === "in" && !who.travels) {
      // Whose key is gone for good: what was sealed goes, and comes back as a file that can be read. Not while some tab is writing.
      const abandoned = await unreadable_drafts(who.me.person.id);
      if (abandoned.length > 0 && !(await is_form_open())) for (const draft of abandoned) await this.let_go(draft);
    }
    await unarrived.count(who.me.person.id);
    this.looked = true;
    void this.flush();
  }

  /** Somebody left: what they wrote stays kept on the device, sealed, and is no longer shown. */
  forget_screen(): void {
    clearTimeout(this.#timer);
    this.looked = false;
    this.entries = this.applied = [];
    unarrived.forget();
  }

  /** Entries that belong together (an opening and its first form) travel together. Where the server wants to be sure
   * who is there, the person confirms it and they go again. */
  async propose(proposals: Proposal[]): Promise<Outcome> {
    const outcome = await this.#propose_once(proposals);
    const asks = outcome.kind === "refused" && outcome.problem.code === "step_up";
    return asks && (await confirm_identity()) ? this.#propose_once(proposals) : outcome;
  }

  async #propose_once(proposals: Proposal[]): Promise<Outcome> {
    const ids = await writing(async () => {
      const sealed: (Sealed & { parts: Parts })[] = [];
      for (const proposal of proposals) sealed.push({ ...(await seal(proposal)), parts: proposal.parts });
      return this.#write(sealed);
    });
    ids.forEach((id) => this.#attended.add(id));
    try {
      await in_time(this.flush());
    } finally {
      ids.forEach((id) => this.#attended.delete(id));
    }
    // As it stands on the device, whoever sent it, and also where the session ended meanwhile. What is not there any more has arrived in its file.
    const rows = await rows_of(ids);
    const of = proposals.flatMap(({ record }, i) => {
      const row = rows[i];
      return row?.standing === "refused" ? [{ id: row.id, record, problem: row.problem! }] : [];
    });
    // Whoever looks is told, and has it in the form.
    for (const { id } of of) await this.dismiss(id);
    if (of[0]) return { kind: "refused", problem: of[0].problem, of: of.map(({ record, problem }) => ({ record, problem })) };
    const entries = rows.filter((row) => row !== undefined);
    return { kind: entries.some((one) => one.standing === "on_device") ? "on_device" : "received", entries };
  }

  /** Said by the application itself, and looked at by nobody: kept here, and sent with what waits. */
  async tell(proposal: Proposal): Promise<void> {
    await writing(async () => this.#write([{ ...(await seal(proposal)), parts: proposal.parts }]));
    void this.flush();
  }

  /** The browser says that there is a network again: however often it was tried in vain, what waits is tried now, and soon again. */
  begin_anew(): Promise<void> {
    this.#tries = 0;
    this.#hopes = hopes_most;
    return this.flush();
  }
  /** The server answered something: what waited for a line that was gone need not wait on. */
  answered(): void {
    if (this.#tries === 0 || this.#hopes === 0 || this.sending || who.step !== "in") return;
    this.#hopes--;
    this.#tries = 0;
    void this.flush();
  }

  /** Sends all that waits. */
  flush(): Promise<void> {
    return unless_locked(() => this.#flush());
  }
  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    await sending(async () => {
      this.sending = true;
      try {
        while (who.step === "in" && !who.travels && !who.other_server && !this.#asks_first && (await this.#send()));
      } catch (error) {
        if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
        if (error instanceof Unreachable) this.#batch = Math.max(batch_least, Math.floor(this.#batch / 2));
        if (!(error instanceof Refused && error.problem.status === 401)) this.#try_later();
      } finally {
        this.sending = false;
      }
    });
  }

  /** What is to be asked after, since the server's log is another than the one that held it. */
  to_ask(): Promise<string[]> {
    return to_ask(who.me.person.id, who.me.device!, who.me.installation.epoch);
  }
  /** What the server does not have waits again. Answers how many those are. */
  take_answers(answers: Parameters<typeof take_answers>[1]): Promise<number> {
    return writing(() => take_answers(who.me.person.id, answers, who.me.installation.epoch));
  }
  /** Everything was asked after: numbered as the server counts now, and sent, the oldest first. */
  async go_on(lost: number): Promise<void> {
    if (!this.#asks_first && lost === 0) return;
    await sending(async () => {
      await who.refresh();
      this.#asks_first = false;
      await writing(async () => {
        await this.#reload();
        await this.#number_again(who.me.device_seq ?? 0);
      });
    });
    await this.flush();
  }

  /** A person has read why, and is done with it. */
  async dismiss(id: string): Promise<void> {
    await forget(id);
    this.entries = this.entries.filter((one) => one.id !== id);
  }
  /** The view now holds these: no need to show them as pending. `conflicts`: the `n` of those that stand beside another's answer. */
  async arrived(record: string, n: number, ids: Set<string> | "all", conflicts: Set<number> = new Set()): Promise<void> {
    for (const one of this.of_record(record)) {
      const there = ids === "all" || ids.has(one.id) || (["accepted", "conflict"].includes(one.standing) && (one.n ?? 0) <= n);
      if (!there || one.standing === "on_device") continue;
      if (one.n !== undefined && conflicts.has(one.n)) await this.#replace({ ...one, standing: "conflict" });
      else {
        await (ids === "all" ? forget(one.id) : set_aside(one));
        this.entries = this.entries.filter(({ id }) => id !== one.id);
        const { parts: _parts, ...outline } = one;
        this.applied = [{ ...outline, standing: "applied" as const }, ...this.applied].slice(0, 20);
      }
    }
  }
  /** An entry as it travels. */
  as_sent(one: OutboxEntry): { header: string; commitments: OutboxEntry["commitments"]; signature: string; envelope: string } {
    return { header: header_text(one.header), commitments: one.commitments, signature: one.signature, envelope: one.envelope };
  }

  /** Numbered, signed, and kept here to be sent: all of these, or none. */
  async #write(sealed: (Sealed & { parts?: Parts })[]): Promise<string[]> {
    const { private_key } = await device_key(who.me.person.id);
    let seq = await this.#last_seq();
    const entries: OutboxEntry[] = [];
    for (const { header: unnumbered, ...rest } of sealed) {
      const header = { ...unnumbered, device: who.me.device!, device_seq: ++seq };
      const signature = await sign(private_key, header_text(header), rest.commitments);
      entries.push({ ...rest, id: header.id, person: who.me.person.id, header, signature, standing: "on_device" });
    }
    await keep_new(entries, { name: this.#seq_name(), last: seq });
    const ids = entries.map((one) => one.id);
    this.entries = [...this.entries.filter((one) => !ids.includes(one.id)), ...entries];
    return ids;
  }

  /** A draft that its writer cannot read here any more goes as it stands. */
  async let_go(draft: { id: string; sealed: Sealed[] }): Promise<void> {
    await writing(async () => {
      const is_abandoned = (await unreadable_drafts(who.me.person.id)).some((one) => one.id === draft.id);
      // A vault that was locked meanwhile reads nothing; by that alone nothing is abandoned.
      if (!vault.is_open) return;
      // Another tab may have been quicker.
      if (is_abandoned) await this.#write(draft.sealed);
      await drop_draft(draft.id);
    });
  }

  #seq_name = () => `seq:${who.me.device}`;
  async #last_seq(): Promise<number> {
    return Math.max((await db.get<number>("facts", this.#seq_name())) ?? 0, who.me.device_seq ?? 0);
  }

  /** Another tab may have numbered, or sent, since. */
  async #reload(): Promise<void> {
    if (vault.is_open) this.entries = await kept_of(who.me.person.id);
    await unarrived.count(who.me.person.id);
  }

  /** One request. False where nothing waits. */
  async #send(): Promise<boolean> {
    const person = who.me.person.id;
    await writing(() => this.#reload());
    const waiting = this.waiting;
    if (waiting.length === 0) return false;
    // What somebody looks at goes by itself, behind what waits already.
    const attended = this.#attended.has(waiting[0]!.id);
    const run = waiting.findIndex((one) => this.#attended.has(one.id) !== attended);
    const batch = waiting.slice(0, Math.min(run < 0 ? waiting.length : run, this.#batch));
    let answer: Pick<Receipts, "receipts"> & { head?: Receipts["head"] };
    try {
      answer = await call<Receipts>("POST", "/api/entries", { attended, entries: batch.map((one) => this.as_sent(one)) }, { quiet: !attended });
      this.#batch = Math.min(batch_size, this.#batch * 2);
    } catch (error) {
      if (!says_no(error)) throw error;
      const too_large = error.problem.status === 413;
      if (too_large && batch.length > 1) {
        this.#batch = Math.floor(batch.length / 2);
        return true;
      }
      if (!attended && !too_large) throw error;
      // The whole request was refused: to a person who can be told, or for good.
      answer = { receipts: batch.map(({ id }) => ({ id, status: "refused", problem: error.problem })) };
    }
    this.#tries = 0;
    this.#hopes = hopes_most;
    // Our count and the server's differ: what was counted wrong is numbered again and sent again, a few times.
    const miscounted = answer.receipts.filter((one) => one.status === "refused" && one.problem?.code === "sequence_gap");
    const recount = miscounted.length > 0 && this.#recounts++ < 3;
    if (recount) await who.refresh();
    else this.#recounts = 0;
    // Somebody else is at the screen by now: what was answered is answered again when its author is back.
    if (who.session?.person.id !== person) return false;
    await writing(async () => {
      await this.#reload();
      for (const receipt of answer.receipts) if (!(recount && miscounted.includes(receipt))) await this.#note(receipt, answer.head?.epoch);
      const gone = answer.receipts.find((one) => one.status === "refused");
      const first = gone && batch.find((one) => one.id === gone.id);
      if (recount) await this.#number_again(who.me.device_seq ?? 0);
      else if (first) await this.#number_again(first.header.device_seq - 1);
    });
    new Set(batch.map((one) => one.header.record)).forEach((record) => this.#listeners.forEach((tell) => tell(record)));
    // A server that says nothing of what it was sent is asked again later, and not at once for ever.
    if (answer.receipts.length === 0) throw new Unreachable();
    return true;
  }

  async #note(receipt: Receipt, epoch: number | undefined): Promise<void> {
    const entry = this.entries.find((one) => one.id === receipt.id);
    if (!entry) return;
    const noted: OutboxEntry = {
      ...entry, standing: receipt.status, ...(receipt.status === "refused" || epoch === undefined ? {} : { epoch }),
      ...(receipt.n === undefined ? {} : { n: receipt.n }), ...(receipt.problem ? { problem: receipt.problem } : {}),
    };
    await this.#replace(noted);
    if (entry.header.kind !== look) return;
    // It stands in the access log, or there is no such file any more: nobody has to see to it.
    await (receipt.status === "refused" ? forget(entry.id) : set_aside(noted));
    this.entries = this.entries.filter((one) => one.id !== entry.id);
  }

  async #replace(entry: OutboxEntry): Promise<void> {
    await keep(entry);
    this.entries = this.entries.map((one) => (one.id === entry.id ? entry : one));
  }

  /** Gives what still waits the numbers after `last`, and signs it again. */
  async #number_again(last: number): Promise<void> {
    const { private_key } = await device_key(who.me.person.id);
    let seq = last;
    for (const one of this.waiting) {
      const header = { ...one.header, device: who.me.device!, device_seq: ++seq };
      await this.#replace({ ...one, header, signature: await sign(private_key, header_text(header), one.commitments) });
    }
    await db.put("facts", this.#seq_name(), seq);
  }

  #try_later(): void {
    const wait_s = waits_s[Math.min(this.#tries++, waits_s.length - 1)]!;
    this.#timer = setTimeout(() => void this.flush(), wait_s * 1000);
  }
}

/** Some tab has a form open: see `form_open`. */
async function is_form_open(): Promise<boolean> {
  if (!navigator.locks) return false;
  return navigator.locks.request(form_lock, { ifAvailable: true }, (free) => free === null);
}

/** A lock in the middle ends the vault, and the page with it: what waits is kept, and nobody is there to be told. */
async function unless_locked(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
}

const under = <T>(name: string, act: () => Promise<T>): Promise<T> => (navigator.locks ? navigator.locks.request(name, act) as Promise<T> : act());
/** Rows and numbers change: as long as the disk takes. Whoever sends takes this one inside the other, nobody the other way round. */
const writing = <T>(act: () => Promise<T>): Promise<T> => under("nibbi outbox", act);
/** A request is on its way: as long as the line takes. */
const sending = <T>(act: () => Promise<T>): Promise<T> => under("nibbi sending", act);

/** Until it is done, or for as long as somebody at a screen waits; while they are asked who they are, longer. */
async function in_time(done: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Thrown to whoever still waits; and then to nobody.
  let over = false;
  const ended = done.finally(() => (over = true));
  ended.catch(() => undefined);
  do await Promise.race([ended, new Promise((late) => (timer = setTimeout(late, patience.screen_ms)))]).finally(() => clearTimeout(timer));
  while (!over && is_asking());
}

export const outbox = new Outbox();
