/** The domain core in WebAssembly; src/wasm/calls.hpp says what can be asked. */
export interface Core {
  /** One call: a name and a text in, a JSON text out. */
  ask(
    call: "core_version" | "lay_over" | "tasks_done" | "covering_consent",
    input?: string,
  ): string;
}
/** Loads core.wasm from beside this file, or from where `locateFile` says. */
export default function load_core(options?: { locateFile?: (name: string) => string; wasmBinary?: ArrayBuffer | Uint8Array }): Promise<Core>;
