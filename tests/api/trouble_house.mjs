// A server of one's own whose world can be made to fail: a small house in a folder, served on a free port. Import client.mjs only after
// opening it: which server it speaks to is decided then.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const build = process.env.NIBBI_API_BUILD ?? "build/dev";
const free_ports = () => execFileSync("python3", [fileURLToPath(new URL("../support/free_ports.py", import.meta.url))], { encoding: "utf8" }).trim().split(" ").map(Number);
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** `database`: a PostgreSQL URL. `folder`: where its data goes. */
export async function open_house({ database, folder = mkdtempSync(join(tmpdir(), "nibbi-trouble-")) } = {}) {
  const data = join(folder, "data"), at = database ? ["--database", database] : [];
  const seed = execFileSync(`${build}/tests/seed_house`, [data, ...(database ? [database] : [])], { encoding: "utf8" });
  writeFileSync(join(folder, "house.json"), seed);
  const [port, public_port] = free_ports();
  let said = "", server;
  const start = async () => {
    server = spawn(`${build}/nibbi`, ["serve", "--data", data, ...at, "--port", String(port), "--public-port", String(public_port)], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [server.stdout, server.stderr]) stream.on("data", (d) => (said += d));
    for (let i = 0; i < 600 && server.exitCode === null && !(await fetch(`http://localhost:${port}/api/health`).then((a) => a.ok).catch(() => false)); ++i) await pause(100);
  };
  await start();
  process.env.NIBBI_API = `http://localhost:${port}`;
  process.env.NIBBI_API_SEED = join(folder, "house.json");
  return {
    folder, data, port, start, pid: () => server.pid, running: () => server.exitCode === null && server.signalCode === null, log: () => said,
    stop: async () => {
      if (server.exitCode === null) {
        server.kill("SIGTERM");
        await new Promise((done) => server.once("exit", done));
      }
      return server.exitCode;
    },
    verify: () => JSON.parse(execFileSync(`${build}/nibbi`, ["verify", "--data", data, ...at], { encoding: "utf8" })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    people: () => JSON.parse(readFileSync(join(folder, "house.json"), "utf8")).people,
  };
}

/** What a log may never hold, whatever went wrong. */
export function tells_nothing(log, assert) {
  assert.doesNotMatch(log, /canari/i);
  assert.doesNotMatch(log, /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/i);
  assert.doesNotMatch(log, /\/api\/|passphrase|nibbi=|awa|moussa/i);
}
