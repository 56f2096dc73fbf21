#include "http/routes.hpp"
#include "usecases/emergencies.hpp"
#include "usecases/looks.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

Response looks(const Api& api, Request& r, const Session& s) {
  const auto body = body_of(r, {"person", "code", "with_reason", "before"}, 1024);
  if (!body) return refused(body.error());
  usecases::LooksAsked asked;
  const auto person = text_of(*body, "person"), code = text_of(*body, "code");
  if (!person) return refused(person.error());
  if (!code) return refused(code.error());
  if (!person->empty()) {
    asked.person = PersonId::parse(*person);
    if (!asked.person) return refused({ProblemCode::wrong_type, {{"field", "person"}}});
  }
  asked.code = *code;
  if (body->contains("with_reason")) {
    if (!(*body)["with_reason"].is_bool()) return refused({ProblemCode::wrong_type, {{"field", "with_reason"}}});
    asked.with_reason = (*body)["with_reason"].as_bool();
  }
  if (body->contains("before")) {
    if (!(*body)["before"].is_int64()) return refused({ProblemCode::wrong_type, {{"field", "before"}}});
    asked.before = (*body)["before"].as<std::int64_t>();
  }
  const auto found = usecases::looks(api.house, s, asked);
  if (!found) return refused(found.error());
  Json out = object();
  out["looks"] = array();
  for (const auto& line : found->lines) {
    Json one = Json::parse(line.row);
    one["record"] = line.record.text();
    if (!line.code.empty()) one["code"] = line.code;
    one["at"] = line.at.text();
    one["person"] = line.person.text();
    if (!line.person_name.empty()) one["person_name"] = line.person_name;
    if (!line.reason.empty()) one["reason"] = line.reason;
    out["looks"].push_back(std::move(one));
  }
  if (found->before) out["before"] = *found->before;
  return ok(out);
}

Response emergencies(const Api& api, const Session& s) {
  const auto all = usecases::emergencies(api.house, s);
  if (!all) return refused(all.error());
  const auto directory = api.house.memory.directory();
  const auto put_name = [&](Json& into, PersonId id) {
    into["person"] = id.text();
    if (const auto* person = directory->person(id)) into["person_name"] = person->name;
  };
  Json out = object();
  out["emergencies"] = array();
  for (const auto& e : *all) {
    Json one = object();
    one["id"] = e.id.text();
    one["record"] = e.record.text();
    if (!e.code.empty()) one["code"] = e.code;
    put_name(one, e.person);
    one["role"] = Json(domain::word(e.role));
    one["unit"] = e.unit.text();
    one["at"] = e.at.text();
    one["reason"] = e.reason;
    one["reviews"] = array();
    for (const auto& review : e.reviews) {
      Json found = object();
      put_name(found, review.person);
      found["at"] = review.at.text();
      found["in_order"] = review.in_order;
      if (!review.note.empty()) found["note"] = review.note;
      one["reviews"].push_back(std::move(found));
    }
    out["emergencies"].push_back(std::move(one));
  }
  return ok(out);
}

Response review(const Api& api, Request& r, const Params& p, const Session& s) {
  const auto id = EntryId::parse(p["id"]);
  if (!id) return refused({ProblemCode::not_found, {}});
  const auto body = body_of(r, {"in_order", "note"}, 16'000);
  if (!body) return refused(body.error());
  if (!body->contains("in_order")) return refused({ProblemCode::missing_field, {{"field", "in_order"}}});
  if (!(*body)["in_order"].is_bool()) return refused({ProblemCode::wrong_type, {{"field", "in_order"}}});
  const auto note = text_of(*body, "note");
  if (!note) return refused(note.error());
  const auto done = usecases::review_emergency(api.house, s, *id, (*body)["in_order"].as_bool(), *note);
  return done ? empty(204) : refused(done.error());
}

}  // namespace

std::vector<Route> look_routes(const Api& api) {
  return {
      {Method::post, "/api/access-log", "looks", api.signed_in([api](Request& r, const Params&, const Session& s) { return looks(api, r, s); })},
      {Method::get, "/api/emergencies", "emergencies", api.signed_in([api](Request&, const Params&, const Session& s) { return emergencies(api, s); })},
      {Method::post, "/api/emergencies/{id}", "review_emergency", api.signed_in([api](Request& r, const Params& p, const Session& s) { return review(api, r, p, s); })},
  };
}

}  // namespace nibbi::http
