// Run last: what the server said on its own account while all of this happened.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { files_with_names } from "../support/canaries.mjs";

test("the server's own words hold no name, no id, no code of a file, no query and no address of a caller", () => {
  for (const file of process.env.NIBBI_API_LOGS.split(":")) {
    const text = readFileSync(file, "utf8");
    assert.doesNotMatch(text, /canari/i);
    assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/i);
    assert.doesNotMatch(text, /\b[A-Z]{2}-[0-9A-Z]{6}-[0-9A-Z]\b/);
    assert.doesNotMatch(text, /\/api\/|\?|passphrase|nibbi=/);
    assert.doesNotMatch(text, /awa|moussa|ndeye|fatou/i);
  }
});

test("what lies on the server's disk holds no name in clear, in no file and in no file's name", () => {
  assert.deepEqual(files_with_names(process.env.NIBBI_API_DATA), []);
});
