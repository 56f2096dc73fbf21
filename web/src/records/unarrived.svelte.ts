/** How many photos and papers that were attached here have not reached the server: what waits is more than entries. */
import { db } from "../base/db";

class Unarrived {
  n = $state(0);
  async count(person: string): Promise<void> {
    const rows = await db.all<{ person: string; epoch?: number }>("facts", IDBKeyRange.bound("bytes ", "bytes!"));
    this.n = rows.filter((one) => one.person === person && !one.epoch).length;
  }
}
export const unarrived = new Unarrived();
