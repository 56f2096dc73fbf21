// What a programme sets for itself in the folder of its data.
#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "tests/custody/world.hpp"
#include "wire/contract_files.hpp"

using namespace nibbi;
using namespace nibbi::tests;

namespace {

void set_clocks(const Home& home, const std::string& text) { std::ofstream(home.path() + "/clocks.json") << text; }

}  // namespace

TEST_CASE("the programme's own deadlines stand over those that are built in; null takes one away") {
  const Home home("sqlite");
  set_clocks(home, R"({"family_assessment_validity": 2160, "follow_up_visit": null})");
  World w(home);
  CHECK(w.house().rules.clock("family_assessment_validity") == hours(2160));
  CHECK_FALSE(w.house().rules.clock("follow_up_visit"));
  CHECK(w.house().rules.clock("vital_urgency_review") == hours(24));
}

TEST_CASE("a deadline that is unknown, fixed by the access policy, or no number of hours stops the start with its name") {
  for (const char* text : {R"({"tea_time": 5})", R"({"break_glass": 400})", R"({"follow_up_visit": "soon"})", R"({"follow_up_visit": 0})", R"(["follow_up_visit"])"}) {
    CAPTURE(text);
    const Home home("sqlite");
    set_clocks(home, text);
    CHECK_THROWS_AS(World(home), wire::ContractBroken);
  }
}
