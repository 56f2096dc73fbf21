/** The PIN of a device, against the other half of RFC 9497: what it opens, and what a wrong one, a lost share and a new one leave. */
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { beforeEach, expect, test, vi } from "vitest";
import { b64u, from_b64u, utf8 } from "../src/base/bytes";
import { CoreThread, clear_device, everything_kept, session } from "./house";

/** The server of the contract: a share for the device, ten tries, a confirmation that begins anew. */
const share = { key: undefined as Uint8Array | undefined, unlock_key: "", left: 10, challenge: "" };
const seen: string[] = [];
let reachable = true;
vi.stubGlobal("fetch", async (path: string, init: { method: string; body?: string }) => {
  if (!reachable) throw new TypeError("no network");
  seen.push(`${init.method} ${path} ${init.body ?? ""}`);
  const body = JSON.parse(init.body ?? "{}") as { blinded: string; unlock_key: string; signature: string };
  const refuse = (code: string, status: number) => Response.json({ code, status }, { status });
  const evaluate = () => {
    share.challenge = b64u(crypto.getRandomValues(new Uint8Array(16)));
    return Response.json({ evaluated: b64u(ristretto255_oprf.oprf.blindEvaluate(share.key!, from_b64u(body.blinded))), tries_left: share.left, challenge: share.challenge });
  };
  if (path === "/api/session") return Response.json(await session());
  if (path === "/api/devices") return Response.json({ device: "d1", device_seq: 0 });
  if (path === "/api/pin") {
    Object.assign(share, { key: ristretto255_oprf.oprf.generateKeyPair().secretKey, unlock_key: body.unlock_key, left: 10 });
    return evaluate();
  }
  if (!share.key) return refuse("pin_gone", 410);
  if (path === "/api/pin/evaluate") {
    if (share.left === 0) {
      share.key = undefined;
      return refuse("pin_gone", 410);
    }
    share.left--;
    return evaluate();
  }
  const key = await crypto.subtle.importKey("spki", from_b64u(share.unlock_key), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const is_right = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, from_b64u(body.signature), utf8(`nibbi pin 1\nd1\n${share.challenge}\n`));
  if (!is_right) return refuse("bad_signature", 403);
  share.left = 10;
  return new Response(null, { status: 204 });
});

const { use_thread, vault } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
const { who } = await import("../src/records/session.svelte");
const { db } = await import("../src/base/db");

/** As when the page is loaded again: the thread is gone, the session is asked for. */
async function load_again() {
  vault.end();
  who.step = "unknown";
  await who.load();
}
beforeEach(async () => {
  await clear_device();
  await db.put("facts", "device:p1", "d1");
  seen.length = 0;
  reachable = true;
  share.key = undefined;
  await load_again();
});

test("the PIN opens what was kept, and the server learns neither it nor the key", async () => {
  const closed = await vault.close("a", "canary");
  await who.choose_pin("482913");
  await load_again();
  expect(who.step).toBe("pin");
  expect(await vault.open("a", closed)).toBeUndefined();
  expect(await who.unlock("482913")).toBeUndefined();
  expect(who.step).toBe("in");
  expect(await vault.open("a", closed)).toBe("canary");
  expect(seen.join("\n")).not.toContain("482913");
  expect(await everything_kept()).not.toContain("482913");
});

test("a wrong one says how many tries are left; the right one begins the count anew", async () => {
  await who.choose_pin("482913");
  await load_again();
  expect(await who.unlock("000001")).toBe(9);
  expect(await who.unlock("000002")).toBe(8);
  expect(await who.unlock("482913")).toBeUndefined();
  expect(share.left).toBe(10);
});

test("one try too many and nothing opens any more; one begins with a new key", async () => {
  const closed = await vault.close("a", "canary");
  await who.choose_pin("482913");
  await load_again();
  for (let tries = 0; tries < 10; tries++) await who.unlock("000001");
  await expect(who.unlock("482913")).rejects.toThrow("pin_gone");
  expect(who.step).toBe("in");
  expect(who.has_pin).toBe(false);
  expect(await vault.open("a", closed)).toBeUndefined();
});

test("without network the PIN opens nothing, and says so", async () => {
  await who.choose_pin("482913");
  await load_again();
  reachable = false;
  await expect(who.unlock("482913")).rejects.toThrow();
  expect(vault.is_open).toBe(false);
});

test("once it is chosen, the session alone opens nothing", async () => {
  expect((await db.get<{ key: { by: string } }>("people", "p1"))!.key.by).toBe("session");
  await who.choose_pin("482913");
  const { key } = (await db.get<{ key: { by: string; wrapped: string } }>("people", "p1"))!;
  expect(key.by).toBe("pin");
  vault.end();
  expect(await vault.unwrap(from_b64u((await session()).cache_share), key.wrapped)).toBe(false);
});

test("without a PIN, a page that is loaded again in the same session reads on; in another session it does not", async () => {
  const closed = await vault.close("a", "canary");
  await load_again();
  expect(who.step).toBe("in");
  expect(await vault.open("a", closed)).toBe("canary");
  const { key } = (await db.get<{ key: { wrapped: string } }>("people", "p1"))!;
  vault.end();
  expect(await vault.unwrap(utf8("the share of another session"), key.wrapped)).toBe(false);
});

test("covered, and uncovered by the same PIN without network", async () => {
  const closed = await vault.close("a", "canary");
  await who.choose_pin("482913");
  await who.cover();
  expect(who.covered).toBe(true);
  reachable = false;
  expect(await vault.open("a", closed)).toBeUndefined();
  expect(await who.uncover("000001")).toBe(4);
  expect(who.covered).toBe(true);
  await who.uncover("482913");
  expect(who.covered).toBe(false);
  expect(await vault.open("a", closed)).toBe("canary");
});

test("opened without network: one may write as who was here, and read nothing", async () => {
  const closed = await vault.close("a", "canary");
  reachable = false;
  await load_again();
  expect(who.step).toBe("blind");
  expect(who.me.person).toEqual({ id: "p1", name: "" });
  expect(await vault.open("a", closed)).toBeUndefined();
});

test("who has left is not asked for, also without network", async () => {
  reachable = false;
  await who.sign_out();
  await load_again();
  expect(who.step).toBe("out");
  expect(who.left_offline).toBe(true);
});
