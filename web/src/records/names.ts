/**
 * The search by names over what this phone holds: the server's engine in WebAssembly (src/wasm/find_names.hpp), a module of its own that is fetched by phones that
 * keep files. Where it is not there, nothing is answered, and what is looked for is looked for by its letters.
 */
import type { FoundChild } from "./wire";

/** What is known of a file by which it is found, as the server keeps it in a brief. */
export interface FoundBy {
  name: string;
  other_names?: string;
  mother?: string;
  father?: string;
  village?: string;
  phones?: string;
}
export interface Names {
  hits: { at: number; why: NonNullable<FoundChild["why"]> }[];
  too_common?: boolean;
  matches?: number;
  ask?: string[];
}
interface Module {
  memory: WebAssembly.Memory;
  _initialize?(): void;
  names_room(bytes: number): number;
  names_find(): number;
  names_reply(): number;
}

/** Nothing of the world comes in: what the library asks for at the end of its life is that it ends. */
const none = new Proxy({}, { get: (_, name) => (name === "proc_exit" ? () => { throw new Error("the module ended"); } : () => 0), has: () => true });
const imports = { env: none, wasi_snapshot_preview1: none } as unknown as WebAssembly.Imports;
let fetched = async (): Promise<ArrayBuffer> => {
  const answer = await fetch("/core/names.wasm", { credentials: "omit" });
  if (!answer.ok) throw new Error("not there");
  return answer.arrayBuffer();
};
/** For tests outside a browser, where it lies in another place. */
export const use_names = (other: () => Promise<ArrayBuffer>): void => void ((fetched = other), (module = undefined));

let module: Promise<Module> | undefined;
async function load(): Promise<Module> {
  const { instance } = await WebAssembly.instantiate(await fetched(), imports);
  const loaded = instance.exports as unknown as Module;
  loaded._initialize?.();
  return loaded;
}

const one_line = (text = "") => text.replace(/[\t\n]/g, " ");

/** Undefined where it cannot be asked: it is not here, or this browser cannot. */
export async function find_names(query: string, top: number, files: FoundBy[]): Promise<Names | undefined> {
  const lines = files.map((file) => [file.name, file.other_names, file.mother, file.father, file.village, file.phones].map(one_line).join("\t"));
  const question = new TextEncoder().encode([one_line(query), top, ...lines].join("\n"));
  try {
    const { memory, names_room, names_find, names_reply } = await (module ??= load());
    new Uint8Array(memory.buffer).set(question, names_room(question.length));
    const length = names_find(), at = names_reply();
    return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, at, length))) as Names;
  } catch {
    module = undefined;
    return undefined;
  }
}
