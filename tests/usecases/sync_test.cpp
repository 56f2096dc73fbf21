// What a device holds: what its person sees, less where the child lives; each change of it, and what to forget.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <map>
#include <set>

#include "crypto/checkpoint.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "tests/support/merge_patch.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/devices.hpp"
#include "usecases/merge_patch.hpp"
#include "usecases/sync.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::add_tails;
using tests::Member;
using tests::merged;
using tests::SmallHouse;
using usecases::ReceiptStatus;
using usecases::SyncAsked;
using usecases::Synced;
using wire::Json;

namespace {

#define ON_EACH_ENGINE()                                              \
  const std::string engine = GENERATE(from_range(tests::engines()));  \
  INFO(engine);                                                       \
  SmallHouse h(engine)

bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

PlacementBegun living_at(UnitId unit) {
  PlacementBegun b;
  b.unit = unit;
  b.placement_kind = {"shelter"};
  b.begun_on = Date{20'000};
  b.over_capacity_reason = "Il fait nuit.";
  return b;
}

/// A phone: what it holds, and what it does with an answer.
struct Phone {
  std::map<RecordId, std::string> views;
  std::map<RecordId, std::int64_t> n;
  bool tails = true;

  SyncAsked asks() const {
    SyncAsked asked;
    asked.tails = tails;
    for (const auto& [record, view] : views) asked.holds.push_back({record, crypto::base64url(crypto::sha256(view)), n.at(record)});
    return asked;
  }
  void take(const Synced& answer) {
    for (const auto& v : answer.views) {
      std::string view = v.json;
      if (v.base) {
        REQUIRE(*v.base == crypto::base64url(crypto::sha256(views.at(v.record))));
        Json whole = merged(Json::parse(views.at(v.record)), Json::parse(v.json));
        add_tails(whole, v.tails);
        view = wire::write_json(whole);
      }
      CHECK(crypto::base64url(crypto::sha256(view)) == v.hash);
      CHECK(Json::parse(view)["n"].as<std::int64_t>() == v.n);
      views[v.record] = std::move(view);
      n[v.record] = v.n;
    }
    for (RecordId record : answer.forget) {
      CHECK(views.erase(record) == 1);
      n.erase(record);
    }
  }
  /// Asks until there is no more; how often that took.
  int follow(SmallHouse& h, Member& m) {
    for (int times = 1;; ++times) {
      const auto answer = usecases::synchronise(h.house(), m.session, asks());
      REQUIRE(answer);
      take(*answer);
      if (answer->left == 0) return times;
      REQUIRE(times < 100);
    }
  }
};

std::vector<usecases::AccessRow> looks(SmallHouse& h, RecordId record) { return h.house().store.accesses_of(record, INT64_MAX, 1000); }

/// As GET answers, with a stale factor.
std::string seen(SmallHouse& h, Member& m, RecordId record) {
  usecases::Session s = m.session;
  s.factor_at = {};
  const auto view = usecases::view_child(h.house(), s, record);
  return view ? view->view.json() : std::string(word(view.error().code));
}

std::string carried(SmallHouse& h, Member& m, RecordId record) {
  const auto view = usecases::view_to_carry(h.house(), m.session, record, h.house().file(record)->state);
  return view ? view->view.json() : "nothing";
}

/// Every place where two values differ, as paths.
void differences(const Json& a, const Json& b, const std::string& path, std::vector<std::pair<std::string, Json>>& out) {
  if (a == b) return;
  if (a.is_object() && b.is_object()) {
    std::set<std::string> keys;
    for (const auto& m : a.object_range()) keys.insert(m.key());
    for (const auto& m : b.object_range()) keys.insert(m.key());
    for (const auto& key : keys) differences(a.contains(key) ? Json(a[key]) : Json::null(), b.contains(key) ? Json(b[key]) : Json::null(), path + "/" + key, out);
  } else if (a.is_array() && b.is_array() && a.size() == b.size()) {
    for (std::size_t i = 0; i < a.size(); ++i) differences(a[i], b[i], path + "/#", out);
  } else {
    out.emplace_back(path, b);
  }
}

}  // namespace

TEST_CASE("a view that is carried is what the person sees, byte for byte, where there is no place to leave out") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, "Note-canari"});
  h.say(h.fatou, child, NoteAdded{{"observation"}, {}, {}, "refusé"});
  for (Member* m : {&h.awa, &h.moussa}) {
    Json expected = Json::parse(seen(h, *m, child));
    expected["sight"]["placement"] = "deny";
    expected["when_fresh"].erase("see_placement");
    CHECK(carried(h, *m, child) == wire::write_json(expected));
  }
  CHECK(holds(carried(h, h.awa, child), "Note-canari"));
  CHECK(carried(h, h.stranger, child) == "nothing");
  CHECK(carried(h, h.admin, child) == "nothing");
}

