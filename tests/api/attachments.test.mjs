// Photos and papers through HTTP, as an outside implementer would send them (contract/openapi.yaml).
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { crc32, deflateSync, inflateSync } from "node:zlib";
import { b64u, goodbye, people, Person, uuid7 } from "./client.mjs";

after(goodbye);
let awa, moussa, stranger, manager, admin, record;
before(async () => {
  [awa, moussa, stranger, manager, admin] = await people("awa", "moussa", "stranger", "manager", "admin");
  record = await awa.opens_file();
});

const nobody = new Person("nobody");
const piece = 32_768, sealed_by = 65 + 16;
const sha256 = (bytes) => b64u(createHash("sha256").update(bytes).digest());

async function announce(who, bytes, { media_type = "application/pdf", kind = "identity_document", ...more } = {}) {
  const attachment = uuid7();
  await who.say(record, "attachment.added", { plain: { attachment, kind, media_type, bytes: bytes.length, sha256: sha256(bytes), ...more }, narrative: { caption: "Légende-Canari" } });
  return attachment;
}
const path = (attachment, index) => `/api/children/${record}/attachments/${attachment}${index === undefined ? "" : `/${index}`}`;
const put = (who, attachment, index, bytes, headers = {}) =>
  (who ?? nobody).call_bytes("PUT", path(attachment, index), bytes, { "content-type": "application/octet-stream", "nibbi-request": "1", "sec-fetch-site": "same-origin", ...headers });
async function put_all(who, attachment, bytes) {
  let answer;
  for (let i = 0; i * piece < bytes.length; ++i) answer = await put(who, attachment, i, bytes.subarray(i * piece, (i + 1) * piece));
  return answer;
}
/** What is answered to who asks for it, by GET or, with a reason, by POST. */
async function look(who, attachment, { reason, head = false } = {}) {
  const answer = await (reason === undefined ? who.call(head ? "HEAD" : "GET", path(attachment)) : who.call("POST", `${path(attachment)}/view`, { reason }));
  return { ...answer, code: answer.json?.code };
}
const looks = async () => (await moussa.call("POST", `/api/children/${record}/accesses`, { reason: "essai" })).json.accesses;
async function state_of(attachment) {
  const { state } = (await awa.get(`/api/children/${record}`)).json;
  const added = state.attachments.find((one) => one.attachment === attachment);
  return { stored: state.stored_attachments?.find((one) => one.added === added.id), refused: state.refused_attachments?.find((one) => one.added === added.id) };
}

test("a paper says of which act it is, to who sees the file; what belongs to nothing says nothing", async () => {
  const act = await awa.say(record, "legal_act.recorded", { plain: { issued_on: "2026-01-01" }, narrative: { legal_act_kind: "return_authorisation", authority: "children_judge", reference: "DEMO-9" } });
  const of_act = uuid7(), of_nothing = uuid7(), of_elsewhere = uuid7();
  for (const [attachment, cause] of [[of_act, act.id], [of_nothing], [of_elsewhere, uuid7()]])
    await awa.say(record, "attachment.added", { plain: { attachment, kind: "legal_document", media_type: "application/pdf", bytes: 3, sha256: sha256(Buffer.from("abc")) } }, cause ? { header: { cause } } : {});
  const { belongs, state } = (await awa.get(`/api/children/${record}`)).json;
  const entry = (attachment) => state.attachments.find((one) => one.attachment === attachment).id;
  assert.deepEqual(belongs, { [entry(of_act)]: act.id }, "and an entry that is not in this file is none of its acts");
  assert.equal((await stranger.get(`/api/children/${record}`)).status, 404);
});

// --- Images that tell too much ---------------------------------------------------------------------------------------

