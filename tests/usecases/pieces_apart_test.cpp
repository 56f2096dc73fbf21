// Photos and papers of a revoked phone: their bytes wait beside the announcement, go with it when a supervisor takes it in, and are destroyed where they do not.
#include "usecases/pieces_apart.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "domain/case_code.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/attachments.hpp"
#include "usecases/devices.hpp"
#include "usecases/held.hpp"
#include "usecases/kept_apart.hpp"
#include "usecases/outbox_file.hpp"
#include "usecases/verify.hpp"
#include "usecases/whole.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;
using wire::Json;

namespace {

constexpr std::size_t kPiece = kChunkBytes;

std::string paper(std::size_t bytes, char letter = 'a') {
  std::string out = "%PDF-1.7\n";
  while (out.size() < bytes) out += static_cast<char>(letter + out.size() / 1000 % 20);
  return out.substr(0, bytes);
}

struct Phone {
  explicit Phone(const std::string& engine) : h(engine) {}

  void revoke(Member& m) {
    h.house().writer.run<bool>([&](usecases::Draft& d) {
      auto device = usecases::find_device(d.change, m.pen.device);
      usecases::revoke_in(d, *device);
      return true;
    });
  }
  AttachmentAdded about(const std::string& bytes) const {
    return {crypto::new_uuid(h.now), {"identity_document"}, {"application/pdf"}, static_cast<std::int64_t>(bytes.size()), crypto::base64url(crypto::sha256(bytes)), {}};
  }
  /// As the phone keeps it.
  std::string sealed(const Uuid& id, std::int64_t i, const std::string& bytes) {
    return *crypto::seal_to(h.house().vault.own().envelope.public_key(), usecases::kPieceEnvelopeInfo, usecases::piece_aad(id, i), bytes.substr(static_cast<std::size_t>(i) * kPiece, kPiece));
  }
  std::string answer(const Result<usecases::AttachmentProgress>& p) {
    if (!p) return std::string(word(p.error().code));
    return p->stored ? "stored" : "missing " + std::to_string(p->missing.size());
  }
  std::string send(Member& m, RecordId record, const Uuid& id, std::int64_t i, const std::string& bytes) {
    m.session.factor_at = h.now;
    return answer(usecases::receive_chunk(h.house(), m.session, record, id, i, sealed(id, i, bytes)));
  }
  std::string see(Member& m, RecordId record, const Uuid& id) {
    m.session.factor_at = h.now;
    const auto s = usecases::serve_attachment(h.house(), m.session, record, id, "");
    return s ? s->bytes : std::string(word(s.error().code));
  }
  std::size_t waits() { return h.house().store.things(usecases::kApartDrawer).size(); }
  bool sound() { return usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0; }
  std::optional<bool> told_here(RecordId record, EntryId entry) {
    const auto lines = usecases::kept_apart_of(h.house(), h.moussa.session, record, "essai");
    if (lines)
      for (const auto& line : *lines)
        if (line.header.id == entry) return line.bytes_here;
    return std::nullopt;
  }
  SmallHouse h;
};

Json outbox_of(SmallHouse& h, const std::vector<usecases::Proposal>& proposals) {
  Json j(jsoncons::json_object_arg);
  j["format"] = "nibbi outbox 1";
  j["installation"] = h.house().vault.installation().text();
  j["entries"] = Json(jsoncons::json_array_arg);
  for (const auto& p : proposals) {
    Json one(jsoncons::json_object_arg), commitments(jsoncons::json_object_arg);
    for (Tier t : kTiers)
      if (p.commitments[t]) commitments[std::string(word(t))] = crypto::base64url(*p.commitments[t]);
    one["header"] = p.header;
    one["commitments"] = std::move(commitments);
    one["signature"] = crypto::base64url(p.signature);
    one["envelope"] = crypto::base64url(p.envelope);
    j["entries"].push_back(std::move(one));
  }
  j["attachments"] = Json(jsoncons::json_array_arg);
  return j;
}

}  // namespace

