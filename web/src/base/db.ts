/** A small wrapper of IndexedDB: promises, and the few stores that the application keeps on a device. */

/** `keys`: device keys and the local key (not extractable); `outbox`: entries to send or to check; `drafts`: forms
 * begun, encrypted under the local key; `facts`: small things such as the last sequence number. */
export type StoreName = "keys" | "outbox" | "drafts" | "facts";
const stores: StoreName[] = ["keys", "outbox", "drafts", "facts"];

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("nibbi", 1);
    request.onupgradeneeded = () => {
      for (const store of stores) if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function run<T>(store: StoreName, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    // Strict durability: what we call "saved on this device" is on the disk.
    const transaction = database.transaction(store, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
  });
}

export const db = {
  get: <T>(store: StoreName, key: string) => run<T | undefined>(store, "readonly", (one) => one.get(key)),
  all: <T>(store: StoreName) => run<T[]>(store, "readonly", (one) => one.getAll()),
  put: (store: StoreName, key: string, value: unknown) => run(store, "readwrite", (one) => one.put(value, key)),
  remove: (store: StoreName, key: string) => run(store, "readwrite", (one) => one.delete(key)),
};
