#include "usecases/incidents.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "crypto/text_form.hpp"
#include "domain/case_code.hpp"
#include "usecases/people_support.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;
using enum ProblemCode;

constexpr std::string_view kIncidents = "incident";
constexpr std::string_view kClock = "incident_to_authority", kAuthority = "authority";
constexpr std::size_t kTextMost = 4000, kLineMost = 300, kListMost = 200;
constexpr std::int64_t kPeopleMost = 1'000'000;

Json facts_json(const IncidentFacts& f) {
  Json j(jsoncons::json_object_arg);
  j["happened"] = f.happened;
  j["noticed_at"] = f.noticed_at.text();
  j["data"] = Json(jsoncons::json_array_arg);
  for (const Code& code : f.data) j["data"].push_back(Json(code.value));
  if (f.people) j["people"] = *f.people;
  j["means"] = f.means;
  j["files"] = Json(jsoncons::json_array_arg);
  for (const std::string& code : f.files) j["files"].push_back(Json(code));
  j["done"] = f.done;
  j["told"] = Json(jsoncons::json_array_arg);
  for (const IncidentTold& told : f.told) {
    Json one(jsoncons::json_object_arg);
    one["whom"] = told.whom.value;
    one["on"] = told.on.text();
    one["note"] = told.note;
    j["told"].push_back(std::move(one));
  }
  j["closed"] = f.closed;
  return j;
}

IncidentFacts facts_of(const Json& j) {
  IncidentFacts f;
  f.happened = j["happened"].as<std::string>();
  f.noticed_at = Instant::parse(j["noticed_at"].as<std::string>()).value_or(Instant{});
  for (const Json& code : j["data"].array_range()) f.data.push_back({code.as<std::string>()});
  if (j.contains("people")) f.people = j["people"].as<std::int64_t>();
  f.means = j["means"].as<std::string>();
  for (const Json& code : j["files"].array_range()) f.files.push_back(code.as<std::string>());
  f.done = j["done"].as<std::string>();
  for (const Json& one : j["told"].array_range())
    f.told.push_back({{one["whom"].as<std::string>()}, Date::parse(one["on"].as<std::string>()).value_or(Date{}), one["note"].as<std::string>()});
  f.closed = j["closed"].as<bool>();
  return f;
}

void put(Draft& draft, const Vault& vault, const Incident& incident) {
  Json j(jsoncons::json_object_arg);
  j["unit"] = incident.unit.text();
  j["versions"] = Json(jsoncons::json_array_arg);
  for (const auto& version : incident.versions) {
    Json one(jsoncons::json_object_arg);
    one["person"] = version.person.text();
    one["at"] = version.at.text();
    one["facts"] = facts_json(version.facts);
    j["versions"].push_back(std::move(one));
  }
  draft.change.put_thing(kIncidents, incident.id.text(), crypto::base64url(vault.seal_thing(incident.id, wire::write_json(j))));
}

Incident read(const Vault& vault, const Uuid& id, std::string_view sealed) {
  const Json j = wire::read_own_json(vault.open_thing(id, crypto::from_base64url(sealed).value_or("")));
  Incident incident{id, UnitId::parse(j["unit"].as<std::string>()).value_or(UnitId{}), {}, {}};
  for (const Json& one : j["versions"].array_range())
    incident.versions.push_back({PersonId::parse(one["person"].as<std::string>()).value_or(PersonId{}), Instant::parse(one["at"].as<std::string>()).value_or(Instant{}), facts_of(one["facts"])});
  ensure(!incident.versions.empty(), "an incident is kept with what was told of it");
  return incident;
}

/// As for files: an officer at the programme or a coordination is the officer of every partner, one at a partner of that partner.
bool is_officer_of(const Session& s, const Directory& directory, UnitId noted_at) {
  const Unit* mine = directory.unit(s.unit);
  const Unit* theirs = directory.unit(noted_at);
  return mine && (is_of_programme(*mine) || (theirs && theirs->about.organisation == mine->about.organisation));
}

