// Requests that no honest client sends: each gets its Problem, and the server stays.
import assert from "node:assert/strict";
import net from "node:net";
import { after, before, test } from "node:test";
import { base, goodbye, person, read, send, uuid7 } from "./client.mjs";

after(goodbye);
let awa;
before(async () => { awa = await person("awa"); });

const post = (path, body, headers) => awa.call("POST", path, body, headers);

test("bodies that are no strict JSON are refused on every door that takes one", async () => {
  const bad = [
    ["malformed", "{"], ["malformed", "nothing"], ["malformed", '{"a":1}{"b":2}'], ["malformed", '{"query":"a\\u0000"}'], ["malformed", '{"query":"\\udc00"}'],
    ["malformed", "\uFEFF{}"], ["malformed", '{"query":1.0}'], ["malformed", "\u0000"],
    ["duplicate_key", '{"query":"a","query":"b"}'],
    ["too_deep", "[".repeat(64) + "]".repeat(64)],
    ["number_out_of_range", '{"query":90071992547409930}'],
    ["wrong_type", "[]"], ["wrong_type", '"text"'], ["wrong_type", "null"], ["wrong_type", "7"],
    ["unknown_field", '{"colour":"red"}'],
  ];
  const id = uuid7();
  for (const [code, body] of bad)
    for (const [method, path] of [["POST", "/api/children/find"], ["POST", `/api/children/${id}/view`], ["POST", `/api/children/${id}/accesses`], ["POST", "/api/entries"], ["POST", "/api/devices"],
      ["POST", "/api/session"], ["POST", "/api/session/step-up"], ["PUT", "/api/session/acting"]]) {
      const answer = await awa.call(method, path, body);
      assert.equal(answer.json?.code, code, `${method} ${path.replace(id, "{id}")} ${body.slice(0, 30)}`);
    }
});

