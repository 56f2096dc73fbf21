// What a revoked device delivered: a supervisor is told, reads it, and takes it in or sets it aside; nobody else does, and nothing is dropped.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "tests/usecases/small_house.hpp"
#include "usecases/devices.hpp"
#include "usecases/kept_apart.hpp"
#include "usecases/lists.hpp"
#include "crypto/random.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

void revoke(SmallHouse& h, const Member& m) {
  h.house().writer.run<bool>([&](usecases::Draft& d) {
    auto device = usecases::find_device(d.change, m.pen.device);
    usecases::revoke_in(d, *device);
    return true;
  });
}

/// An entry that waits: written on the device, delivered after it was revoked.
EntryId deliver(SmallHouse& h, Member& m, RecordId child, Body body) {
  const auto receipt = h.say(m, child, std::move(body), false);
  REQUIRE(receipt.status == ReceiptStatus::quarantined);
  REQUIRE(receipt.problem->code == ProblemCode::device_revoked);
  return h.last_entry();
}
NoteAdded note(const char* text) { return {{"observation"}, {}, {}, text}; }

std::int64_t told(SmallHouse& h, Member& m) {
  std::int64_t count = 0;
  for (const auto& line : usecases::today(h.house(), m.session).lines)
    if (line.task.name == "kept_apart_to_settle") count += line.task.count;
  return count;
}
ProblemCode why_not(const auto& result) { return result ? ProblemCode::our_fault : result.error().code; }

}  // namespace

TEST_CASE("a supervisor is told how many entries a revoked device delivered, reads whose and when, takes one in as their own, and sets one aside with a reason") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const RecordId child = h.open_file(h.awa);
  CHECK(told(h, h.moussa) == 0);
  revoke(h, h.awa);
  const EntryId hers = deliver(h, h.awa, child, note("Canari-à-reprendre")), forged = deliver(h, h.awa, child, note("Canari-inventé"));
  CHECK(told(h, h.moussa) == 2);
  for (Member* m : {&h.awa, &h.fatou, &h.ndeye, &h.codou, &h.stranger}) CHECK(told(h, *m) == 0);
  CHECK_FALSE(holds(h.view(h.moussa, child), "Canari-"));
  h.reopen();
  CHECK(told(h, h.moussa) == 2);

  const auto lines = usecases::kept_apart_of(h.house(), h.moussa.session, child, "");
  REQUIRE(lines);
  REQUIRE(lines->size() == 2);
  const auto& first = lines->front();
  CHECK(first.header.id == hers);
  CHECK(first.header.author == h.awa.person);
  CHECK(first.author_name == "Awa");
  CHECK(first.why.code == ProblemCode::device_revoked);
  CHECK(holds(*first.parts[Tier::narrative], "Canari-à-reprendre"));
  const auto look = h.house().store.accesses_of(child, INT64_MAX, 1).front();
  CHECK(look.person == h.moussa.person);
  CHECK(holds(look.row, "narrative"));

  h.pass(minutes(5));
  const auto taken = usecases::settle_kept_apart(h.house(), h.moussa.session, child, hers, true, "");
  REQUIRE(taken);
  CHECK(taken->status == ReceiptStatus::accepted);
  CHECK(why_not(usecases::settle_kept_apart(h.house(), h.moussa.session, child, forged, false, "")) == ProblemCode::reason_needed);
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, forged, false, "Awa ne l’a pas écrit"));
  CHECK(told(h, h.moussa) == 0);
  CHECK(usecases::kept_apart_of(h.house(), h.moussa.session, child, "")->empty());
  CHECK(why_not(usecases::settle_kept_apart(h.house(), h.moussa.session, child, hers, true, "")) == ProblemCode::no_such_step);

  const auto view = h.view_json(h.moussa, child);
  REQUIRE(view["state"]["notes"].size() == 1);
  CHECK(view["state"]["notes"][0]["text"].as<std::string>() == "Canari-à-reprendre");
  const auto& said = view["state"]["settlements"];
  REQUIRE(said.size() == 2);
  CHECK(said[0]["author"].as<std::string>() == h.awa.person.text());
  CHECK(said[0]["taken_in"].as<std::string>() == view["state"]["notes"][0]["id"].as<std::string>());
  CHECK(said[1]["text"].as<std::string>() == "Awa ne l’a pas écrit");
  CHECK_FALSE(said[1].contains("taken_in"));
  // By whom it stands is said by its signature; what it follows from stays in the log.
  const auto copy = wire::read_header(h.house().store.entry(EntryId::parse(view["state"]["notes"][0]["id"].as<std::string>()).value())->header);
  CHECK(copy->author == h.moussa.person);
  CHECK(copy->cause == hers);
  CHECK(h.house().store.entry(forged));
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
  h.reopen();
  CHECK(told(h, h.moussa) == 0);
  CHECK(h.view_json(h.moussa, child)["state"]["notes"].size() == 1);
}

