/** The key of what is kept to be read: who can bring it back, and what is gone for good. */
import { beforeEach, expect, test } from "vitest";
import { random_bytes } from "../src/base/bytes";
import { CoreThread } from "./house";

const { vault, use_thread } = await import("../src/vault/vault");
use_thread(() => new CoreThread());
beforeEach(() => vault.end());

const words = { first_name: "canary-name" };

test("what is closed opens again, at its own place only", async () => {
  await vault.make();
  const closed = await vault.close("draft 1", words);
  expect(closed).not.toContain("canary");
  expect(await vault.open("draft 1", closed)).toEqual(words);
  expect(await vault.open("draft 2", closed)).toBeUndefined();
});

test("the secret that wrapped the key brings it back, another does not", async () => {
  await vault.make();
  const secret = random_bytes(64);
  const [closed, wrapped] = [await vault.close("a", words), await vault.wrap(secret)];
  vault.end();
  expect(await vault.unwrap(random_bytes(64), wrapped)).toBe(false);
  expect(vault.is_open).toBe(false);
  expect(await vault.open("a", closed)).toBeUndefined();
  expect(await vault.unwrap(secret, wrapped)).toBe(true);
  expect(await vault.open("a", closed)).toEqual(words);
});

test("while the screen is covered nothing opens; the PIN brings it back without network", async () => {
  await vault.make();
  await vault.use_pin("482913");
  const closed = await vault.close("a", words);
  expect(await vault.rest()).toBe(true);
  expect(await vault.open("a", closed)).toBeUndefined();
  await expect(vault.close("a", words)).rejects.toThrow();
  expect(await vault.wake("000000")).toEqual({ open: false, left: 4 });
  expect(await vault.wake("482913")).toEqual({ open: true, left: 5 });
  expect(await vault.open("a", closed)).toEqual(words);
  // And again: the count begins anew.
  await vault.rest();
  expect((await vault.wake("1")).left).toBe(4);
});

test("five wrong PINs end the key, however they are tried", async () => {
  await vault.make();
  await vault.use_pin("482913");
  await vault.rest();
  const tried = await Promise.all(["1", "2", "3", "4", "5", "482913"].map((pin) => vault.wake(pin)));
  expect(tried.map((one) => one.open)).toEqual(Array(6).fill(false));
  expect(await vault.wake("482913")).toMatchObject({ open: false });
});

test("without a PIN there is nothing to cover with, and the key stays", async () => {
  await vault.make();
  expect(await vault.rest()).toBe(false);
  expect(vault.is_open).toBe(true);
});

test("the end is at once: what was asked is not answered, and a new thread knows nothing", async () => {
  await vault.make();
  const closed = await vault.close("a", words);
  const asked = vault.open("a", closed);
  vault.end();
  await expect(asked).rejects.toThrow();
  await expect(vault.wrap(random_bytes(64))).rejects.toThrow();
  expect(await vault.open("a", closed)).toBeUndefined();
});
