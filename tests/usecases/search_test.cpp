// A file is found by any spelling of what is known of the child, among those that one may see and no others.
#include "usecases/search.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "tests/usecases/small_house.hpp"
#include "usecases/clockwork.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;
using usecases::FindScope;
using usecases::ReceiptStatus;

namespace {

RecordId open_named(SmallHouse& h, Member& who, const std::string& first, const std::string& family) {
  const RecordId child = h.open_file(who, first);
  REQUIRE(h.say(who, child, FormSaved{{"intake"}, 1, {{"intake.family_name", family}}}).status == ReceiptStatus::accepted);
  return child;
}

usecases::FoundChildren look(SmallHouse& h, const Member& who, std::string_view query, FindScope scope = FindScope::mine, std::size_t limit = 10) {
  return usecases::find_children(h.house(), who.session, query, scope, "", limit).value();
}

std::size_t looks_of(SmallHouse& h, const Member& who) { return h.house().store.accesses_by(who.person, INT64_MAX, 1000).size(); }

}  // namespace

TEST_CASE("a child is found by another orthography, in another order, by a beginning and with a slip; each hit says why") {
  SmallHouse h(GENERATE(from_range(engines())));
  const RecordId child = open_named(h, h.awa, "Mamadou", "Diallo");
  open_named(h, h.awa, "Fatou", "Ndiaye");
  for (const char* query : {"Mamadou Diallo", "jallow momodou", "Mamadu Djaló", "mam", "mamdou dialo"}) {
    CAPTURE(query);
    const auto found = look(h, h.awa, query);
    REQUIRE(found.children.size() == 1);
    CHECK(found.children[0].brief->record == child);
    CHECK_FALSE(found.children[0].reasons.empty());
  }
  const auto found = look(h, h.awa, "jallow");
  REQUIRE(found.children.at(0).reasons.size() == 1);
  CHECK(found.children[0].reasons[0].theirs == "Diallo");
  CHECK(found.children[0].reasons[0].how == names::Reason::How::read_alike);
  CHECK(look(h, h.awa, "Ousmane").children.empty());
}

TEST_CASE("a file is found by what else is known: another name, mother or father, the village, a telephone number") {
  SmallHouse h("sqlite");
  const RecordId child = open_named(h, h.awa, "Binta", "Sow");
  open_named(h, h.awa, "Awa", "Fall");
  REQUIRE(h.say(h.awa, child, FormSaved{{"intake"}, 1, {{"intake.other_names", std::string("Néné")}, {"intake.village", std::string("Bafatá")}}}).status == ReceiptStatus::accepted);
  const auto tracing = FormSaved{{"tracing"}, 1, {{"tracing.mother", std::string("Cadi Embaló")}, {"tracing.father", std::string("Serifo")}, {"tracing.phones", std::string("+221 77 555 01 02")}}};
  REQUIRE(h.say(h.awa, child, tracing).status == ReceiptStatus::accepted);
  for (const char* query : {"nene", "kadi embalo", "serifo", "bafata", "775550102", "binta bafata"}) {
    CAPTURE(query);
    const auto found = look(h, h.awa, query);
    REQUIRE(found.children.size() == 1);
    CHECK(found.children[0].brief->record == child);
  }
  h.reopen();
  CHECK(look(h, h.awa, "kadi embalo").children.size() == 1);
}

TEST_CASE("who may not see a child's name finds the file by its code only, and is not told that a name agrees") {
  SmallHouse h("sqlite");
  const RecordId child = open_named(h, h.awa, "Mamadou", "Diallo");
  const std::string code = h.house().memory.caseload.find(child)->code;
  for (const Member* other : {&h.stranger, &h.joana, &h.ndeye, &h.admin})
    for (const auto scope : {FindScope::mine, FindScope::unit, FindScope::team}) {
      const auto found = look(h, *other, "mamadou diallo", scope, 1);
      CHECK(found.children.empty());
      CHECK_FALSE(found.too_common);
      CHECK(found.matches == 0);
    }
  ReferralSent sent;
  sent.to_unit = h.social;
  sent.service = {"tracing"};
  sent.priority = {"emergency_24h"};
  sent.basis = {"vital_urgency"};
  sent.basis_reason = "La famille est partie hier.";
  REQUIRE(h.say(h.awa, child, sent).status == ReceiptStatus::accepted);
  REQUIRE(h.say(h.joana, child, ReferralAccepted{h.last_entry(), {}, {}}).status == ReceiptStatus::accepted);
  CHECK(look(h, h.joana, code, FindScope::unit).children.size() == 1);
  CHECK(look(h, h.joana, "diallo", FindScope::unit).children.empty());
}

TEST_CASE("a name that more files have than can be listed asks for one more fact, shows none and logs no look") {
  SmallHouse h("sqlite");
  for (int i = 0; i < 4; ++i) open_named(h, h.awa, "Awa", "Diop");
  REQUIRE(h.say(h.awa, h.house().memory.caseload.all().front()->record, FormSaved{{"intake"}, 1, {{"intake.village", std::string("Kolda")}}}).status == ReceiptStatus::accepted);
  const std::size_t before = looks_of(h, h.awa);
  const auto found = look(h, h.awa, "awa diop", FindScope::mine, 2);
  CHECK(found.children.empty());
  CHECK(found.too_common);
  CHECK(found.matches == 4);
  CHECK(found.ask == std::vector<std::string>{"village"});
  CHECK(looks_of(h, h.awa) == before);
  const auto one = look(h, h.awa, "awa diop kolda", FindScope::mine, 2);
  CHECK_FALSE(one.too_common);
  REQUIRE_FALSE(one.children.empty());
  CHECK(one.children[0].brief->found_by.village == "Kolda");
  CHECK(looks_of(h, h.awa) == before + one.children.size());
}

TEST_CASE("what was made for a search serves the next letters, is made anew when one may see more, other or less, and goes when nobody searches") {
  SmallHouse h("sqlite");
  const auto& kept = h.house().memory.indexes;
  const RecordId first = open_named(h, h.awa, "Mamadou", "Diallo");
  CHECK(look(h, h.awa, "mam").children.size() == 1);
  CHECK(look(h, h.awa, "mamad").children.size() == 1);
  CHECK(kept.size() == 1);

  const RecordId second = open_named(h, h.awa, "Mamadou", "Diallo");
  CHECK(look(h, h.awa, "mamadou").children.size() == 2);
  REQUIRE(h.say(h.awa, first, FormSaved{{"intake"}, 1, {{"intake.first_name", std::string("Ousmane")}}}).status == ReceiptStatus::accepted);
  CHECK(look(h, h.awa, "mamadou").children.size() == 1);
  CHECK(look(h, h.awa, "ousmane").children.size() == 1);
  REQUIRE(h.say(h.moussa, second, AssignmentMade{h.fatou.person, h.fatou.unit}).status == ReceiptStatus::accepted);
  CHECK(look(h, h.awa, "mamadou").children.empty());
  CHECK(look(h, h.fatou, "mamadou").children.size() == 1);
  CHECK(kept.size() == 2);

  h.pass(minutes(11));
  usecases::turn_clock(h.house());
  CHECK(kept.size() == 0);
}
