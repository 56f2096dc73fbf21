/**
 * The copy of the application that lies on this device, and a newer one that waits. It takes over at a calm moment: when
 * somebody asks for it and no form is open, in this tab or another.
 */
import { script_url } from "../base/trusted";
import type { KeptGroup } from "./groups";

/** Held, shared, by every open form. */
export const form_lock = "nibbi form";
const look_again_ms = 60 * 60 * 1000;

class Version {
  /** A newer version lies ready. */
  waiting = $state(false);
  /** The application lies on this device and opens without network. */
  kept = $state(false);
  #registration: ServiceWorkerRegistration | undefined;

  async start(): Promise<void> {
    const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (!workers) return;
    const had_one = workers.controller !== null;
    this.kept = had_one;
    workers.addEventListener("controllerchange", () => {
      // The first one that takes over has nothing to exchange.
      if (had_one) location.reload();
    });
    try {
      this.#registration = await workers.register(script_url("/service_worker.js"), { updateViaCache: "none" });
    } catch {
      return; // No network, or a browser that keeps nothing: the application works, and is not kept.
    }
    const look = () => {
      this.waiting = !!this.#registration?.waiting && had_one;
      this.kept ||= !!this.#registration?.active;
    };
    look();
    this.#registration.addEventListener("updatefound", () => {
      this.#registration?.installing?.addEventListener("statechange", look);
    });
    this.#registration.installing?.addEventListener("statechange", look);
    setInterval(() => navigator.onLine && void this.#registration?.update().catch(() => {}), look_again_ms);
  }

  /** What only some phones need is kept on this one from here on. */
  keep(group: KeptGroup): void {
    void (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.ready.then(({ active }) => active?.postMessage(`keep ${group}`));
  }

  /** False where a form is open somewhere: then it waits. */
  take_over(): Promise<boolean> {
    return navigator.locks.request(form_lock, { ifAvailable: true }, (free) => {
      if (free) this.#registration?.waiting?.postMessage("take over");
      return free !== null;
    });
  }
}
export const version = new Version();

/** While a form is open no version changes under it. The answer ends that. */
export function form_open(): () => void {
  let done = () => {};
  const open = new Promise<void>((resolve) => (done = resolve));
  void navigator.locks?.request(form_lock, { mode: "shared" }, () => open);
  return done;
}
