#include "http/routes.hpp"
#include "usecases/away.hpp"
#include "usecases/people_admin.hpp"
#include "usecases/see_as.hpp"

namespace nibbi::http {
namespace {

using usecases::By;
using usecases::House;
using usecases::Session;

// --- Reading what was asked -------------------------------------------------------------------------------------------

template <class T>
Result<T> id_in(const Json& body, const char* key) {
  if (!body.contains(key)) return refuse(ProblemCode::missing_field, {{"field", key}});
  const auto id = body[key].is_string() ? T::parse(body[key].as_string_view()) : std::nullopt;
  if (!id) return refuse(ProblemCode::wrong_type, {{"field", key}});
  return *id;
}

Result<domain::Codes> codes_in(const Json& body, const char* key) {
  domain::Codes codes;
  if (!body.contains(key)) return codes;
  if (!body[key].is_array() || body[key].size() > 100) return refuse(ProblemCode::wrong_type, {{"field", key}});
  for (const Json& one : body[key].array_range()) {
    if (!one.is_string()) return refuse(ProblemCode::wrong_type, {{"field", key}});
    codes.push_back({one.as<std::string>()});
  }
  return codes;
}

Result<std::optional<std::int64_t>> places_in(const Json& body) {
  if (!body.contains("places")) return std::optional<std::int64_t>{};
  if (!body["places"].is_int64()) return refuse(ProblemCode::wrong_type, {{"field", "places"}});
  return std::optional(body["places"].as<std::int64_t>());
}

Result<bool> yes_in(const Json& body, const char* key) {
  if (!body.contains(key)) return false;
  if (!body[key].is_bool()) return refuse(ProblemCode::wrong_type, {{"field", key}});
  return body[key].as_bool();
}

Result<Date> day_in(const Json& body, const char* key) {
  const auto text = text_of(body, key);
  if (!text) return std::unexpected(text.error());
  const auto day = Date::parse(*text);
  if (!day) return refuse(text->empty() ? ProblemCode::missing_field : ProblemCode::wrong_type, {{"field", key}});
  return *day;
}

Result<domain::PersonGranted> post_in(const Json& body) {
  const auto word = text_of(body, "role");
  if (!word) return std::unexpected(word.error());
  const auto role = domain::role_of(*word);
  if (!role) return refuse(word->empty() ? ProblemCode::missing_field : ProblemCode::not_in_list, {{"field", "role"}});
  const auto unit = id_in<UnitId>(body, "unit");
  if (!unit) return std::unexpected(unit.error());
  auto countries = codes_in(body, "countries");
  if (!countries) return std::unexpected(countries.error());
  return domain::PersonGranted{*role, *unit, std::move(*countries)};
}

// --- Answering --------------------------------------------------------------------------------------------------------

Response code_answer(const usecases::OneTimeCode& code, Json out = object(), int status = 200) {
  out["code"] = code.code;
  out["until"] = code.until.text();
  return json(status, wire::write_json(out));
}
Response done(const Result<void>& result) { return result ? empty(204) : refused(result.error()); }
/// With how many files of this person wait for a new worker, where some do.
Response done_with_files(House& house, PersonId person, const Result<void>& result) {
  const std::int64_t waiting = result ? usecases::files_without_worker(house, person) : 0;
  if (waiting == 0) return done(result);
  Json out = object();
  out["files_waiting"] = waiting;
  return ok(out);
}
Response waits(const Result<void>& result) { return result ? json(202, "{}") : refused(result.error()); }

/// Only an administrator comes further. What they may see here is of people and units; no route of this file reads a child's record.
using Administers = std::function<Response(Request&, const Params&, const By&)>;
RouteHandler by_administrator(const Api& api, Administers handler) {
  return api.signed_in([api, handler = std::move(handler)](Request& r, const Params& p, const Session& s) -> Response {
    const auto by = usecases::administrator(api.house, s);
    return by ? handler(r, p, *by) : refused(by.error());
  });
}

// --- People -----------------------------------------------------------------------------------------------------------

Response people(House& house) {
  Json out = object();
  out["people"] = wire::read_own_json(usecases::people_json(house));
  for (Json& person : out["people"].array_range()) {
    Json carried = array();
    for (const Json& device : person["devices"].array_range())
      if (device.contains("seen_at")) carried.push_back(device);
    person["devices"] = std::move(carried);
  }
  out["waiting"] = array();
  for (const auto& w : usecases::waiting_seconds(house)) {
    Json one = object();
    one["id"] = w.id.text();
    one["person"] = w.person.text();
    if (w.post) {
      one["post"] = object();
      one["post"]["role"] = Json(domain::word(w.post->role));
      one["post"]["unit"] = w.post->unit.text();
      if (!w.post->countries.empty()) {
        one["post"]["countries"] = array();
        for (const auto& c : w.post->countries) one["post"]["countries"].push_back(c.value);
      }
    }
    if (w.asker.is_none()) one["by"] = w.asked_by;
    else one["asker"] = w.asker.text();
    one["since"] = w.since.text();
    one["lapsed"] = w.lapsed;
    out["waiting"].push_back(std::move(one));
  }
  return ok(out);
}

Response invite(House& house, Request& r, const By& by) {
  const auto body = body_of(r, {"name", "language", "login", "no_second_factor", "role", "unit", "countries"}, 16'000);
  if (!body) return refused(body.error());
  const auto name = text_of(*body, "name"), language = text_of(*body, "language"), login = text_of(*body, "login");
  for (const auto* field : {&name, &language, &login})
    if (!*field) return refused(field->error());
  const auto exempt = yes_in(*body, "no_second_factor");
  if (!exempt) return refused(exempt.error());
  auto post = post_in(*body);
  if (!post) return refused(post.error());
  const auto added = usecases::add_person(house, by, {.name = *name, .language = *language, .login = *login, .passphrase = {}, .no_second_factor = *exempt, .post = std::move(*post)});
  if (!added) return refused(added.error());
  Json out = object();
  out["person"] = added->person.text();
  return code_answer(*added->code, std::move(out), added->post == domain::Effect::pending ? 202 : 200);
}

Response act_on_person(House& house, Request& r, const Params& p, const By& by) {
  const auto person = PersonId::parse(p["id"]);
  if (!person) return refused({ProblemCode::person_unknown, {}});
  const auto body = body_of(r, {"act", "role", "unit", "countries", "supervisor"}, 4096);
  if (!body) return refused(body.error());
  const auto act = text_of(*body, "act");
  if (!act) return refused(act.error());
  if (*act == "grant" || *act == "revoke") {
    const auto post = post_in(*body);
    if (!post) return refused(post.error());
    if (*act == "revoke") return done_with_files(house, *person, usecases::revoke_post(house, by, *person, post->role, post->unit));
    const auto granted = usecases::grant_post(house, by, *person, *post);
    return granted ? json(*granted == domain::Effect::pending ? 202 : 200, "{}") : refused(granted.error());
  }
  if (*act == "supervise") {
    const auto supervisor = id_in<PersonId>(*body, "supervisor");
    return supervisor ? done(usecases::set_supervisor(house, by, *person, *supervisor)) : refused(supervisor.error());
  }
  if (*act == "end_sessions") return done(usecases::end_sessions(house, by, *person));
  if (*act == "suspend" || *act == "give_back") return done_with_files(house, *person, usecases::suspend(house, by, *person, *act == "suspend"));
  if (*act == "anew") return waits(usecases::ask_anew(house, by, *person));
  if (*act == "second_factor") {
    const auto code = usecases::renew_second_factor(house, by, *person);
    return code ? code_answer(*code) : refused(code.error());
  }
  return refused({act->empty() ? ProblemCode::missing_field : ProblemCode::not_in_list, {{"field", "act"}}});
}

Response answer(House& house, Request& r, const Params& p, const By& by) {
  const auto id = Uuid::parse(p["id"]);
  if (!id) return refused({ProblemCode::no_such_step, {}});
  const auto body = body_of(r, {"agree"}, 1024);
  if (!body) return refused(body.error());
  if (!body->contains("agree")) return refused({ProblemCode::missing_field, {{"field", "agree"}}});
  const auto agree = yes_in(*body, "agree");
  if (!agree) return refused(agree.error());
  const auto answered = usecases::answer_second(house, by, *id, *agree);
  if (!answered) return refused(answered.error());
  return *answered ? code_answer(**answered) : ok(object());
}

Response acts(House& house, const Params& p) {
  const auto id = Uuid::parse(p["id"]);
  if (!id) return refused({ProblemCode::not_found, {}});
  const auto all = usecases::acts_on(house, *id);
  if (!all) return refused(all.error());
  const auto directory = house.memory.directory();
  Json out = object();
  out["acts"] = array();
  for (const auto& act : *all) {
    Json one = Json::parse(act.row);
    one["at"] = act.at.text();
    if (const auto* person = directory->person(act.person)) one["by"] = person->name;
    for (const char* key : {"decision", "shown", "device"}) one.erase(key);
    out["acts"].push_back(std::move(one));
  }
  return ok(out);
}

// --- Units ------------------------------------------------------------------------------------------------------------

Response units(House& house) {
  Json out = object();
  out["units"] = wire::read_own_json(usecases::units_json(house));
  return ok(out);
}

Response add_unit(House& house, Request& r, const By& by) {
  const auto body = body_of(r, {"name", "organisation", "kind", "country", "services", "languages", "town", "phone", "address", "address_secret", "breaks_glass", "places"}, 16'000);
  if (!body) return refused(body.error());
  domain::UnitRegistered about;
  const std::initializer_list<std::pair<const char*, std::string*>> texts{{"name", &about.name}, {"organisation", &about.organisation}, {"kind", &about.kind.value}, {"country", &about.country.value},
                                                                         {"town", &about.town}, {"phone", &about.phone}, {"address", &about.address}};
  for (const auto& [key, into] : texts) {
    auto text = text_of(*body, key);
    if (!text) return refused(text.error());
    *into = std::move(*text);
  }
  auto services = codes_in(*body, "services"), languages = codes_in(*body, "languages");
  if (!services) return refused(services.error());
  if (!languages) return refused(languages.error());
  const auto secret = yes_in(*body, "address_secret"), breaks_glass = yes_in(*body, "breaks_glass");
  if (!secret) return refused(secret.error());
  if (!breaks_glass) return refused(breaks_glass.error());
  const auto places = places_in(*body);
  if (!places) return refused(places.error());
  about.services = std::move(*services);
  about.languages = std::move(*languages);
  about.address_secret = *secret;
  about.breaks_glass = *breaks_glass;
  const auto unit = usecases::add_unit(house, by, about, *places);
  if (!unit) return refused(unit.error());
  Json out = object();
  out["unit"] = unit->text();
  return ok(out);
}

Response act_on_unit(House& house, Request& r, const Params& p, const By& by) {
  const auto unit = UnitId::parse(p["id"]);
  if (!unit) return refused({ProblemCode::unit_unknown, {}});
  const auto body = body_of(r, {"act", "places", "supervisor", "from", "until", "why"}, 16'000);
  if (!body) return refused(body.error());
  const auto act = text_of(*body, "act"), why = text_of(*body, "why");
  if (!act) return refused(act.error());
  if (!why) return refused(why.error());
  if (*act == "capacity") {
    const auto places = places_in(*body);
    if (!places) return refused(places.error());
    return *places ? done(usecases::set_capacity(house, by, *unit, **places)) : refused({ProblemCode::missing_field, {{"field", "places"}}});
  }
  if (*act == "duty") {
    const auto supervisor = id_in<PersonId>(*body, "supervisor");
    const auto from = day_in(*body, "from"), until = day_in(*body, "until");
    if (!supervisor) return refused(supervisor.error());
    if (!from) return refused(from.error());
    if (!until) return refused(until.error());
    return done(usecases::set_duty(house, by, *unit, {*supervisor, *from, *until}));
  }
  if (*act == "close") return done(usecases::close_unit(house, by, *unit, *why));
  return refused({act->empty() ? ProblemCode::missing_field : ProblemCode::not_in_list, {{"field", "act"}}});
}

// --- Of a demonstration only ------------------------------------------------------------------------------------------

Response see_as(House& house, Request& r, const Session& s) {
  const auto body = body_of(r, {"person"}, 1024);
  if (!body) return refused(body.error());
  const auto person = id_in<PersonId>(*body, "person");
  if (!person) return refused(person.error());
  const auto in = usecases::see_as(house, s, *person);
  if (!in) return refused(in.error());
  Json out = object();
  out["login"] = in->login;
  out["passphrase"] = in->passphrase;
  if (!in->code.empty()) out["code"] = in->code;
  return ok(out);
}

}  // namespace

std::vector<Route> admin_routes(const Api& api) {
  House& house = api.house;
  return {
      {Method::get, "/api/admin/people", "accounts", by_administrator(api, [&house](Request&, const Params&, const By&) { return people(house); })},
      {Method::post, "/api/admin/people", "invite", by_administrator(api, [&house](Request& r, const Params&, const By& by) { return invite(house, r, by); })},
      {Method::post, "/api/admin/people/{id}", "act_on_person", by_administrator(api, [&house](Request& r, const Params& p, const By& by) { return act_on_person(house, r, p, by); })},
      {Method::post, "/api/admin/waiting/{id}", "answer_second", by_administrator(api, [&house](Request& r, const Params& p, const By& by) { return answer(house, r, p, by); })},
      {Method::get, "/api/admin/acts/{id}", "acts", by_administrator(api, [&house](Request&, const Params& p, const By&) { return acts(house, p); })},
      {Method::get, "/api/admin/units", "all_units", by_administrator(api, [&house](Request&, const Params&, const By&) { return units(house); })},
      {Method::post, "/api/admin/units", "add_unit", by_administrator(api, [&house](Request& r, const Params&, const By& by) { return add_unit(house, r, by); })},
      {Method::post, "/api/admin/units/{id}", "act_on_unit", by_administrator(api, [&house](Request& r, const Params& p, const By& by) { return act_on_unit(house, r, p, by); })},
      {Method::post, "/api/demonstration/see-as", "see_as", api.signed_in([&house](Request& r, const Params&, const Session& s) { return see_as(house, r, s); })},
  };
}

std::vector<Route> enrolment_routes(const Api& api) {
  return {
      {Method::post, "/api/enrolment", "begin_enrolment", api.open_door([api](Request& r, const Params&) -> Response {
         const auto body = body_of(r, {"login", "code"}, 1024);
         if (!body) return refused(body.error());
         const auto login = text_of(*body, "login"), code = text_of(*body, "code");
         if (!login) return refused(login.error());
         if (!code) return refused(code.error());
         const auto begun = usecases::begin_enrolment(api.house, *login, *code, r.client_address);
         if (!begun) return refused(begun.error());
         Json out = object();
         out["name"] = begun->name;
         out["chooses_passphrase"] = begun->what == usecases::Enrols::anew;
         if (!begun->secret.empty()) {
           out["second_factor"] = object();
           out["second_factor"]["uri"] = begun->uri;
           out["second_factor"]["secret"] = begun->secret;
         }
         return ok(out);
       })},
      {Method::put, "/api/enrolment", "finish_enrolment", api.open_door([api](Request& r, const Params&) -> Response {
         const auto body = body_of(r, {"login", "code", "passphrase", "totp"}, 4096);
         if (!body) return refused(body.error());
         usecases::Enrolled given;
         const std::initializer_list<std::pair<const char*, std::string*>> texts{{"login", &given.login}, {"code", &given.code}, {"passphrase", &given.passphrase}, {"totp", &given.totp}};
         for (const auto& [key, into] : texts) {
           auto text = text_of(*body, key);
           if (!text) return refused(text.error());
           *into = std::move(*text);
         }
         return done(usecases::finish_enrolment(api.house, given, r.client_address));
       })},
  };
}

}  // namespace nibbi::http
