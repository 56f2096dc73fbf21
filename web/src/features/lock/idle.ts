/** Two minutes without a hand on the screen, or a screen that is left: then it is covered. */
import { touched, untouched_ms } from "../../base/hand";
import { who } from "../../records/session.svelte";

export const idle_ms = 2 * 60 * 1000;

export function watch_idle(): () => void {
  const look = () => {
    // Where a lock costs more than a PIN, it does not come each time that somebody looks at the time.
    const left = document.hidden && !who.travels && who.step !== "blind";
    if (left || untouched_ms("here") >= idle_ms) void who.cover(untouched_ms());
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
