/** Two minutes without a hand on the screen, or a screen that is left: then it is covered. */
import { who } from "../../records/session.svelte";

export const idle_ms = 2 * 60 * 1000;
/** Another page of this device that is worked on: its session is the same. */
const touched_name = "nibbi.touched", told_ms = 10_000;

export function watch_idle(): () => void {
  let touched_at = Date.now(), told_at = 0;
  const touched = () => {
    touched_at = Date.now();
    if (touched_at - told_at > told_ms) localStorage.setItem(touched_name, String((told_at = touched_at)));
  };
  const look = () => {
    const here_ms = Date.now() - touched_at;
    // The clock of the wall, so that a device that slept counts its sleep. Where a lock costs more than a PIN, it does not come each time that somebody looks at the time.
    const left = document.hidden && !who.travels && who.step !== "blind";
    if (left || here_ms >= idle_ms) void who.cover(Math.min(here_ms, Date.now() - Number(localStorage.getItem(touched_name) ?? 0)));
  };
  touched();
  const hands = ["pointerdown", "keydown", "input", "scroll"] as const;
  hands.forEach((hand) => addEventListener(hand, touched, { passive: true, capture: true }));
  document.addEventListener("visibilitychange", look);
  const timer = setInterval(look, 5000);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    hands.forEach((hand) => removeEventListener(hand, touched, { capture: true }));
  };
}
