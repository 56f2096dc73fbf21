// An installation under a name of its own: TLS by the program itself, or by a proxy in front of it.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import { pause } from "./trouble_house.mjs";

const build = process.env.NIBBI_API_BUILD ?? "build/dev";
const folder = mkdtempSync(join(tmpdir(), "nibbi-served-"));
const data = join(folder, "data"), certificate = join(folder, "certificate.pem"), key = join(folder, "key.pem");
const free_ports = () => execFileSync("python3", [fileURLToPath(new URL("../support/free_ports.py", import.meta.url))], { encoding: "utf8" }).trim().split(" ").map(Number);
const kName = "nibbi.example.org", kPublic = "contact.example.org", kOrigin = `https://${kName}`;

before(() => {
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-keyout", key, "-out", certificate,
    "-subj", `/CN=${kName}`, "-addext", `subjectAltName=DNS:${kName},DNS:${kPublic}`], { stdio: "ignore" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Serves while `work` runs, and ends by its own id. */
async function served(options, work, folder_of_data = data) {
  const [port, public_port] = free_ports();
  let said = "";
  const server = spawn(`${build}/nibbi`, ["serve", "--data", folder_of_data, "--port", String(port), "--public-port", String(public_port), ...options], { stdio: ["ignore", "ignore", "pipe"] });
  server.stderr.on("data", (d) => (said += d));
  for (let i = 0; i < 600 && server.exitCode === null && !said.includes("nibbi: ready"); ++i) await pause(100);
  assert.equal(server.exitCode, null, said);
  try {
    await work(port, public_port);
  } finally {
    server.kill("SIGTERM");
    if (server.exitCode === null) await new Promise((done) => server.once("exit", done));
  }
}

function ask(shell, options, body) {
  return new Promise((done, failed) => {
    const request = shell.request({ host: "127.0.0.1", agent: false, ...options }, (answer) => {
      answer.resume();
      answer.on("end", () => done(answer));
    });
    request.on("error", failed);
    request.end(body);
  });
}
const by_tls = (port, host, more = {}) => ask(https, { port, ca: undefined, rejectUnauthorized: false, servername: host, headers: { host, ...more.headers }, method: more.method ?? "GET", path: more.path ?? "/api/health" }, more.body);
const sign_in = (headers, body = "{}") => ({ method: "POST", path: "/api/session", headers: { "content-type": "application/json", "nibbi-request": "1", ...headers }, body });

test("the program speaks TLS 1.3 by itself, under its own name and no other", async () => {
  await served(["--origin", kOrigin, "--public-host", kPublic, "--tls-certificate", certificate, "--tls-key", key], async (port, public_port) => {
    const health = await by_tls(port, kName);
    assert.equal(health.statusCode, 200);
    assert.equal(health.socket.getProtocol?.() ?? "TLSv1.3", "TLSv1.3");
    assert.match(health.headers["strict-transport-security"], /^max-age=[1-9]\d{6,}$/);
    assert.equal((await by_tls(port, "evil.example.org")).statusCode, 421);
    assert.equal((await by_tls(public_port, kPublic, { path: "/" })).statusCode, 200);
    assert.equal((await by_tls(public_port, kName, { path: "/" })).statusCode, 421, "the public site does not answer under the application's name");
    const old = await new Promise((done) => {
      const socket = tls.connect({ port, host: "127.0.0.1", rejectUnauthorized: false, maxVersion: "TLSv1.2" }, () => done("spoken to"));
      socket.on("error", () => done("refused"));
    });
    assert.equal(old, "refused");
  });
});

test("what changes something comes from the origin, and nothing else is that origin", async () => {
  await served(["--origin", kOrigin, "--tls-certificate", certificate, "--tls-key", key], async (port) => {
    assert.equal((await by_tls(port, kName, sign_in({ origin: "http://localhost:8080" }))).statusCode, 403);
    assert.equal((await by_tls(port, kName, sign_in({ origin: `http://${kName}` }))).statusCode, 403);
    assert.notEqual((await by_tls(port, kName, sign_in({ origin: kOrigin }))).statusCode, 403);
  });
});

test("over TLS the cookie of a session is this host's alone, and goes nowhere in clear", async () => {
  const seeded = join(folder, "seeded");
  const house = JSON.parse(execFileSync(`${build}/tests/seed_house`, [seeded], { encoding: "utf8" }));
  await served(["--tls-certificate", certificate, "--tls-key", key], async (port) => {
    const answer = await by_tls(port, `localhost:${port}`, sign_in({ origin: `https://localhost:${port}` }, JSON.stringify({ login: "awa", passphrase: house.passphrase })));
    assert.equal(answer.statusCode, 200);
    assert.match(answer.headers["set-cookie"][0], /^__Host-nibbi=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    assert.equal(answer.headers["strict-transport-security"], undefined, "localhost is not ours alone: other programs answer there without TLS");
  }, seeded);
});

test("a proxy that is named is believed about TLS", async () => {
  const plain = (port, host, headers) => ask(http, { port, headers: { host, ...headers }, path: "/api/health" });
  await served(["--origin", kOrigin, "--proxy", "127.0.0.1"], async (port) => {
    const through = await plain(port, kName, { "x-forwarded-proto": "https" });
    assert.equal(through.statusCode, 200);
    assert.ok(through.headers["strict-transport-security"]);
    assert.equal((await plain(port, kName, {})).headers["strict-transport-security"], undefined);
  });
});

test("what nobody could use safely is refused before anything is opened, with what to do", () => {
  const cases = [
    [["--origin", kOrigin], /--tls-certificate and --tls-key, or name the proxy/],
    [["--origin", `http://${kName}`], /https only/],
    [["--origin", `${kOrigin}/app`], /without a path/],
    [["--listen", "0.0.0.0"], /nothing is served without TLS/],
    [["--tls-certificate", certificate], /go together/],
    [["--origin", kOrigin, "--proxy", "127.0.0.1", "--public-host", kName], /another host name/],
    [["--proxy", "the-proxy"], /takes addresses/],
  ];
  for (const [options, words] of cases) {
    const ended = spawnSync(`${build}/nibbi`, ["serve", "--data", join(folder, "none"), ...options], { encoding: "utf8" });
    assert.equal(ended.status, 2, options.join(" "));
    assert.match(ended.stderr, words);
  }
});

test("a demonstration is served on its own machine only", () => {
  const demo = join(folder, "demo");
  execFileSync(`${build}/nibbi`, ["demo", "--data", demo, "--children", "1"], { stdio: "ignore" });
  const ended = spawnSync(`${build}/nibbi`, ["serve", "--data", demo, "--port", "0", "--public-port", "0", "--origin", kOrigin, "--proxy", "127.0.0.1"], { encoding: "utf8" });
  assert.equal(ended.status, 1);
  assert.match(ended.stderr, /demonstration/);
});
