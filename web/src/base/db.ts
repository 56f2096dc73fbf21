/** A small wrapper of IndexedDB: promises, and the few stores that the application keeps on a device (decision 0009). */

/** `keys`: device keys (not extractable); `people`: who writes on this device, and their cache key, wrapped; `outbox`: entries to send or to
 * check; `drafts`: forms begun; `views`: what was read; `facts`: small things such as the last sequence number. */
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
    request.onerror = () => {
      opening = undefined;
      reject(request.error);
    };
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