TEST_CASE("where a child lives stands in no view that is carried, whoever carries it and whatever they see at the screen") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  REQUIRE(h.say(h.awa, child, living_at(h.shelter), true, tests::sleeps_there()).status == ReceiptStatus::accepted);
  REQUIRE(h.say(h.ndeye, child, NoteAdded{{"observation"}, {}, {}, "vu au centre"}).status == ReceiptStatus::accepted);
  REQUIRE(h.say(h.moussa, child, AssignmentMade{h.fatou.person, h.team}).status == ReceiptStatus::accepted);
  CHECK(holds(seen(h, h.fatou, child), h.shelter.text()));

  const std::string view = carried(h, h.fatou, child);
  CHECK_FALSE(holds(view, h.shelter.text()));
  CHECK_FALSE(holds(view, h.ndeye.person.text()));  // who writes about the child every day
  std::vector<std::pair<std::string, Json>> differ;
  differences(Json::parse(seen(h, h.fatou, child)), Json::parse(view), "", differ);
  CHECK(differ.size() > 3);
  const Json withheld = Json::parse(R"({"withheld":true})");
  for (const auto& [path, value] : differ) {
    CAPTURE(path);
    CHECK((path == "/sight/placement" ? value.as<std::string>() == "deny" : path == "/relations" || value == withheld || value.is_null() || value.as<std::string>() == "true"));
  }
  // Who has only the child in the house carries nothing: that they do would say where the child lives.
  CHECK(holds(seen(h, h.ndeye, child), "placed"));
  CHECK(carried(h, h.ndeye, child) == "nothing");
  REQUIRE(h.say(h.moussa, child, AssignmentMade{h.ndeye.person, h.shelter}, true, Telling{{}, {}, {}, "Elle vit là."}).status == ReceiptStatus::accepted);
  const Json own = Json::parse(carried(h, h.ndeye, child));
  CHECK(own["relations"].size() == 1);
  CHECK(own["relations"][0].as<std::string>() == "assigned");
}

