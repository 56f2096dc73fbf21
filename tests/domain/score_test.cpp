// The score of a follow-up visit: a plain mean over what was answered, and what an instrument's file may say.
#include "domain/score.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <iterator>

#include "tests/support/lens.hpp"
#include "tests/support/rules.hpp"
#include "wire/contract_read.hpp"
#include "wire/instrument_read.hpp"

using namespace nibbi;
using namespace nibbi::domain;

namespace {

std::string shipped() {
  std::ifstream in(std::string(NIBBI_CONTRACT_DIR) + "/instruments/follow_up.json", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
Instrument read(const std::string& text) { return wire::read_instrument("instrument.json", text, tests::rules()); }
std::string with(std::string text, const std::string& what, const std::string& instead) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), instead);
}

VisitRecorded visit() {
  VisitRecorded v;
  v.safety = {"steady"};
  v.learning = {"progress"};
  v.health = {"not_observed"};
  v.daily_life = {"fragile"};
  v.family = {"danger"};
  return v;
}

}  // namespace

TEST_CASE("a visit scores the plain mean of what was answered, and how much that was is said with it") {
  const Score score = score_of(read(shipped()), visit());
  CHECK(score.whole.answered == 4);
  CHECK(score.whole.asked == 6);
  CHECK(score.whole.hundredths == 150);  // (2 + 3 + 1 + 0) / 4
  REQUIRE(score.dimensions.size() == 3);
  CHECK(score.dimensions[0].hundredths == 200);  // learning 3, daily life 1
  CHECK(score.dimensions[1].hundredths == 0);    // family 0; community was not asked
  CHECK(score.dimensions[1].answered == 1);
  CHECK(score.dimensions[2].hundredths == 200);  // safety 2; health was not observed
  CHECK(score_of(read(shipped()), {}).whole.answered == 0);
}

TEST_CASE("a mean is rounded to hundredths, half of one up") {
  VisitRecorded v;
  v.safety = v.learning = v.health = {"danger"};
  v.daily_life = v.family = v.community = {"fragile"};
  CHECK(score_of(read(shipped()), v).whole.hundredths == 50);
  v.community = {"steady"};
  CHECK(score_of(read(shipped()), v).whole.hundredths == 67);  // 4 / 6
}

TEST_CASE("the instrument that is shipped is our own, without weights, and says so") {
  const Instrument own = read(shipped());
  CHECK_FALSE(own.weighted);
  CHECK(own.highest() == 3);
  const auto words = wire::instrument_words(shipped());
  CHECK(words["status"].as<std::string>() == "own");
  CHECK_FALSE(words["weighted"].as<bool>());
  CHECK(words["note"]["en"].as<std::string>().find("not IOM") != std::string::npos);
}

TEST_CASE("a programme's own weights count, and are told") {
  const Instrument heavy = read(with(shipped(), R"({"item": "safety"})", R"({"item": "safety", "weight": 5})"));
  CHECK(heavy.weighted);
  CHECK(score_of(heavy, visit()).whole.hundredths == 175);  // (3 + 1 + 0 + 5 * 2) / 8
}

TEST_CASE("an instrument that cannot be right stops the start with what is wrong") {
  for (const auto& [what, instead] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"item": "safety"})", R"({"item": "shoe_size"})"}, {R"({"item": "safety"})", R"({"item": "health"})"}, {R"({"item": "safety"})", R"({"item": "safety", "weight": 0})"},
           {R"("danger": 0)", R"("peril": 0)"}, {R"("danger": 0)", R"("danger": -1)"}, {R"("version": 1)", R"("version": "1")"}, {R"("visit.recorded")", R"("note.added")"},
           {R"("visit_rating")", R"("yes_no")"}, {R"("pt": "Meios de vida")", R"("es": "Medios")"}, {R"("status": "own",)", ""}, {R"("dimensions": [)", R"("others": [)"}, {"{", "["}}) {
    INFO(what << " -> " << instead);
    CHECK_THROWS_AS(read(with(shipped(), what, instead)), wire::ContractBroken);
  }
}
