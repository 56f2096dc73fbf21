import { kept_groups } from "./src/shell/groups.ts";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// The screens that a person meets first, and the words in the default language: asked for together with the entry,
// because round trips cost more than bytes.
const first_screens = ["features/sign_in/", "features/today/", "words/fr.json", "lists/fr.json"];

function is_first(id: string): boolean {
  if (/node_modules\/svelte\//.test(id) || id.includes("vite/preload-helper")) return true;
  if (/\.json$|@hpke|ui\/Listing|records\/(envelope|six_words|prf|trip_contact|own_bytes|attach|waiting_lists|names)/.test(id)) return false;
  return /src\/(app|base|records|ui|shell\/version|features\/(sign_in|today))\/|LanguageSwitch|form_names|src\/main/.test(id);
}

/** Puts the icons into the page and lets the browser ask at once for what the first screen needs. */
function page(): Plugin {
  let base = "/";
  return {
    name: "nibbi-page",
    configResolved(config) {
      base = config.base;
    },
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const sprite = readFileSync(new URL("src/generated/sprite.svg", import.meta.url), "utf8");
        const wanted = new Set<string>();
        const want = (file: string) => {
          const chunk = bundle?.[file];
          if (chunk?.type !== "chunk" || chunk.isEntry || wanted.has(file)) return;
          wanted.add(file);
          chunk.imports.forEach(want);
        };
        const styles = new Set<string>();
        let font = "";
        for (const [file, part] of Object.entries(bundle ?? {})) {
          if (part.type === "chunk" && part.isDynamicEntry && first_screens.some((one) => part.facadeModuleId?.includes(one))) {
            want(file);
            part.viteMetadata?.importedCss.forEach((css) => styles.add(css));
          }
          if (/noto-sans-base-.*\.woff2$/.test(file)) font = file;
        }
        const links = [
          ...[...wanted].filter((file) => !html.includes(`"${base}${file}"`)).map((file) => `<link rel="modulepreload" crossorigin href="${base}${file}">`),
          ...[...styles].filter((file) => !html.includes(`"${base}${file}"`)).map((file) => `<link rel="stylesheet" crossorigin href="${base}${file}">`),
          ...(font ? [`<link rel="preload" as="font" type="font/woff2" crossorigin href="${base}${font}">`] : []),
        ];
        return html.replace("<!-- sprite -->", sprite).replace("<!-- first -->", links.join("\n    "));
      },
    },
  };
}

const worker = "service_worker.js";

/**
 * Screens of few people, which can tell nothing without network: a supervisor's team, the house of a unit, a focal point's concerns, who looked at a file, joining two files and possible duplicates, what
 * a revoked device delivered, granting and taking up a trip lease, the keys of one's devices; and with words of their own the administrator's accounts and units, data protection's logs,
 * opening one's account with a code; families who look for a child; sheets to print. They are fetched when they are opened, and lie on nobody's phone in vain.
 */
const of_few = /^assets\/(Team|Shelter|Concerns|SetAside|Accesses|Join|Choose|Pairs|KeptApart|Leases|TripLease|Devices|trip_\w+|Passkeys|few|few_\w\w|trace|inquiry|paper|Papers|PaperScreen|Feedback|Counts|Passphrase|Factor|Household|Glass)-[\w-]+\.(js|css)$/;

const of_some = (name: string) => Object.values(kept_groups).some((group) => group.test(`/${name}`));

/** Tells the service worker which files it keeps, and by which digest it knows them. */
function shell(): Plugin {
  let out = "";
  return {
    name: "nibbi-shell",
    apply: "build",
    configResolved(config) {
      out = config.build.outDir;
    },
    closeBundle() {
      const at = join(out, worker);
      if (!existsSync(at)) return;
      const names = readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => join(one.parentPath, one.name).slice(out.length + 1).replaceAll("\\", "/"))
        .filter((name) => name !== worker && !of_few.test(name) && !/\.d\.m?ts$/.test(name))
        .sort();
      const digests = (some: string[]) =>
        Object.fromEntries(some.map((name) => [name === "index.html" ? "/" : `/${name}`, createHash("sha256").update(readFileSync(join(out, name))).digest("base64")]));
      const text = JSON.stringify(digests(names.filter((name) => !of_some(name))));
      const some = JSON.stringify(digests(names.filter(of_some)));
      const version = createHash("sha256").update(text + some).digest("hex").slice(0, 12);
      const code = readFileSync(at, "utf8");
      writeFileSync(at, `const shell_files=${text},some_files=${some},shell_version="${version}";${code}`);
    },
  };
}

export default defineConfig({
  plugins: [svelte(), page(), shell()],
  json: { stringify: true },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { main: "index.html", service_worker: "src/shell/service_worker.ts" },
      output: {
        // The browser asks for the service worker under one address, whatever the version.
        entryFileNames: (chunk) => (chunk.name === "service_worker" ? worker : "assets/[name]-[hash].js"),
        codeSplitting: {
          groups: [
            // What every first visit needs is one file: on a slow network twenty small ones cost seconds.
            { name: "first", test: (id) => is_first(id), priority: 10 },
            { name: "forms", test: /src\/features\/forms\//, priority: 5 },
            { name: "file", test: /src\/features\/file\//, priority: 4 },
            { name: "referral", test: /src\/features\/referral\/(?!Feedback)/, priority: 3 },
            { name: "child", test: /src\/styles\/child/, priority: 3 },
            { name: "photo", test: /src\/features\/photo\//, priority: 3 },
            { name: "call", test: /src\/features\/intake\/CallNow/, priority: 3 },
            // Below what they share with others: whatever a group needs and no higher one has comes into it, and these lie on nobody's phone in vain.
            { name: "few", test: /src\/features\/(admin|components|programme|protection|welcome|journey)\//, priority: 2 },
            { name: "paper", test: /src\/features\/paper\//, priority: 2 },
            // What a code on paper is drawn and read with: the pocket card and the search need it wherever one is.
            { name: "qr", test: /src\/features\/(handover\/(Qr|qr|camera)|children\/ReadCode)/, priority: 3 },
            { name: "trace", test: /src\/features\/trace\//, priority: 2 },
            { name: "road", test: /src\/features\/handover\//, priority: 2 },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { "/api": process.env.NIBBI_API ?? "http://127.0.0.1:8080" } },
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  test: { include: ["tests/**/*.test.ts"], environment: "node", testTimeout: 30_000, hookTimeout: 30_000 },
});
