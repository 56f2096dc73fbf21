// What a desk waits for where the programme is large: the lists of somebody who sees very many files, over a running server.
//   node bench/desk.mjs NIBBI DATA LOGIN [TIMES = 20]
// DATA is a demonstration's folder. Prints medians and the slowest; nothing here passes or fails.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [binary, data, login, times = "20"] = process.argv.slice(2);
const { accounts } = JSON.parse(readFileSync(join(data, "demo-accounts.json"), "utf8"));
const account = accounts.find((one) => one.login === login);
const [port, public_port] = spawnSync("python3", [fileURLToPath(new URL("../tests/support/free_ports.py", import.meta.url))], { encoding: "utf8" }).stdout.trim().split(" ");
const folder = mkdtempSync(join(tmpdir(), "nibbi-desk-"));
const seed = join(folder, "seed.json");
writeFileSync(seed, JSON.stringify({ people: { [login]: { id: account.person, role: account.role, unit: account.unit } }, passphrase: account.passphrase, totp_secret: account.totp_secret }));
process.env.NIBBI_API = `http://localhost:${port}`;
process.env.NIBBI_API_SEED = seed;

const server = spawn(binary, ["serve", "--data", data, "--port", port, "--public-port", public_port], { stdio: "ignore" });
try {
  while (!(await fetch(`${process.env.NIBBI_API}/api/health`).then((answer) => answer.ok).catch(() => false))) {
    if (server.exitCode !== null) throw new Error("the server did not answer");
    await new Promise((wait) => setTimeout(wait, 50));
  }
  const { Person } = await import("../tests/api/client.mjs");
  const who = await new Person(login).sign_in();
  const line_of = (what, took, about) => {
    const sorted = took.toSorted((a, b) => a - b);
    console.log(`${what.padEnd(58)}${`${sorted[sorted.length >> 1].toFixed(0)} ms, slowest ${sorted.at(-1).toFixed(0)} ms`.padStart(30)}  ${about}`);
  };
  const timed = async (ask) => {
    const began = performance.now();
    const answer = await ask();
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.json?.code}`);
    return { took: performance.now() - began, answer };
  };
  const reason = who.session.acting.role === "country_coordinator" ? { reason: "Suivi du programme." } : {};
  const find = (query) => timed(() => who.call("POST", "/api/children/find", { query, scope: "team", ...reason }));
  const first = await find("mamadou");
  line_of("the first search", [first.took], `${first.answer.json.children.length} shown, too common: ${first.answer.json.too_common ?? false}`);
  const took = [];
  for (let i = 0; i < Number(times); ++i) took.push((await find(["mam", "jallow momodou", "fatoumata bah", "ndiay", "aissatu djalo"][i % 5])).took);
  line_of("each that follows, as somebody types", took, "");
  const lists = [];
  for (let i = 0; i < 5; ++i) lists.push((await timed(() => who.get("/api/today"))).took);
  line_of("what is to do today", lists, "");
  const newest = [];
  for (let i = 0; i < 5; ++i) newest.push((await timed(() => who.call("POST", "/api/children/find", { scope: "team", ...reason }))).took);
  line_of("the list of children, newest first", newest, "");
  const counts = [];
  for (let i = 0; i < 5; ++i) counts.push((await timed(() => who.get("/api/counts"))).took);
  line_of("the programme's exact counts", counts, "");
} finally {
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