TEST_CASE("a phone is sent its person's files, then changes only, and ends with what the server has") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa), other = h.open_file(h.awa);
  h.open_file(h.stranger);
  Phone phone;
  auto first = usecases::synchronise(h.house(), h.awa.session, phone.asks());
  REQUIRE(first);
  CHECK(first->views.size() == 2);
  CHECK(first->files == 2);
  CHECK(first->left == 0);
  CHECK(first->beyond == 0);
  CHECK(first->forget.empty());
  phone.take(*first);
  CHECK(looks(h, child).size() == 1);

  SECTION("what did not change is not sent again, and is no look") {
    const auto again = usecases::synchronise(h.house(), h.awa.session, phone.asks());
    CHECK(again->views.empty());
    CHECK(again->forget.empty());
    CHECK(looks(h, child).size() == 1);
    h.pass(hours(30));
    phone.follow(h, h.awa);
  }
  SECTION("a change comes as a patch on what is held, and as the whole view where that is unknown") {
    for (int i = 0; i < 5; ++i) h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, "Une note d’une longueur ordinaire, pour que la vue pèse son poids."});
    phone.follow(h, h.awa);
    h.say(h.awa, child, RiskAssessed{{"high"}});
    const auto answer = usecases::synchronise(h.house(), h.awa.session, phone.asks());
    REQUIRE(answer->views.size() == 1);
    CHECK(answer->views[0].record == child);
    CHECK(answer->views[0].base);
    CHECK(answer->views[0].json.size() < carried(h, h.awa, child).size());
    CHECK_FALSE(answer->views[0].tails.empty());
    phone.tails = false;
    const auto without = usecases::synchronise(h.house(), h.awa.session, phone.asks());
    CHECK(without->views[0].tails.empty());
    CHECK(without->views[0].json.size() > answer->views[0].json.size() + answer->views[0].tails.size());
    Phone(phone).take(*without);
    SyncAsked wrong = phone.asks();
    for (auto& held : wrong.holds) held.hash = crypto::base64url(crypto::sha256("another"));
    const auto whole = usecases::synchronise(h.house(), h.awa.session, wrong);
    REQUIRE(whole->views.size() == 2);
    for (const auto& v : whole->views) CHECK_FALSE(v.base);
    phone.take(*answer);
  }
  SECTION("an answer that was lost costs nothing but itself") {
    h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, "perdue en route"});
    (void)usecases::synchronise(h.house(), h.awa.session, phone.asks());
    phone.follow(h, h.awa);
    CHECK(holds(phone.views.at(child), "perdue en route"));
  }
  for (const auto& [record, view] : phone.views) CHECK(view == carried(h, h.awa, record));
  CHECK(phone.views.size() == 2);
  CHECK(phone.views.contains(other));
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("a device is told to forget what its person may not have any more, and nothing about why") {
  ON_EACH_ENGINE();
  std::vector<RecordId> children;
  for (int i = 0; i < 4; ++i) children.push_back(h.open_file(h.awa));
  Phone phone;
  phone.follow(h, h.awa);
  REQUIRE(phone.views.size() == 4);
  REQUIRE(h.say(h.moussa, children[0], AssignmentMade{h.fatou.person, h.team}).status == ReceiptStatus::accepted);
  ClosureRequested closing;
  closing.closure_reason = {"goals_reached"};
  REQUIRE(h.say(h.awa, children[1], closing).status != ReceiptStatus::refused);
  REQUIRE(h.say(h.moussa, children[1], ClosureApproved{h.last_entry()}).status == ReceiptStatus::accepted);
  const auto before = looks(h, children[0]).size();
  SyncAsked asked = phone.asks();
  const RecordId invented{crypto::new_uuid(h.now)};
  asked.holds.push_back({invented, "x", 1});
  const auto answer = usecases::synchronise(h.house(), h.awa.session, asked);
  REQUIRE(answer);
  CHECK(std::set<RecordId>(answer->forget.begin(), answer->forget.end()) == std::set<RecordId>{children[0], children[1], invented});
  CHECK(answer->views.empty());
  CHECK(answer->files == 2);
  CHECK(looks(h, children[0]).size() == before);
  // Somebody else's phone learns by the same word of the other's file and of none.

  SyncAsked prying;
  prying.holds = {{children[2], "x", 2}, {invented, "x", 2}};
  const auto stranger = usecases::synchronise(h.house(), h.stranger.session, prying);
  CHECK(stranger->forget == std::vector<RecordId>{children[2], invented});
  CHECK(stranger->views.empty());
  Phone fatou;
  fatou.follow(h, h.fatou);
  CHECK(fatou.views.size() == 1);
  CHECK(fatou.views.contains(children[0]));
}

TEST_CASE("many files come in pieces, each of which stands by itself, and no more than a device may hold") {
  ON_EACH_ENGINE();
  for (int i = 0; i < 104; ++i) {
    const RecordId child = h.open_file(h.awa);
    if (i % 4 == 0) h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, std::string(6000, 'a')});
    h.pass(minutes(1));
  }
  Phone phone;
  auto answer = usecases::synchronise(h.house(), h.awa.session, phone.asks());
  REQUIRE(answer);
  CHECK(answer->files == 100);
  CHECK(answer->beyond == 4);
  CHECK(answer->left > 0);
  CHECK(answer->views.size() + answer->left == 100);
  std::size_t bytes = 0;
  for (const auto& v : answer->views) bytes += v.json.size();
  CHECK(bytes < usecases::kPieceBytes + 20'000);
  phone.take(*answer);
  CHECK(phone.follow(h, h.awa) >= 2);
  CHECK(phone.views.size() == 100);
  for (const auto& [record, view] : phone.views) {
    REQUIRE(view == carried(h, h.awa, record));
    REQUIRE(looks(h, record).size() == 1);
  }
  // One more file takes the place of the oldest.
  const RecordId newest = h.open_file(h.awa);
  answer = usecases::synchronise(h.house(), h.awa.session, phone.asks());
  CHECK(answer->views.size() == 1);
  CHECK(answer->views[0].record == newest);
  CHECK(answer->forget.size() == 1);
}

