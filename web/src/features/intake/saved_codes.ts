/** Codes of the files opened since this page was loaded: shown also before the server has answered. */
export const saved_codes = new Map<string, string>();
