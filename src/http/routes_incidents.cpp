#include "http/routes.hpp"
#include "usecases/incidents.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

Json facts_json(const usecases::IncidentFacts& f) {
  Json j = object();
  j["happened"] = f.happened;
  j["noticed_at"] = f.noticed_at.text();
  j["data"] = array();
  for (const domain::Code& code : f.data) j["data"].push_back(Json(code.value));
  if (f.people) j["people"] = *f.people;
  if (!f.means.empty()) j["means"] = f.means;
  j["files"] = array();
  for (const std::string& code : f.files) j["files"].push_back(Json(code));
  if (!f.done.empty()) j["done"] = f.done;
  j["told"] = array();
  for (const auto& told : f.told) {
    Json one = object();
    one["whom"] = told.whom.value;
    one["on"] = told.on.text();
    if (!told.note.empty()) one["note"] = told.note;
    j["told"].push_back(std::move(one));
  }
  j["closed"] = f.closed;
  return j;
}

Response incidents(const Api& api, const Session& s) {
  const auto all = usecases::incidents(api.house, s);
  if (!all) return refused(all.error());
  const auto directory = api.house.memory.directory();
  Json out = object();
  out["incidents"] = array();
  for (const auto& incident : *all) {
    Json one = object();
    one["id"] = incident.id.text();
    one["unit"] = incident.unit.text();
    if (incident.tell_by) one["tell_by"] = incident.tell_by->text();
    one["told_authority"] = incident.told_authority();
    one["versions"] = array();
    for (const auto& version : incident.versions) {
      Json told = facts_json(version.facts);
      told["person"] = version.person.text();
      if (const auto* person = directory->person(version.person)) told["person_name"] = person->name;
      told["at"] = version.at.text();
      one["versions"].push_back(std::move(told));
    }
    out["incidents"].push_back(std::move(one));
  }
  return ok(out);
}

std::unexpected<Problem> wrong_type(const char* field) { return refuse(ProblemCode::wrong_type, {{"field", field}}); }

Result<std::vector<std::string>> texts_at(const Json& j, const char* field) {
  std::vector<std::string> out;
  if (!j.contains(field)) return out;
  if (!j[field].is_array()) return wrong_type(field);
  for (const Json& one : j[field].array_range()) {
    if (!one.is_string()) return wrong_type(field);
    out.push_back(one.as<std::string>());
  }
  return out;
}

Result<std::vector<usecases::IncidentTold>> told_in(const Json& j) {
  std::vector<usecases::IncidentTold> out;
  if (!j.contains("told")) return out;
  if (!j["told"].is_array()) return wrong_type("told");
  for (const Json& one : j["told"].array_range()) {
    if (!one.is_object()) return wrong_type("told");
    for (const auto& member : one.object_range())
      if (member.key() != "whom" && member.key() != "on" && member.key() != "note") return refuse(ProblemCode::unknown_field);
    const auto whom = text_of(one, "whom"), on = text_of(one, "on"), note = text_of(one, "note");
    const auto day = on ? Date::parse(*on) : std::nullopt;
    if (!whom || !note || !day) return wrong_type("told");
    out.push_back({{*whom}, *day, *note});
  }
  return out;
}

Result<usecases::IncidentFacts> facts_in(const Json& j) {
  usecases::IncidentFacts f;
  for (const auto& [field, into] : {std::pair{"happened", &f.happened}, {"means", &f.means}, {"done", &f.done}}) {
    auto text = text_of(j, field);
    if (!text) return std::unexpected(text.error());
    *into = std::move(*text);
  }
  const auto noticed = text_of(j, "noticed_at");
  if (!noticed) return std::unexpected(noticed.error());
  if (!noticed->empty()) {
    const auto at = Instant::parse(*noticed);
    if (!at) return wrong_type("noticed_at");
    f.noticed_at = *at;
  }
  const auto data = texts_at(j, "data");
  if (!data) return std::unexpected(data.error());
  for (const std::string& code : *data) f.data.push_back({code});
  auto files = texts_at(j, "files");
  if (!files) return std::unexpected(files.error());
  f.files = std::move(*files);
  if (j.contains("people")) {
    if (!j["people"].is_int64()) return wrong_type("people");
    f.people = j["people"].as<std::int64_t>();
  }
  auto told = told_in(j);
  if (!told) return std::unexpected(told.error());
  f.told = std::move(*told);
  if (j.contains("closed")) {
    if (!j["closed"].is_bool()) return wrong_type("closed");
    f.closed = j["closed"].as_bool();
  }
  return f;
}

Response note_incident(const Api& api, Request& r, const Params& p, const Session& s) {
  const auto id = Uuid::parse(p["id"]);
  if (!id) return refused({ProblemCode::not_found, {}});
  const auto body = body_of(r, {"known", "happened", "noticed_at", "data", "people", "means", "files", "done", "told", "closed"}, 100'000);
  if (!body) return refused(body.error());
  if (!body->contains("known")) return refused({ProblemCode::missing_field, {{"field", "known"}}});
  if (!(*body)["known"].is_int64()) return refused({ProblemCode::wrong_type, {{"field", "known"}}});
  const auto facts = facts_in(*body);
  if (!facts) return refused(facts.error());
  const auto done = usecases::note_incident(api.house, s, *id, (*body)["known"].as<std::int64_t>(), *facts);
  return done ? empty(204) : refused(done.error());
}

}  // namespace

std::vector<Route> incident_routes(const Api& api) {
  return {
      {Method::get, "/api/incidents", "incidents", api.signed_in([api](Request&, const Params&, const Session& s) { return incidents(api, s); })},
      {Method::put, "/api/incidents/{id}", "note_incident", api.signed_in([api](Request& r, const Params& p, const Session& s) { return note_incident(api, r, p, s); })},
  };
}

}  // namespace nibbi::http