TEST_CASE("what a revoked device delivered is nobody's to read or to settle but the supervisor's, and to a stranger there is no such file") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  revoke(h, h.awa);
  const EntryId entry = deliver(h, h.awa, child, note("Canari"));
  for (Member* m : {&h.awa, &h.codou}) {
    CHECK(why_not(usecases::kept_apart_of(h.house(), m->session, child, "essai")) == ProblemCode::not_allowed);
    CHECK(why_not(usecases::settle_kept_apart(h.house(), m->session, child, entry, true, "essai")) == ProblemCode::not_allowed);
  }
  for (Member* m : {&h.stranger, &h.fatou, &h.admin, &h.joana}) {
    CHECK(why_not(usecases::kept_apart_of(h.house(), m->session, child, "essai")) == ProblemCode::not_found);
    CHECK(why_not(usecases::settle_kept_apart(h.house(), m->session, child, entry, false, "essai")) == ProblemCode::not_found);
  }
  // Nor through the path of entries.
  CHECK(h.say(h.codou, child, KeptApartSettled{entry, h.awa.person, h.team, h.now, {}, "essai"}).status == ReceiptStatus::refused);
  CHECK(told(h, h.moussa) == 1);
}

TEST_CASE("what is taken in knows no more of the file than its author had seen: what others said meanwhile stands beside it") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  const auto seen = h.house().file(child)->record.n;
  const auto named = [](const char* name) { return FormSaved{{"intake"}, 1, {{"intake.first_name", std::string(name)}}}; };
  REQUIRE(h.say(h.moussa, child, named("Prénom-canari-deux")).status == ReceiptStatus::accepted);
  revoke(h, h.awa);
  REQUIRE(h.say(h.awa, child, named("Prénom-canari-trois"), false, {}, seen).problem->code == ProblemCode::device_revoked);
  const EntryId entry = h.last_entry();
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, entry, true, ""));
  const auto settled = h.house().file(child)->state.all<KeptApartSettled>();
  REQUIRE(settled.size() == 1);
  CHECK(wire::read_header(h.house().store.entry(settled.front().body.taken_in)->header)->seen == seen);
  const auto answer = h.view_json(h.moussa, child)["state"]["answers"]["intake.first_name"];
  INFO(answer.to_string());
  CHECK(answer["values"].size() == 2);
}

TEST_CASE("what says where the child is is read and taken in for a reason only") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  revoke(h, h.awa);
  PlacementBegun place;
  place.unit = h.shelter;
  place.placement_kind = {"shelter"};
  place.begun_on = Date{20'000};
  const EntryId entry = deliver(h, h.awa, child, place);
  h.moussa.session.factor_at = h.now;
  const auto hidden = usecases::kept_apart_of(h.house(), h.moussa.session, child, "");
  REQUIRE(hidden);
  CHECK(hidden->front().withheld[Tier::placement]);
  CHECK_FALSE(hidden->front().parts[Tier::placement]);
  CHECK(why_not(usecases::settle_kept_apart(h.house(), h.moussa.session, child, entry, true, "")) == ProblemCode::reason_needed);
  const auto shown = usecases::kept_apart_of(h.house(), h.moussa.session, child, "Awa me l’a confirmé");
  REQUIRE(shown);
  CHECK(holds(*shown->front().parts[Tier::placement], h.shelter.text()));
  const auto look = h.house().store.accesses_of(child, INT64_MAX, 1).front();
  CHECK(holds(look.row, "\"decision\":\"reason\""));
  CHECK_FALSE(look.sealed_reason.empty());
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, entry, true, "Awa me l’a confirmé"));
  CHECK(h.house().memory.caseload.housed_at(h.shelter) == 1);
}

TEST_CASE("what the rules of the house refuse is not taken in: it waits on, is told why, and may be set aside") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  revoke(h, h.awa);
  const EntryId entry = deliver(h, h.awa, child, ReferralAccepted{EntryId{h.team.uuid}, {}, ""});
  CHECK_FALSE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, entry, true, ""));
  CHECK(told(h, h.moussa) == 1);
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, entry, false, "Il n’y a pas d’orientation"));
  CHECK(told(h, h.moussa) == 0);
}

