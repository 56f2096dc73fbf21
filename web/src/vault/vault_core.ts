/**
 * The cache key of the person at the screen, and all that is done with it. Lives in a thread of its own (vault_worker), so that ending the
 * thread ends the key; nothing in here is ever written down but wrapped.
 *
 *   open     the key is in memory
 *   resting  only the key wrapped by the PIN is in memory; the PIN brings it back without network, five wrong ones end it
 *   empty    there is no key
 *
 * Beside it, while a trip lease is open: the key of what travels. It never rests; whoever comes back opens it again.
 */
import { from_b64u, b64u, join_bytes, random_bytes, utf8, type Bytes } from "../base/bytes";

export type VaultState = "empty" | "open" | "resting";
const wrong_pins_allowed = 5;
// A second or less on a cheap phone. It guards memory only: a PIN has few digits, no figure would save it, and nothing that it wraps alone is ever on disk.
const rounds = 100_000;

const aes = (bytes: Bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

/** iv | ciphertext and tag; `about` ties the bytes to the place where they are kept. */
async function close_bytes(key: CryptoKey, about: string, bytes: Bytes): Promise<Bytes> {
  const iv = random_bytes(12);
  return join_bytes(iv, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(about) }, key, bytes)));
}
async function open_bytes(key: CryptoKey, about: string, closed: Bytes): Promise<Bytes | undefined> {
  const algorithm = { name: "AES-GCM", iv: closed.slice(0, 12), additionalData: utf8(about) };
  return crypto.subtle.decrypt(algorithm, key, closed.slice(12)).then((opened) => new Uint8Array(opened), () => undefined);
}
async function key_of_secret(secret: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8("nibbi cache key 1") };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
async function key_of_pin(pin: string, salt: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export class VaultCore {
  #raw: Bytes | undefined;
  #key: CryptoKey | undefined;
  #pin: { salt: Bytes; key: CryptoKey } | undefined;
  #trip: CryptoKey | undefined;
  #resting: { salt: Bytes; wrapped: Bytes; left: number } | undefined;

  state(): VaultState {
    return this.#key ? "open" : this.#resting ? "resting" : "empty";
  }
  async #take(raw: Bytes): Promise<void> {
    this.#raw = raw;
    this.#key = await aes(raw);
    this.#resting = undefined;
  }
  /** A new key: what was closed under another is closed for good. */
  make(): Promise<void> {
    return this.#take(random_bytes(32));
  }
  /** The key as it may lie on the device: under a secret that is not there. */
  async wrap(secret: Bytes): Promise<string> {
    if (!this.#raw) throw new Error("no key to wrap");
    return b64u(await close_bytes(await key_of_secret(secret), "cache key", this.#raw));
  }
  async unwrap(secret: Bytes, wrapped: string): Promise<boolean> {
    const raw = await open_bytes(await key_of_secret(secret), "cache key", from_b64u(wrapped));
    if (raw) await this.#take(raw);
    return raw !== undefined;
  }

  /** The PIN that the idle lock will ask for. It is not kept, only what it gives. */
  async use_pin(pin: string): Promise<void> {
    const salt = random_bytes(16);
    this.#pin = { salt, key: await key_of_pin(pin, salt) };
  }
  /** The idle lock. False where there is no PIN: then there is nothing to bring the key back with. */
  async rest(): Promise<boolean> {
    if (!this.#raw || !this.#pin) return this.#resting !== undefined;
    const wrapped = await close_bytes(this.#pin.key, "resting", this.#raw);
    this.#resting = { salt: this.#pin.salt, wrapped, left: wrong_pins_allowed };
    this.#raw.fill(0);
    this.#raw = this.#key = this.#pin = this.#trip = undefined;
    return true;
  }
  /** How many tries are left; none are counted once it is open. */
  async wake(pin: string): Promise<{ open: boolean; left: number }> {
    const resting = this.#resting;
    if (!resting) return { open: this.#key !== undefined, left: 0 };
    // Counted before it is tried: many at once are as many tries.
    if (resting.left <= 0) return { open: false, left: 0 };
    resting.left--;
    const key = await key_of_pin(pin, resting.salt);
    const raw = await open_bytes(key, "resting", resting.wrapped);
    if (!raw) {
      if (resting.left <= 0) this.forget();
      return { open: false, left: resting.left };
    }
    await this.#take(raw);
    this.#pin = { salt: resting.salt, key };
    return { open: true, left: wrong_pins_allowed };
  }
  forget(): void {
    this.#raw?.fill(0);
    this.#raw = this.#key = this.#pin = this.#resting = this.#trip = undefined;
  }

  /** A new key for a trip, as it may lie on the device: under what six words give, and under the cache key, so that contact can renew what it closes. */
  async begin_trip(secret: Bytes): Promise<{ by_words: string; by_key: string }> {
    if (!this.#key) throw new Error("the vault is closed");
    const raw = random_bytes(32);
    this.#trip = await aes(raw);
    const wrapped = { by_words: b64u(await close_bytes(await key_of_secret(secret), "trip key", raw)), by_key: b64u(await close_bytes(this.#key, "trip key", raw)) };
    raw.fill(0);
    return wrapped;
  }
  /** Under another secret too, beside the words: the same key, as the cache key opens it. */
  async wrap_trip(wrapped: string, secret: Bytes): Promise<string> {
    const raw = this.#key && (await open_bytes(this.#key, "trip key", from_b64u(wrapped)));
    if (!raw) throw new Error("the vault does not open this");
    const also = b64u(await close_bytes(await key_of_secret(secret), "trip key", raw));
    raw.fill(0);
    return also;
  }
  /** By the six words, or a passkey's secret; without a secret by the cache key. */
  async open_trip(wrapped: string, secret?: Bytes): Promise<boolean> {
    const key = secret ? await key_of_secret(secret) : this.#key;
    const raw = key && (await open_bytes(key, "trip key", from_b64u(wrapped)));
    if (raw) this.#trip = await aes(raw);
    raw?.fill(0);
    return raw !== undefined;
  }
  end_trip(): void {
    this.#trip = undefined;
  }
  async pack(about: string, text: string): Promise<string> {
    if (!this.#trip) throw new Error("no trip is open");
    return b64u(await close_bytes(this.#trip, about, utf8(text)));
  }
  async unpack(about: string, packed: string): Promise<string | undefined> {
    const bytes = this.#trip && (await open_bytes(this.#trip, about, from_b64u(packed)));
    return bytes && new TextDecoder().decode(bytes);
  }

  async close(about: string, text: string): Promise<string> {
    if (!this.#key) throw new Error("the vault is closed");
    return b64u(await close_bytes(this.#key, about, utf8(text)));
  }
  /** Nothing where it was closed under another key, or stands in another place than it was closed for. */
  async open(about: string, closed: string): Promise<string | undefined> {
    if (!this.#key) return undefined;
    const bytes = await open_bytes(this.#key, about, from_b64u(closed));
    return bytes && new TextDecoder().decode(bytes);
  }
}
