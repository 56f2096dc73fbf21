// The one write path (decision 0002), from the device's side.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { case_code, commitment, b64u, goodbye, house, people, person, Person, seal, signed_text, uuid7 } from "./client.mjs";

after(goodbye);

let awa, moussa, ndeye, stranger, record;
before(async () => {
  [awa, moussa, ndeye, stranger] = await people("awa", "moussa", "ndeye", "stranger");
  record = await awa.opens_file();
});

const note = (text = "Il a bien dormi.") => ({ plain: { note_kind: "observation" }, narrative: { text } });
/** Refused with this code, and nothing written: the log stands where it stood. */
async function refused(who, entry, code, attended = true) {
  const pos = await awa.pos();
  const receipt = await who.offer(entry, attended);
  assert.equal(receipt.status, "refused", JSON.stringify(receipt));
  assert.equal(receipt.problem.code, code);
  assert.equal(receipt.n, undefined);
  assert.equal(receipt.pos, undefined);
  assert.equal(await awa.pos(), pos, "nothing was written");
  return receipt;
}

test("what is written is accepted, with its place in the record and in the log", async () => {
  const pos = await awa.pos();
  const receipt = await awa.say(record, "note.added", note("Note-Canari 1"));
  assert.equal(receipt.pos, pos + 1);
  assert.equal(receipt.head.pos, pos + 1);
  const view = (await awa.get(`/api/children/${record}`)).json;
  assert.equal(view.n, receipt.n);
  assert.ok(view.said.some((s) => s.id === receipt.id && s.n === receipt.n && s.author === awa.id));
  assert.ok(view.state.notes.some((n) => n.text === "Note-Canari 1"));
});

test("an entry sent again, alone or many at once, is there once and answers with the same receipt", async () => {
  const entry = await awa.entry(record, "note.added", note());
  const first = await awa.offer(entry);
  assert.equal(first.status, "accepted");
  const again = await Promise.all(Array.from({ length: 8 }, () => awa.offer(entry)));
  for (const one of again) for (const key of ["id", "status", "n", "pos"]) assert.equal(one[key], first[key]);
  const both = await awa.post([entry, entry]);
  assert.deepEqual(both.json.receipts.map((r) => r.pos), [first.pos, first.pos]);
  assert.equal(await awa.pos(), first.pos);
});

test("the same id with other bytes is refused, and what was there stays", async () => {
  const id = uuid7();
  const first = await awa.say(record, "note.added", note("Note-Canari première"), { header: { id } });
  await refused(awa, await awa.entry(record, "note.added", note("Note-Canari seconde"), { header: { id } }), "same_id_other_content");
  // The same words under another salt are other bytes.
  await refused(awa, await awa.entry(record, "note.added", note("Note-Canari première"), { header: { id } }), "same_id_other_content");
  const other = await awa.opens_file();
  await refused(awa, await awa.entry(other, "note.added", note(), { header: { id } }), "same_id_other_content");
  const view = await awa.get(`/api/children/${record}`);
  assert.match(view.text, /Note-Canari première/);
  assert.doesNotMatch(view.text, /Note-Canari seconde/);
  assert.ok(first.n);
});

