/** Since when nobody touched this device, on any page of ours: another page that is worked on has the same session. */
const told_name = "nibbi.touched", told_ms = 10_000;
let touched_at = Date.now(), told_at = 0;

export function touched(): void {
  touched_at = Date.now();
  if (touched_at - told_at > told_ms) localStorage.setItem(told_name, String((told_at = touched_at)));
}
/** By the clock of the wall, so that a device that slept counts its sleep. `here`: on this page alone. */
export function untouched_ms(here?: "here"): number {
  const here_ms = Date.now() - touched_at;
  return here ? here_ms : Math.max(0, Math.min(here_ms, Date.now() - Number(localStorage.getItem(told_name) ?? 0)));
}
