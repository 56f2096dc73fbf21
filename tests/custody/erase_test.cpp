// Erasure by two people, and what is left.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "tests/custody/world.hpp"
#include "usecases/attachments.hpp"
#include "usecases/child_view.hpp"
#include "usecases/erase.hpp"
#include "usecases/search.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

constexpr const char* kGround = "asked_by_person";

SecondAsked please_erase() { return {{"erase"}, {}, "La famille le demande.", {kGround}}; }

usecases::Session session_of(World& w, const std::string& login) {
  const PersonId who = w.person(login);
  const Post post = w.house().memory.directory()->person(who)->posts.front();
  usecases::Session s;
  s.person = who;
  s.role = post.role;
  s.unit = post.unit;
  s.factor_at = w.house().now();
  return s;
}

AttachmentAdded announced(const Uuid& id, const std::string& bytes) {
  return {id, {"identity_document"}, {"application/pdf"}, static_cast<std::int64_t>(bytes.size()), crypto::base64url(crypto::sha256(bytes)), ""};
}

std::string sees(World& w, const std::string& login, RecordId record) {
  const auto view = usecases::view_child(w.house(), session_of(w, login), record, {});
  return view ? view->view.json() : std::string(word(view.error().code));
}

}  // namespace

TEST_CASE("two data protection officers of two units erase a file: nothing sealed is left, the chain holds, late entries end as erased") {
  const Home home(GENERATE(from_range(engines())));
  RecordId gone, stays;
  {
    World w(home);
    w.settle();
    gone = w.open_file(1, 3);
    stays = w.open_file(2, 1);
    const Uuid photo = crypto::new_uuid(w.house().now());
    const Uuid half = crypto::new_uuid(w.house().now());
    REQUIRE(w.said(w.say("binta", gone, announced(photo, "%PDF-1.7 Canari"))) == "accepted");
    const EntryId said = w.last();
    REQUIRE(usecases::receive_chunk(w.house(), session_of(w, "binta"), gone, photo, 0, "%PDF-1.7 Canari").has_value());
    REQUIRE(w.said(w.say("binta", gone, announced(half, std::string(100'000, 'x')))) == "accepted");
    const EntryId said_half = w.last();
    REQUIRE(usecases::receive_chunk(w.house(), session_of(w, "binta"), gone, half, 0, std::string(static_cast<std::size_t>(kChunkBytes), 'x')).has_value());
    const Uuid kept[] = {usecases::incoming_id(w.house().vault, gone, said), usecases::incoming_id(w.house().vault, gone, said_half)};
    for (const Uuid& id : kept) REQUIRE(w.house().store.chunk(id, 0));

    Telling because;
    because.reason = "Canari-raison";
    REQUIRE(w.said(w.say("fatou", gone, BreakGlassOpened{}, because)) == "accepted");
    CHECK_FALSE(w.house().store.accesses_of(gone, INT64_MAX, 1).front().sealed_reason.empty());

    CHECK(w.said(w.say("oumy", gone, RecordErased{{kGround}})) == "second_person_needed");
    CHECK(w.said(w.say("oumy", gone, please_erase(), {}, Factor::stale)) == "step_up");
    CHECK(w.said(w.say("binta", gone, please_erase())) == "not_allowed");
    CHECK(w.said(w.say("oumy", gone, SecondAsked{{"erase"}, {}, "", {kGround}})) == "reason_needed");
    CHECK(w.said(w.say("oumy", gone, SecondAsked{{"erase"}, {}, "Pourquoi pas.", {}})) == "missing_field");
    REQUIRE(w.said(w.say("oumy", gone, please_erase())) == "pending");
    const EntryId asked = w.last();
    CHECK(w.said(w.say("oumy", gone, SecondAgreed{asked})) == "not_the_same_person");
    CHECK(w.said(w.say("demba", gone, SecondAgreed{asked})) == "other_unit_needed");
    CHECK(w.said(w.say("sadio", gone, SecondAgreed{asked})) == "not_found");  // a supervisor elsewhere who has nothing to do with it
    CHECK(w.said(w.say("lia", gone, SecondAgreed{asked}, {}, Factor::stale)) == "step_up");
    CHECK(w.house().file(gone)->state.status == FileState::open);
    REQUIRE(usecases::find_children(w.house(), session_of(w, "binta"), "canari", usecases::FindScope::mine, "", 10).has_value());
    CHECK(w.house().memory.indexes.size() == 1);
    CHECK(w.said(w.say("lia", gone, SecondAgreed{asked})) == "accepted");
    CHECK(w.house().memory.indexes.size() == 0);  // of those who searched for the child, nothing that they searched in

    // Only a data protection officer still knows that there was such a file.
    CHECK(w.said(w.say("binta", gone, NoteAdded{{"observation"}, {}, {}, "trop tard"})) == "not_found");
    CHECK(w.said(w.say("oumy", gone, NoteAdded{{"observation"}, {}, {}, "trop tard"})) == "erased");
    CHECK(w.house().file(gone)->state.answers.empty());
    for (const Uuid& id : kept) CHECK_FALSE(w.house().store.chunk(id, 0));
    CHECK(w.house().store.things(usecases::kIncomingDrawer).empty());
    CHECK(verdict(w) == "ok");
  }
  World again(home);
  const auto record = again.house().store.record(gone);
  REQUIRE(record);
  CHECK(record->erased);
  for (Tier t : kTiers) CHECK(record->wrapped_keys[t].empty());
  CHECK_FALSE(again.house().store.state(gone));
  int kept = 0;
  for (const auto& e : again.house().store.entries_of(gone, 0))
    for (Tier t : kTiers) kept += !e.sealed[t].empty();
  CHECK(kept == 1);  // the ground, in the entry that says so
  // Who looked stays, and when; not a word of why.
  const auto looks = again.house().store.accesses_of(gone, INT64_MAX, 1000);
  CHECK_FALSE(looks.empty());
  for (const auto& look : looks) CHECK(look.sealed_reason.empty());
  const auto emergencies = again.house().store.things("emergency");
  REQUIRE(emergencies.size() == 1);
  CHECK(emergencies.front().value.find("\"reason\":\"\"") != std::string::npos);
  CHECK(again.said(again.say("oumy", gone, NoteAdded{{"observation"}, {}, {}, "encore"})) == "erased");
  CHECK(sees(again, "binta", gone) == "not_found");
  CHECK(sees(again, "oumy", gone).find("\"status\":\"erased\"") != std::string::npos);
  CHECK(sees(again, "binta", stays).find("Canari-note") != std::string::npos);
  CHECK(verdict(again) == "ok");
}

TEST_CASE("a request to erase is answered once, within 72 hours, and never while an order to keep stands") {
  const Home home("sqlite");
  Instant now{1'795'000'000'000};
  InstallationOptions o = home.options();
  o.clock = [&] { return now; };
  World w(o);
  w.settle();
  const RecordId child = w.open_file(1);

  REQUIRE(w.said(w.say("oumy", child, please_erase())) == "pending");
  const EntryId late = w.last();
  now = now + hours(73);
  CHECK(w.said(w.say("lia", child, SecondAgreed{late})) == "request_lapsed");

  REQUIRE(w.said(w.say("oumy", child, please_erase())) == "pending");
  const EntryId declined = w.last();
  REQUIRE(w.said(w.say("lia", child, SecondDeclined{declined, "Le tribunal en a besoin."})) == "accepted");
  CHECK(w.said(w.say("lia", child, SecondAgreed{declined})) == "no_such_step");

  REQUIRE(w.said(w.say("oumy", child, please_erase())) == "pending");
  const EntryId asked = w.last();
  REQUIRE(w.said(w.say("demba", child, KeepOrderSet{{"court"}, "12/2026", "Tribunal"})) == "accepted");
  CHECK(w.said(w.say("lia", child, SecondAgreed{asked})) == "no_such_step");
  CHECK(w.said(w.say("oumy", child, please_erase())) != "pending");
  CHECK_FALSE(w.house().store.record(child)->erased);
}

TEST_CASE("an erased record that still has a key, or a sealed part, is a finding") {
  const Home home(GENERATE(from_range(engines())));
  RecordId gone;
  {
    World w(home);
    w.settle();
    gone = w.open_file(1);
    REQUIRE(w.said(w.say("oumy", gone, please_erase())) == "pending");
    REQUIRE(w.said(w.say("lia", gone, SecondAgreed{w.last()})) == "accepted");
    REQUIRE(verdict(w) == "ok");
  }
  const bool postgres = home.engine() == "postgresql";
  home.tamper(postgres ? "UPDATE records SET k_identity = '\\x01' WHERE erased = 1" : "UPDATE records SET k_identity = x'01' WHERE erased = 1");
  World w(home);
  CHECK(verdict(w).find("\"check\":\"erased\"") != std::string::npos);
  CHECK(verdict(w).find("\"check\":\"records\"") != std::string::npos);
}