test("one byte of header, signature, commitment or envelope changed is refused, attended or not", async () => {
  const whole = await awa.entry(record, "note.added", note());
  const flip = (text, at) => {
    const bytes = Buffer.from(text, "base64url");
    bytes[at] ^= 1;
    return b64u(bytes);
  };
  for (const attended of [true, false]) {
    await refused(awa, { ...whole, signature: flip(whole.signature, 5) }, "bad_signature", attended);
    await refused(awa, { ...whole, signature: "" }, "bad_signature", attended);
    await refused(awa, { ...whole, signature: b64u(randomBytes(64)) }, "bad_signature", attended);
    await refused(awa, { ...whole, header: whole.header.replace("{", "{ ") }, "bad_signature", attended);
    await refused(awa, { ...whole, commitments: { ...whole.commitments, plain: flip(whole.commitments.plain, 3) } }, "bad_signature", attended);
    await refused(awa, { ...whole, commitments: { plain: whole.commitments.plain } }, "bad_signature", attended);
    await refused(awa, { ...whole, envelope: flip(whole.envelope, 80) }, "bad_envelope", attended);
    await refused(awa, { ...whole, envelope: flip(whole.envelope, 10) }, "bad_envelope", attended);
    await refused(awa, { ...whole, envelope: "" }, "bad_envelope", attended);
    await refused(awa, { ...whole, envelope: whole.envelope.slice(0, 40) }, "bad_envelope", attended);
  }
  // A device that signs a commitment to something else than what it seals.
  const lie = await awa.entry(record, "note.added", note());
  lie.commitments.narrative = commitment(randomBytes(32), "autre chose");
  lie.signature = await awa.sign(signed_text(lie.header, lie.commitments));
  await refused(awa, lie, "bad_commitment");
  const more = await awa.entry(record, "note.added", note());
  more.commitments.identity = commitment(randomBytes(32), "{}");
  more.signature = await awa.sign(signed_text(more.header, more.commitments));
  await refused(awa, more, "bad_commitment");
  assert.equal((await awa.offer(whole)).status, "accepted", "the whole entry still goes in");
});

test("an envelope of another entry, for other ends, or with another plaintext does not open", async () => {
  const a = await awa.entry(record, "note.added", note()), b = await awa.entry(record, "note.added", note());
  await refused(awa, { ...a, envelope: b.envelope }, "bad_envelope");
  const id = JSON.parse(a.header).id;
  await refused(awa, { ...a, envelope: await seal(awa.installation_key, id, "{}", "nibbi entry 2") }, "bad_envelope");
  await refused(awa, { ...a, envelope: await seal(awa.installation_key, id, "{}") }, "bad_commitment");
  for (const plaintext of ['{"plain":1}', '{"plain":{"salt":"AA","text":"{}"}}', '{"secret":{"salt":"AA","text":"{}"}}', "[]", '{"plain":{"salt":"AA","text":"{}","more":1}}'])
    await refused(awa, { ...a, envelope: await seal(awa.installation_key, id, plaintext) }, "bad_envelope");
  await refused(awa, { ...a, envelope: await seal(awa.installation_key, id, "not json") }, "malformed");
});

test("nobody writes as somebody else, in a post not theirs, or with a device not theirs", async () => {
  await refused(awa, await awa.entry(record, "note.added", note(), { header: { author: moussa.id } }), "not_yourself");
  await refused(ndeye, await awa.entry(record, "note.added", note()), "not_yourself");
  await refused(awa, await awa.entry(record, "note.added", note(), { header: { role: "supervisor" } }), "not_allowed");
  await refused(awa, await awa.entry(record, "note.added", note(), { header: { unit: house.units.shelter } }), "not_allowed");
  await refused(awa, await awa.entry(record, "note.added", note(), { header: { device: uuid7() } }), "unknown_device");
  await refused(awa, await awa.entry(record, "note.added", note(), { header: { device: moussa.device } }), "unknown_device");
});

test("a device's numbers rise: what does not is refused, what leaves a gap is taken", async () => {
  const last = (await awa.say(record, "note.added", note())) && awa.seq;
  await refused(awa, await awa.entry(record, "note.added", note(), { header: { device_seq: last } }), "sequence_gap");
  await refused(awa, await awa.entry(record, "note.added", note(), { header: { device_seq: 0 } }), "sequence_gap");
  awa.seq += 10;
  await awa.say(record, "note.added", note());
  assert.equal((await awa.get("/api/session")).json.device_seq, awa.seq);
});

