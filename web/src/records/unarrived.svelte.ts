/** Which photos and papers that were attached here have not reached the server: what waits is more than entries. */
import { db } from "../base/db";
import type { EntryProblem } from "./wire";

/** What the server would not take, and why; it is here until it is taken, or its person lets go of it. */
export interface NotTaken {
  attachment: string;
  record: string;
  kept_at: number;
  problem: EntryProblem;
}
/** What never becomes a photo or a paper, however often it is sent. */
export const is_final = ({ code }: EntryProblem): boolean => ["not_an_image", "wrong_media_type", "too_large", "bad_commitment"].includes(code);

class Unarrived {
  /** How many are to be sent. */
  n = $state(0);
  refused = $state.raw<NotTaken[]>([]);
  async count(person: string): Promise<void> {
    const rows = await db.all<Partial<NotTaken> & { person: string; epoch?: number }>("facts", IDBKeyRange.bound("bytes ", "bytes!"));
    const theirs = rows.filter((one) => one.person === person && !one.epoch);
    this.refused = theirs.filter((one): one is typeof one & NotTaken => one.problem !== undefined);
    this.n = theirs.length - this.refused.length;
  }
  forget(): void {
    this.n = 0;
    this.refused = [];
  }
}
export const unarrived = new Unarrived();