const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
const chunk = (type, content) => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(content)]);
  return Buffer.concat([u32(body.length - 4), body, u32(crc32(body))]);
};
function png(width, height, extra = []) {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; ++y) for (let x = 0; x < width; ++x) rows.set([x * 255 / width, y * 255 / height, 90], y * (width * 3 + 1) + 1 + x * 3);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])), ...extra, chunk("IDAT", deflateSync(rows)), chunk("IEND", "")]);
}
/** 48 × 32 pixels in four coloured quarters, made by our own encoder. */
const plain_jpeg = Buffer.from("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAgADADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDyyiiivzo/ssK92rwmvdq+ez7/AJd/P9D+RPpVf8yr/uP/AO4Qooor58/kQ+PqKKK/1RP6JCv1pr8lq/Wmvxrxc/5g/wDuJ/7YejgPtfL9Qooor8ZPRP/Z", "base64");
const segment = (marker, content) => { const body = Buffer.from(content, "latin1"), head = Buffer.from([0xff, marker, 0, 0]); head.writeUInt16BE(body.length + 2, 2); return Buffer.concat([head, body]); };
function jpeg_that_tells() {
  const field = (tag, type, count, value) => { const b = Buffer.alloc(12); b.writeUInt16BE(tag, 0); b.writeUInt16BE(type, 2); b.writeUInt32BE(count, 4); value.copy(b, 8); return b; };
  const at = (n) => u32(n), short = (n) => { const b = Buffer.alloc(4); b.writeUInt16BE(n, 0); return b; };
  // IFD0: maker, orientation 6, GPS; the GPS block with latitude 14°41'N, longitude 17°26'W; a thumbnail of its own.
  const tiff = Buffer.concat([Buffer.from("MM\0*", "latin1"), u32(8), Buffer.from([0, 3]), field(0x010f, 2, 16, at(50)), field(0x0112, 3, 1, short(6)), field(0x8825, 4, 1, at(66)), u32(0),
    Buffer.from("CANARI-TELEPHON\0"), Buffer.from([0, 2]), field(1, 2, 2, Buffer.from("N\0\0\0")), field(2, 5, 3, at(96)), u32(0),
    u32(14), u32(1), u32(41), u32(1), u32(0), u32(1), Buffer.from("CANARI-VIGNETTE"), plain_jpeg]);
  return Buffer.concat([plain_jpeg.subarray(0, 2), segment(0xe1, "Exif\0\0" + tiff.toString("latin1")), segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>CANARI-XMP</x:xmpmeta>"),
    segment(0xed, "Photoshop 3.0\0" + "8BIM CANARI-IPTC"), segment(0xe2, "ICC_PROFILE\0\x01\x01CANARI-PROFIL"), segment(0xfe, "CANARI-COMMENTAIRE"), plain_jpeg.subarray(2),
    Buffer.from("PK\x03\x04CANARI-ZIP <script>alert(1)</script>")]);
}
const tells = (bytes) => /CANARI|Exif|xmp|ICC_PROFILE|8BIM|PK\x03\x04|script|adobe/i.test(bytes.toString("latin1"));

// --- The tests -------------------------------------------------------------------------------------------------------

test("a photo with its place, its telephone and its thumbnail comes out without a byte of them, and upright", async () => {
  const photo = jpeg_that_tells();
  assert.ok(tells(photo));
  const id = await announce(awa, photo, { media_type: "image/jpeg", kind: "photo_file" });
  assert.equal((await look(awa, id)).status, 404, "not before it came");
  const answer = await put_all(awa, id, photo);
  assert.deepEqual(answer.json, { chunks: 1, missing: [], stored: true });
  const seen = await look(awa, id);
  assert.equal(seen.status, 200);
  assert.equal(seen.headers["content-type"], "image/jpeg");
  assert.ok(!tells(seen.bytes));
  // Marker by marker: JFIF without a thumbnail, tables, the frame, the scan; nothing else.
  const markers = [];
  for (let i = 2; i < seen.bytes.length; i += 2 + seen.bytes.readUInt16BE(i + 2)) {
    markers.push(seen.bytes[i + 1].toString(16));
    if (seen.bytes[i + 1] === 0xda) break;
    if (seen.bytes[i + 1] === 0xe0) assert.equal(seen.bytes.subarray(i + 2, i + 4).readUInt16BE(), 16);
    if (seen.bytes[i + 1] === 0xc0) assert.deepEqual([seen.bytes.readUInt16BE(i + 5), seen.bytes.readUInt16BE(i + 7)], [48, 32], "turned: 32 wide, 48 high");
  }
  assert.deepEqual([...new Set(markers)], ["e0", "db", "c0", "c4", "da"]);
  assert.equal(seen.bytes.subarray(-2).toString("hex"), "ffd9");
  const { stored } = await state_of(id);
  assert.equal(stored.bytes, seen.bytes.length);
});

test("a PNG comes out with its pixels and nothing else", async () => {
  const telling = png(60, 40, [chunk("tEXt", "Author\0CANARI"), chunk("iTXt", "XML:com.adobe.xmp\0\0\0\0\0CANARI-XMP"), chunk("eXIf", "MM\0*CANARI"), chunk("tIME", Buffer.from([7, 234, 11, 24, 12, 0, 0]))]);
  const id = await announce(awa, telling, { media_type: "image/png", kind: "drawing" });
  assert.equal((await put_all(awa, id, telling)).json.stored, true);
  const seen = (await look(awa, id)).bytes;
  assert.ok(!tells(seen));
  const types = [], data = [];
  for (let i = 8; i < seen.length; i += 12 + seen.readUInt32BE(i)) {
    types.push(seen.toString("latin1", i + 4, i + 8));
    if (types.at(-1) === "IDAT") data.push(seen.subarray(i + 8, i + 8 + seen.readUInt32BE(i)));
  }
  assert.deepEqual([...new Set(types)], ["IHDR", "IDAT", "IEND"]);
  assert.equal(inflateSync(Buffer.concat(data)).length, 40 * (60 * 3 + 1));
});