test("what is unknown or does not fit is refused by its name", async () => {
  const wrong = [
    ["number_out_of_range", "note.added", note(), { header: { version: 0 } }],
    ["unknown_field", "note.added", { ...note(), plain: { note_kind: "observation", colour: "red" } }],
    ["unknown_field", "note.added", { ...note(), identity: { text: "x" } }],
    ["unknown_field", "note.added", note(), { header: { colour: "red" } }],
    ["missing_field", "note.added", { plain: { note_kind: "observation" } }],
    ["missing_field", "note.added", { narrative: { text: "x" } }],
    ["missing_field", "note.added", note(), { header: { record: undefined } }],
    ["wrong_type", "note.added", { plain: { note_kind: 4 }, narrative: { text: "x" } }],
    ["wrong_type", "note.added", { plain: { note_kind: "observation" }, narrative: { text: ["x"] } }],
    ["wrong_type", "note.added", note(), { header: { seen: "1" } }],
    ["wrong_type", "note.added", note(), { header: { record: "not-an-id" } }],
    ["wrong_type", "note.added", note(), { header: { claimed_at: "yesterday" } }],
    ["wrong_type", "note.added", note(), { header: { id: "00000000-0000-0000-0000-000000000000" } }],
    ["not_in_list", "note.added", { plain: { note_kind: "gossip" }, narrative: { text: "x" } }],
    ["text_too_long", "note.added", note("x".repeat(8001))],
    ["unknown_question", "form.saved", { plain: { form: "intake", form_version: 1, answers: { "intake.colour": "red" } } }],
    ["wrong_tier", "form.saved", { plain: { form: "intake", form_version: 1, answers: { "intake.first_name": "x" } } }],
    ["not_in_list", "form.saved", { plain: { form: "intake", form_version: 1, answers: { "intake.sex": "dragon" } } }],
    ["text_too_long", "form.saved", { plain: { form: "intake", form_version: 1 }, identity: { answers: { "intake.first_name": "x".repeat(201) } } }],
    ["seen_in_the_future", "note.added", note(), { header: { seen: 4000 } }],
    ["number_out_of_range", "note.added", note(), { header: { seen: -1 } }],
  ];
  for (const [code, kind, parts, how] of wrong) await refused(awa, await awa.entry(record, kind, parts, how), code);
});

test("a kind or a version that is not known yet is kept for an upgrade, and answered so as often as it is sent", async () => {
  for (const [kind, how] of [["note.invented", {}], ["note.added", { header: { version: 2 } }]]) {
    const later = await awa.entry(record, kind, note("canari de demain"), how);
    for (let time = 0; time < 2; ++time) {
      const receipt = await awa.offer(later);
      assert.equal(receipt.status, "quarantined");
      assert.equal(receipt.problem.code, "waits_for_upgrade");
      assert.equal(receipt.pos, undefined);
    }
  }
  await awa.say(record, "note.added", note());
});

test("parts that are no strict JSON are refused: duplicate keys, depth, NUL, half a surrogate, numbers beyond 2^53 or with a point", async () => {
  const texts = [
    ["duplicate_key", '{"text":"a","text":"b"}'],
    ["duplicate_key", '{"text":"a","t\\u0065xt":"b"}'],
    ["too_deep", `{"text":${"[".repeat(40)}${"]".repeat(40)}}`],
    ["malformed", '{"text":"a\\u0000b"}'],
    ["malformed", '{"text":"a\u0000b"}'],
    ["malformed", '{"text":"\\ud800"}'],
    ["malformed", '{"text":"a"} x'],
    ["malformed", '{"text":"a",}'],
    ["malformed", "{'text':'a'}"],
    ["malformed", '{"text":"a"/*c*/}'],
    ["malformed", '{"text":"a\nb"}'],
    ["malformed", '{"text":1.5}'],
    ["malformed", '{"text":1e3}'],
    ["malformed", '{"text":NaN}'],
    ["malformed", ""],
    ["number_out_of_range", '{"text":9007199254740992}'],
    ["number_out_of_range", `{"text":-${"9".repeat(400)}}`],
    ["wrong_type", '["text"]'],
    ["wrong_type", '"text"'],
  ];
  for (const [code, narrative] of texts)
    await refused(awa, await awa.entry(record, "note.added", { plain: { note_kind: "observation" } }, { texts: { narrative } }), code);
  await refused(awa, await awa.entry(record, "note.added", note(), { header_text: (t) => t.replace('"seen":', '"seen":1,"seen":') }), "duplicate_key");
  await refused(awa, await awa.entry(record, "note.added", note(), { header_text: (t) => t.replace(/"device_seq":\d+/, '"device_seq":9007199254740993') }), "number_out_of_range");
});

