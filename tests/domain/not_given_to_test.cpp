#include "domain/not_given_to.hpp"

#include <catch2/catch_test_macros.hpp>

#include "domain/child_state.hpp"
#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;

namespace {

bool refused(const std::string& list, const std::string& person) {
  ChildState state;
  state.all<RiskAssessed>().push_back({1, {}, 0, {}});
  state.all<RiskAssessed>().back().body.not_to_be_given_to = list;
  return must_not_be_given_to(state, person);
}

}  // namespace

TEST_CASE("a child isn't given to somebody on the list, however the name is written") {
  CHECK(refused("Samba Demba Baldé", "Samba Demba Baldé"));
  CHECK(refused("Samba Demba Baldé", "SAMBA DEMBA BALDE"));
  CHECK(refused("Samba Demba Baldé", "  samba   demba balde "));
  CHECK(refused("Samba Demba Baldé", "Baldé, Samba Demba"));
  CHECK(refused("Samba Demba Baldé", "Samba Baldé"));  // a shorter form of a listed name
  CHECK(refused("Samba Baldé", "Samba Demba Baldé"));  // a longer one
  CHECK(refused("Ɓintu Ñaŋ", "bintu nan"));
  CHECK(refused("Samba Baldé (oncle)", "Samba Baldé"));
  CHECK(refused("Samba-Demba Baldé", "Samba Demba Baldé"));
  CHECK(refused("N’Deye Sané", "Ndeye Sané"));
  CHECK(refused("Samba Baldé, Koumba Sané", "Koumba Sané"));
  CHECK(refused("Samba Baldé; Koumba Sané", "Koumba Sané"));
  CHECK(refused("Samba Baldé\nKoumba Sané", "Koumba Sané"));
}

TEST_CASE("somebody who isn't on the list may take the child") {
  CHECK_FALSE(refused("", "Samba Baldé"));
  CHECK_FALSE(refused("Samba Baldé", "Koumba Sané"));
  CHECK_FALSE(refused("Samba Baldé", "Samba Sané"));
  CHECK_FALSE(refused(" ,; \n ,", "Koumba Sané"));
  CHECK_FALSE(refused("Samba Baldé", ""));
}

TEST_CASE("a listed name stands until the assessment that named it is corrected") {
  ChildState state;
  state.all<RiskAssessed>().push_back({1, {}, 0, {}});
  state.all<RiskAssessed>().back().body.not_to_be_given_to = "Samba Baldé";
  state.all<RiskAssessed>().push_back({2, {}, 0, {}});  // a later assessment that names nobody adds nothing and takes nothing away
  CHECK(must_not_be_given_to(state, "Samba Baldé"));
  state.all<RiskAssessed>().front().amended_by = 3;
  CHECK_FALSE(must_not_be_given_to(state, "Samba Baldé"));
}

TEST_CASE("a child is not placed with somebody on the list, and does not go back to a family without a name") {
  tests::House house;
  tests::Log k(house);
  const auto says = [&](const Body& body, const tests::How& how = {}) { return tests::said(k.say("Binta", body, how)); };
  REQUIRE(says(tests::a_child()) == "accepted");
  RiskAssessed risk;
  risk.level.value = "high";
  risk.not_to_be_given_to = "Samba Baldé";
  REQUIRE(says(risk) == "accepted");
  REQUIRE(says(tests::living_at(house, "Espoir"), tests::with_reason()) == "accepted");
  PlacementEnded end;
  end.placement = k.last();
  PlacementBegun kin;
  kin.placement_kind.value = "kin";
  kin.begun_on = house.today();
  kin.carer_name = "Samba Balde";
  CHECK(says(kin) == "not_to_be_given_to");
  end.end_reason.value = "back_to_family";
  end.ended_on = house.today();
  CHECK(says(end) == "missing_field");
  end.left_with = "Cadi Baldé";
  CHECK(says(end) == "reason_needed");  // no hand-over was signed
  CHECK(says(end, tests::with_reason()) == "accepted");
}