test("pieces come in any order and twice; what is not a piece of it is refused by name", async () => {
  const paper = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(2 * piece, "p")]);
  const id = await announce(awa, paper);
  const part = (i) => paper.subarray(i * piece, (i + 1) * piece);
  assert.deepEqual((await put(awa, id, 2, part(2))).json, { chunks: 3, missing: [0, 1], stored: false });
  assert.deepEqual((await put(awa, id, 2, part(2))).json.missing, [0, 1]);
  const refused = async (answer, status, code) => { const a = await answer; assert.deepEqual([a.status, a.json.code], [status, code]); };
  await refused(put(awa, id, 2, Buffer.alloc(part(2).length, "q")), 409, "same_id_other_content");
  await refused(put(awa, id, 3, part(2)), 422, "number_out_of_range");
  await refused(put(awa, id, 0, part(0).subarray(1)), 422, "number_out_of_range");
  await refused(put(awa, id, 0, Buffer.alloc(0)), 422, "number_out_of_range");
  await refused(put(awa, id, 0, Buffer.alloc(piece + 1)), 422, "number_out_of_range");
  // So much longer it would be sealed, and more is no piece at all.
  await refused(put(awa, id, 0, Buffer.alloc(piece + sealed_by)), 422, "bad_envelope");
  await refused(put(awa, id, 0, Buffer.alloc(piece + sealed_by + 1)), 413, "too_large");
  await refused(put(awa, id, "-1", part(0)), 404, "not_found");
  await refused(put(awa, id, "0x0", part(0)), 404, "not_found");
  await refused(put(awa, id, "99999999999999999999", part(0)), 404, "not_found");
  await refused(put(awa, uuid7(), 0, part(0)), 404, "not_found");
  await refused(put(awa, id, 0, part(0), { "content-type": "application/json" }), 415, "wrong_media_type");
  await refused(put(awa, id, 0, part(0), { "nibbi-request": "" }), 403, "cross_site");
  await refused(put(awa, id, 0, part(0), { "sec-fetch-site": "cross-site" }), 403, "cross_site");
  await refused(put(undefined, id, 0, part(0)), 401, "sign_in_first");
  for (const who of [stranger, manager, admin]) await refused(put(who, id, 0, part(0)), 404, "not_found");
  const [one, two] = await Promise.all([put(awa, id, 0, part(0)), put(moussa, id, 1, part(1))]);
  assert.ok(one.status === 200 && two.status === 200);
  assert.ok((await put(awa, id, 0, part(0))).json.stored);
  assert.deepEqual((await look(awa, id)).bytes, paper);
});

test("what is no image, and what only says that it is one, is refused, said in the file, and kept nowhere", async () => {
  const scan = (n) => Buffer.concat([plain_jpeg.subarray(0, plain_jpeg.indexOf(Buffer.from("ffda", "hex"))), ...Array.from({ length: n }, () => plain_jpeg.subarray(plain_jpeg.indexOf(Buffer.from("ffda", "hex")), -2)), plain_jpeg.subarray(-2)]);
  const huge = png(60, 40); huge.writeUInt32BE(30_000, 16); huge.writeUInt32BE(30_000, 20); huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
  for (const [what, bytes, media_type, code, status = 422] of [
    ["text", Buffer.from("this is no photo"), "image/jpeg", "not_an_image"],
    ["a truncated JPEG", plain_jpeg.subarray(0, plain_jpeg.length * 0.6), "image/jpeg", "not_an_image"],
    ["a truncated PNG", png(60, 40).subarray(0, 200), "image/png", "not_an_image"],
    ["a PNG that says JPEG", png(60, 40), "image/jpeg", "not_an_image"],
    ["a web page in front of an image", Buffer.concat([Buffer.from("<html><script>1</script>"), plain_jpeg]), "image/jpeg", "not_an_image"],
    ["nine hundred million pixels", huge, "image/png", "too_large", 413],
    ["a page that says PDF", Buffer.from("<html><script>alert(1)</script></html>"), "application/pdf", "wrong_media_type", 415],
    ["a program that says sound", Buffer.from("\x7fELF..............."), "audio/ogg", "wrong_media_type", 415],
  ]) {
    const id = await announce(awa, bytes, { media_type, kind: "photo_file" });
    const answer = await put_all(awa, id, bytes);
    assert.deepEqual([answer.status, answer.json.code], [status, code], what);
    assert.equal((await put_all(awa, id, bytes)).json.code, code, `${what}, again`);
    assert.deepEqual([(await state_of(id)).refused?.why, (await state_of(id)).stored], [code, undefined], what);
    assert.equal((await look(awa, id)).code, code, what);
  }
  // Many scans of one baseline frame: an image or a refusal, never a server at work without end; its process has five seconds of its own.
  const bomb = scan(3000);
  const id = await announce(awa, bomb, { media_type: "image/jpeg", kind: "photo_file" });
  assert.ok([200, 413, 422].includes((await put_all(awa, id, bomb)).status));
});

