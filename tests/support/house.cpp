#include "tests/support/house.hpp"

#include <array>

#include "domain/evolve.hpp"
#include "wire/entry_codec.hpp"

namespace nibbi::tests {

using namespace domain;

House::House() : now(*Instant::parse("2026-12-01T09:00:00.000Z")) {
  add_unit("Rue", "mobile_team", "SN", {});
  add_unit("Parcours", "social_service", "SN", codes({"psychosocial", "best_interests", "follow_up"}));
  add_unit("Espoir", "shelter", "SN", codes({"shelter", "psychosocial"}), 12);
  add_unit("Kër", "shelter", "SN", codes({"shelter"}), 8);
  add_unit("Santé", "health", "SN", codes({"medical", "emergency_care"}));
  add_unit("Quai", "police", "SN", codes({"legal"}));
  add_unit("Ensemble SN", "coordination", "SN", {});
  add_unit("Bairro", "social_service", "GW", codes({"tracing", "follow_up", "family_mediation"}));
  add_unit("Casa", "shelter", "GW", codes({"shelter"}), 10);
  add_unit("Ensemble GW", "coordination", "GW", {});

  add_person("Awa", Role::street_worker, "Rue");
  add_person("Binta", Role::case_worker, "Parcours");
  add_person("Khady", Role::case_worker, "Parcours");
  add_person("Demba", Role::supervisor, "Parcours");
  add_person("Sadio", Role::supervisor, "Parcours");
  add_person("Fatou", Role::shelter_staff, "Espoir");
  add_person("Ousmane", Role::unit_focal_point, "Espoir");
  add_person("Penda", Role::unit_focal_point, "Kër");
  add_person("Aissatou", Role::unit_focal_point, "Santé");
  add_person("Modou", Role::unit_focal_point, "Quai");
  add_person("Mame", Role::country_coordinator, "Ensemble SN", codes({"SN"}));
  add_person("Nino", Role::case_worker, "Bairro");
  add_person("Carla", Role::tracing_officer, "Bairro");
  add_person("Ines", Role::unit_focal_point, "Casa");
  add_person("Lucia", Role::country_coordinator, "Ensemble GW", codes({"GW"}));
  add_person("Oumy", Role::data_protection_officer, "Ensemble SN");
  for (const char* worker : {"Awa", "Binta", "Khady"}) supervises("Demba", worker);
}

Uuid House::fresh_id() {
  std::array<std::uint8_t, 10> counter{};
  ++ids_;
  for (std::size_t i = 0; i < 8; ++i) counter[9 - i] = static_cast<std::uint8_t>(ids_ >> (8 * i));
  return uuid_v7(now.unix_ms, counter);
}

void House::add_unit(const std::string& name, std::string_view kind, std::string_view country, Codes services, std::optional<std::int64_t> places) {
  const UnitId id{fresh_id()};
  units_[name] = id;
  Unit& unit = directory.units[id];
  unit.id = id;
  unit.about.name = name;
  unit.about.kind.value = kind;
  unit.about.country.value = country;
  unit.about.services = std::move(services);
  unit.about.organisation = name;
  unit.about.breaks_glass = true;
  unit.places = places;
}

void House::add_person(const std::string& name, Role role, const std::string& unit, Codes countries) {
  const PersonId id{fresh_id()};
  people_[name] = {{id, role, unit_id(unit)}, DeviceId{fresh_id()}};
  Person& person = directory.people[id];
  person.id = id;
  person.name = name;
  person.posts.push_back({role, unit_id(unit), std::move(countries)});
}

void House::supervises(const std::string& supervisor, const std::string& worker) { directory.people.at(person_id(worker)).supervisor = person_id(supervisor); }

Result<Effect> Log::say(const std::string& person, Body body, How how) { return say_as(house_.someone(person), std::move(body), std::move(how)); }

Result<Effect> Log::say_as(const Someone& who, Body body, How how) {
  Entry entry;
  entry.header.author = who.actor.person;
  entry.header.role = who.actor.role;
  entry.header.unit = who.actor.unit;
  entry.header.device = who.device;
  entry.header.amends = how.amends;
  entry.header.seen = how.seen.value_or(state_.n);
  entry.telling.reason = how.reason;
  entry.body = std::move(body);
  return judge(std::move(entry), how);
}

Result<Effect> Log::say_as_system(Body body) {
  Entry entry;
  entry.header.seen = state_.n;
  entry.body = std::move(body);
  return judge(std::move(entry), {});
}

Result<Effect> Log::judge(Entry entry, const How& how) {
  house_.pass({1000});
  entry.header.id = EntryId{house_.fresh_id()};
  entry.header.record = record_;
  entry.header.kind = kind_of(entry.body);
  entry.header.device_seq = static_cast<std::int64_t>(entries_.size()) + 1;
  entry.header.claimed_at = house_.now;
  entry.received_at = house_.now;
  entry.n = state_.n + 1;

  auto sent = wire::read_parts(entry.header.kind, wire::write_parts({entry.telling, entry.body}, rules()), &rules());
  if (!sent) return std::unexpected(sent.error());
  entry.body = std::move(sent->body);

  std::int64_t taken = 0;
  if (const auto* placing = std::get_if<PlacementBegun>(&entry.body))
    if (auto others = house_.others_placed.find(placing->unit); others != house_.others_placed.end()) taken = others->second;

  const Context context{.rules = rules(), .directory = house_.directory, .now = house_.now, .today = house_.today(), .factor = how.factor, .places_taken = taken};
  auto effect = decide(state_, entry, context);
  if (!effect) return effect;
  evolve(rules(), state_, entry);
  entries_.push_back(std::move(entry));
  return effect;
}

std::string said(const Result<Effect>& result) {
  if (!result) return std::string(word(result.error().code));
  return *result == Effect::now ? "accepted" : "pending";
}

Codes codes(std::initializer_list<const char*> words) {
  Codes all;
  for (const char* w : words) all.push_back({w});
  return all;
}

DataClasses classes(std::initializer_list<DataClass> some) {
  DataClasses all;
  for (DataClass one : some) all.add(one);
  return all;
}

}  // namespace nibbi::tests