test("a code whose check character is wrong opens nothing; a code that is taken opens nothing", async () => {
  const open = async (code, country = "SN") => awa.entry(uuid7(), "child.opened", { plain: { code, country, sex: "girl", age_band: "a10_12" } });
  const code = case_code();
  const wrong = code.slice(0, 10) + (code[10] === "A" ? "B" : "A");
  for (const bad of [wrong, code.toLowerCase(), "SN-1", "", `${code} `, code.replace(/-/g, "")]) {
    const receipt = await awa.offer(await open(bad));
    assert.equal(receipt.status, "refused", bad);
  }
  assert.equal((await awa.offer(await open(code))).status, "accepted");
  await refused(awa, await open(code), "already_open");
  const same_record = await awa.opens_file();
  await refused(awa, await awa.entry(same_record, "child.opened", { plain: { code: case_code(), country: "SN" } }), "already_open");
});

test("a phone whose clock says 1970, or 2099, is believed as a claim and ordered by what arrived", async () => {
  for (const claimed_at of ["1970-01-01T00:00:00.000Z", "2099-12-31T23:59:59.999Z"]) {
    const receipt = await awa.say(record, "note.added", note(), { header: { claimed_at, id: uuid7(Date.parse(claimed_at)) } });
    const said = (await awa.get(`/api/children/${record}`)).json.said.find((s) => s.n === receipt.n);
    assert.equal(said.claimed_at, claimed_at);
    assert.ok(Math.abs(Date.parse(said.received_at) - Date.now()) < 60_000);
  }
});

test("every trick of Unicode in a name is kept as it reads, without what cannot be seen, found by what it says, and breaks nothing", async () => {
  const invisible = /[\u202A-\u202E\u2066-\u2069\u200B\u200D\uFEFF]/;
  const names = ["Aïssatou Ndèye", "Ɓinta Ñibbi", "محمد", "José\u0301", "A\u202Eacca\u202C", "Zéro\u200Blargeur", "👧🏾 Awa", "Z̸̢̛a̷l̶g̵o̸".repeat(4), "<script>alert(1)</script>", "'; DROP TABLE entry; --", "\uFEFFBOM", "ﬁn", "\u{1F469}\u200D\u{1F467}", "nom\\u0041", "ÅÅ", "nom\u00A0insécable", "i̇I"];
  for (const name of names) {
    const child = await awa.opens_file();
    await awa.say(child, "form.saved", { plain: { form: "intake", form_version: 1, answers: { "intake.danger": "no" } }, identity: { answers: { "intake.first_name": name } } });
    const view = await awa.get(`/api/children/${child}`);
    assert.match(view.headers["content-type"], /^application\/json/);
    const kept = view.json.state.answers["intake.first_name"].values[0].value;
    assert.doesNotMatch(kept, invisible);
    if (!invisible.test(name)) assert.equal(kept.normalize("NFC"), name.normalize("NFC"));
    const found = await awa.call("POST", "/api/children/find", { scope: "mine", query: name });
    assert.equal(found.status, 200);
    assert.ok(found.json.children.some((c) => c.record === child), `found by ${JSON.stringify(name)}`);
  }
  const found = await awa.call("POST", "/api/children/find", { scope: "mine", query: "aissatou ndeye" });
  assert.ok(found.json.children.length >= 1, "without accents too");
});