TEST_CASE("a revoked phone's paper waits beside its announcement, unseen; taken in, it is there; set aside, it is destroyed") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Phone p(engine);
  const RecordId child = p.h.open_file(p.h.awa);
  p.revoke(p.h.awa);
  const std::string bytes = paper(kPiece + 5), other = paper(300, 'c');
  const AttachmentAdded a = p.about(bytes), b = p.about(other);
  CHECK(p.send(p.h.awa, child, a.attachment, 0, bytes) == "not_found");  // announced by nothing
  REQUIRE(p.h.say(p.h.awa, child, a, false).status == ReceiptStatus::quarantined);
  const EntryId first = p.h.last_entry();
  REQUIRE(p.h.say(p.h.awa, child, b, false).status == ReceiptStatus::quarantined);
  const EntryId second = p.h.last_entry();
  CHECK(p.told_here(child, first) == false);
  CHECK(p.send(p.h.awa, child, a.attachment, 1, bytes) == "missing 1");
  CHECK(p.send(p.h.awa, child, a.attachment, 1, bytes) == "missing 1");
  CHECK(p.told_here(child, first) == false);
  CHECK(p.send(p.h.awa, child, a.attachment, 1, paper(kPiece + 5, 'b')) == "same_id_other_content");
  CHECK(p.send(p.h.awa, child, a.attachment, 2, paper(2 * kPiece + 5)) == "number_out_of_range");
  for (Member* m : {&p.h.fatou, &p.h.stranger}) CHECK(p.send(*m, child, a.attachment, 0, bytes) == "not_found");
  CHECK(p.send(p.h.awa, child, a.attachment, 0, bytes) == "missing 0");
  CHECK(p.send(p.h.awa, child, b.attachment, 0, other) == "missing 0");
  p.h.reopen();
  CHECK(p.waits() == 2);
  CHECK(p.told_here(child, first) == true);
  CHECK(p.see(p.h.moussa, child, a.attachment) == "not_found");
  CHECK(p.sound());

  REQUIRE(usecases::settle_kept_apart(p.h.house(), p.h.moussa.session, child, first, true, ""));
  CHECK(p.see(p.h.moussa, child, a.attachment) == bytes);
  REQUIRE(usecases::settle_kept_apart(p.h.house(), p.h.moussa.session, child, second, false, "Awa ne l’a pas pris"));
  CHECK(p.see(p.h.moussa, child, b.attachment) == "not_found");
  CHECK(p.waits() == 0);
  CHECK_FALSE(p.h.house().store.chunk(usecases::incoming_id(p.h.house().vault, child, second), 0));
  CHECK(p.send(p.h.awa, child, b.attachment, 0, other) == "not_found");
  CHECK(p.h.house().store.things(usecases::kIncomingDrawer).empty());
  CHECK(p.sound());
}

TEST_CASE("taken in before its bytes came, a paper is still completed by the phone that took it, and by no other revoked one") {
  Phone p("sqlite");
  const RecordId child = p.h.open_file(p.h.awa);
  const std::string bytes = paper(2 * kPiece), before = paper(400, 'd');
  const AttachmentAdded trusted = p.about(before), a = p.about(bytes);
  REQUIRE(p.h.say(p.h.awa, child, trusted).status == ReceiptStatus::accepted);
  p.revoke(p.h.awa);
  p.revoke(p.h.fatou);
  // What was announced while the phone was trusted is fixed by its digest.
  CHECK(p.send(p.h.fatou, child, trusted.attachment, 0, before) == "not_found");
  CHECK(p.send(p.h.awa, child, trusted.attachment, 0, before) == "stored");
  REQUIRE(p.h.say(p.h.awa, child, a, false).status == ReceiptStatus::quarantined);
  const EntryId entry = p.h.last_entry();
  CHECK(p.send(p.h.awa, child, a.attachment, 0, bytes) == "missing 1");
  REQUIRE(usecases::settle_kept_apart(p.h.house(), p.h.moussa.session, child, entry, true, ""));
  CHECK(p.send(p.h.fatou, child, a.attachment, 1, bytes) == "not_found");
  CHECK(p.send(p.h.awa, child, a.attachment, 1, bytes) == "stored");
  CHECK(p.see(p.h.moussa, child, a.attachment) == bytes);
  CHECK(p.sound());
}

