// What came from the field and has no place in a log yet: kept sealed until an upgrade knows it, or until a supervisor says what becomes of it.
#include "usecases/held.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "tests/usecases/proposal.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/devices.hpp"
#include "usecases/kept_apart.hpp"
#include "usecases/lists.hpp"
#include "usecases/people_admin.hpp"
#include "usecases/say.hpp"
#include "usecases/sync.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::Proposal;
using usecases::Receipt;
using usecases::ReceiptStatus;

namespace {

bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }
ProblemCode why(const Receipt& r) { return r.problem ? r.problem->code : ProblemCode::our_fault; }
ProblemCode why_not(const auto& result) { return result ? ProblemCode::our_fault : result.error().code; }
NoteAdded note(const char* text) { return {{"observation"}, {}, {}, text}; }
ChildOpened opening(unsigned long code) { return {case_code("SN", code), {"SN"}, {"girl"}, {"a10_12"}, {}}; }
RecordId new_record(SmallHouse& h) { return RecordId{crypto::new_uuid(h.now)}; }

/// The same entry, of a kind that this program does not know, signed by its author's device.
Proposal of_another_kind(Member& m, Proposal p, const std::string& kind, const std::string& instead) {
  const auto at = p.header.find(kind);
  REQUIRE(at != std::string::npos);
  p.header.replace(at, kind.size(), instead);
  p.signature = m.pen.key->sign(crypto::signed_text(p.header, p.commitments));
  return p;
}
Receipt send(SmallHouse& h, Member& m, const Proposal& p, bool attended = false) { return usecases::accept_entries(h.house(), m.session, attended, {&p, 1}).front(); }
std::size_t how_many(SmallHouse& h) { return usecases::all_held(h.house().store).size(); }
std::int64_t findings(SmallHouse& h) { return usecases::verify_log(h.house().store, &h.house().vault).finding_count; }

/// A word of the house about somebody on the staff.
void say_of(SmallHouse& h, RecordId about, std::int64_t seen, Body body) {
  h.house().writer.run<bool>([&](usecases::Draft& d) {
    const auto e = usecases::system_entry(h.house(), about, seen, std::move(body), {"said in a test", about.text(), std::to_string(seen), crypto::new_uuid(h.now).text()});
    return usecases::judge_and_append(h.house(), d, e, Factor::stale, true).status == ReceiptStatus::accepted;
  });
}
/// In another of their posts.
usecases::Session as(SmallHouse& h, Member& m, Role role, UnitId unit) {
  say_of(h, RecordId{m.person.uuid}, 9, PersonGranted{role, unit, {}});
  usecases::Session s = m.session;
  s.role = role;
  s.unit = unit;
  return s;
}
/// As a version of yesterday kept it, which did not know it.
EntryId kept_for_an_upgrade(SmallHouse& h, Member& m, RecordId record, Body body) {
  const Proposal p = h.propose(m, record, std::move(body));
  h.house().writer.run<bool>([&](usecases::Draft& d) { return usecases::hold(d, {p, wire::read_newer_header(p.header).value(), {}, {ProblemCode::waits_for_upgrade, {}}, false}).has_value(); });
  return h.last_entry();
}

void revoke(SmallHouse& h, const Member& m) {
  h.house().writer.run<bool>([&](usecases::Draft& d) {
    auto device = usecases::find_device(d.change, m.pen.device);
    usecases::revoke_in(d, *device);
    return true;
  });
}

}  // namespace

TEST_CASE("an entry of a kind or version that is not known yet is kept sealed, answered so as often as it is sent, and stops nothing that follows") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  const auto [from, to] = GENERATE(std::pair{"note.added", "note.sung"}, std::pair{"\"version\":1", "\"version\":2"});
  INFO(engine << " " << to);
  SmallHouse h(engine);
  const RecordId child = h.open_file(h.awa);
  const auto head = h.house().store.head();
  const Proposal later = of_another_kind(h.awa, h.propose(h.awa, child, note("Parole-canari")), from, to);
  const EntryId id = h.last_entry();
  for (bool attended : {false, true, false}) {
    const auto receipt = send(h, h.awa, later, attended);
    CHECK(receipt.id == id.text());
    CHECK(receipt.status == ReceiptStatus::quarantined);
    CHECK(why(receipt) == ProblemCode::waits_for_upgrade);
  }
  CHECK(h.house().store.head() == head);
  REQUIRE(how_many(h) == 1);
  CHECK_FALSE(holds(*h.house().store.thing(usecases::kHeldDrawer, id.text()), "canari"));
  CHECK(h.say(h.awa, child, note("suivante")).status == ReceiptStatus::accepted);
  h.reopen();
  CHECK(how_many(h) == 1);
  CHECK(usecases::judge_held(h.house()) == 0);
  CHECK(how_many(h) == 1);

  const auto asked = usecases::synchronise(h.house(), h.awa.session, {.holds = {}, .unsent = 0, .asks = {id}, .tails = false});
  REQUIRE(asked);
  REQUIRE(asked->receipts.front().receipt);
  CHECK(why(*asked->receipts.front().receipt) == ProblemCode::waits_for_upgrade);
  const auto others = usecases::synchronise(h.house(), h.fatou.session, {.holds = {}, .unsent = 0, .asks = {id}, .tails = false});
  CHECK_FALSE(others->receipts.front().receipt);

  const auto verified = usecases::verify_log(h.house().store, &h.house().vault);
  CHECK(verified.held == 1);
  CHECK(verified.finding_count == 0);
}

