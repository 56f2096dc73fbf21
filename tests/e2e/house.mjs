// A demonstration served on loopback, for the time of one test run: made by `nibbi demo`, served by `nibbi serve`, ended by its own id.
import { spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { files_with_names, names_in } from "../support/canaries.mjs";

const binary = process.env.NIBBI_BINARY ?? "build/dev/nibbi";

const free_ports = () => spawnSync("python3", [fileURLToPath(new URL("../support/free_ports.py", import.meta.url))], { encoding: "utf8" }).stdout.trim().split(" ").map(Number);

/** Six digits of RFC 6238 for a secret in base 32. */
export function totp(secret, at = Date.now()) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const letter of secret.replace(/=+$/, "")) bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** `clocks`: hours that this programme has set itself. */
export async function open_house({ children = 40, clocks } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "nibbi-e2e-"));
  const data = join(folder, "demo");
  const made = spawnSync(binary, ["demo", "--data", data, "--children", String(children), "--seed", "1"], { encoding: "utf8", maxBuffer: 1 << 26 });
  if (made.status !== 0) throw new Error(`nibbi demo ended with ${made.status}`);
  if (clocks) writeFileSync(join(data, "clocks.json"), JSON.stringify(clocks));
  const [port, public_port] = free_ports();
  const base = `http://localhost:${port}`;
  let server, said = "";
  async function serve(from) {
    server = spawn(binary, ["serve", "--data", from, "--port", String(port), "--public-port", String(public_port)], { stdio: ["ignore", "ignore", "pipe"] });
    server.stderr.on("data", (bytes) => (said += bytes));
    for (let tries = 0; ; ++tries) {
      if (await fetch(`${base}/api/health`).then((answer) => answer.ok).catch(() => false)) break;
      if (tries > 600 || server.exitCode !== null) throw new Error("the server did not answer");
      await new Promise((wait) => setTimeout(wait, 100));
    }
  }
  async function end() {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
  }
  const command = (...words) => {
    const { status, stdout, stderr } = spawnSync(binary, words, { encoding: "utf8", maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(`nibbi ${words[0]} ended with ${status}: ${stderr}`);
    return stdout;
  };
  await serve(data);
  const { accounts } = JSON.parse(readFileSync(join(data, "demo-accounts.json"), "utf8"));
  return {
    base,
    public_base: `http://127.0.0.1:${public_port}`,
    accounts,
    /** The first account that fits. */
    account: (fits) => accounts.find((one) => Object.entries(fits).every(([key, value]) => one[key] === value)),
    log: () => said,
    /** An administrator's word on the server's own machine, while it serves. */
    command: (...words) => command(...words, "--data", data),
    /** A command that asks nothing of the house. */
    command_alone: command,
    /** A command that may end with 1 because some rows were refused: its JSON lines, and all that it said. */
    report(...words) {
      const { status, stdout, stderr } = spawnSync(binary, [...words, "--data", data], { encoding: "utf8", maxBuffer: 1 << 26 });
      if (status !== 0 && status !== 1) throw new Error(`nibbi ${words[0]} ended with ${status}: ${stderr}`);
      return { lines: stdout.trim().split("\n").map((line) => JSON.parse(line)), said: stdout + stderr };
    },
    /** Everything as it is at this moment, to come back to. */
    back_up: () => void command("backup", "--data", data, "--out", join(folder, "backup.nibbi")),
    /** The server as it was when it was backed up, at the same address. */
    async restore() {
      await end();
      const restored = join(folder, "restored");
      command("restore", "--from", join(folder, "backup.nibbi"), "--keys", join(data, "master.key"), "--data", restored);
      await serve(restored);
    },
    /** What `nibbi verify` says of the house while it is being served. */
    verify() {
      const checked = spawnSync(binary, ["verify", "--data", data], { encoding: "utf8", maxBuffer: 1 << 26 });
      return { status: checked.status, summary: checked.stdout };
    },
    async close() {
      await end();
      const told = [...(names_in(said) ? ["the server's log"] : []), ...files_with_names(folder)];
      rmSync(folder, { recursive: true, force: true });
      if (told.length > 0) throw new Error(`a name that was typed in a test stands in: ${told.join(", ")}`);
    },
  };
}