TEST_CASE("other bytes than those that were announced wait nowhere, and what is too much for one person stays on the phone") {
  Phone p("sqlite");
  const RecordId child = p.h.open_file(p.h.awa);
  p.revoke(p.h.awa);
  const std::string bytes = paper(500);
  const AttachmentAdded a = p.about(bytes);
  REQUIRE(p.h.say(p.h.awa, child, a, false).status == ReceiptStatus::quarantined);
  CHECK(p.send(p.h.awa, child, a.attachment, 0, paper(500, 'q')) == "bad_commitment");
  CHECK(p.waits() == 0);
  CHECK(p.send(p.h.awa, child, a.attachment, 0, bytes) == "missing 0");
  const std::string large(20'000'000 - 100, 'x');
  std::vector<Uuid> ids;
  for (int i = 0; i < 3; ++i) {
    AttachmentAdded more = p.about(paper(500));
    more.bytes = static_cast<std::int64_t>(large.size());
    REQUIRE(p.h.say(p.h.awa, child, more, false).status == ReceiptStatus::quarantined);
    ids.push_back(more.attachment);
  }
  CHECK(p.send(p.h.awa, child, ids[0], 0, large) == "missing 610");
  CHECK(p.send(p.h.awa, child, ids[1], 0, large) == "not_allowed");
  CHECK(p.send(p.h.awa, child, ids[0], 1, large) == "missing 609");
  CHECK(p.sound());
}

TEST_CASE("in a file that nobody could open yet the photo waits with the opening, and goes with it into the file") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Phone p(engine);
  p.revoke(p.h.awa);
  const RecordId child{crypto::new_uuid(p.h.now)}, dropped{crypto::new_uuid(p.h.now)};
  const std::string bytes = paper(kPiece + 9);
  std::vector<EntryId> opened, announced;
  std::vector<AttachmentAdded> papers;
  for (const RecordId record : {child, dropped}) {
    REQUIRE(p.h.say(p.h.awa, record, ChildOpened{case_code("SN", 700 + static_cast<unsigned long>(opened.size())), {"SN"}, {"girl"}, {"a10_12"}, {}}, false).status == ReceiptStatus::quarantined);
    opened.push_back(p.h.last_entry());
    papers.push_back(p.about(bytes));
    REQUIRE(p.h.say(p.h.awa, record, papers.back(), false).status == ReceiptStatus::quarantined);
    announced.push_back(p.h.last_entry());
    CHECK(p.send(p.h.awa, record, papers.back().attachment, 0, bytes) == "missing 1");
    CHECK(p.send(p.h.awa, record, papers.back().attachment, 1, bytes) == "missing 0");
  }
  p.h.reopen();
  CHECK(p.sound());
  CHECK(p.told_here(child, announced[0]) == true);
  REQUIRE(usecases::settle_kept_apart(p.h.house(), p.h.moussa.session, child, opened[0], true, "essai"));
  CHECK(p.sound());
  REQUIRE(usecases::settle_kept_apart(p.h.house(), p.h.moussa.session, child, announced[0], true, "essai"));
  CHECK(p.see(p.h.moussa, child, papers[0].attachment) == bytes);
  REQUIRE(usecases::settle_kept_apart(p.h.house(), p.h.moussa.session, dropped, announced[1], false, "essai"));
  CHECK(p.waits() == 0);
  CHECK(p.sound());
}

