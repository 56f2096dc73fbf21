// Who gives a file, or a part of it, to somebody: within an organisation freely, to another one with a basis.
#include <catch2/catch_test_macros.hpp>

#include "tests/support/journey.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

TEST_CASE("a file goes to another organisation with its yes to a referral, or a reason that the file keeps") {
  OpenFile there;
  const auto& h = there.house;
  const AssignmentMade to_nino{h.person_id("Nino"), h.unit_id("Bairro")};
  CHECK(there.says("Demba", to_nino) == "no_basis");
  CHECK(there.says("Demba", CoverSet{h.person_id("Nino"), h.today(), h.today()}) == "no_basis");
  SECTION("a reason is enough") { CHECK(there.says("Demba", to_nino, {.reason = "La tante est à Bissau."}) == "accepted"); }
  SECTION("a request that waits is no yes") {
    there.was_said("Binta", referral_to(h, "Bairro", "family_mediation"));
    CHECK(there.says("Demba", to_nino) == "no_basis");
    there.was_said("Nino", ReferralAccepted{there.k.last(), {}, {}});
    CHECK(there.says("Demba", AssignmentMade{h.person_id("Ines"), h.unit_id("Casa")}) == "no_basis");
    CHECK(there.says("Demba", to_nino) == "accepted");
  }
}

TEST_CASE("a search in another organisation rests on a consent to it, or on a reason that the file keeps") {
  OpenFile there;
  const TracingTasked carla{there.house.person_id("Carla"), there.house.unit_id("Bairro"), {"GW"}, {}, {}};
  CHECK(there.says("Binta", carla) == "no_basis");
  there.was_said("Binta", consent_to(there.house, "Bairro", classes({DataClass::name})));
  CHECK(there.says("Binta", carla) == "no_basis");  // where she comes from was not agreed to
  there.was_said("Binta", consent_to(there.house, "Espoir", classes({DataClass::name, DataClass::family, DataClass::origin})));
  CHECK(there.says("Binta", carla) == "no_basis");  // nor that unit
  SECTION("a consent that covers it") {
    there.was_said("Binta", consent_to(there.house, "Bairro", classes({DataClass::name, DataClass::family, DataClass::origin})));
    CHECK(there.says("Binta", carla) == "accepted");
    there.was_said("Binta", ConsentRefused{codes({"trace_family"}), {}, {}});
    CHECK(there.says("Binta", carla) == "no_basis");
  }
  SECTION("a reason") { CHECK(there.says("Binta", carla, {.reason = "Sa mère la cherche peut-être."}) == "accepted"); }
  SECTION("within one's own organisation none is needed") {
    there.house.add_person("Sira", Role::tracing_officer, "Parcours");
    CHECK(there.says("Binta", TracingTasked{there.house.person_id("Sira"), there.house.unit_id("Parcours"), {"SN"}, {}, {}}) == "accepted");
  }
}

TEST_CASE("a yes to a search that did not know of a no does not undo it") {
  OpenFile there;
  const auto all = classes({DataClass::name, DataClass::family, DataClass::origin});
  const std::int64_t before = there.k.n();
  there.was_said("Binta", ConsentRefused{codes({"trace_family"}), {}, {}});
  there.was_said("Demba", CoverSet{there.house.person_id("Khady"), there.house.today(), there.house.today()});
  there.was_said("Khady", consent_to(there.house, "Bairro", all), {.seen = before});
  const TracingTasked carla{there.house.person_id("Carla"), there.house.unit_id("Bairro"), {"GW"}, {}, {}};
  CHECK(there.says("Binta", carla) == "no_basis");
  there.was_said("Khady", consent_to(there.house, "Bairro", all));
  CHECK(there.says("Binta", carla) == "accepted");
}