TEST_CASE("files on which there is something to do are at hand too, for as long as there is") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  ReferralSent r;
  r.to_unit = h.social;
  r.service = {"follow_up"};
  r.priority = {"urgent_72h"};
  r.data_classes.add(DataClass::name);
  r.basis = {"vital_urgency"};
  r.context = "Contexte-canari";
  Phone joana;
  joana.follow(h, h.joana);
  CHECK(joana.views.empty());
  const auto sent = h.say(h.awa, child, r);
  INFO((sent.problem ? std::string(word(sent.problem->code)) : "none"));
  REQUIRE(sent.status == ReceiptStatus::accepted);
  const EntryId referral = h.last_entry();
  joana.follow(h, h.joana);
  REQUIRE(joana.views.contains(child));
  CHECK_FALSE(holds(joana.views.at(child), "Prénom-canari"));
  CHECK_FALSE(holds(joana.views.at(child), "Contexte-canari"));
  REQUIRE(h.say(h.joana, child, ReferralDeclined{referral, {"full"}, ""}).status == ReceiptStatus::accepted);
  joana.follow(h, h.joana);
  CHECK(joana.views.empty());
}

TEST_CASE("a device asks after entries of its own, and is told of nobody else's") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa);
  const auto kept = h.say(h.awa, child, NoteAdded{{"observation"}, {}, {}, "x"});
  const EntryId mine = h.last_entry();
  ReferralSent r;
  r.to_unit = h.shelter;
  r.service = {"shelter"};
  r.priority = {"emergency_24h"};
  r.basis = {"consent"};
  const auto apart = h.say(h.awa, child, r, false);
  REQUIRE(apart.status == ReceiptStatus::quarantined);
  const EntryId quarantined = h.last_entry();
  const RecordId theirs = h.open_file(h.stranger);
  const EntryId foreign = h.last_entry();
  (void)theirs;
  SyncAsked asked;
  const EntryId never{crypto::new_uuid(h.now)};
  asked.asks = {mine, foreign, never, quarantined};
  const auto answer = usecases::synchronise(h.house(), h.awa.session, asked);
  REQUIRE(answer->receipts.size() == 4);
  REQUIRE(answer->receipts[0].receipt);
  CHECK(answer->receipts[0].receipt->status == ReceiptStatus::accepted);
  CHECK(answer->receipts[0].receipt->n == kept.n);
  CHECK(answer->receipts[0].receipt->pos == kept.pos);
  CHECK_FALSE(answer->receipts[1].receipt);
  CHECK_FALSE(answer->receipts[2].receipt);
  REQUIRE(answer->receipts[3].receipt);
  CHECK(answer->receipts[3].receipt->status == ReceiptStatus::quarantined);
  CHECK(answer->receipts[3].receipt->problem == apart.problem);
}

TEST_CASE("each answer has the end of the log with it, signed by the installation") {
  ON_EACH_ENGINE();
  h.open_file(h.awa);
  const auto answer = usecases::synchronise(h.house(), h.awa.session, {});
  const auto checkpoint = crypto::Checkpoint::parse(answer->checkpoint);
  REQUIRE(checkpoint);
  const auto head = h.house().store.head();
  CHECK(checkpoint->installation == h.house().vault.installation());
  CHECK(checkpoint->epoch == head.epoch);
  CHECK(checkpoint->pos == head.pos);
  CHECK(checkpoint->chain == head.chain);
  CHECK(checkpoint->at == h.now);
  CHECK(crypto::VerifyKey::from_spki(h.house().vault.own().checkpoint.public_spki())->verify(answer->checkpoint, answer->signature));
  CHECK(answer->keep_until == h.now + hours(72));
}

