/** A small wrapper of IndexedDB: promises, and the few stores that the application keeps on a device (decision 0009). */

/** `keys`: device keys (not extractable); `people`: who writes on this device, and their cache key, wrapped; `outbox`: entries to send or to
 * check; `drafts`: forms begun; `views`: what was read; `facts`: small things such as the last sequence number, and what was sent (sent.ts). */
export type StoreName = "keys" | "people" | "outbox" | "drafts" | "views" | "facts";
const stores: StoreName[] = ["keys", "people", "outbox", "drafts", "views", "facts"];

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("nibbi", 2);
    request.onupgradeneeded = () => {
      for (const store of stores) if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
      // The first version kept what was written under a key that lay beside it.
      request.transaction?.objectStore("keys").delete("local");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close();
        opening = undefined;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  // Another try may do.
  opening.catch(() => (opening = undefined));
  return opening;
}

/** Several stores in one transaction: all of it stands, or nothing. Answers what `act` returns. */
async function at_once<T>(names: StoreName[], mode: IDBTransactionMode, act: (of: (store: StoreName) => IDBObjectStore) => T): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    // Strict durability: what we call "saved on this device" is on the disk.
    const transaction = database.transaction(names, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    let answer: T;
    transaction.oncomplete = () => resolve(answer);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("not kept"));
    try {
      answer = act((store) => transaction.objectStore(store));
    } catch (error) {
      // What was asked before it stands no more than what comes after.
      reject(error);
      transaction.abort();
    }
  });
}
async function run<T>(store: StoreName, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return (await at_once([store], mode, (of) => act(of(store)))).result;
}
/** Looks at all of a store: what `change` returns stands instead, `undefined` takes it out, the same value leaves it. */
export function change_each<T>(store: IDBObjectStore, change: (value: T) => T | undefined): void {
  const cursors = store.openCursor();
  cursors.onsuccess = () => {
    const at = cursors.result;
    if (!at) return;
    const after = change(at.value as T);
    if (after === undefined) at.delete();
    else if (after !== at.value) at.update(after);
    at.continue();
  };
}

/** All of it goes; where another page holds it open, as soon as that one lets go. */
function reset(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase("nibbi");
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error("not deleted"));
  });
}
export const db = {
  reset,
  get: <T>(store: StoreName, key: string) => run<T | undefined>(store, "readonly", (one) => one.get(key)),
  all: <T>(store: StoreName, keys?: IDBKeyRange) => run<T[]>(store, "readonly", (one) => one.getAll(keys)),
  put: (store: StoreName, key: string, value: unknown) => run(store, "readwrite", (one) => one.put(value, key)),
  remove: (store: StoreName, key: string) => run(store, "readwrite", (one) => one.delete(key)),
  change: (stores: StoreName[], act: (of: (store: StoreName) => IDBObjectStore) => void) => at_once(stores, "readwrite", act),
};
