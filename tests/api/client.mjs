// A client of the server as an outside implementer would write one: from docs/decisions 0001-0003 and contract/openapi.yaml alone, sharing no
// code with web/src. Everything that it is refused must have a sentence in every language (told_in_every_language).
import assert from "node:assert/strict";
import { createHash, createHmac, randomBytes, webcrypto } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { names_in } from "../support/canaries.mjs";

const { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } = createRequire(new URL("../../web/package.json", import.meta.url))("@hpke/core");

export const base = new URL(process.env.NIBBI_API ?? "http://localhost:8080");
export const house = JSON.parse(readFileSync(process.env.NIBBI_API_SEED, "utf8"));
export const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
export const tiers = ["plain", "identity", "placement", "narrative"];

const languages = Object.fromEntries(["fr", "en", "pt"].map((l) => [l, JSON.parse(read(`contract/messages/${l}.json`)).problem]));
export const codes_seen = new Set();
export function told_in_every_language(code) {
  codes_seen.add(code);
  for (const [language, sentences] of Object.entries(languages)) assert.ok(sentences[code], `${code} has no sentence in ${language}`);
}

// --- HTTP -----------------------------------------------------------------------------------------------------------

const agent = new http.Agent({ keepAlive: true });

// --- What was asked and answered, for z_contract.test.mjs ------------------------------------------------------------
// One line for each shape that was not seen before, up to some megabytes of a kind: thousands of answers are alike.

const routes = [...read("contract/openapi.yaml").matchAll(/^ {2}(\/\S*):$/gm)].map(([, path]) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`) }));
/** Every operation that this process asked for, as "get /api/today". */
export const doors_tried = new Set();
const shapes = new Set(), kept_bytes = new Map();
/** The shape of a value: its members and kinds, one of each of what a list holds; short words stand as they are, since they may be of a closed list. */
function shape(value) {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shape))].sort().join(",")}]`;
  if (value !== null && typeof value === "object") return `{${Object.entries(value).map(([k, v]) => `${/[0-9]/.test(k) ? "#" : k}:${shape(v)}`).sort().join(",")}}`;
  return typeof value === "string" && /^[a-z_.]{1,24}$/.test(value) ? value : typeof value;
}
function record_for_contract(method, path, status, body, answer) {
  const route = routes.find((r) => r.pattern.test(path.split("?")[0]))?.path;
  if (route && status < 500) doors_tried.add(`${method.toLowerCase()} ${route}`);
  if (!process.env.NIBBI_API_ANSWERS || !route || method === "HEAD") return;
  if (Buffer.isBuffer(body) && method === "POST") return; // bytes that are meant not to be of the contract
  const asked = body !== undefined && status < 300 && !Buffer.isBuffer(body) ? JSON.parse(body) : undefined;
  const kind = `${method} ${route} ${status}`, key = `${kind} ${Object.keys(asked ?? {}).sort()} ${shape(answer)}`;
  const kept = kept_bytes.get(kind) ?? 0;
  if (shapes.has(key) || kept > 2_000_000) return;
  shapes.add(key);
  const line = JSON.stringify({ method: method.toLowerCase(), route, status, query: [...new URL(path, base).searchParams.keys()], asked, answer });
  kept_bytes.set(kind, kept + line.length);
  appendFileSync(process.env.NIBBI_API_ANSWERS, `${line}\n`);
}

/** One request exactly as given; the answer with its body as text and, where it is JSON, read. */
export function send(method, path, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, base), { method, headers, agent }, (answer) => {
      const chunks = [];
      answer.on("data", (c) => chunks.push(c));
      answer.on("error", reject);
      answer.on("end", () => {
        const bytes = Buffer.concat(chunks), text = bytes.toString("utf8");
        const type = answer.headers["content-type"] ?? "";
        const out = { status: answer.statusCode, headers: answer.headers, bytes, text, json: undefined };
        if (type.includes("json")) out.json = JSON.parse(text);
        assert.ok(!names_in(JSON.stringify(answer.headers)), "a name in a header");
        if (answer.statusCode >= 400) is_problem(out);
        record_for_contract(method, path, out.status, body, out.json);
        resolve(out);
      });
    });
    request.on("error", reject);
    if (body !== undefined) request.write(body);
    request.end();
  });
}