/// In the order in which they are kept.
std::vector<Incident> all_of(const House& house, const Session& s) {
  const auto directory = house.memory.directory();
  const auto clock = house.rules.clock(kClock);
  std::vector<Incident> all;
  for (const Thing& t : house.store.things(kIncidents)) {
    const auto id = Uuid::parse(t.key);
    ensure(id.has_value(), "an incident is kept under its number");
    Incident incident = read(house.vault, *id, t.value);
    if (!is_officer_of(s, *directory, incident.unit)) continue;
    if (clock) incident.tell_by = incident.versions.back().facts.noticed_at + *clock;
    all.push_back(std::move(incident));
  }
  return all;
}

std::optional<Problem> wrong_with(const House& house, const IncidentFacts& f, Instant now) {
  const auto at = [](ProblemCode code, const char* field) { return Problem{code, {{"field", field}}}; };
  if (fold(f.happened).empty()) return at(missing_field, "happened");
  if (f.noticed_at.unix_ms == 0) return at(missing_field, "noticed_at");
  if (f.noticed_at > now) return at(number_out_of_range, "noticed_at");
  for (const auto& [text, field] : {std::pair{&f.happened, "happened"}, {&f.means, "means"}, {&f.done, "done"}})
    if (code_points(*text) > kTextMost) return at(text_too_long, field);
  for (const Code& code : f.data)
    if (!house.rules.in_list("data_class", code.value)) return at(not_in_list, "data");
  if (f.people && (*f.people < 0 || *f.people > kPeopleMost)) return at(number_out_of_range, "people");
  if (f.files.size() > kListMost) return at(number_out_of_range, "files");
  if (!std::ranges::all_of(f.files, case_code_is_sound)) return at(wrong_type, "files");
  if (f.told.size() > kListMost) return at(number_out_of_range, "told");
  for (const IncidentTold& told : f.told) {
    if (!house.rules.in_list("incident_told", told.whom.value)) return at(not_in_list, "told");
    if (code_points(told.note) > kLineMost) return at(text_too_long, "told");
  }
  return std::nullopt;
}

void note_it(Draft& draft, const Session& s, RecordId about, std::string_view action) {
  By by("the person");
  by.person = s.person;
  by.role = s.role;
  by.unit = s.unit;
  note(draft, by, about, action);
}

}  // namespace

bool Incident::told_authority() const {
  return std::ranges::any_of(versions.back().facts.told, [](const IncidentTold& told) { return told.whom.value == kAuthority; });
}

Result<std::vector<Incident>> incidents(House& house, const Session& s) {
  if (s.role != Role::data_protection_officer) return refuse(not_allowed);
  std::vector<Incident> all = all_of(house, s);
  std::ranges::stable_sort(all, [](const Incident& a, const Incident& b) {
    const auto &one = a.versions.back().facts, &other = b.versions.back().facts;
    return one.closed != other.closed ? !one.closed : one.noticed_at > other.noticed_at;
  });
  if (!all.empty())
    house.writer.run<bool>([&](Draft& draft) {
      note_it(draft, s, RecordId{s.unit.uuid}, "incidents.look");
      return true;
    });
  return all;
}

std::vector<OpenIncident> open_incidents(const House& house, const Session& s) {
  if (s.role != Role::data_protection_officer) return {};
  std::vector<OpenIncident> open;
  for (const Incident& incident : all_of(house, s))
    if (!incident.versions.back().facts.closed) open.push_back({incident.id, incident.told_authority() ? std::nullopt : incident.tell_by});
  return open;
}

Result<void> note_incident(House& house, const Session& s, const Uuid& id, std::int64_t known, const IncidentFacts& facts) {
  if (s.role != Role::data_protection_officer) return refuse(not_allowed);
  return house.writer.run<Result<void>>([&](Draft& draft) -> Result<void> {
    const auto kept = draft.change.thing(kIncidents, id.text());
    Incident incident = kept ? read(house.vault, id, *kept) : Incident{id, s.unit, {}, {}};
    // Who is not its officer is told of none.
    if (kept && !is_officer_of(s, draft.directory(), incident.unit)) return refuse(not_found);
    if (!kept && known != 0) return refuse(not_found);
    if (known != static_cast<std::int64_t>(incident.versions.size())) return refuse(no_such_step);
    if (auto wrong = wrong_with(house, facts, draft.now)) return std::unexpected(*wrong);
    incident.versions.push_back({s.person, draft.now, facts});
    put(draft, house.vault, incident);
    note_it(draft, s, RecordId{id}, known == 0 ? "incident.noted" : "incident.told_anew");
    return {};
  });
}

}  // namespace nibbi::usecases
