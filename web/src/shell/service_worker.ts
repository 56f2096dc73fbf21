/**
 * Keeps what the application is made of, so that it opens without network: code, words, lists, forms, icons, fonts, core.
 * Nothing about a child ever goes through here: what lies under /api is left to the page.
 *
 * A version is whole or not there: each file is held against its digest before any of it is used, so that a server that
 * was exchanged while we fetched gives no mixture. A new version waits until a page says that no form is open.
 */

import { kept_groups, type KeptGroup } from "./groups";

/** Path → SHA-256, base64; written in by the build. The page stands under "/". */
declare const shell_files: Record<string, string>;
/** What not every phone needs: kept where it was asked for once, and with it all of its group (groups.ts). */
declare const some_files: Record<string, string>;
declare const shell_version: string;
const files = { ...shell_files, ...some_files };
const version = shell_version;
const prefix = "nibbi-shell-";
const shelf = prefix + version;

// The few parts of a service worker's world that are used here; the types of the page and of a worker exclude each other.
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface World {
  location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", act: (event: Lasting) => void): void;
  addEventListener(kind: "fetch", act: (event: Asked) => void): void;
  addEventListener(kind: "message", act: (event: Lasting & { data: unknown }) => void): void;
}
const world = self as unknown as World;

async function digest(bytes: ArrayBuffer): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))));
}

/** One file, from an older version where it is the same, else from the server; never from what some cache between kept. */
async function fetch_file(path: string, older: Cache[]): Promise<Response> {
  const is_right = async (response: Response) => response.ok && (await digest(await response.clone().arrayBuffer())) === files[path];
  for (const cache of older) {
    const kept = await cache.match(path, { ignoreVary: true });
    if (kept && (await is_right(kept))) return kept;
  }
  const answer = await fetch(path, { cache: "no-cache", credentials: "omit", headers: path === "/" ? { Accept: "text/html" } : {} });
  if (!(await is_right(answer))) throw new Error(`not of version ${version}`);
  return answer;
}

const of_group = (group: RegExp) => Object.keys(some_files).filter((path) => group.test(path));

async function take_in(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== shelf);
  const older = await Promise.all(names.map((name) => caches.open(name)));
  const ours = await caches.open(shelf);
  // Whoever opens their trip, or calls the roll, with the version before does it with this one too.
  const had = (await Promise.all(older.map((cache) => cache.keys()))).flat().map(({ url }) => new URL(url).pathname);
  const groups = Object.values(kept_groups).filter((group) => had.some((path) => group.test(path) && (group === kept_groups.card || !kept_groups.card.test(path))));
  await fetch_all([...Object.keys(shell_files), ...groups.flatMap(of_group)], ours, older);
}

/** Four at a time: a slow network is shared with what people are sending. What was fetched before a cut is not fetched again. */
async function fetch_all(wanted: string[], ours: Cache, older: Cache[]): Promise<void> {
  const take = async (): Promise<void> => {
    for (let path = wanted.pop(); path !== undefined; path = wanted.pop())
      if (!(await ours.match(path, { ignoreVary: true }))) await ours.put(path, await fetch_file(path, older));
  };
  await Promise.all([take(), take(), take(), take()]);
}

/** What a request is answered with: a file of ours, or for any screen the page itself. */
function path_for(request: Request): string | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== world.location.origin || pathname.startsWith("/api/")) return undefined;
  if (pathname in files) return pathname;
  const is_file = /\.\w+$/.test(pathname);
  return request.mode === "navigate" && !is_file ? "/" : undefined;
}

world.addEventListener("install", (event) => event.waitUntil(take_in()));

world.addEventListener("activate", (event) => {
  const clear = async () => {
    for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== shelf) await caches.delete(name);
  };
  event.waitUntil(clear());
});

world.addEventListener("fetch", (event) => {
  const path = path_for(event.request);
  if (path === undefined) return;
  const answer = async () => {
    const ours = await caches.open(shelf);
    const kept = await ours.match(path, { ignoreVary: true });
    if (kept || !(path in some_files)) return kept ?? fetch(event.request);
    const fetched = await fetch_file(path, []);
    await ours.put(path, fetched.clone());
    return fetched;
  };
  event.respondWith(answer());
});

world.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(world.skipWaiting());
  const group = typeof event.data === "string" && event.data.startsWith("keep ") ? kept_groups[event.data.slice(5) as KeptGroup] : undefined;
  if (group) event.waitUntil(caches.open(shelf).then((ours) => fetch_all(of_group(group), ours, [])).catch(() => undefined));
});
