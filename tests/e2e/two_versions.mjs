// Before the server, something that makes it look like another version: another file among those that are kept, and the list that names it so.
import { createHash } from "node:crypto";
import { createServer, request } from "node:http";

const file = "/icon-maskable.svg";
const fetched = (base, path) =>
  new Promise((resolve, reject) => {
    request(base + path, { headers: { accept: "*/*" } }, (answer) => {
      const pieces = [];
      answer.on("data", (one) => pieces.push(one)).on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(pieces) }));
    }).on("error", reject).end();
  });

/** `versions.now`: "built" as it was built; "other" with one file changed; "mixed" with the list of one and the file of the other. */
export async function between(base) {
  const versions = { now: "built" };
  const changed = Buffer.concat([(await fetched(base, file)).body, Buffer.from("<!-- of another version -->")]);
  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url;
    if (versions.now !== "built" && (path === "/service_worker.js" || (path === file && versions.now === "other"))) {
      const { headers, body } = await fetched(base, path);
      const digest = createHash("sha256").update(changed).digest("base64");
      const told = path === file ? changed
        : Buffer.from(body.toString().replace(new RegExp(`"${file}":"[^"]+"`), `"${file}":"${digest}"`).replace(/shell_version="\w+"/, 'shell_version="another"'));
      const { etag: _etag, "content-length": _length, ...rest } = headers;
      outgoing.writeHead(200, { ...rest, "content-length": told.length });
      return outgoing.end(told);
    }
    const passed = request(base + path, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    versions, base: `http://localhost:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
