// Photos and papers of a file, from the announcement to the look, on each engine.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/attachments.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

/// What a paper of so many bytes may look like; no two are alike.
std::string paper(std::size_t bytes, char letter = 'a') {
  std::string out = "%PDF-1.7\n";
  while (out.size() < bytes) out += static_cast<char>(letter + out.size() / 1000 % 20);
  return out.substr(0, bytes);
}

std::string piece(const std::string& bytes, std::int64_t i) { return bytes.substr(static_cast<std::size_t>(i * kChunkBytes), static_cast<std::size_t>(kChunkBytes)); }
constexpr std::size_t kPiece = kChunkBytes;

struct Desk {
  explicit Desk(const std::string& engine) : h(engine), child(h.open_file(h.awa)) {}

  AttachmentAdded about(const std::string& bytes, const char* type = "application/pdf", const char* kind = "identity_document") const {
    return {crypto::new_uuid(h.now), {kind}, {type}, static_cast<std::int64_t>(bytes.size()), crypto::base64url(crypto::sha256(bytes)), "Légende-canari"};
  }
  /// Announced by Awa; its id.
  Uuid announce(const AttachmentAdded& a) {
    const auto r = h.say(h.awa, child, a);
    REQUIRE(r.status == ReceiptStatus::accepted);
    return a.attachment;
  }
  std::string send(Member& m, const Uuid& id, std::int64_t index, const std::string& bytes) {
    m.session.factor_at = h.now;
    const auto p = usecases::receive_chunk(h.house(), m.session, child, id, index, bytes);
    if (!p) return std::string(word(p.error().code));
    if (p->stored) return "stored";
    std::string out = "missing";
    for (const auto i : p->missing) out += " " + std::to_string(i);
    return out;
  }
  std::string send_all(const Uuid& id, const std::string& bytes) {
    std::string last;
    for (std::int64_t i = 0; i < chunks_of(static_cast<std::int64_t>(bytes.size())); ++i) last = send(h.awa, id, i, piece(bytes, i));
    return last;
  }
  /// The bytes, or the refusal.
  std::string see(Member& m, const Uuid& id, const std::string& reason = "") {
    m.session.factor_at = h.now;
    const auto s = usecases::serve_attachment(h.house(), m.session, child, id, reason);
    return s ? s->bytes : std::string(word(s.error().code));
  }
  std::size_t looks() { return h.house().store.accesses_of(child, INT64_MAX, 1000).size(); }
  std::string verdict() {
    const auto v = usecases::verify_log(h.house().store, &h.house().vault);
    return v.finding_count == 0 ? "ok" : usecases::summary(v);
  }

  SmallHouse h;
  RecordId child;
};

}  // namespace

#define ON_EACH_ENGINE()                                             \
  const std::string engine = GENERATE(from_range(tests::engines())); \
  INFO(engine);                                                      \
  Desk d(engine)