/** RFC 9457: the shape of every refusal, and nothing in it that only a programmer should read. */
function is_problem(answer) {
  assert.match(answer.headers["content-type"] ?? "", /^application\/problem\+json/);
  assert.equal(answer.json.status, answer.status);
  assert.equal(typeof answer.json.type, "string");
  assert.equal(typeof answer.json.title, "string");
  told_in_every_language(answer.json.code);
  no_insides(answer.text);
  assert.ok(!names_in(answer.text), "a name in a refusal");
}
export function no_insides(text) {
  assert.doesNotMatch(text, /\.cpp|\.hpp|std::|exception|terminate|jsoncons|sqlite|SQL|0x[0-9a-f]{6}/i);
}

const own_headers = { "content-type": "application/json", "nibbi-request": "1", "sec-fetch-site": "same-origin" };

export function totp(at = Date.now(), secret = house.totp_secret) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = 0n;
  for (const c of secret) bits = (bits << 5n) | BigInt(alphabet.indexOf(c));
  const key = Buffer.from(bits.toString(16).padStart((secret.length * 5) / 4, "0"), "hex");
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const from = digest[19] & 15;
  return String((digest.readUInt32BE(from) & 0x7fffffff) % 1e6).padStart(6, "0");
}

// --- Ids, codes, bytes ----------------------------------------------------------------------------------------------

export const b64u = (bytes) => Buffer.from(bytes).toString("base64url");
export function uuid7(at = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 15);
  bytes[8] = 0x80 | (bytes[8] & 63);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
export function case_code(country = "SN") {
  const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", all = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const serial = [...randomBytes(6)].map((b) => crockford[b & 31]).join("");
  let p = 36;
  for (const c of country + serial) p = (((p + all.indexOf(c)) % 36 || 36) * 2) % 37;
  return `${country}-${serial}-${all[(37 - p) % 36]}`;
}

// --- Entries --------------------------------------------------------------------------------------------------------

/** The last `n` of each record that this process was told; what `seen` says. */
const heads = new Map();

export async function seal(installation_key, id, plaintext, info = "nibbi entry 1") {
  const hpke = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const point = Buffer.from(installation_key, "base64url");
  const recipientPublicKey = await hpke.kem.deserializePublicKey(new Uint8Array(point).buffer);
  const sender = await hpke.createSenderContext({ recipientPublicKey, info: new TextEncoder().encode(info) });
  const sealed = await sender.seal(new TextEncoder().encode(plaintext), new TextEncoder().encode(id));
  return b64u(Buffer.concat([Buffer.from(sender.enc), Buffer.from(sealed)]));
}

export function signed_text(header, commitments) {
  return `nibbi entry 1\n${header}\n${tiers.map((t) => `${t}:${commitments[t] ?? "-"}\n`).join("")}`;
}
export const commitment = (salt, text) => b64u(createHash("sha256").update(salt).update(text).digest());

/** Many sign in from this one address within seconds: who is told to wait waits, and asks again. */
export async function patiently(ask) {
  for (let times = 0; ; ++times) {
    const answer = await ask();
    if (answer.status !== 429 || times === 30) return answer;
    await new Promise((wait) => setTimeout(wait, answer.json.details.seconds * 1000));
  }
}

export class Person {
  constructor(login) {
    this.login = login;
    this.about = house.people[login];
    this.cookie = "";
    this.seq = 0;
  }
  get id() { return this.about.id; }

  async call(method, path, body, headers = {}) {
    const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const answer = await this.call_bytes(method, path, text, { ...(method === "GET" ? {} : own_headers), ...headers });
    for (const cookie of answer.headers["set-cookie"] ?? []) this.cookie = cookie.split(";")[0];
    return answer;
  }
  /** With the cookie and the device's proof, and with exactly these headers besides. A nonce that has grown old is asked for anew. */
  async call_bytes(method, path, body, headers = {}) {
    const ask = async () => send(method, path, { headers: { ...(this.cookie ? { cookie: this.cookie } : {}), ...(await this.proof(method, path, body)), ...headers }, body });
    let answer = await ask();
    const nonce = this.nonce;
    this.nonce = answer.headers["nibbi-nonce"] ?? this.nonce;
    if (answer.json?.code === "proof_needed" && this.nonce !== nonce && !headers["nibbi-proof"]) answer = await ask();
    return answer;
  }
  /** The header that shows that this device sends this; none before there is a device. */
  async proof(method, path, body = "", { nonce = this.nonce ?? "", id = b64u(randomBytes(16)) } = {}) {
    if (!this.device) return {};
    const digest = b64u(createHash("sha256").update(body).digest());
    return { "nibbi-proof": `${this.device}.${nonce}.${id}.${await this.sign(`nibbi request 1\n${method}\n${path}\n${digest}\n${nonce}\n${id}\n`)}` };
  }
  get(path) { return this.call("GET", path); }

