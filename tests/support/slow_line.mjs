// A line as in the field, between a browser and a server: narrow, slow, and cut in the middle of things. It passes HTTP/1.1 on as it comes, so
// that the server, too, meets what is half there. What goes wrong follows from a seed.
import { createServer, request } from "node:http";

/** Whole numbers below `bound`, the same ones for the same seed (mulberry32). */
function chance_of(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * `condition` may be set at any time: "well", "down", or "slow". An upload is a request whose body has `upload_bytes` or more: of these so many in a
 * hundred are cut somewhere within their body. Of all requests some are reset: half of them before the server hears of them, half after
 * it answered, so that the answer is lost.
 */
export async function open_line(to, { seed = 1, bits_per_second = 50_000, latency_ms = 600, resets = 5, cuts = 30, upload_bytes = 1024, piece = 1024 } = {}) {
  const { hostname, port } = new URL(to);
  const chance = chance_of(seed), in_100 = (times) => chance() * 100 < times;
  const line = {
    condition: "well",
    /** Of bodies that went up: bytes in all, bytes of those whose answer came back; and what was done to requests. */
    counted: { up: 0, answered: 0, down: 0, requests: 0, uploads: 0, cut: 0, reset: 0, refused: 0 },
  };
  // Both ways share the line, as they do on a telephone at the edge of the net.
  let free_at = 0;
  const carry = async (bytes) => {
    if (line.condition !== "slow") return;
    free_at = Math.max(free_at, Date.now()) + (bytes * 8000) / bits_per_second;
    await wait(free_at - Date.now());
  };
  const pieces = function* (chunk) {
    for (let at = 0; at < chunk.length; at += piece) yield chunk.subarray(at, at + piece);
  };

  async function pass(asked, answer) {
    const { counted } = line, slow = line.condition === "slow";
    if (line.condition === "down") return void asked.socket.destroy();
    ++counted.requests;
    const length = Number(asked.headers["content-length"] ?? 0), is_upload = length >= upload_bytes;
    counted.uploads += is_upload;
    const cut_at = slow && is_upload && in_100(cuts) ? Math.floor(chance() * length) : Infinity;
    const reset = slow && cut_at === Infinity && in_100(resets) ? (in_100(50) ? "before" : "after") : "";
    const onward = request({ hostname, port, method: asked.method, path: asked.url, headers: asked.headers, agent: false });
    const end = (what) => {
      ++counted[what];
      onward.destroy();
      asked.socket.destroy();
    };
    const answered = new Promise((resolve, reject) => onward.once("response", resolve).once("error", reject));
    answered.catch(() => undefined);
    if (slow) await wait(latency_ms / 2);
    if (reset === "before") return end("reset");
    let up = 0;
    for await (const chunk of asked)
      for (const some of pieces(chunk)) {
        if (up + some.length > cut_at) {
          counted.up += up;
          return end("cut");
        }
        await carry(some.length);
        up += some.length;
        onward.write(some);
      }
    onward.end();
    counted.up += up;
    const said = await answered;
    if (reset === "after") {
      said.resume();
      return end("reset");
    }
    if (slow) await wait(latency_ms / 2);
    answer.writeHead(said.statusCode, said.rawHeaders);
    for await (const chunk of said)
      for (const some of pieces(chunk)) {
        await carry(some.length);
        counted.down += some.length;
        answer.write(some);
      }
    answer.end();
    counted.answered += up;
  }

  // A server that closed, or a browser that left: for the one at the other end that is a line that broke.
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => {
    ++line.counted.refused;
    asked.socket.destroy();
  }));
  await new Promise((done) => server.listen(0, "localhost", done));
  line.base = `http://localhost:${server.address().port}`;
  line.begin = (condition) => {
    line.condition = condition;
    Object.keys(line.counted).forEach((name) => (line.counted[name] = 0));
  };
  line.close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return line;
}
