// What the browser seals and signs, the server opens and verifies, and the other way round: @hpke/core and WebCrypto against src/crypto.
// Usage: node tests/crypto/hpke_interop.mjs PATH_OF_INTEROP_HELPER. Takes @hpke/core from web/node_modules (or below NIBBI_NODE_PACKAGES).
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import assert from "node:assert/strict";

const packages = process.env.NIBBI_NODE_PACKAGES
  ? pathToFileURL(resolve(process.env.NIBBI_NODE_PACKAGES) + "/").href
  : new URL("../../web/", import.meta.url).href;
const require = createRequire(new URL("package.json", packages));
const { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } = require("@hpke/core");
const { subtle } = globalThis.crypto;
const rounds = 50;

const helper = spawn(process.argv[2], { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: helper.stdout })[Symbol.asyncIterator]();
const ask = async (...words) => {
  helper.stdin.write(words.join(" ") + "\n");
  const { value, done } = await lines.next();
  assert(!done, `the helper ended at ${words[0]}`);
  return value;
};

const utf8 = (text) => new TextEncoder().encode(text);
const word = (bytes) => (bytes.byteLength === 0 ? "-" : Buffer.from(bytes).toString("base64url"));
const bytesOf = (text) => (text === "-" ? new Uint8Array() : new Uint8Array(Buffer.from(text, "base64url")));
const chance = (size) => globalThis.crypto.getRandomValues(new Uint8Array(size));
const joined = (...pieces) => new Uint8Array(Buffer.concat(pieces));
const flipped = (bytes, at) => bytes.map((b, i) => (i === at ? b ^ 1 : b));

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const info = utf8("nibbi entry 1");
const sizes = [1, 16, 300, 4096, 60_000];

// From the browser to the server.
for (let i = 0; i < rounds; ++i) {
  const [secret, publicKey] = (await ask("new_envelope_keys")).split(" ");
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytesOf(publicKey));
  const aad = utf8(globalThis.crypto.randomUUID());
  const plain = chance(sizes[i % sizes.length]);
  const { ct, enc } = await suite.seal({ recipientPublicKey, info }, plain, aad);
  const envelope = joined(new Uint8Array(enc), new Uint8Array(ct));
  assert.equal(envelope.length, plain.length + 65 + 16);
  assert.equal(await ask("open", secret, word(info), word(aad), word(envelope)), word(plain));
  assert.equal(await ask("open", secret, word(info), word(aad), word(flipped(envelope, 65 + (i % (plain.length + 16))))), "refused");
  assert.equal(await ask("open", secret, word(info), word(flipped(aad, 0)), word(envelope)), "refused");
}

// From the server to the browser, with a key of the browser's.
for (let i = 0; i < rounds; ++i) {
  const pair = await suite.kem.generateKeyPair();
  const publicKey = new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey));
  const aad = chance(i);
  const plain = chance(sizes[i % sizes.length]);
  const envelope = bytesOf(await ask("seal", word(publicKey), word(info), word(aad), word(plain)));
  const opened = await suite.open({ recipientKey: pair, enc: envelope.slice(0, 65), info }, envelope.slice(65), aad);
  assert.deepEqual(new Uint8Array(opened), plain);
}

// What a device signs: the text, the signature, both ways.
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const tiers = ["plain", "identity", "placement", "narrative"];
for (let i = 0; i < rounds; ++i) {
  const header = JSON.stringify({ id: globalThis.crypto.randomUUID(), note: "Ñibbi, Thiès", number: i });
  let text = `nibbi entry 1\n${header}\n`;
  const words = [];
  for (const [t, tier] of tiers.entries()) {
    const present = (i >> t) & 1;
    const salt = chance(32);
    const part = utf8(JSON.stringify({ tier }));
    text += `${tier}:${present ? word(await subtle.digest("SHA-256", joined(salt, part))) : "-"}\n`;
    words.push(...(present ? [word(salt), word(part)] : ["-", "-"]));
  }
  assert.equal(Buffer.from(bytesOf(await ask("signed_text", word(utf8(header)), ...words))).toString(), text);

  const pair = await subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const spki = new Uint8Array(await subtle.exportKey("spki", pair.publicKey));
  const signature = new Uint8Array(await subtle.sign(algorithm, pair.privateKey, utf8(text)));
  assert.equal(await ask("verify", word(spki), word(utf8(text)), word(signature)), "right");
  assert.equal(await ask("verify", word(spki), word(utf8(text + " ")), word(signature)), "wrong");
  assert.equal(await ask("verify", word(spki), word(utf8(text)), word(flipped(signature, i % 64))), "wrong");

  const [serverSpki, serverSignature] = (await ask("sign", word(utf8(text)))).split(" ").map(bytesOf);
  const serverKey = await subtle.importKey("spki", serverSpki, algorithm, true, ["verify"]);
  assert.equal(await subtle.verify(algorithm, serverKey, serverSignature, utf8(text)), true);
}

helper.stdin.end();
console.log(`hpke_interop: ${rounds} envelopes each way, ${rounds} signed entries each way`);
