/** The page's policy lets nothing become a script by its address, but what this one place names. */
interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (path: string) => string }): { createScriptURL(path: string): unknown };
}
const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy("nibbi", {
  createScriptURL: (path: string) => {
    if (!path.startsWith("/") || path.startsWith("//")) throw new TypeError("not an address of ours");
    return path;
  },
});

/** An address of this application, for a worker. */
export const script_url = (path: string): string => (policy?.createScriptURL(path) as string | undefined) ?? path;