TEST_CASE("a form of a version that is not known yet is kept as it came, with the questions that nobody here knows, and waits for an upgrade") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  const auto of_version = [&](std::int64_t version, const char* question) {
    const EntryId id{crypto::new_uuid(h.now)};
    auto e = usecases::written(h.house(), h.awa.pen, child, 2, FormSaved{{"intake"}, version, {{"intake.first_name", std::string("Prénom-canari")}}}, {}, h.now, id);
    std::string& text = *e.parts[Tier::identity];
    const std::string known = "intake.first_name";
    text.replace(text.find(known), known.size(), question);
    Proposal p = tests::proposal_of(h.house(), e);
    p.signature = h.awa.pen.key->sign(crypto::signed_text(p.header, p.commitments));
    return send(h, h.awa, p);
  };
  CHECK(why(of_version(1, "intake.of_tomorrow")) == ProblemCode::unknown_question);
  CHECK(how_many(h) == 0);
  for (const char* question : {"intake.of_tomorrow", "intake.first_name"}) {
    const auto receipt = of_version(99, question);
    CHECK(receipt.status == ReceiptStatus::quarantined);
    CHECK(why(receipt) == ProblemCode::waits_for_upgrade);
  }
  REQUIRE(how_many(h) == 2);
  // Before the upgrade each start asks again, and they wait on.
  CHECK(usecases::judge_held(h.house()) == 0);
  for (const usecases::Held& held : usecases::all_held(h.house().store)) CHECK(held.why.code == ProblemCode::waits_for_upgrade);
  CHECK(findings(h) == 0);
}

TEST_CASE("what is not its author's, not signed, or not sealed as it was signed is not kept for an upgrade") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  const Proposal sound = of_another_kind(h.awa, h.propose(h.awa, child, note("Parole-canari")), "note.added", "note.sung");
  Proposal bad = sound;
  bad.signature[5] = static_cast<char>(bad.signature[5] ^ 1);
  CHECK(why(send(h, h.awa, bad)) == ProblemCode::bad_signature);
  bad = sound;
  bad.envelope.back() = static_cast<char>(bad.envelope.back() ^ 1);
  CHECK(why(send(h, h.awa, bad)) == ProblemCode::bad_envelope);
  CHECK(why(send(h, h.fatou, sound)) == ProblemCode::not_yourself);
  CHECK(how_many(h) == 0);
  REQUIRE(send(h, h.awa, sound).status == ReceiptStatus::quarantined);
  // Other words under the same id.
  Proposal other = sound;
  other.commitments[Tier::narrative]->at(3) ^= 1;
  other.signature = h.awa.pen.key->sign(crypto::signed_text(other.header, other.commitments));
  CHECK(send(h, h.awa, other).status == ReceiptStatus::refused);
  CHECK(how_many(h) == 1);
}

TEST_CASE("after an upgrade what waited is judged: it goes into its file, or stays with the reason why it does not") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const RecordId child = h.open_file(h.awa);
  const auto kept = [&](Member& m, RecordId record, Body body) { return kept_for_an_upgrade(h, m, record, std::move(body)); };
  const EntryId hers = kept(h.awa, child, note("Parole-canari"));
  const EntryId strangers = kept(h.stranger, child, note("Intrus-canari"));
  const RecordId found = new_record(h);
  const EntryId begun = kept(h.fatou, found, opening(900));
  const EntryId on_it = kept(h.fatou, found, note("Suite-canari"));
  CHECK(usecases::judge_held(h.house()) == 3);
  for (EntryId id : {hers, begun, on_it}) {
    REQUIRE(h.house().store.entry(id));
    CHECK(usecases::receipt_of(*h.house().store.entry(id)).status == ReceiptStatus::accepted);
  }
  CHECK(holds(h.view(h.awa, child), "Parole-canari"));
  CHECK_FALSE(h.house().store.entry(strangers));
  REQUIRE(how_many(h) == 1);
  CHECK(usecases::all_held(h.house().store).front().why.code == ProblemCode::not_found);
  CHECK(usecases::judge_held(h.house()) == 0);
  CHECK(findings(h) == 0);
}

