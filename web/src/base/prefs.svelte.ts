/** What a person chose on this device: language, light or dark, discreet. Nothing about a child. */
import { languages, type Language } from "./words.svelte";

export type Theme = "auto" | "light" | "dark";
export interface Prefs {
  language: Language;
  theme: Theme;
  /** Show codes where names would stand: somebody may be looking over the shoulder. */
  discreet: boolean;
}

function read(): Prefs {
  let kept: Partial<Prefs> = {};
  try {
    kept = JSON.parse(localStorage.getItem("nibbi") ?? "{}") as Partial<Prefs>;
  } catch {
    // Storage switched off, or not ours: begin with the defaults.
  }
  return {
    language: languages.includes(kept.language as Language) ? kept.language! : "fr",
    theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : "auto",
    discreet: kept.discreet === true,
  };
}

export const prefs = $state<Prefs>(read());

export function apply_theme(): void {
  if (prefs.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = prefs.theme;
}

export function keep_prefs(): void {
  try {
    localStorage.setItem("nibbi", JSON.stringify(prefs));
  } catch {
    // They hold until the page is closed.
  }
}

/** While a sheet is made. The child's name stands on it only where that was asked for. */
export const paper = $state({ printing: false, with_name: false });

export const hides_names = (): boolean => prefs.discreet || (paper.printing && !paper.with_name);
/** A child's name, or the code where there is no name to show, the screen is discreet, or a sheet is made without it. */
export const name_or_code = (name: string | undefined, code: string): string => (hides_names() || !name ? code : name);
