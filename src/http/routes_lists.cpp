#include <memory>

#include "http/routes.hpp"
#include "usecases/counts.hpp"
#include "usecases/lists.hpp"
#include "usecases/programme.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

Response today(const Api& api, const Session& s) {
  Json out = object();
  out["groups"] = array();
  Json* group = nullptr;
  std::string_view last;
  const usecases::Today page = usecases::today(api.house, s);
  for (const auto& line : page.lines) {
    const auto name = domain::word(line.task.group);
    if (!group || name != last) {
      Json fresh = object();
      fresh["group"] = Json(name);
      fresh["tasks"] = array();
      out["groups"].push_back(std::move(fresh));
      group = &out["groups"][out["groups"].size() - 1];
      last = name;
    }
    Json task = object();
    task["task"] = Json(line.task.name);
    task["record"] = line.task.record.text();
    if (!line.code.empty()) task["code"] = line.code;
    if (!line.name.empty()) task["name"] = line.name;
    if (!line.task.about.is_none()) task["about"] = line.task.about.text();
    if (line.task.due.unix_ms) task["due"] = line.task.due.text();
    if (line.task.count) task["count"] = line.task.count;
    (*group)["tasks"].push_back(std::move(task));
  }
  out["followed"] = page.followed;
  return ok(out);
}

Response referrals(const Api& api, Request& r, const Session& s) {
  const auto box = r.query.find("box");
  if (box == r.query.end()) return refused({ProblemCode::missing_field, {{"field", "box"}}});
  if (box->second != "in" && box->second != "out") return refused({ProblemCode::not_in_list, {{"field", "box"}}});
  Json out = object();
  out["referrals"] = array();
  for (const auto& line : usecases::referral_box(api.house, s, box->second == "in")) {
    Json one = object();
    one["record"] = line.brief->record.text();
    one["code"] = line.brief->code;
    one["referral"] = line.referral.id.text();
    one["service"] = line.referral.service.value;
    one["priority"] = line.referral.priority.value;
    one["state"] = Json(domain::word(line.referral.state));
    one["sent_at"] = line.referral.sent_at.text();
    if (line.referral.answer_by.unix_ms) one["answer_by"] = line.referral.answer_by.text();
    one["from_unit"] = line.referral.from.text();
    one["to_unit"] = line.referral.to.text();
    one["facts"] = object();
    if (!line.brief->sex.empty()) one["facts"]["sex"] = line.brief->sex.value;
    if (!line.brief->age_band.empty()) one["facts"]["age_band"] = line.brief->age_band.value;
    const auto& facts = line.facts;
    const std::initializer_list<std::pair<const char*, const domain::Code*>> needs{{"urgent_care", &facts.urgent_care}, {"disability_support", &facts.disability_support},
        {"infant_or_pregnancy", &facts.infant_or_pregnancy}, {"secret_address", &facts.secret_address}, {"language", &facts.language}};
    for (const auto& [name, code] : needs)
      if (!code->empty()) one["facts"][name] = code->value;
    if (facts.siblings) one["facts"]["siblings"] = *facts.siblings;
    out["referrals"].push_back(std::move(one));
  }
  return ok(out);
}

Json codes(const domain::Codes& all) {
  Json out = array();
  for (const auto& code : all) out.push_back(Json(code.value));
  return out;
}

Response units(const Api& api, const Session& s) {
  const auto directory = api.house.memory.directory();
  Json out = object();
  out["units"] = array();
  for (const auto& [id, unit] : directory->units) {
    if (unit.closed) continue;
    Json one = object();
    one["id"] = id.text();
    one["name"] = unit.about.name;
    one["organisation"] = unit.about.organisation;
    one["kind"] = unit.about.kind.value;
    one["country"] = unit.about.country.value;
    one["services"] = codes(unit.about.services);
    one["languages"] = codes(unit.about.languages);
    if (unit.places) {
      one["capacity"] = *unit.places;
      one["taken"] = api.house.memory.caseload.housed_at(id);
    }
    // A secret address is told to the unit's own members and to nobody else; so is the town that would give it away.
    if (!unit.about.address_secret || id == s.unit) {
      if (!unit.about.town.empty()) one["place"] = unit.about.town;
      if (!unit.about.address.empty()) one["address"] = unit.about.address;
    } else {
      one["address_secret"] = true;
    }
    if (!unit.about.phone.empty()) one["phone"] = unit.about.phone;
    out["units"].push_back(std::move(one));
  }
  return ok(out);
}