TEST_CASE("a paper comes piece by piece in any order, twice where the line broke, and is whole after a restart") {
  ON_EACH_ENGINE();
  const std::string bytes = paper(3 * kPiece + 17);
  const Uuid id = d.announce(d.about(bytes));
  CHECK(d.see(d.h.awa, id) == "not_found");
  CHECK(d.send(d.h.awa, id, 3, piece(bytes, 3)) == "missing 0 1 2");
  CHECK(d.send(d.h.awa, id, 0, piece(bytes, 0)) == "missing 1 2");
  CHECK(d.send(d.h.awa, id, 0, piece(bytes, 0)) == "missing 1 2");
  CHECK(d.send(d.h.awa, id, 0, piece(paper(200'000, 'b'), 0)) == "same_id_other_content");
  CHECK(d.verdict() == "ok");
  d.h.reopen();
  CHECK(d.send(d.h.fatou, id, 2, piece(bytes, 2)) == "not_found");  // of the same team, and not her file
  CHECK(d.send(d.h.awa, id, 2, piece(bytes, 2)) == "missing 1");
  CHECK(d.send(d.h.moussa, id, 1, piece(bytes, 1)) == "stored");  // who supervises may note, so may send
  CHECK(d.send(d.h.awa, id, 1, piece(bytes, 1)) == "stored");
  CHECK(d.see(d.h.awa, id) == bytes);
  d.h.reopen();
  CHECK(d.see(d.h.awa, id) == bytes);
  CHECK(d.h.house().file(d.child)->state.all<AttachmentStored>().size() == 1);
  CHECK(d.h.house().store.things(usecases::kIncomingDrawer).empty());
  CHECK(d.verdict() == "ok");
}

TEST_CASE("until the last piece has come each answer names those that are missing, and nothing is said to be kept") {
  ON_EACH_ENGINE();
  const std::string bytes = paper(2 * kPiece + 1);
  const Uuid id = d.announce(d.about(bytes));
  const EntryId announced = d.h.last_entry();
  CHECK(d.send(d.h.awa, id, 0, piece(bytes, 0)) == "missing 1 2");
  CHECK(d.send(d.h.awa, id, 1, piece(bytes, 1)) == "missing 2");
  CHECK(d.h.house().file(d.child)->state.all<AttachmentStored>().empty());
  // Thrown away meanwhile, as when somebody else sent other bytes: what is not here is not said to be.
  auto& house = d.h.house();
  auto change = [&](auto work) {
    house.writer.run<bool>([&](usecases::Draft& draft) {
      work(draft.change);
      return true;
    });
  };
  const Uuid incoming = usecases::incoming_id(house.vault, d.child, announced);
  change([&](auto& c) { c.drop_chunks(incoming); });
  CHECK(d.send(d.h.awa, id, 2, piece(bytes, 2)) == "busy");
  CHECK(d.see(d.h.awa, id) == "not_found");
  change([&](auto& c) { c.drop_chunks(incoming), c.drop_thing(usecases::kIncomingDrawer, incoming.text()); });
  CHECK(d.send_all(id, bytes) == "stored");
  CHECK(d.see(d.h.awa, id) == bytes);
  CHECK(d.verdict() == "ok");
}

TEST_CASE("what is announced must be something that is kept, once, and of a size that is taken") {
  ON_EACH_ENGINE();
  const auto refused = [&](AttachmentAdded a) {
    const auto r = d.h.say(d.h.awa, d.child, a);
    return r.problem ? std::string(word(r.problem->code)) : "accepted";
  };
  const std::string bytes = paper(100);
  auto with = [&](auto change) {
    AttachmentAdded a = d.about(bytes);
    change(a);
    return refused(a);
  };
  CHECK(with([](AttachmentAdded& a) { a.media_type = {"image/svg+xml"}; }) == "wrong_media_type");
  CHECK(with([](AttachmentAdded& a) { a.media_type = {"text/html"}; }) == "wrong_media_type");
  CHECK(with([](AttachmentAdded& a) { a.kind = {"secret"}; }) == "not_in_list");
  CHECK(with([](AttachmentAdded& a) { a.sha256 = "00"; }) == "wrong_type");
  CHECK(with([](AttachmentAdded& a) { a.sha256[5] = '='; }) == "wrong_type");
  CHECK(with([](AttachmentAdded& a) { a.bytes = 20'000'001; }) == "too_large");
  CHECK(with([](AttachmentAdded& a) { a.media_type = {"image/jpeg"}, a.bytes = 10'000'001; }) == "too_large");
  const AttachmentAdded once = d.about(bytes);
  CHECK(refused(once) == "accepted");
  AttachmentAdded twice = d.about(paper(101));
  twice.attachment = once.attachment;
  CHECK(refused(twice) == "same_id_other_content");
}

TEST_CASE("pieces are taken only of what was announced, of their place and length, from who may write on the file") {
  ON_EACH_ENGINE();
  const std::string bytes = paper(kPiece + 5);
  const Uuid id = d.announce(d.about(bytes));
  CHECK(d.send(d.h.awa, crypto::new_uuid(d.h.now), 0, piece(bytes, 0)) == "not_found");
  CHECK(d.send(d.h.awa, id, 2, "x") == "number_out_of_range");
  CHECK(d.send(d.h.awa, id, -1, "x") == "number_out_of_range");
  CHECK(d.send(d.h.awa, id, 0, piece(bytes, 0) + "x") == "number_out_of_range");
  CHECK(d.send(d.h.awa, id, 1, "") == "number_out_of_range");
  for (Member* m : {&d.h.stranger, &d.h.ndeye, &d.h.joana, &d.h.admin}) CHECK(d.send(*m, id, 0, piece(bytes, 0)) == "not_found");
  CHECK(d.h.house().store.things(usecases::kIncomingDrawer).empty());
  // The same id announced on another file is another attachment: nobody writes over what is not theirs.
  const RecordId theirs = d.h.open_file(d.h.stranger);
  AttachmentAdded same = d.about(bytes);
  same.attachment = id;
  REQUIRE(d.h.say(d.h.stranger, theirs, same).status == ReceiptStatus::accepted);
  REQUIRE(usecases::receive_chunk(d.h.house(), d.h.stranger.session, theirs, id, 0, paper(kPiece, 'k')).has_value());
  CHECK(d.send_all(id, bytes) == "stored");
  CHECK(d.see(d.h.awa, id) == bytes);
}

TEST_CASE("a piece that was sealed to the installation on a phone is taken like one in clear, and only as the piece that it is") {
  ON_EACH_ENGINE();
  const std::string bytes = paper(kPiece + 500);
  const Uuid id = d.announce(d.about(bytes));
  const auto& keys = d.h.house().vault.own().envelope;
  const auto sealed = [&](std::int64_t i, const std::string& aad, const std::string& to) {
    return crypto::seal_to(to, usecases::kPieceEnvelopeInfo, aad, piece(bytes, i)).value();
  };
  const auto as = [&](std::int64_t i) { return id.text() + ' ' + std::to_string(i); };
  CHECK(d.send(d.h.awa, id, 0, sealed(0, as(1), keys.public_key())) == "bad_envelope");
  CHECK(d.send(d.h.awa, id, 0, sealed(0, crypto::new_uuid(d.h.now).text() + " 0", keys.public_key())) == "bad_envelope");
  CHECK(d.send(d.h.awa, id, 0, sealed(0, as(0), crypto::EnvelopeKeys::generate().public_key())) == "bad_envelope");
  CHECK(d.send(d.h.awa, id, 1, sealed(0, as(1), keys.public_key())) == "number_out_of_range");
  CHECK(d.send(d.h.awa, id, 1, sealed(1, as(1), keys.public_key())) == "missing 0");
  CHECK(d.send(d.h.awa, id, 1, sealed(1, as(1), keys.public_key())) == "missing 0");  // the line broke: sealed anew, the same piece
  CHECK(d.send(d.h.awa, id, 0, piece(bytes, 0)) == "stored");
  CHECK(d.see(d.h.awa, id) == bytes);
  CHECK(d.verdict() == "ok");
}

TEST_CASE("bytes that are not those that were announced are thrown away, and may be sent again") {
  ON_EACH_ENGINE();
  const std::string bytes = paper(kPiece + 5), other = paper(kPiece + 5, 'c');
  const Uuid id = d.announce(d.about(bytes));
  CHECK(d.send_all(id, other) == "bad_commitment");
  CHECK(d.h.house().store.things(usecases::kIncomingDrawer).empty());
  CHECK(d.see(d.h.awa, id) == "not_found");
  CHECK(d.send_all(id, bytes) == "stored");
  CHECK(d.see(d.h.awa, id) == bytes);
  CHECK(d.verdict() == "ok");
}

TEST_CASE("what is not what it was said to be is refused for good, in the log and by name, and destroyed") {
  ON_EACH_ENGINE();
  struct Case { std::string bytes; const char* type; const char* why; };
  for (const Case& c : {Case{"MZ this is a program", "application/pdf", "wrong_media_type"}, Case{"<html>", "audio/ogg", "wrong_media_type"}, Case{"GIF89a", "image/png", "not_an_image"},
                        Case{std::string("\xFF\xD8\xFF\xE0 only the beginning of a photo"), "image/jpeg", "not_an_image"}, Case{"\x89PNG\r\n\x1A\nand no more", "image/png", "not_an_image"}}) {
    const Uuid id = d.announce(d.about(c.bytes, c.type, "photo_file"));
    const EntryId entry = d.h.last_entry();
    CHECK(d.send_all(id, c.bytes) == c.why);
    CHECK(d.send_all(id, c.bytes) == c.why);
    CHECK(d.see(d.h.awa, id) == c.why);
    CHECK_FALSE(d.h.house().store.chunk(usecases::incoming_id(d.h.house().vault, d.child, entry), 0));
    const Attachment a = attachment(d.h.house().file(d.child)->state, id);
    REQUIRE(a.refused);
    CHECK(a.refused->body.why.value == c.why);
    CHECK_FALSE(a.stored);
  }
  CHECK(d.verdict() == "ok");
}

TEST_CASE("where an image could not be tried, its pieces stay and the next one sent asks again") {
  ON_EACH_ENGINE();
  const std::string photo = "\xFF\xD8\xFF a photo";
  const Uuid id = d.announce(d.about(photo, "image/jpeg", "photo_file"));
  int tries = 0;
  d.h.house().remake_image = [&](std::string_view) -> Result<std::string> {
    if (++tries == 1) return refuse(ProblemCode::unavailable);
    return std::string("\xFF\xD8\xFF made anew");
  };
  CHECK(d.send(d.h.awa, id, 0, photo) == "unavailable");
  CHECK(d.send(d.h.awa, id, 0, photo) == "stored");
  CHECK(d.see(d.h.awa, id) == "\xFF\xD8\xFF made anew");
  CHECK(d.send(d.h.awa, id, 0, photo) == "stored");
  CHECK(tries == 2);
  CHECK_FALSE(d.h.house().store.chunk(usecases::incoming_id(d.h.house().vault, d.child, d.h.last_entry()), 0));
  CHECK(d.verdict() == "ok");
}

TEST_CASE("who sees that part of the file sees it, each look is in the log before it is shown, and nobody else learns that it is there") {
  ON_EACH_ENGINE();
  const std::string bytes = paper(5000);
  const Uuid paper_id = d.announce(d.about(bytes, "application/pdf", "identity_document")), health = d.announce(d.about(bytes, "application/pdf", "medical_document"));
  REQUIRE(d.send_all(paper_id, bytes) == "stored");
  REQUIRE(d.send_all(health, bytes) == "stored");
  const std::size_t before = d.looks();
  CHECK(d.see(d.h.awa, paper_id) == bytes);
  CHECK(d.see(d.h.moussa, health) == bytes);
  CHECK(d.looks() == before + 2);
  const auto row = d.h.house().store.accesses_of(d.child, INT64_MAX, 1).front();
  CHECK(row.person == d.h.moussa.person);
  CHECK(row.row.find("see_narrative") != std::string::npos);
  CHECK(row.row.find(health.text()) != std::string::npos);
  for (Member* m : {&d.h.stranger, &d.h.fatou, &d.h.ndeye, &d.h.joana, &d.h.admin}) CHECK(d.see(*m, paper_id) == "not_found");

  // A shelter that is asked sees none of it; when it has accepted, what the referral lists: here the family, not the health.
  ReferralSent asked;
  asked.to_unit = d.h.shelter;
  asked.service = {"shelter"};
  asked.priority = {"emergency_24h"};
  asked.data_classes.add(DataClass::family);
  asked.basis = {"vital_urgency"};
  REQUIRE(d.h.say(d.h.awa, d.child, asked).status == ReceiptStatus::accepted);
  const EntryId referral = d.h.last_entry();
  CHECK(d.see(d.h.ndeye, paper_id) == "not_found");
  REQUIRE(d.h.say(d.h.ndeye, d.child, ReferralAccepted{referral, {}, {}}).status == ReceiptStatus::accepted);
  CHECK(d.see(d.h.ndeye, paper_id) == bytes);
  CHECK(d.see(d.h.ndeye, health) == "not_found");
  CHECK(d.see(d.h.ndeye, health, "Parce que.") == "not_found");
}

TEST_CASE("a closed file is read with a reason, and takes nothing more") {
  ON_EACH_ENGINE();
  const std::string bytes = paper(500), late = paper(600);
  const Uuid id = d.announce(d.about(bytes)), waiting = d.announce(d.about(late));
  REQUIRE(d.send_all(id, bytes) == "stored");
  ClosureRequested closing;
  closing.closure_reason = {"goals_reached"};
  REQUIRE(d.h.say(d.h.awa, d.child, closing).status == ReceiptStatus::accepted);
  REQUIRE(d.h.say(d.h.moussa, d.child, ClosureApproved{d.h.last_entry()}).status != ReceiptStatus::refused);
  REQUIRE(d.h.house().file(d.child)->state.status == FileState::closed);
  CHECK(d.send_all(waiting, late) == "file_closed");
  const std::size_t before = d.looks();
  CHECK(d.see(d.h.awa, id) == "reason_needed");
  CHECK(d.looks() == before);
  CHECK(d.see(d.h.awa, id, "Le tribunal demande.") == bytes);
  CHECK(d.looks() == before + 1);
}

TEST_CASE("a piece that is gone, or altered, is named by verify, and is not served") {
  ON_EACH_ENGINE();
  const std::string bytes = paper(kPiece + 5);
  const Uuid id = d.announce(d.about(bytes));
  const EntryId first = d.h.last_entry();
  REQUIRE(d.send_all(id, bytes) == "stored");
  const Uuid kept = usecases::incoming_id(d.h.house().vault, d.child, first);
  auto& house = d.h.house();
  const std::string good = house.store.chunk(kept, 1).value();
  auto put = [&](const std::string& sealed) {
    house.writer.run<bool>([&](usecases::Draft& draft) {
      draft.change.put_chunk(kept, 1, sealed);
      return true;
    });
  };
  std::string flipped = good;
  flipped[40] = static_cast<char>(flipped[40] ^ 1);
  put(flipped);
  CHECK(d.verdict().find("\"check\":\"attachment\"") != std::string::npos);
  CHECK_THROWS(d.see(d.h.awa, id));
  put(house.store.chunk(kept, 0).value());  // another piece of the same, in its place
  CHECK(d.verdict().find("\"check\":\"attachment\"") != std::string::npos);
  put(good);
  CHECK(d.verdict() == "ok");
  const Uuid coming = d.announce(d.about(paper(kPiece + 500)));
  REQUIRE(d.send(d.h.awa, coming, 1, piece(paper(kPiece + 500), 1)) == "missing 0");
  house.writer.run<bool>([&](usecases::Draft& draft) {
    draft.change.drop_chunks(usecases::incoming_id(house.vault, d.child, d.h.last_entry()));
    return true;
  });
  CHECK(d.verdict().find("\"check\":\"attachment\"") != std::string::npos);
}
