// Who works where, folded from the records of units and people.
#include "domain/directory.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/house.hpp"

using namespace nibbi;
using namespace nibbi::domain;
using namespace nibbi::tests;

namespace {

Entry about(Uuid record, Body body, std::int64_t n = 1) {
  Entry entry;
  entry.header.record = RecordId{record};
  entry.header.kind = kind_of(body);
  entry.body = std::move(body);
  entry.n = n;
  return entry;
}

}  // namespace

TEST_CASE("a unit is what was last said of it, and stays known when it is closed") {
  House house;
  Directory d;
  const Uuid id = house.fresh_id();
  UnitRegistered unit;
  unit.name = "Espoir";
  unit.country.value = "SN";
  evolve(d, about(id, unit));
  CHECK_FALSE(d.unit(UnitId{id})->places);
  evolve(d, about(id, UnitCapacitySet{12}, 2));
  CHECK(d.unit(UnitId{id})->places == 12);
  unit.name = "Espoir de Médina";
  evolve(d, about(id, unit, 3));
  CHECK(d.unit(UnitId{id})->about.name == "Espoir de Médina");
  CHECK(d.unit(UnitId{id})->places == 12);
  evolve(d, about(id, UnitClosed{}, 4));
  CHECK(d.unit(UnitId{id})->closed);
  CHECK(d.unit(UnitId{id})->n == 4);
  CHECK(d.country_of(UnitId{id}) == "SN");
  CHECK(d.country_of(UnitId{house.fresh_id()}).empty());
}

TEST_CASE("a person has the posts that were granted and not revoked") {
  House house;
  Directory d;
  const Uuid id = house.fresh_id();
  const UnitId one{house.fresh_id()}, other{house.fresh_id()};
  evolve(d, about(id, PersonRegistered{"Binta", {"fr"}}));
  evolve(d, about(id, PersonGranted{Role::case_worker, one, {}}, 2));
  evolve(d, about(id, PersonGranted{Role::case_worker, other, {}}, 3));
  evolve(d, about(id, PersonGranted{Role::country_coordinator, one, codes({"SN"})}, 4));
  evolve(d, about(id, PersonGranted{Role::country_coordinator, one, codes({"SN", "GW"})}, 5));  // again: the same post, for more
  const Person& p = *d.person(PersonId{id});
  CHECK(p.posts.size() == 3);
  CHECK(d.post(p.id, Role::country_coordinator, one)->countries.size() == 2);
  evolve(d, about(id, PersonRevoked{Role::case_worker, one}, 6));
  CHECK(d.post(p.id, Role::case_worker, one) == nullptr);
  CHECK(d.post(p.id, Role::case_worker, other) != nullptr);
  CHECK(d.post(PersonId{house.fresh_id()}, Role::case_worker, one) == nullptr);
}

TEST_CASE("a person has one supervisor, the last; nobody is supervised by nobody") {
  House house;
  Directory d;
  const Uuid worker = house.fresh_id();
  const PersonId first{house.fresh_id()}, second{house.fresh_id()};
  evolve(d, about(worker, PersonRegistered{"Binta", {"fr"}}));
  CHECK_FALSE(d.supervises({}, PersonId{worker}));
  evolve(d, about(worker, PersonSupervised{first}, 2));
  evolve(d, about(worker, PersonSupervised{second}, 3));
  CHECK_FALSE(d.supervises(first, PersonId{worker}));
  CHECK(d.supervises(second, PersonId{worker}));
}

TEST_CASE("what is said in other records changes nothing in the directory") {
  House house;
  Directory d;
  evolve(d, about(house.fresh_id(), ChildOpened{}));
  evolve(d, about(house.fresh_id(), EventOpened{}));
  CHECK(d.units.empty());
  CHECK(d.people.empty());
}

TEST_CASE("a rota says who answers for a unit on which days, the last one included") {
  House house;
  Directory d;
  const Uuid id = house.fresh_id();
  const PersonId demba = house.person_id("Demba"), sadio = house.person_id("Sadio");
  evolve(d, about(id, UnitDutySet{demba, {100}, {102}}));
  evolve(d, about(id, UnitDutySet{sadio, {102}, {104}}, 2));
  CHECK_FALSE(d.on_duty(demba, UnitId{id}, {99}));
  CHECK(d.on_duty(demba, UnitId{id}, {100}));
  CHECK(d.on_duty(demba, UnitId{id}, {102}));
  CHECK(d.on_duty(sadio, UnitId{id}, {102}));
  CHECK_FALSE(d.on_duty(demba, UnitId{id}, {103}));
  CHECK_FALSE(d.on_duty(demba, UnitId{house.fresh_id()}, {101}));
}

TEST_CASE("a person is named for concerns until they no longer are") {
  House house;
  Directory d;
  const Uuid id = house.fresh_id();
  evolve(d, about(id, PersonRegistered{"Mame", {"fr"}}));
  CHECK_FALSE(d.safeguards(PersonId{id}));
  evolve(d, about(id, PersonSafeguards{true}, 2));
  CHECK(d.safeguards(PersonId{id}));
  evolve(d, about(id, PersonSafeguards{false}, 3));
  CHECK_FALSE(d.safeguards(PersonId{id}));
}