TEST_CASE("in a file that was closed meanwhile it waits, and the supervisor is told to take the file up again first") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  ClosureRequested asked;
  asked.closure_reason = {"goals_reached"};
  REQUIRE(h.say(h.awa, child, asked).status == ReceiptStatus::accepted);
  const EntryId request = h.last_entry();
  REQUIRE(h.say(h.moussa, child, ClosureApproved{request}).status != ReceiptStatus::refused);
  revoke(h, h.awa);
  const EntryId entry = deliver(h, h.awa, child, note("Canari"));
  CHECK(told(h, h.moussa) == 1);
  CHECK(why_not(usecases::kept_apart_of(h.house(), h.moussa.session, child, "essai")) == ProblemCode::file_closed);
  REQUIRE(h.say(h.moussa, child, FileReopened{"essai"}).status == ReceiptStatus::accepted);
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, entry, true, ""));
}

TEST_CASE("what came after its author's right had ended waits for the supervisor too; what the rules refuse is its author's to correct") {
  SmallHouse h("sqlite");
  const RecordId child = h.open_file(h.awa);
  const auto seen = h.house().file(child)->record.n;
  REQUIRE(h.say(h.moussa, child, AssignmentMade{h.fatou.person, h.team}).status == ReceiptStatus::accepted);
  CHECK(h.say(h.awa, child, note("Canari-tardif"), false, {}, seen).problem->code == ProblemCode::late);
  const EntryId entry = h.last_entry();
  CHECK(told(h, h.moussa) == 1);
  CHECK(told(h, h.fatou) == 0);
  CHECK_FALSE(holds(h.view(h.fatou, child), "Canari-tardif"));
  REQUIRE(usecases::settle_kept_apart(h.house(), h.moussa.session, child, entry, true, "Elle l’avait vu avant."));
  CHECK(told(h, h.moussa) == 0);
  CHECK(holds(h.view(h.fatou, child), "Canari-tardif"));

  CHECK(h.say(h.fatou, child, ConsentWithdrawn{EntryId{crypto::new_uuid(h.now)}, {"child"}, ""}, false).status == ReceiptStatus::quarantined);
  CHECK(told(h, h.moussa) == 0);
  CHECK(usecases::kept_apart_of(h.house(), h.moussa.session, child, "")->empty());
}

TEST_CASE("a look without network is told afterwards: it stands in the access log with the phone's own moment, in no history, and is never asked to be corrected") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  SmallHouse h(engine);
  const RecordId child = h.open_file(h.awa);
  const auto last = [&] { return h.house().store.accesses_of(child, INT64_MAX, 1).front(); };
  const FileLookedAt look{{{"identity"}, {"narrative"}}};
  const Instant then = h.now;
  const auto proposal = h.propose(h.awa, child, look);
  h.pass(hours(5));
  const auto accept = [&](Member& m, const usecases::Proposal& p) { return usecases::accept_entries(h.house(), m.session, false, {&p, 1}).front(); };
  REQUIRE(accept(h.awa, proposal).status == ReceiptStatus::accepted);
  CHECK(last().person == h.awa.person);
  CHECK(last().at == h.now);
  CHECK(holds(last().row, "\"looked_at\":\"" + then.text() + "\""));
  CHECK(holds(last().row, R"("shown":["identity","narrative"])"));
  const auto number = last().number;
  CHECK(accept(h.awa, proposal).status == ReceiptStatus::accepted);
  CHECK(last().number == number);  // told twice, it is there once
  CHECK_FALSE(holds(h.view(h.awa, child), "file.looked_at"));

  // Given to somebody else meanwhile, or revoked: it has happened all the same.
  const auto seen = h.house().file(child)->record.n;
  REQUIRE(h.say(h.moussa, child, AssignmentMade{h.fatou.person, h.team}).status == ReceiptStatus::accepted);
  CHECK(h.say(h.awa, child, look, false, {}, seen).status == ReceiptStatus::accepted);
  revoke(h, h.awa);
  CHECK(h.say(h.awa, child, look, false, {}, seen).status == ReceiptStatus::accepted);
  CHECK(holds(last().row, "looked_at"));
  CHECK(told(h, h.moussa) == 0);
  // Of a file that one never had to do with nothing is taken, nor is it told that there is one.
  const auto rows = h.house().store.accesses_of(child, INT64_MAX, 1000).size();
  CHECK(h.say(h.stranger, child, look, false).problem->code == ProblemCode::not_found);
  CHECK(h.house().store.accesses_of(child, INT64_MAX, 1000).size() == rows);
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}