TEST_CASE("where the file is opened by another way than the supervisor's, the photo that waited with the opening comes into it like any other") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  const bool upgraded = GENERATE(true, false);
  INFO(engine << (upgraded ? " an upgrade" : " its author once more"));
  Phone p(engine);
  const RecordId child{crypto::new_uuid(p.h.now)};
  const ChildOpened opening{case_code("SN", 710), {"SN"}, {"girl"}, {"a10_12"}, {}};
  const auto post = [&](Body body) {
    p.h.house().writer.run<bool>([&](usecases::Draft& d) {
      const RecordId id{p.h.awa.person.uuid};
      usecases::judge_and_append(p.h.house(), d, usecases::system_entry(p.h.house(), id, 9, std::move(body), {"post", id.text(), crypto::new_uuid(p.h.now).text()}), Factor::stale, true);
      return true;
    });
  };
  if (upgraded) {
    // As a version of yesterday kept it, which did not know openings like this one.
    const auto sent = p.h.propose(p.h.awa, child, opening);
    p.h.house().writer.run<bool>(
        [&](usecases::Draft& d) { return usecases::hold(d, {sent, wire::read_newer_header(sent.header).value(), {}, {ProblemCode::waits_for_upgrade, {}}, false}).has_value(); });
  } else {
    post(PersonRevoked{p.h.awa.role, p.h.team});
    REQUIRE(p.h.say(p.h.awa, child, opening, false).status == ReceiptStatus::quarantined);
  }
  const std::string whole = paper(kPiece + 9), half = paper(2 * kPiece, 'c');
  const AttachmentAdded a = p.about(whole), b = p.about(half);
  for (const AttachmentAdded& one : {a, b}) REQUIRE(p.h.say(p.h.awa, child, one, false).problem->code == ProblemCode::opening_waits);
  CHECK(p.send(p.h.awa, child, a.attachment, 0, whole) == "missing 1");
  CHECK(p.send(p.h.awa, child, a.attachment, 1, whole) == "missing 0");
  CHECK(p.send(p.h.awa, child, b.attachment, 1, half) == "missing 1");
  if (upgraded) {
    CHECK(usecases::judge_held(p.h.house()) == 3);
  } else {
    post(PersonGranted{p.h.awa.role, p.h.team, {}});
    REQUIRE(p.h.say(p.h.awa, child, opening).status == ReceiptStatus::accepted);
  }
  CHECK(usecases::all_held(p.h.house().store).empty());
  CHECK(p.waits() == 0);
  CHECK(p.sound());
  p.h.pass(minutes(2));
  CHECK(usecases::finish_whole(p.h.house()) == 1);
  CHECK(p.see(p.h.awa, child, a.attachment) == whole);
  // Of the other the phone brings the rest, as if nothing had been between.
  CHECK(p.send(p.h.awa, child, b.attachment, 0, half) == "stored");
  CHECK(p.see(p.h.awa, child, b.attachment) == half);
  CHECK(p.sound());
}

TEST_CASE("a photo of a phone that was revoked before its file's opening was understood waits for the supervisor in the file, and on its way it is not") {
  Phone p("sqlite");
  const RecordId child{crypto::new_uuid(p.h.now)};
  const auto opening = p.h.propose(p.h.awa, child, ChildOpened{case_code("SN", 711), {"SN"}, {"girl"}, {"a10_12"}, {}});
  p.h.house().writer.run<bool>(
      [&](usecases::Draft& d) { return usecases::hold(d, {opening, wire::read_newer_header(opening.header).value(), {}, {ProblemCode::waits_for_upgrade, {}}, false}).has_value(); });
  Member other = p.h.awa;
  other.pen = p.h.house().writer.run<usecases::Pen>([&](usecases::Draft& d) { return usecases::take_pen(d, other.person, other.role, other.unit); });
  other.session.device = other.pen.device;
  const std::string bytes = paper(600);
  const AttachmentAdded a = p.about(bytes);
  REQUIRE(p.h.say(other, child, a, false).problem->code == ProblemCode::opening_waits);
  const EntryId entry = p.h.last_entry();
  CHECK(p.send(other, child, a.attachment, 0, bytes) == "missing 0");
  p.revoke(other);
  CHECK(usecases::judge_held(p.h.house()) == 2);
  CHECK(p.waits() == 1);
  CHECK(p.told_here(child, entry) == true);
  CHECK(p.h.house().store.things(usecases::kIncomingDrawer).empty());
  CHECK(p.sound());
  REQUIRE(usecases::settle_kept_apart(p.h.house(), p.h.moussa.session, child, entry, true, "essai"));
  CHECK(p.see(p.h.moussa, child, a.attachment) == bytes);
}