test("bytes that are not those that were announced are thrown away, and the right ones taken afterwards", async () => {
  const paper = Buffer.from("%PDF-1.7 le bon"), other = Buffer.from("%PDF-1.7 un aut");
  const id = await announce(awa, paper);
  const wrong = await put_all(awa, id, other);
  assert.deepEqual([wrong.status, wrong.json.code], [422, "bad_commitment"]);
  assert.equal((await look(awa, id)).status, 404);
  assert.equal((await put_all(awa, id, paper)).json.stored, true);
});

test("what is announced is of a kind, a type and a size that are kept", async () => {
  const plain = { attachment: uuid7(), kind: "other", media_type: "application/pdf", bytes: 10, sha256: "A".repeat(43) };
  for (const [change, code] of [
    [{ media_type: "image/svg+xml" }, "wrong_media_type"], [{ media_type: "text/html" }, "wrong_media_type"], [{ media_type: "image/JPEG" }, "wrong_media_type"], [{ bytes: 0 }, "number_out_of_range"],
    [{ bytes: 20_000_001 }, "too_large"], [{ media_type: "image/png", bytes: 10_000_001 }, "too_large"], [{ sha256: "00" }, "wrong_type"], [{ kind: "everything" }, "not_in_list"], [{ bytes: 2 ** 53 }, "number_out_of_range"],
  ]) {
    const receipt = await awa.write(record, "attachment.added", { plain: { ...plain, ...change } });
    assert.deepEqual([receipt.status, receipt.problem?.code], ["refused", code], JSON.stringify(change));
  }
});

test("papers and sounds come only as a download, with a policy in which nothing runs", async () => {
  for (const [media_type, bytes] of [["application/pdf", "%PDF-1.7 <script>"], ["audio/ogg", "OggS...."], ["audio/webm", "\x1a\x45\xdf\xa3...."], ["audio/mp4", "\0\0\0\x18ftypM4A "]]) {
    const body = Buffer.from(bytes, "latin1"), id = await announce(awa, body, { media_type, kind: "other" });
    assert.equal((await put_all(awa, id, body)).json.stored, true, media_type);
    const seen = await look(awa, id);
    assert.deepEqual(seen.bytes, body);
    assert.equal(seen.headers["content-type"], media_type);
    assert.equal(seen.headers["content-disposition"], "attachment");
    assert.equal(seen.headers["x-content-type-options"], "nosniff");
    assert.equal(seen.headers["cache-control"], "no-store");
    assert.equal(seen.headers["cross-origin-resource-policy"], "same-origin");
    assert.match(seen.headers["content-security-policy"], /^default-src 'none'; sandbox;/);
  }
});

test("each look is in the access log, also one that only asks for the head; who may not see it learns nothing and leaves no look", async () => {
  const paper = Buffer.from("%PDF-1.7 un acte"), id = await announce(awa, paper);
  await put_all(awa, id, paper);
  const about = async () => (await looks()).filter((one) => one.attachment === id);
  assert.equal((await about()).length, 0);
  assert.equal((await look(awa, id)).status, 200);
  assert.equal((await look(awa, id, { head: true })).status, 200);
  const rows = await about();
  assert.equal(rows.length, 2);
  assert.deepEqual((await look(awa, id, { reason: "Relire l’acte" })).bytes, paper, "a reason where none is needed does no harm");
  assert.deepEqual([rows[0].action, rows[0].decision, rows[0].shown, rows[0].person], ["see_identity", "allow", ["identity"], awa.id]);
  for (const who of [stranger, manager, admin]) {
    const there = await look(who, id), nowhere = await look(who, uuid7());
    assert.deepEqual([there.status, there.text], [404, nowhere.text]);
    assert.equal((await look(who, id, { reason: "Parce que." })).status, 404);
  }
  assert.equal((await about()).length, 3);
});
