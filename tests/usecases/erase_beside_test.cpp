// What relatives told is erased when they ask for it: by two people of two units, its keys gone, forgotten by whatever had read it.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "crypto/random.hpp"
#include "domain/case_code.hpp"
#include "tests/usecases/small_house.hpp"
#include "usecases/erase_beside.hpp"
#include "usecases/record_beside.hpp"
#include "usecases/restore.hpp"
#include "usecases/tracing.hpp"
#include "usecases/verify.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using tests::Member;
using tests::SmallHouse;
using usecases::ReceiptStatus;

namespace {

struct World {
  explicit World(const std::string& engine) : h(engine) {
    officer = h.another(Role::data_protection_officer, h.office);
    record = RecordId{crypto::new_uuid(h.now)};
    InquiryOpened told{"GW-1", {"GW"}, "Fatumata Canari", "Bafatá", "+245 955 000 000", "Récit-canari"};
    told.first_name = "Mamadu Canari";
    REQUIRE(h.say(h.fatou, record, told).status == ReceiptStatus::accepted);
    usecases::follow_families(h.house());
  }
  /// And the engine has read that it is.
  void close() {
    REQUIRE(h.say(h.fatou, record, InquiryClosed{{"withdrew"}, {}}, true, {}, 1).status == ReceiptStatus::accepted);
    usecases::follow_families(h.house());
  }
  std::string ask(Member& who, const std::string& code = "GW-1", const std::string& ground = "asked_by_person", const std::string& reason = "Raison-canari") {
    who.session.factor_at = h.now;
    const auto asked = usecases::ask_to_erase(h.house(), who.session, code, {ground}, reason);
    return asked ? "asked" : std::string(word(asked.error().code));
  }
  std::string answer(Member& who, bool agree = true, bool fresh = true) {
    if (fresh) who.session.factor_at = h.now;
    else who.session.factor_at = {};
    const auto done = usecases::answer_erasure(h.house(), who.session, record, agree);
    return done ? "done" : std::string(word(done.error().code));
  }
  std::size_t waiting(Member& who) { return usecases::waiting_erasures(h.house(), who.session).size(); }

  SmallHouse h;
  Member officer;
  RecordId record;
};

}  // namespace

TEST_CASE("a family's request is erased by two people of two units, and nothing that it said is left") {
  const std::string engine = GENERATE(from_range(tests::engines()));
  INFO(engine);
  World w(engine);
  CHECK(w.ask(w.officer) == "no_such_step");  // It is compared still: first it is closed.
  w.close();
  for (Member* other : {&w.h.fatou, &w.h.moussa, &w.h.codou, &w.h.admin}) CHECK(w.ask(*other) == "not_allowed");
  CHECK(w.ask(w.officer, "GW-2") == "not_found");
  CHECK(w.ask(w.officer, "GW-1", "asked_by_person", "") == "reason_needed");
  CHECK(w.ask(w.officer, "GW-1", "tired") == "not_in_list");
  REQUIRE(w.ask(w.officer) == "asked");
  CHECK(w.ask(w.officer) == "already_open");

  // Told to who may agree, and to nobody else.
  CHECK(w.waiting(w.h.moussa) == 1);
  CHECK(w.waiting(w.h.codou) == 1);
  for (Member* other : {&w.h.fatou, &w.h.awa, &w.h.joana, &w.h.stranger, &w.h.admin}) {
    CHECK(w.waiting(*other) == 0);
    CHECK(w.answer(*other) == "not_found");
  }
  CHECK(w.answer(w.officer) == "not_the_same_person");
  Member colleague = w.h.another(Role::data_protection_officer, w.h.office);
  CHECK(w.answer(colleague) == "other_unit_needed");
  CHECK(w.answer(w.h.moussa, true, false) == "step_up");
  REQUIRE(w.answer(w.h.moussa) == "done");

  CHECK_FALSE(usecases::record_beside(w.h.house().store, w.h.house().vault, w.record));
  CHECK(w.h.house().store.record(w.record)->erased);
  CHECK(w.waiting(w.h.moussa) == 0);
  for (const auto& e : w.h.house().store.entries_of(w.record, 0))
    for (Tier t : {Tier::identity, Tier::placement, Tier::narrative}) CHECK(e.sealed[t].empty());
  usecases::follow_families(w.h.house());
  CHECK(usecases::inquiries_of(w.h.house(), w.h.fatou.session).empty());
  CHECK_FALSE(w.h.house().families.inquiry(w.record));
  // Who wrote in it is told; a stranger is not.
  CHECK(w.h.say(w.h.fatou, w.record, InquiryReopened{"Canari"}, true, {}, 2).problem->code == ProblemCode::erased);
  CHECK(w.h.say(w.h.stranger, w.record, InquiryReopened{"Canari"}, true, {}, 2).problem->code == ProblemCode::not_found);
  w.h.reopen();
  usecases::follow_families(w.h.house());
  CHECK(usecases::inquiries_of(w.h.house(), w.h.fatou.session).empty());
  CHECK(usecases::erased_list(w.h.house().store).size() == 1);
  const auto verified = usecases::verify_log(w.h.house().store, &w.h.house().vault);
  CHECK(verified.finding_count == 0);
  CHECK(verified.erased == 1);
}

TEST_CASE("what nobody agreed to lapses, and whoever asked may let it go") {
  World w("sqlite");
  w.close();
  REQUIRE(w.ask(w.officer) == "asked");
  w.h.pass(hours(73));
  CHECK(w.answer(w.h.moussa) == "request_lapsed");
  REQUIRE(w.ask(w.officer) == "asked");
  CHECK(w.answer(w.officer, false) == "done");
  CHECK(w.waiting(w.officer) == 0);
  CHECK(usecases::record_beside(w.h.house().store, w.h.house().vault, w.record));
}

TEST_CASE("while an order to keep stands on a child's file that names it, nothing of it is destroyed; opened again meanwhile, neither") {
  World w("sqlite");
  w.close();
  REQUIRE(w.ask(w.officer) == "asked");
  REQUIRE(w.h.say(w.h.fatou, w.record, InquiryReopened{"Canari"}, true, {}, 2).status == ReceiptStatus::accepted);
  CHECK(w.answer(w.h.moussa) == "no_such_step");
  CHECK(w.answer(w.h.moussa, false) == "done");
  REQUIRE(w.h.say(w.h.fatou, w.record, InquiryClosed{{"withdrew"}, {}}, true, {}, 3).status == ReceiptStatus::accepted);
  const RecordId child = w.h.open_file(w.h.fatou);
  REQUIRE(w.h.say(w.h.fatou, child, TraceProposed{w.record, "Fatumata Canari", "Canari"}).status == ReceiptStatus::accepted);
  REQUIRE(w.h.say(w.h.moussa, child, KeepOrderSet{{"court"}, {}, "Canari"}).status == ReceiptStatus::accepted);
  CHECK(w.ask(w.officer) == "file_held");
}

TEST_CASE("what two people had erased is erased again after a restore") {
  World w("sqlite");
  w.close();
  const usecases::ErasedLine line{w.record, w.h.now, {"asked_by_person"}};
  CHECK(usecases::erase_again(w.h.house(), {line}) == 1);
  CHECK(w.h.house().store.record(w.record)->erased);
  CHECK(usecases::erase_again(w.h.house(), {line}) == 0);
}
