/**
 * Six words become a secret: Argon2id, so that whoever copied the phone has to spend memory and time on each guess. Six of some 1,300 words are 62 bits.
 * A phone that has not the memory for it is told so, and never that the words are wrong.
 */
import { argon2id } from "hash-wasm";
import { utf8, type Bytes } from "../base/bytes";

export interface Cost {
  memory_kib: number;
  passes: number;
}
/** From what a usual phone does in about a second, down to OWASP's least. */
export const costs: readonly Cost[] = [{ memory_kib: 47_104, passes: 2 }, { memory_kib: 19_456, passes: 2 }];
export class NotEnoughMemory extends Error {}

/** As somebody types them on a small keyboard: accents, capitals and spaces are no matter. */
export const plain_words = (typed: string): string[] => typed.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^a-z]+/).filter(Boolean);

export async function secret_of(words: string[], salt: Bytes, { memory_kib, passes }: Cost): Promise<Bytes> {
  try {
    const secret = await argon2id({ password: utf8(`nibbi trip 1\n${words.join(" ")}`), salt, parallelism: 1, iterations: passes, memorySize: memory_kib, hashLength: 32, outputType: "binary" });
    return new Uint8Array(secret);
  } catch (error) {
    throw new NotEnoughMemory(String(error));
  }
}