test("bytes that are no UTF-8 are refused", async () => {
  for (const bytes of [[0x7b, 0xff, 0x7d], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
    const answer = await awa.call_bytes("POST", "/api/children/find", Buffer.from(bytes), { "content-type": "application/json", "nibbi-request": "1", "sec-fetch-site": "same-origin" });
    assert.equal(answer.json.code, "malformed");
  }
});

test("wrong types and values in a body are named", async () => {
  const id = uuid7();
  for (const [path, body, code] of [
    ["/api/children/find", { scope: 7 }, "wrong_type"], ["/api/children/find", { scope: "mine", query: ["a"] }, "wrong_type"], ["/api/children/find", { scope: "everybody" }, "not_in_list"], 
    [`/api/children/${id}/view`, { show: "identity" }, "wrong_type"], [`/api/children/${id}/view`, { show: ["secrets"] }, "not_in_list"], [`/api/children/${id}/view`, { show: ["identity"], reason: 7 }, "wrong_type"],
    ["/api/entries", {}, "missing_field"], ["/api/entries", { attended: true, entries: {} }, "missing_field"],
    ["/api/entries", { attended: "yes", entries: [] }, "wrong_type"], ["/api/entries", { entries: [] }, "missing_field"],
    ["/api/entries", { attended: true, entries: Array.from({ length: 101 }, () => ({})) }, "number_out_of_range"],
  ]) {
    const answer = await post(path, body);
    assert.equal(answer.json.code, code, `${path.replace(id, "{id}")} ${JSON.stringify(body).slice(0, 60)}`);
  }
});

test("a proposal that cannot be read stops no other of its batch: each has its own receipt, in its place", async () => {
  const record = await awa.opens_file();
  const note = () => ({ plain: { note_kind: "observation" }, narrative: { text: "mots" } });
  const whole = { header: "{}", commitments: {}, signature: "", envelope: "" };
  const unreadable = [
    ["missing_field", 7], ["missing_field", null], ["missing_field", "text"], ["missing_field", []], ["missing_field", {}], ["missing_field", { ...whole, header: 7 }],
    ["unknown_field", { ...whole, more: 1 }], ["wrong_type", { ...whole, signature: "!" }], ["wrong_type", { ...whole, envelope: "a=" }], ["missing_field", { ...whole, envelope: 7 }],
    ["missing_field", { ...whole, commitments: "none" }], ["bad_commitment", { ...whole, commitments: { secrets: "" } }], ["bad_commitment", { ...whole, commitments: { plain: "AAAA" } }],
    ["bad_commitment", { ...whole, commitments: { plain: 7 } }],
  ];
  const sent = [];
  for (const [, bad] of unreadable) sent.push(bad, await awa.entry(record, "note.added", note()));
  const named = await awa.entry(record, "note.added", note());
  const body = Buffer.from(JSON.stringify({ attended: true, entries: [...sent, { ...named, signature: 7 }] }));
  const answer = await awa.call_bytes("POST", "/api/entries", body, { "content-type": "application/json", "nibbi-request": "1", "sec-fetch-site": "same-origin" });
  assert.equal(answer.status, 200);
  const receipts = answer.json.receipts;
  assert.equal(receipts.length, sent.length + 1);
  unreadable.forEach(([code, bad], i) => {
    assert.deepEqual([receipts[2 * i].status, receipts[2 * i].problem?.code], ["refused", code], JSON.stringify(bad));
    assert.equal(receipts[2 * i + 1].status, "accepted");
    assert.equal(receipts[2 * i + 1].id, JSON.parse(sent[2 * i + 1].header).id);
  });
  assert.deepEqual([receipts.at(-1).status, receipts.at(-1).id], ["refused", JSON.parse(named.header).id], "and its id where it can be told");
});

test("what is no id, and what is no path, is not found; a wrong method says so", async () => {
  for (const id of ["x", "..", "%2e%2e", "0", "%00", "1".repeat(500), uuid7().toUpperCase().slice(0, 35), "null"]) {
    const answer = await awa.get(`/api/children/${id}`);
    assert.ok([400, 404].includes(answer.status), `${id.slice(0, 20)}: ${answer.status}`);
  }
  assert.equal((await awa.get("/api/nothing")).status, 404);
  for (const [method, path] of [["DELETE", "/api/children/find"], ["PUT", "/api/entries"], ["GET", "/api/entries"]]) {
    const answer = await awa.call(method, path);
    assert.ok([404, 405].includes(answer.status), `${method} ${path}: ${answer.status}`);
  }
});

test("a body that is too large is refused with 413 before it is read to its end", async () => {
  for (const [path, bytes] of [["/api/entries", 3_000_000], ["/api/children/find", 2_000_000], ["/api/session", 2_000_000]]) {
    const { answer } = await refused_early(path, bytes);
    assert.match(answer, /^HTTP\/1\.1 413 /, path);
    assert.match(answer, /"code":"too_large"/);
  }
  const small = await post("/api/session", { login: "a".repeat(5000), passphrase: "x" });
  assert.equal(small.status, 413);
});

test("an upload that claims two gigabytes is refused at once, and one that never ends too", async () => {
  const refused = async (...asked) => {
    const { answer, sent } = await refused_early(...asked);
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.ok(sent < 100_000_000, `${sent} bytes were taken`);
  };
  await refused("/api/entries", 2 ** 31);
  // To a sender who does not stop the answer comes too: what it goes on sending is read for a while and thrown away.
  for (let i = 0; i < 5; ++i) await refused("/api/entries", "chunked");
  await refused("/api/entries", 2 ** 31, true);
  await refused(`/api/children/${uuid7()}/attachments/${uuid7()}/0`, "chunked", false, "PUT");
  assert.equal((await send("GET", "/api/health")).status, 200);
});

/** Sends as fast as the server takes it, until it answers: what it answers, and how much it took. A body whose length is announced only where `all_the_same`. */
function refused_early(path, bytes, all_the_same = false, method = "POST") {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(base.port), "localhost");
    let answer = "", done = false;
    const end = () => {
      if (done) return;
      done = true;
      socket.destroy();
      resolve({ answer, sent });
    };
    const length = bytes === "chunked" ? "Transfer-Encoding: chunked" : `Content-Length: ${bytes}`;
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: localhost:${base.port}\r\nContent-Type: application/json\r\nNibbi-Request: 1\r\nSec-Fetch-Site: same-origin\r\nCookie: ${awa.cookie}\r\n${length}\r\n\r\n`);
    const block = Buffer.alloc(65536, 0x20);
    let sent = 0;
    const more = () => {
      // A body whose length is announced is refused by its head; sending none of it keeps the answer from being lost to a reset.
      while (!done && (bytes === "chunked" || all_the_same) && sent < 2 ** 31) {
        sent += block.length;
        const piece = bytes === "chunked" ? Buffer.concat([Buffer.from("10000\r\n"), block, Buffer.from("\r\n")]) : block;
        // It looks up between two pieces, as any program does: written without a pause, node would never come to read.
        if (!socket.write(piece)) return socket.once("drain", () => setImmediate(more));
      }
    };
    socket.on("data", (d) => {
      answer += d;
      if (answer.includes('"code"')) end();
    });
    socket.on("close", end);
    socket.on("error", (e) => (answer ? end() : e.code === "EPIPE" || e.code === "ECONNRESET" ? setTimeout(end, 200) : reject(e)));
    more();
  });
}

test("lines that are no HTTP are answered or closed, and the server stays", async () => {
  for (const raw of ["NONSENSE\r\n\r\n", "GET /api/health HTTP/9.9\r\n\r\n", `GET /${"a".repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, `GET /api/health HTTP/1.1\r\nHost: localhost\r\nX: ${"b".repeat(200_000)}\r\n\r\n`,
    "POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n"]) {
    const answer = await new Promise((resolve) => {
      const socket = net.connect(Number(base.port), "localhost");
      let got = "";
      socket.on("data", (d) => (got += d));
      socket.on("error", () => {});
      socket.on("close", () => resolve(got));
      setTimeout(() => socket.destroy(), 1500).unref();
      socket.end(raw);
    });
    if (answer) assert.match(answer, /^HTTP\/1\.1 [45]/, raw.slice(0, 30));
  }
  assert.equal((await send("GET", "/api/health")).status, 200);
});