Response people(const Api& api, Request& r) {
  const auto directory = api.house.memory.directory();
  const auto unit_text = r.query.find("unit");
  if (unit_text == r.query.end()) return refused({ProblemCode::missing_field, {{"field", "unit"}}});
  const auto unit = UnitId::parse(unit_text->second);
  if (!unit) return refused({ProblemCode::wrong_type, {{"field", "unit"}}});
  Json out = object();
  out["people"] = array();
  for (const auto& [id, person] : directory->people) {
    Json posts = array();
    bool there = false;
    for (const auto& post : person.posts) {
      there = there || post.unit == *unit;
      Json one = object();
      one["role"] = Json(domain::word(post.role));
      one["unit"] = post.unit.text();
      posts.push_back(std::move(one));
    }
    if (!there) continue;
    Json one = object();
    one["id"] = id.text();
    one["name"] = person.name;
    one["posts"] = std::move(posts);
    out["people"].push_back(std::move(one));
  }
  return ok(out);
}

/// A POST, though it changes nothing: the village that a child named stands in no address.
Response places(const Api& api, Request& r) {
  auto body = body_of(r, {"query", "country"}, 16'000);
  if (!body) return refused(body.error());
  const auto query = text_of(*body, "query"), country = text_of(*body, "country");
  if (!query || !country) return refused({ProblemCode::wrong_type, {}});
  if (query->empty()) return refused({ProblemCode::missing_field, {{"field", "query"}}});
  Json out = object();
  out["places"] = array();
  for (const auto& hit : api.house.places.search(*query, 20, country->empty() ? std::nullopt : std::optional<std::string_view>(*country))) {
    Json one = object();
    one["id"] = Json(hit.place.id);
    one["name"] = Json(hit.place.name);
    one["admin1"] = Json(hit.place.admin1);
    one["admin2"] = Json(hit.place.admin2);
    one["country"] = Json(hit.place.country);
    out["places"].push_back(std::move(one));
  }
  return ok(out);
}

Response counts(const Api& api, const Session& s) {
  const auto all = usecases::counts(api.house, s);
  if (!all) return refused(all.error());
  Json out = object();
  out["units"] = array();
  for (const auto& unit : all->units) {
    Json line = object();
    line["unit"] = unit.unit.text();
    line["country"] = unit.country;
    line["files"] = object();
    for (const auto& [stage, many] : unit.files) line["files"][std::string(domain::word(stage))] = many;
    line["living"] = unit.living;
    out["units"].push_back(std::move(line));
  }
  return ok(out);
}

}  // namespace

std::vector<Route> list_routes(const Api& api) {
  // The same for everybody until the program is started again.
  const auto programme = std::make_shared<const Json>(usecases::programme_in_force(api.house));
  return {
      {Method::get, "/api/today", "today", api.signed_in([api](Request&, const Params&, const Session& s) { return today(api, s); })},
      {Method::get, "/api/referrals", "referral_box", api.signed_in([api](Request& r, const Params&, const Session& s) { return referrals(api, r, s); })},
      {Method::get, "/api/units", "units", api.signed_in([api](Request&, const Params&, const Session& s) { return units(api, s); })},
      {Method::get, "/api/people", "people", api.signed_in([api](Request& r, const Params&, const Session&) { return people(api, r); })},
      {Method::get, "/api/programme", "programme", api.signed_in([programme](Request&, const Params&, const Session&) { return ok(*programme); })},
      {Method::get, "/api/counts", "counts", api.signed_in([api](Request&, const Params&, const Session& s) { return counts(api, s); })},
      {Method::post, "/api/places/find", "places", api.signed_in([api](Request& r, const Params&, const Session&) { return places(api, r); })},
  };
}

}  // namespace nibbi::http