TEST_CASE("a file that a revoked device opened waits for a supervisor, with all that was written in it; taken in, it is theirs, and the rest waits in it") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  revoke(h, h.awa);
  const RecordId child = new_record(h);
  REQUIRE(why(h.say(h.awa, child, opening(901), false)) == ProblemCode::device_revoked);
  const EntryId opened = h.last_entry();
  REQUIRE(h.say(h.awa, child, FormSaved{{"intake"}, 1, {{"intake.first_name", std::string("Prénom-canari")}}}, false).status == ReceiptStatus::quarantined);
  const EntryId form = h.last_entry();
  REQUIRE(h.say(h.awa, child, note("Parole-canari"), false).status == ReceiptStatus::quarantined);
  CHECK_FALSE(h.house().store.record(child));
  CHECK(how_many(h) == 3);
  // What belongs to no file that anybody opened is refused as before.
  CHECK(h.say(h.awa, new_record(h), note("Ailleurs-canari"), false).status == ReceiptStatus::refused);

  const auto waiting = usecases::held_openings(h.house(), h.moussa.session);
  REQUIRE(waiting.size() == 1);
  CHECK(waiting.front().record == child);
  CHECK(waiting.front().author_name == "Awa");
  CHECK(waiting.front().entries == 3);
  const auto told_today = [&](Member& m) {
    return std::ranges::count_if(usecases::today(h.house(), m.session).lines, [&](const auto& line) { return line.task.name == "opening_waits" && line.task.record == child && line.task.count == 3; });
  };
  CHECK(told_today(h.moussa) == 1);
  for (Member* m : {&h.awa, &h.fatou, &h.ndeye, &h.codou, &h.stranger, &h.admin}) {
    CHECK(usecases::held_openings(h.house(), m->session).empty());
    CHECK(told_today(*m) == 0);
    CHECK(why_not(usecases::kept_apart_of(h.house(), m->session, child, "essai")) == ProblemCode::not_found);
    CHECK(why_not(usecases::settle_kept_apart(h.house(), m->session, child, opened, true, "essai")) == ProblemCode::not_found);
  }
  h.reopen();
  const auto lines = usecases::kept_apart_of(h.house(), h.moussa.session, child, "");
  REQUIRE(lines);
  REQUIRE(lines->size() == 3);
  CHECK(lines->front().header.id == opened);
  CHECK(lines->front().why.code == ProblemCode::device_revoked);
  CHECK(holds(*lines->at(1).parts[Tier::identity], "Prénom-canari"));
  CHECK(h.house().store.accesses_of(child, INT64_MAX, 1).front().person == h.moussa.person);

  CHECK(why_not(usecases::settle_kept_apart(h.house(), h.moussa.session, child, form, true, "")) == ProblemCode::not_opened);
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, opened, true, ""));
  CHECK(how_many(h) == 0);
  CHECK(usecases::held_openings(h.house(), h.moussa.session).empty());
  CHECK(told_today(h.moussa) == 0);
  const auto file = h.house().file(child);
  REQUIRE(file);
  CHECK(file->state.kept_apart.size() == 2);
  CHECK(h.house().store.entry(opened));
  CHECK_FALSE(holds(h.view(h.moussa, child), "Prénom-canari"));
  const auto settled = usecases::settle_kept_apart(h.house(), h.moussa.session, child, form, true, "");
  INFO((settled ? std::string_view("settled") : word(settled.error().code)));
  REQUIRE(settled);
  CHECK(holds(h.view(h.moussa, child), "Prénom-canari"));
  CHECK(findings(h) == 0);
  h.reopen();
  CHECK(h.house().file(child)->state.kept_apart.size() == 1);
}

