/**
 * Keys that live on this device and cannot be taken out of it: one signing key a person (several people may share a
 * phone), and one local key under which drafts and what waits to be sent are kept.
 */
import { b64u, from_b64u, join_bytes, random_bytes, utf8 } from "../base/bytes";
import { db } from "../base/db";
import { call } from "./api";

interface DeviceKey {
  private_key: CryptoKey;
  /** SubjectPublicKeyInfo, base64url */
  public_key: string;
}

export async function device_key(person: string): Promise<DeviceKey> {
  const name = `sign:${person}`;
  const kept = await db.get<DeviceKey>("keys", name);
  if (kept) return kept;
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const made: DeviceKey = {
    private_key: pair.privateKey,
    public_key: b64u(await crypto.subtle.exportKey("spki", pair.publicKey)),
  };
  await db.put("keys", name, made);
  return made;
}

/** Makes the key known to the server and binds it to this session. */
export async function register_device(person: string): Promise<{ device: string; device_seq?: number }> {
  const { public_key } = await device_key(person);
  return call("POST", "/api/devices", { public_key });
}

async function local_key(): Promise<CryptoKey> {
  const kept = await db.get<CryptoKey>("keys", "local");
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await db.put("keys", "local", made);
  return made;
}

/** `about` ties the bytes to the place where they are kept. */
export async function close_locally(about: string, value: unknown): Promise<string> {
  const iv = random_bytes(12);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: utf8(about) }, await local_key(), utf8(JSON.stringify(value)));
  return b64u(join_bytes(iv, new Uint8Array(sealed)));
}

export async function open_locally<T>(about: string, closed: string): Promise<T | undefined> {
  const bytes = from_b64u(closed);
  try {
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytes.slice(0, 12), additionalData: utf8(about) }, await local_key(), bytes.slice(12));
    return JSON.parse(new TextDecoder().decode(opened)) as T;
  } catch {
    return undefined;
  }
}
