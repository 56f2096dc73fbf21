/** Two minutes without a hand on the screen, or a screen that is left: then it is covered. */
import { who } from "../../records/session.svelte";

export const idle_ms = 2 * 60 * 1000;

export function watch_idle(): () => void {
  let touched_at = Date.now();
  const touched = () => void (touched_at = Date.now());
  const look = () => {
    // The clock of the wall, so that a device that slept counts its sleep. Six words are not asked for each time that somebody looks at the time.
    if ((document.hidden && !who.travels) || Date.now() - touched_at >= idle_ms) void who.cover();
  };
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