TEST_CASE("an opening that the rules refuse is kept when nobody may be there to be told, refused to somebody who is, and set aside with a reason") {
  SmallHouse h("sqlite");
  const RecordId first = new_record(h), second = new_record(h);
  REQUIRE(h.say(h.fatou, first, opening(902)).status == ReceiptStatus::accepted);
  CHECK(h.say(h.awa, second, opening(902), true).status == ReceiptStatus::refused);
  CHECK(how_many(h) == 0);
  const auto kept = h.say(h.awa, second, opening(902), false);
  CHECK(kept.status == ReceiptStatus::quarantined);
  CHECK(why(kept) == ProblemCode::already_open);
  const EntryId opened = h.last_entry();
  CHECK(why(h.say(h.awa, second, note("Suite-canari"), false)) == ProblemCode::opening_waits);
  const EntryId on_it = h.last_entry();
  CHECK(why_not(usecases::settle_kept_apart(h.house(), h.moussa.session, second, opened, true, "")) == ProblemCode::already_open);
  CHECK(why_not(usecases::settle_kept_apart(h.house(), h.moussa.session, second, opened, false, "")) == ProblemCode::reason_needed);
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, second, opened, false, "Raison-canari"));
  // What was written in it waits on, and is still somebody's task.
  const auto left = usecases::held_openings(h.house(), h.moussa.session);
  REQUIRE(left.size() == 1);
  CHECK(left.front().entries == 1);
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, second, on_it, false, "Raison-canari"));
  CHECK(usecases::held_openings(h.house(), h.moussa.session).empty());
  // Set aside, not dropped; and the reason is nobody's to read in the database.
  REQUIRE(how_many(h) == 2);
  CHECK_FALSE(holds(*h.house().store.thing(usecases::kHeldDrawer, opened.text()), "canari"));
  CHECK(findings(h) == 0);
}

TEST_CASE("a file opened by somebody whose post ended meanwhile waits for the supervisor of that unit") {
  SmallHouse h("sqlite");
  const auto sent = h.propose(h.awa, new_record(h), opening(903));
  h.house().writer.run<bool>([&](usecases::Draft& d) {
    const RecordId id{h.awa.person.uuid};
    usecases::judge_and_append(h.house(), d, usecases::system_entry(h.house(), id, 9, PersonRevoked{h.awa.role, h.team}, {"revoked", id.text()}), Factor::stale, true);
    return true;
  });
  CHECK(send(h, h.awa, sent, true).status == ReceiptStatus::refused);
  const auto kept = send(h, h.awa, sent, false);
  CHECK(kept.status == ReceiptStatus::quarantined);
  CHECK(why(kept) == ProblemCode::not_allowed);
  CHECK(usecases::held_openings(h.house(), h.moussa.session).size() == 1);
}

TEST_CASE("what is held is one of the things that verify holds the database to") {
  SmallHouse h("sqlite");
  revoke(h, h.awa);
  REQUIRE(h.say(h.awa, new_record(h), opening(904), false).status == ReceiptStatus::quarantined);
  const EntryId id = h.last_entry();
  REQUIRE(findings(h) == 0);
  std::string text = *h.house().store.thing(usecases::kHeldDrawer, id.text());
  const auto at = text.find("\"envelope\":\"") + 40;
  text[at] = text[at] == 'A' ? 'B' : 'A';
  h.house().store.transact([&](usecases::Change& change) { change.put_thing(usecases::kHeldDrawer, id.text(), text); });
  CHECK(findings(h) == 2);
}

TEST_CASE("what waited for an upgrade is judged as what its phone is by then: of a phone that was revoked meanwhile it is kept apart for the supervisor") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  kept_for_an_upgrade(h, h.awa, child, note("Parole-canari"));
  revoke(h, h.awa);
  CHECK(usecases::judge_held(h.house()) == 1);
  CHECK_FALSE(holds(h.view(h.moussa, child), "Parole-canari"));
  const auto lines = usecases::kept_apart_of(h.house(), h.moussa.session, child, "");
  REQUIRE(lines);
  REQUIRE(lines->size() == 1);
  CHECK(lines->front().why.code == ProblemCode::device_revoked);
}

TEST_CASE("what was written in a file whose opening waited for an upgrade goes into it with the opening, and waits for nobody") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const RecordId child = new_record(h);
  kept_for_an_upgrade(h, h.awa, child, opening(905));
  // This version's phones go on writing; what they say has no file yet.
  REQUIRE(why(h.say(h.awa, child, note("Parole-canari"), false)) == ProblemCode::opening_waits);
  CHECK(how_many(h) == 2);
  h.reopen();
  CHECK(usecases::judge_held(h.house()) == 2);
  CHECK(how_many(h) == 0);
  CHECK(holds(h.view(h.awa, child), "Parole-canari"));
  CHECK(findings(h) == 0);
}