  async give_passphrase(passphrase = house.passphrase) { return this.call("POST", "/api/session", { login: this.login, passphrase }); }
  /** `pair`: the key of a device that was registered before. */
  async sign_in(pair) {
    this.cookie = "";
    this.device = undefined;
    let answer = await patiently(() => this.give_passphrase());
    assert.equal(answer.status, 200, answer.text);
    if (answer.json.step === "factor") answer = await this.call("POST", "/api/session/factor", { code: totp() });
    assert.equal(answer.json.step, "done");
    this.pair = pair ?? await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    const spki = b64u(await webcrypto.subtle.exportKey("spki", this.pair.publicKey));
    const device = await this.call("POST", "/api/devices", { public_key: spki });
    assert.equal(device.status, 200, device.text);
    this.device = device.json.device;
    this.nonce = device.headers["nibbi-nonce"];
    this.session = (await this.get("/api/session")).json;
    this.installation_key = this.session.installation.public_key;
    return this;
  }
  async act(role, unit) {
    const answer = await this.call("PUT", "/api/session/acting", { role, unit });
    if (answer.status === 204) this.about = { ...this.about, role, unit };
    return answer;
  }

  seal(id, plaintext) { return seal(this.installation_key, id, plaintext); }
  sign(text) {
    return webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, this.pair.privateKey, new TextEncoder().encode(text)).then(b64u);
  }

  /**
   * An entry ready to be sent. `header` overrides what the header says; `texts` gives parts as text, byte for byte; `header_text` changes the header's text before it is signed.
   */
  async entry(record, kind, parts = {}, { header = {}, texts = {}, header_text = (t) => t, plaintext = (t) => t } = {}) {
    const said = {
      id: uuid7(), record, kind, version: 1, seen: heads.get(record) ?? 0, author: this.id, role: this.about.role, unit: this.about.unit,
      device: this.device, device_seq: ++this.seq, claimed_at: new Date().toISOString(), ...header,
    };
    const text = header_text(JSON.stringify(said));
    const commitments = {}, inside = {};
    for (const tier of tiers) {
      const part = texts[tier] ?? (parts[tier] && JSON.stringify(parts[tier]));
      if (part === undefined) continue;
      const salt = randomBytes(32);
      commitments[tier] = commitment(salt, part);
      inside[tier] = { salt: b64u(salt), text: part };
    }
    return {
      header: text, commitments, signature: await this.sign(signed_text(text, commitments)),
      envelope: await this.seal(said.id, plaintext(JSON.stringify(inside))),
    };
  }
  async post(entries, attended = true) { return this.call("POST", "/api/entries", { attended, entries: [entries].flat() }); }

  /** The receipts of what was sent, each refusal with its sentence. */
  async offer(entry, attended = true) {
    const answer = await this.post(entry, attended);
    assert.ok(answer.status === 200 || answer.status === 202, answer.text);
    for (const receipt of answer.json.receipts) {
      no_insides(answer.text);
      if (receipt.problem) told_in_every_language(receipt.problem.code);
      const record = JSON.parse([entry].flat()[answer.json.receipts.indexOf(receipt)].header).record;
      if (receipt.n) heads.set(record, Math.max(heads.get(record) ?? 0, receipt.n));
    }
    const receipt = answer.json.receipts[0];
    return { ...receipt, http: answer.status, head: answer.json.head, receipts: answer.json.receipts };
  }
  /** Writes; returns the receipt, with `id` of the entry. */
  async write(record, kind, parts, how = {}, attended = true) { return this.offer(await this.entry(record, kind, parts, how), attended); }
  /** Writes what must be accepted. */
  async say(record, kind, parts, how = {}) {
    const receipt = await this.write(record, kind, parts, how);
    assert.equal(receipt.status, "accepted", `${kind}: ${JSON.stringify(receipt.problem)}`);
    return receipt;
  }
  async opens_file({ country = "SN", sex = "boy", age_band = "a10_12" } = {}) {
    const record = uuid7();
    await this.say(record, "child.opened", { plain: { code: case_code(country), country, sex, age_band } });
    return record;
  }
  /** Where the log stands; nothing is written by asking. */
  async pos() { return (await this.call("POST", "/api/entries", { attended: true, entries: [{ header: "{}", commitments: {}, signature: "", envelope: "" }] })).json.head.pos; }
}

const living = new Map();
/** Somebody signed in, once in each process. */
export async function person(login) {
  if (!living.has(login)) living.set(login, new Person(login).sign_in());
  return living.get(login);
}
export const people = (...logins) => Promise.all(logins.map(person));
/** Closed connections let the process end. */
export const goodbye = () => agent.destroy();
