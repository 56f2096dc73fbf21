import { readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// The screens that a person meets first, and the words in the default language: asked for together with the entry,
// because round trips cost more than bytes.
const first_screens = ["features/sign_in/", "features/today/", "words/fr.json", "lists/fr.json"];

function is_first(id: string): boolean {
  if (/node_modules\/svelte\//.test(id) || id.includes("vite/preload-helper")) return true;
  if (/\.json$|@hpke|records\/envelope/.test(id)) return false;
  return /src\/(app|base|records|ui|features\/(sign_in|today))\/|LanguageSwitch|form_names|src\/main/.test(id);
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

export default defineConfig({
  plugins: [svelte(), page()],
  json: { stringify: true },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every first visit needs is one file: on a slow network twenty small ones cost seconds.
            { name: "first", test: (id) => is_first(id), priority: 10 },
            { name: "forms", test: /src\/features\/forms\//, priority: 5 },
            { name: "file", test: /src\/features\/file\//, priority: 4 },
            { name: "referral", test: /src\/features\/referral\//, priority: 3 },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { "/api": process.env.NIBBI_API ?? "http://127.0.0.1:8080" } },
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
