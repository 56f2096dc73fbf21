#include "http/gzip.hpp"
#include "http/routes.hpp"
#include "usecases/leases.hpp"

namespace nibbi::http {
namespace {

using usecases::Lease;
using usecases::Session;

Result<std::vector<RecordId>> records_of(const Json& body, const char* key) {
  std::vector<RecordId> all;
  if (!body.contains(key)) return all;
  if (!body[key].is_array()) return refuse(ProblemCode::wrong_type, {{"field", key}});
  for (const Json& one : body[key].array_range()) {
    const auto record = one.is_string() ? RecordId::parse(one.as_string_view()) : std::nullopt;
    if (!record) return refuse(ProblemCode::wrong_type, {{"field", key}});
    all.push_back(*record);
  }
  return all;
}

Response grant(const Api& api, Request& r, const Session& s) {
  auto body = body_of(r, {"person", "hours", "trip", "files"}, 16'000);
  if (!body) return refused(body.error());
  const auto person_text = text_of(*body, "person"), trip_text = text_of(*body, "trip");
  if (!person_text) return refused(person_text.error());
  if (!trip_text) return refused(trip_text.error());
  const auto person = PersonId::parse(*person_text);
  if (!person) return refused({ProblemCode::wrong_type, {{"field", "person"}}});
  const auto trip = usecases::trip_of(*trip_text);
  if (!trip) return refused({ProblemCode::not_in_list, {{"field", "trip"}}});
  if (!body->contains("hours") || !(*body)["hours"].is_int64()) return refused({ProblemCode::wrong_type, {{"field", "hours"}}});
  const auto files = records_of(*body, "files");
  if (!files) return refused(files.error());
  const auto lease = usecases::grant_lease(api.house, s, *person, (*body)["hours"].as<std::int64_t>(), *trip, *files);
  return lease ? ok(lease_json(*lease)) : refused(lease.error());
}

Response list(const Api& api, const Session& s) {
  Json out = object();
  out["leases"] = array();
  for (const auto& line : usecases::leases_of(api.house, s)) {
    Json one = lease_json(line.lease);
    one["name"] = line.name;
    one["granted_by_name"] = line.granted_by_name;
    one["own"] = line.own;
    out["leases"].push_back(std::move(one));
  }
  return ok(out);
}

Response end(const Api& api, const Params& p, const Session& s) {
  const auto id = Uuid::parse(p["id"]);
  if (!id) return refused({ProblemCode::not_found, {}});
  const auto done = usecases::end_lease(api.house, s, *id);
  return done ? empty(204) : refused(done.error());
}

Response take(const Api& api, Request& r, const Session& s) {
  auto body = body_of(r, {"holds"}, 64'000);
  if (!body) return refused(body.error());
  std::vector<usecases::LeaseHeld> held;
  if (body->contains("holds")) {
    if (!(*body)["holds"].is_array()) return refused({ProblemCode::wrong_type, {{"field", "holds"}}});
    for (const Json& one : (*body)["holds"].array_range()) {
      const bool shaped = one.is_object() && one.size() == 2 && one.contains("record") && one.contains("view") && one["record"].is_string() && one["view"].is_string();
      const auto record = shaped ? RecordId::parse(one["record"].as_string_view()) : std::nullopt;
      if (!record) return refused({ProblemCode::wrong_type, {{"field", "holds"}}});
      held.push_back({*record, one["view"].as<std::string>()});
    }
  }
  const auto taken = usecases::take_lease(api.house, s, held);
  if (!taken) return refused(taken.error());
  Json out = object();
  out["lease"] = lease_json(taken->lease);
  out["forget"] = array();
  for (RecordId record : taken->forget) out["forget"].push_back(Json(record.text()));
  out["views"] = array();
  for (const auto& view : taken->views) {
    Json one = object();
    one["record"] = view.record.text();
    one["hash"] = view.hash;
    one["view"] = Json::parse(view.json);
    out["views"].push_back(std::move(one));
  }
  Response response = ok(out);
  compress(r, response);
  return response;
}

}  // namespace

Json lease_json(const Lease& lease) {
  Json j = object();
  j["id"] = lease.id.text();
  j["person"] = lease.person.text();
  j["granted_by"] = lease.granted_by.text();
  j["granted_at"] = lease.granted_at.text();
  j["until"] = lease.until.text();
  j["hours"] = lease.hours;
  j["trip"] = Json(usecases::word(lease.trip));
  j["files"] = array();
  for (RecordId record : lease.files) j["files"].push_back(Json(record.text()));
  j["taken"] = !lease.device.is_none();
  return j;
}

std::vector<Route> lease_routes(const Api& api) {
  return {
      {Method::get, "/api/leases", "leases", api.signed_in([api](Request&, const Params&, const Session& s) { return list(api, s); })},
      {Method::post, "/api/leases", "grant_lease", api.signed_in([api](Request& r, const Params&, const Session& s) { return grant(api, r, s); })},
      {Method::del, "/api/leases/{id}", "end_lease", api.signed_in([api](Request&, const Params& p, const Session& s) { return end(api, p, s); })},
      {Method::post, "/api/lease", "take_lease", api.signed_in([api](Request& r, const Params&, const Session& s) { return take(api, r, s); })},
  };
}

}  // namespace nibbi::http