TEST_CASE("where its author opens the file once more, what was written in it before goes into it at once") {
  SmallHouse h("sqlite");
  const RecordId child = new_record(h);
  const RecordId awa{h.awa.person.uuid};
  say_of(h, awa, 9, PersonRevoked{h.awa.role, h.team});
  REQUIRE(why(h.say(h.awa, child, opening(906), false)) == ProblemCode::not_allowed);
  const EntryId first = h.last_entry();
  REQUIRE(why(h.say(h.awa, child, note("Parole-canari"), false)) == ProblemCode::opening_waits);
  say_of(h, awa, 9, PersonGranted{h.awa.role, h.team, {}});
  REQUIRE(h.say(h.awa, child, opening(906), true).status == ReceiptStatus::accepted);
  CHECK(how_many(h) == 0);
  CHECK(holds(h.view(h.awa, child), "Parole-canari"));
  // The opening that came in vain stands in the log, where nobody has to settle it.
  REQUIRE(h.house().store.entry(first));
  CHECK(usecases::receipt_of(*h.house().store.entry(first)).status == ReceiptStatus::quarantined);
  CHECK(h.house().file(child)->state.kept_apart.empty());
  CHECK(usecases::held_openings(h.house(), h.moussa.session).empty());
  CHECK(findings(h) == 0);
}

TEST_CASE("what is held is settled by a supervisor who answers for its author or is on duty for the unit, and by nobody else") {
  SmallHouse h("sqlite");
  revoke(h, h.awa);
  const RecordId child = new_record(h);
  REQUIRE(h.say(h.awa, child, opening(907), false).status == ReceiptStatus::quarantined);
  const auto sees = [&](const usecases::Session& s) { return !usecases::held_openings(h.house(), s).empty() || !usecases::held_of(h.house(), s, child).empty(); };
  CHECK(sees(h.moussa.session));
  // Who answers for her, in a post in which nobody supervises.
  CHECK_FALSE(sees(as(h, h.moussa, Role::case_worker, h.team)));
  // Who supervises somewhere else.
  const auto elsewhere = as(h, h.stranger, Role::supervisor, h.stranger.unit);
  CHECK_FALSE(sees(elsewhere));
  const Date today = h.house().today_at(h.team, *h.house().memory.directory());
  say_of(h, RecordId{h.team.uuid}, 9, UnitDutySet{h.stranger.person, today, today});
  CHECK(sees(elsewhere));
  h.pass(days(2));
  CHECK_FALSE(sees(elsewhere));
}

TEST_CASE("a supervisor settles nothing that waits of themselves, also on duty") {
  SmallHouse h("sqlite");
  const Date today = h.house().today_at(h.team, *h.house().memory.directory());
  say_of(h, RecordId{h.team.uuid}, 9, UnitDutySet{h.moussa.person, today, today});
  revoke(h, h.moussa);
  const RecordId child = new_record(h);
  REQUIRE(h.say(h.moussa, child, opening(908), false).status == ReceiptStatus::quarantined);
  const EntryId opened = h.last_entry();
  CHECK(usecases::held_openings(h.house(), h.moussa.session).empty());
  CHECK(why_not(usecases::settle_kept_apart(h.house(), h.moussa.session, child, opened, true, "essai")) == ProblemCode::not_found);
  // It waits for another supervisor of the unit's.
  const auto other = as(h, h.stranger, Role::supervisor, h.team);
  say_of(h, RecordId{h.team.uuid}, 9, UnitDutySet{h.stranger.person, today, today});
  CHECK(usecases::held_openings(h.house(), other).size() == 1);
}

TEST_CASE("each entry of a file that a supervisor opened says why it had waited: for the opening alone, or for a phone that was revoked") {
  SmallHouse h("sqlite");
  const bool revoked = GENERATE(true, false);
  INFO(revoked);
  if (revoked) revoke(h, h.awa);
  else say_of(h, RecordId{h.awa.person.uuid}, 9, PersonRevoked{h.awa.role, h.team});
  const RecordId child = new_record(h);
  REQUIRE(h.say(h.awa, child, opening(909), false).status == ReceiptStatus::quarantined);
  const EntryId opened = h.last_entry();
  REQUIRE(h.say(h.awa, child, note("Parole-canari"), false).status == ReceiptStatus::quarantined);
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, opened, true, "essai"));
  const auto lines = usecases::kept_apart_of(h.house(), h.moussa.session, child, "essai");
  REQUIRE(lines);
  REQUIRE(lines->size() == 1);
  CHECK(lines->front().why.code == (revoked ? ProblemCode::device_revoked : ProblemCode::opening_waits));
}
