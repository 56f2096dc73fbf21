#include "http/routes.hpp"
#include "usecases/journeys.hpp"
#include "usecases/shelter.hpp"
#include "usecases/held.hpp"
#include "usecases/team.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

/// What every line about a child begins with.
Json line_about(const domain::ChildBrief& brief, const std::string& name) {
  Json one = object();
  one["record"] = brief.record.text();
  one["code"] = brief.code;
  if (!name.empty()) one["name"] = name;
  if (!brief.sex.empty()) one["sex"] = brief.sex.value;
  if (!brief.age_band.empty()) one["age_band"] = brief.age_band.value;
  return one;
}

Response shelter(const Api& api, const Session& s) {
  const auto house = usecases::shelter(api.house, s);
  Json out = object();
  if (house.places) out["capacity"] = *house.places;
  out["taken"] = house.taken;
  out["residents"] = array();
  for (const auto& line : house.residents) {
    Json one = line_about(*line.brief, line.name);
    one["n"] = line.brief->n;
    one["takes_a_place"] = line.takes_a_place;
    one["since"] = line.since.text();
    if (line.expected_end) one["expected_end"] = line.expected_end->text();
    if (!line.presence.empty()) {
      one["presence"] = line.presence.value;
      one["counted_at"] = line.counted_at.text();
    }
    out["residents"].push_back(std::move(one));
  }
  out["awaited"] = array();
  for (const auto& line : house.awaited) {
    Json one = line_about(*line.brief, line.name);
    one["referral"] = line.referral.text();
    one["sent_at"] = line.sent_at.text();
    out["awaited"].push_back(std::move(one));
  }
  return ok(out);
}

Response team(const Api& api, const Session& s) {
  Json out = object();
  out["people"] = array();
  for (const auto& member : usecases::team(api.house, s)) {
    Json person = object();
    person["id"] = member.person.text();
    person["name"] = member.name;
    person["posts"] = array();
    for (const auto& post : member.posts) {
      Json one = object();
      one["role"] = Json(domain::word(post.role));
      one["unit"] = post.unit.text();
      person["posts"].push_back(std::move(one));
    }
    person["files"] = array();
    for (const auto& file : member.files) {
      Json one = line_about(*file.brief, file.name);
      one["tasks"] = file.tasks;
      one["now"] = file.now;
      one["late"] = file.late;
      one["last_entry"] = file.last_entry.text();
      person["files"].push_back(std::move(one));
    }
    out["people"].push_back(std::move(person));
  }
  out["openings"] = array();
  for (const auto& opening : usecases::held_openings(api.house, s)) {
    Json one = object();
    one["record"] = opening.record.text();
    one["author"] = opening.author.text();
    one["author_name"] = opening.author_name;
    one["unit"] = opening.unit.text();
    one["claimed_at"] = opening.claimed_at.text();
    one["received_at"] = opening.received_at.text();
    one["entries"] = opening.entries;
    out["openings"].push_back(std::move(one));
  }
  return ok(out);
}

Response journeys(const Api& api, const Session& s) {
  Json out = object();
  out["journeys"] = array();
  for (const auto& journey : usecases::journeys(api.house, s)) {
    Json one = object();
    one["record"] = journey.record.text();
    one["code"] = journey.code;
    if (!journey.country.empty()) one["country"] = journey.country.value;
    if (!journey.to_country.empty()) one["to_country"] = journey.to_country.value;
    if (journey.day) one["day"] = journey.day->text();
    one["children"] = array();
    for (const auto& child : journey.children) one["children"].push_back(line_about(*child.brief, child.name));
    out["journeys"].push_back(std::move(one));
  }
  return ok(out);
}

}  // namespace

std::vector<Route> unit_routes(const Api& api) {
  return {
      {Method::get, "/api/shelter", "shelter", api.signed_in([api](Request&, const Params&, const Session& s) { return shelter(api, s); })},
      {Method::get, "/api/journeys", "journeys", api.signed_in([api](Request&, const Params&, const Session& s) { return journeys(api, s); })},
      {Method::get, "/api/team", "team", api.signed_in([api](Request&, const Params&, const Session& s) { return team(api, s); })},
  };
}

}  // namespace nibbi::http
