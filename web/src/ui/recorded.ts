/** Where a sentence lies as somebody read it aloud. */
import { sounds } from "../generated/sounds";

/** An answer of the list `language` is a code of ISO 639; what is recorded in a language of the application lies under its own two letters. */
const of_application: Record<string, string> = { fra: "fr", por: "pt", eng: "en" };

export const recording_of = (language: string, name: string, all: typeof sounds = sounds): string | undefined =>
  all[language]?.[name] ?? all[of_application[language] ?? ""]?.[name];