test("a record that one may not see is answered as one that is not there, attended or not, and nothing is written", async () => {
  const nowhere = uuid7();
  for (const attended of [true, false]) {
    const there = await refused(stranger, await stranger.entry(record, "note.added", note()), "not_found", attended);
    const not_there = await refused(stranger, await stranger.entry(nowhere, "note.added", note()), "not_found", attended);
    assert.deepEqual(there.problem, not_there.problem);
  }
  for (const kind of ["child.opened", "break_glass.ended", "referral.accepted"]) {
    const parts = { "child.opened": { plain: { code: case_code(), country: "SN" } }, "break_glass.ended": { plain: { opened: uuid7() } }, "referral.accepted": { plain: { referral: uuid7() } } }[kind];
    const receipt = await stranger.offer(await stranger.entry(record, kind, parts, { header: { seen: 0 } }));
    assert.equal(receipt.status, "refused", kind);
  }
  const a = await stranger.get(`/api/children/${record}`), b = await stranger.get(`/api/children/${nowhere}`);
  assert.equal(a.status, 404);
  assert.equal(a.text, b.text);
});

test("what somebody wrote in the field is kept aside with its problem when the rules refuse it, and does not count", async () => {
  const sent = { plain: { service: "shelter", priority: "emergency_24h", data_classes: ["name"], basis: "consent" }, placement: { to_unit: house.units.shelter } };
  await refused(awa, await awa.entry(record, "referral.sent", sent), "no_basis");
  const entry = await awa.entry(record, "referral.sent", sent);
  const kept = await awa.offer(entry, false);
  assert.equal(kept.status, "quarantined");
  assert.equal(kept.problem.code, "no_basis");
  assert.ok(kept.n && kept.pos);
  const again = await awa.offer(entry, false);
  assert.deepEqual([again.status, again.n, again.pos, again.problem.code], ["quarantined", kept.n, kept.pos, "no_basis"]);
  const view = (await awa.get(`/api/children/${record}`)).json;
  assert.equal(view.state.referrals, undefined);
  assert.equal((await ndeye.get(`/api/children/${record}`)).status, 404, "and the unit that it named learns nothing");
});

test("one refused entry of a batch stops no other; the receipts stand in order", async () => {
  const good = await awa.entry(record, "note.added", note()), bad = await awa.entry(record, "note.added", { plain: { invented: "x" } }), last = await awa.entry(record, "note.added", note());
  const answer = await awa.post([good, bad, last]);
  assert.deepEqual(answer.json.receipts.map((r) => r.status), ["accepted", "refused", "accepted"]);
  assert.equal(answer.json.receipts[0].id, JSON.parse(good.header).id);
  assert.equal(answer.json.receipts[2].n, answer.json.receipts[0].n + 1);
});

test("grants, units and people are not written by those who work with children, nor a role by one administrator alone", async () => {
  const admin = await person("admin");
  const grant = { plain: { role: "administrator", unit: house.units.team } };
  await refused(awa, await awa.entry(awa.id, "person.granted", grant), "not_allowed");
  await refused(moussa, await moussa.entry(moussa.id, "person.granted", grant), "not_allowed");
  await refused(admin, await admin.entry(admin.id, "person.granted", grant), "not_allowed");
  // Accounts and units have routes of their own, with rules that nobody's device goes around.
  for (const [kind, plain] of [["person.supervised", { supervisor: admin.id }], ["person.safeguards", { named: true }], ["person.revoked", grant.plain]])
    await refused(admin, await admin.entry(admin.id, kind, { plain }), "not_allowed");
  await refused(awa, await awa.entry(uuid7(), "unit.registered", { plain: { name: "x", organisation: "x", kind: "shelter", country: "SN" } }), "not_allowed");
});

test("two devices of one person write beside each other", async () => {
  const other = await new Person("awa").sign_in();
  assert.notEqual(other.device, awa.device);
  const receipts = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? other : awa).write(record, "note.added", note())));
  // Each device's own numbers may arrive out of order here; what is accepted is there exactly once.
  const accepted = receipts.filter((r) => r.status === "accepted").map((r) => r.n);
  assert.equal(new Set(accepted).size, accepted.length);
  for (const r of receipts) if (r.status !== "accepted") assert.equal(r.problem.code, "sequence_gap");
});