TEST_CASE("a revoked device is given nothing, forgets everything, and what it delivers is kept apart") {
  ON_EACH_ENGINE();
  const RecordId child = h.open_file(h.awa), unknown = h.open_file(h.stranger);
  Phone phone;
  phone.follow(h, h.awa);
  const EntryId earlier = h.last_entry();
  const auto written = h.propose(h.awa, child, NoteAdded{{"observation"}, {}, {}, "écrit avant"});
  const auto opened = h.propose(h.awa, RecordId{crypto::new_uuid(h.now)}, ChildOpened{"SN-ZZZZZZ-Z", {"SN"}, {"boy"}, {"a10_12"}, {}});
  const auto elsewhere = h.propose(h.awa, unknown, NoteAdded{{"observation"}, {}, {}, "x"});
  const auto looked = looks(h, child).size();
  h.house().writer.run<bool>([&](usecases::Draft& d) {
    auto device = usecases::find_device(d.change, h.awa.pen.device);
    usecases::revoke_in(d, *device);
    return true;
  });
  SyncAsked asked = phone.asks();
  asked.asks = {earlier};
  asked.unsent = 3;
  const auto answer = usecases::synchronise(h.house(), h.awa.session, asked);
  REQUIRE(answer);
  CHECK(answer->revoked);
  CHECK(answer->views.empty());
  CHECK(answer->files == 0);
  CHECK(answer->forget == std::vector<RecordId>{child});
  CHECK(looks(h, child).size() == looked);
  CHECK(usecases::find_device(h.house().store, h.awa.pen.device)->unsent == 3);

  const auto delivered = [&](const usecases::Proposal& p, bool attended) { return usecases::accept_entries(h.house(), h.awa.session, attended, {&p, 1}).front(); };
  for (bool attended : {false, true}) {
    const auto receipt = delivered(written, attended);
    CHECK(receipt.status == ReceiptStatus::quarantined);
    REQUIRE(receipt.problem);
    CHECK(receipt.problem->code == ProblemCode::device_revoked);
    CHECK(receipt.n == 0);
    CHECK(receipt.pos == 0);
  }
  CHECK_FALSE(holds(h.view(h.moussa, child), "écrit avant"));
  // A file that there is, and that one has nothing to do with, is answered like one that there is not.
  const auto nowhere = delivered(elsewhere, false);
  CHECK(nowhere.status == ReceiptStatus::refused);
  CHECK(nowhere.problem->code == ProblemCode::device_revoked);
  // An opening waits beside the log, for a supervisor.
  const auto waits = delivered(opened, false);
  CHECK(waits.status == ReceiptStatus::quarantined);
  CHECK(waits.problem->code == ProblemCode::device_revoked);
  CHECK(usecases::verify_log(h.house().store, &h.house().vault).finding_count == 0);
}

TEST_CASE("a patch makes of one value the other, or says that it can't") {
  const bool tails = GENERATE(false, true);
  const auto patch = [tails](const char* from, const char* to) { return usecases::patch_between(Json::parse(from), Json::parse(to), tails); };
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", R"({})"}, {R"({"a":1})", R"({"a":1})"}, {R"({"a":1})", R"({"b":{"c":[1,{"d":2}]}})"}, {R"({"a":{"b":1,"c":2}})", R"({"a":{"b":1}})"},
      {R"({"a":{"b":1}})", R"({"a":"b"})"}, {R"({"a":"b"})", R"({"a":{"b":{"c":1}}})"}, {R"({"a":[1,2]})", R"({"a":[2]})"}, {R"({"a":{"b":[1,2]}})", R"({"a":{"b":[1,2,3]}})"}, {R"({"a":[1,2,3]})", R"({"a":[1]})"}, {R"({"a":[1,2]})", R"({"a":[1,{"b":2},3]})"}, {R"({"a":[1]})", R"({"a":[]})"}, {R"({"a":{"b":{}}})", R"({"a":{"b":{},"c":{}}})"}, {R"({"a":1})", R"({"a":{}})"}};
  for (const auto& [from, to] : cases) {
    CAPTURE(from, to);
    const auto p = patch(from, to);
    REQUIRE(p);
    Json result = merged(Json::parse(from), p->merge);
    add_tails(result, wire::write_json(p->tails));
    CHECK(result == Json::parse(to));
    if (!tails) CHECK(p->tails.empty());
  }
  CHECK_FALSE(patch(R"({})", R"({"a":null})"));
  CHECK_FALSE(patch(R"({})", R"({"a":{"b":null}})"));
  CHECK_FALSE(patch(R"([])", R"({})"));
  // Within a list a null is a value, and lists are replaced whole.
  CHECK(patch(R"({})", R"({"a":[null]})"));
}