TEST_CASE("a piece that waits and was changed in the database is found") {
  Phone p("sqlite");
  const RecordId child = p.h.open_file(p.h.awa);
  p.revoke(p.h.awa);
  const std::string bytes = paper(700);
  const AttachmentAdded a = p.about(bytes);
  REQUIRE(p.h.say(p.h.awa, child, a, false).status == ReceiptStatus::quarantined);
  const EntryId entry = p.h.last_entry();
  CHECK(p.send(p.h.awa, child, a.attachment, 0, bytes) == "missing 0");
  CHECK(p.sound());
  p.h.house().writer.run<bool>([&](usecases::Draft& d) {
    d.change.drop_chunks(usecases::incoming_id(p.h.house().vault, child, entry));
    return true;
  });
  CHECK_FALSE(p.sound());
}

TEST_CASE("the file that a phone writes of what waits carries its photos and papers too: by any hand, whole, and only what an entry signed for") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  Phone p(engine);
  const RecordId child = p.h.open_file(p.h.awa);
  const std::string bytes = paper(kPiece + 77);
  const AttachmentAdded a = p.about(bytes), b = p.about(paper(100, 'e'));
  Json file = outbox_of(p.h, {p.h.propose(p.h.awa, child, a), p.h.propose(p.h.awa, child, b)});
  const auto carried = [&](const Uuid& id, std::vector<std::string> pieces) {
    Json one(jsoncons::json_object_arg);
    one["record"] = child.text();
    one["attachment"] = id.text();
    one["pieces"] = Json(jsoncons::json_array_arg);
    for (const std::string& piece : pieces) one["pieces"].push_back(crypto::base64url(piece));
    return one;
  };
  file["attachments"].push_back(carried(a.attachment, {p.sealed(a.attachment, 0, bytes), p.sealed(a.attachment, 1, bytes)}));
  file["attachments"].push_back(carried(b.attachment, {p.sealed(b.attachment, 0, paper(100, 'f'))}));         // not what was signed for
  file["attachments"].push_back(carried(crypto::new_uuid(p.h.now), {p.sealed(a.attachment, 0, bytes)}));  // signed for by nothing
  file["attachments"].push_back(Json(7));
  CHECK(wire::write_json(file).find("%PDF") == std::string::npos);
  for (int time = 0; time < 2; ++time) {
    const auto taken = usecases::take_outbox(p.h.house(), wire::write_json(file), [](std::size_t) {});
    REQUIRE(taken);
    REQUIRE(taken->bytes.size() == 4);
    CHECK(taken->bytes[0].what == usecases::Carried::stored);
    for (std::size_t i : {1, 2, 3}) CHECK(taken->bytes[i].what == usecases::Carried::refused);
    CHECK(taken->bytes[1].problem->code == ProblemCode::bad_commitment);
  }
  CHECK(p.see(p.h.awa, child, a.attachment) == bytes);
  CHECK(p.see(p.h.awa, child, b.attachment) == "not_found");

  // Of a revoked phone it waits for the supervisor, as what comes over the network does.
  p.revoke(p.h.awa);
  const AttachmentAdded late = p.about(bytes);
  Json second = outbox_of(p.h, {p.h.propose(p.h.awa, child, late)});
  second["attachments"].push_back(carried(late.attachment, {p.sealed(late.attachment, 0, bytes)}));
  const auto half = usecases::take_outbox(p.h.house(), wire::write_json(second), [](std::size_t) {});
  REQUIRE(half);
  CHECK(half->bytes[0].what == usecases::Carried::incomplete);
  second["attachments"][0] = carried(late.attachment, {p.sealed(late.attachment, 0, bytes), p.sealed(late.attachment, 1, bytes)});
  const auto whole = usecases::take_outbox(p.h.house(), wire::write_json(second), [](std::size_t) {});
  REQUIRE(whole);
  CHECK(whole->bytes[0].what == usecases::Carried::kept_apart);
  CHECK(p.see(p.h.moussa, child, late.attachment) == "not_found");
  CHECK(p.sound());
}