test("answers carry their headers: never kept, never framed, never sniffed, and a policy without unsafe words", async () => {
  for (const answer of [await send("GET", "/api/health"), await awa.get("/api/today"), await send("GET", "/api/today"), await awa.get(`/api/children/${uuid7()}`)]) {
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
    assert.equal(answer.headers["referrer-policy"], "no-referrer");
    assert.match(answer.headers["content-security-policy"], /frame-ancestors 'none'/);
    assert.doesNotMatch(answer.headers["content-security-policy"], /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/);
    assert.equal(answer.headers["access-control-allow-origin"], undefined);
    assert.equal(answer.headers.server, undefined);
  }
});

test("a refusal is a sentence in the reader's language, French where none is asked for, beside a code that stays", async () => {
  const asked = (language) => awa.call("POST", "/api/children/find", { scope: "everybody" }, language ? { "accept-language": language } : {});
  for (const [language, spoken] of [[undefined, "fr"], ["pt-GW,fr;q=0.5", "pt"], ["wo, en;q=0.4, pt;q=0.3", "en"], ["wo", "fr"], ["en;q=0", "fr"], [";;=,q", "fr"]]) {
    const answer = await asked(language);
    assert.equal(answer.json.code, "not_in_list");
    assert.equal(answer.json.title, JSON.parse(read(`contract/messages/${spoken}.json`)).problem.not_in_list, language);
    assert.equal(answer.headers["content-language"], spoken);
  }
});
