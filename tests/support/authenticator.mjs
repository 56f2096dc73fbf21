// An authenticator in software (Web Authentication Level 2, §6): makes one ES256 key for a place, and signs what it is asked with it.
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const b64u = (bytes) => Buffer.from(bytes).toString("base64url");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
const here = 0x01, with_key = 0x40;

export class Authenticator {
  #pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  id = randomBytes(32);
  count = 0;
  constructor(place, origin) {
    this.place = place;
    this.origin = origin;
  }
  #data(flags, rest = Buffer.alloc(0), place = this.place) {
    const head = Buffer.alloc(5);
    head[0] = flags;
    head.writeUInt32BE(this.count, 1);
    return Buffer.concat([sha256(place), head, rest]);
  }
  client_data(type, challenge, more = {}) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false, ...more }));
  }
  /** The body of POST /api/passkeys. */
  make(challenge, { name = "Le téléphone de canari", type = "webauthn.create", flags = here | with_key, more } = {}) {
    const jwk = this.#pair.publicKey.export({ format: "jwk" });
    // The COSE key (RFC 9053 §7.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CBOR.
    const key = Buffer.concat([Buffer.from("a5010203262001215820", "hex"), Buffer.from(jwk.x, "base64url"), Buffer.from("225820", "hex"), Buffer.from(jwk.y, "base64url")]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const data = this.#data(flags, Buffer.concat([Buffer.alloc(16), length, this.id, key]));
    return { name, algorithm: -7, client_data: b64u(this.client_data(type, challenge, more)), authenticator_data: b64u(data) };
  }
  /** What answers a question. */
  answer(challenge, { type = "webauthn.get", flags = here, counted = true, place, more } = {}) {
    if (counted) this.count++;
    const data = this.#data(flags, undefined, place), client_data = this.client_data(type, challenge, more);
    const signature = sign("sha256", Buffer.concat([data, sha256(client_data)]), this.#pair.privateKey);
    return { id: b64u(this.id), client_data: b64u(client_data), authenticator_data: b64u(data), signature: b64u(signature) };
  }
}
