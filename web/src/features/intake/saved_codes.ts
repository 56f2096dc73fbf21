import type { Agreed } from "../file/agreed";

/** Codes of the files opened since this page was loaded: shown also before the server has answered. */
export const saved_codes = new Map<string, string>();
/** And what their child agreed to have taken. */
export const saved_agreed = new Map<string, Agreed>();
