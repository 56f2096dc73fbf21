/** The page's policy lets nothing become a script by its address, but what this one place names. */
const policy = globalThis.trustedTypes?.createPolicy("nibbi", {
  createScriptURL: (path: string) => {
    if (!path.startsWith("/") || path.startsWith("//")) throw new TypeError("not an address of ours");
    return path;
  },
});

/** An address of this application, for a worker. */
export const script_url = (path: string): string => (policy?.createScriptURL(path) as unknown as string | undefined) ?? path;
