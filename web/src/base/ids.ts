import { random_bytes, type Bytes } from "./bytes";

/** A UUID of version 7 (RFC 9562): 48 bits of time in milliseconds, then chance. */
export function uuid7(now_ms: number = Date.now(), chance: Bytes = random_bytes(10)): string {
  const bytes = new Uint8Array(16);
  for (let i = 5, rest = now_ms; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  bytes.set(chance, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
