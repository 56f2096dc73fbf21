/** A signing key for each person who writes on this device; it cannot be taken out by a script. */
import { b64u } from "../base/bytes";
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
