#include "crypto/text_form.hpp"
#include "http/routes.hpp"
#include "usecases/cache_share.hpp"
#include "usecases/devices.hpp"
#include "usecases/own_account.hpp"
#include "wire/instrument_read.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

/// What the person can show a second time that it is them with; empty: the passphrase.
Json factors(const Api& api, std::string_view login) {
  Json j = array();
  const auto account = usecases::find_account(api.house.store, login);
  if (account && !account->sealed_totp.empty()) j.push_back("code");
  if (account && !account->passkeys.empty() && usecases::passkey_place(api.options.own_origin)) j.push_back("passkey");
  return j;
}

Response step(const Api& api, const usecases::SignIn& in, std::string_view login) {
  Json j = object();
  j["step"] = in.factor_pending ? "factor" : "done";
  if (in.factor_pending) j["factors"] = factors(api, login);
  Response r = ok(j);
  api.set_cookie(r, in.token);
  return r;
}

Json unit_in_brief(const domain::Unit& unit) {
  Json j = object();
  j["name"] = unit.about.name;
  j["kind"] = unit.about.kind.value;
  j["country"] = unit.about.country.value;
  return j;
}

Response who_am_i(const Api& api, const Session& s) {
  usecases::House& house = api.house;
  const auto directory = house.memory.directory();
  const auto* person = directory->person(s.person);
  Json j = object();
  j["person"] = object();
  j["person"]["id"] = s.person.text();
  j["person"]["name"] = person ? person->name : "";
  j["person"]["language"] = person ? person->language.value : "fr";
  j["concerns"] = person && person->safeguards;
  j["posts"] = array();
  if (person)
    for (const domain::Post& post : person->posts) {
      Json one = object();
      one["role"] = Json(domain::word(post.role));
      one["unit"] = post.unit.text();
      j["posts"].push_back(std::move(one));
    }
  j["acting"] = object();
  j["acting"]["role"] = Json(domain::word(s.role));
  j["acting"]["unit"] = s.unit.text();
  j["cache_share"] = usecases::cache_share(s);
  j["factor"] = Json(domain::word(s.factor(house.now())));
  j["factors"] = factors(api, s.login);
  if (s.factor(house.now()) == domain::Factor::fresh) j["fresh_until"] = (s.factor_at + usecases::kFactorFresh).text();
  if (!s.device.is_none())
    if (auto device = usecases::find_device(house.store, s.device)) {
      j["device"] = s.device.text();
      j["device_seq"] = device->last_seq;
    }
  Json installation = object();
  installation["id"] = house.vault.installation().text();
  installation["name"] = house.name;
  installation["public_key"] = crypto::base64url(house.vault.own().envelope.public_key());
  installation["checkpoint_key"] = crypto::base64url(house.vault.own().checkpoint.public_spki());
  installation["epoch"] = house.store.head().epoch;
  installation["demonstration"] = house.demonstration;
  installation["funding_lines"] = array();
  for (const usecases::FundingLine& line : house.funding_lines) {
    Json one = object();
    one["code"] = line.code;
    one["fr"] = line.fr;
    one["en"] = line.en;
    one["pt"] = line.pt;
    installation["funding_lines"].push_back(std::move(one));
  }
  if (house.instrument) installation["instrument"] = wire::instrument_words(house.instrument_file);
  j["installation"] = std::move(installation);
  j["units"] = object();
  for (const auto& [id, unit] : directory->units) j["units"][id.text()] = unit_in_brief(unit);
  Response response = ok(j);
  if (!s.device.is_none()) api.give_nonce(response, s.device);
  return response;
}

/// What was given in this body, of the ways that this door knows. The code where nothing else is.
Result<usecases::FactorCheck> factor_given(const Api& api, const Request& r, std::initializer_list<std::string_view> ways) {
  auto body = body_of(r, ways, 16 * 1024);
  if (!body) return std::unexpected(body.error());
  if (body->contains("passkey")) {
    const auto place = usecases::passkey_place(api.options.own_origin);
    auto answer = passkey_answer((*body)["passkey"]);
    if (!answer) return std::unexpected(answer.error());
    if (!place) return refuse(ProblemCode::wrong_passkey);
    return usecases::by_passkey(*place, *answer);
  }
  auto code = text_of(*body, "code"), passphrase = text_of(*body, "passphrase");
  if (!code || !passphrase) return refuse(ProblemCode::wrong_type);
  if (body->contains("passphrase")) return usecases::by_passphrase(*passphrase);
  return usecases::by_code(*code);
}

constexpr Needs kHalf{.also_pending = true, .proof = false, .revoked = true};
constexpr Needs kUnproven{.proof = false, .revoked = true};

}  // namespace

std::vector<Route> session_routes(const Api& api) {
  return {
      {Method::get, "/api/health", "health", api.open_door([api](Request&, const Params&) {
         Json j = object();
         j["status"] = "ready";
         j["version"] = api.options.version;
         j["engine"] = Json(api.house.store.engine());
         j["demonstration"] = api.house.demonstration;
         return ok(j);
       })},
      {Method::post, "/api/session", "sign_in", api.open_door([api](Request& r, const Params&) -> Response {
         auto body = body_of(r, {"login", "passphrase", "device"}, 4096);
         if (!body) return refused(body.error());
         auto login = text_of(*body, "login"), passphrase = text_of(*body, "passphrase"), device = text_of(*body, "device");
         for (auto* field : {&login, &passphrase, &device})
           if (!*field) return refused(field->error());
         auto in = usecases::sign_in(api.house, *login, *passphrase, r.client_address, *device);
         return in ? step(api, *in, *login) : refused(in.error());
       })},
      {Method::post, "/api/session/factor", "give_factor", api.signed_in([api](Request& r, const Params&, const Session& s) -> Response {
         auto check = factor_given(api, r, {"code", "passkey"});
         if (!check) return refused(check.error());
         auto in = usecases::give_factor(api.house, s, *check);
         return in ? step(api, *in, s.login) : refused(in.error());
       }, kHalf)},
      {Method::post, "/api/session/step-up", "step_up", api.signed_in([api](Request& r, const Params&, const Session& s) -> Response {
         auto check = factor_given(api, r, {"code", "passkey", "passphrase"});
         if (!check) return refused(check.error());
         auto fresh = usecases::step_up(api.house, s, *check);
         return fresh ? empty(204) : refused(fresh.error());
       }, kUnproven)},
      {Method::post, "/api/account/passphrase", "own_account", api.signed_in([api](Request& r, const Params&, const Session& s) -> Response {
         const auto body = body_of(r, {"passphrase", "chosen"}, 4096);
         if (!body) return refused(body.error());
         const auto stands = text_of(*body, "passphrase"), chosen = text_of(*body, "chosen");
         if (!stands) return refused(stands.error());
         if (!chosen) return refused(chosen.error());
         const auto done = usecases::change_passphrase(api.house, s, *stands, *chosen);
         return done ? empty(204) : refused(done.error());
       })},
      {Method::post, "/api/account/factor", "offer_factor", api.signed_in([api](Request& r, const Params&, const Session& s) -> Response {
         const auto body = body_of(r, {"passphrase"}, 4096);
         if (!body) return refused(body.error());
         const auto passphrase = text_of(*body, "passphrase");
         if (!passphrase) return refused(passphrase.error());
         const auto offered = usecases::offer_factor(api.house, s, *passphrase);
         if (!offered) return refused(offered.error());
         Json j = object();
         j["uri"] = offered->uri;
         j["secret"] = offered->secret;
         return ok(j);
       })},
      {Method::put, "/api/account/factor", "take_factor", api.signed_in([api](Request& r, const Params&, const Session& s) -> Response {
         const auto body = body_of(r, {"code"}, 1024);
         if (!body) return refused(body.error());
         const auto code = text_of(*body, "code");
         if (!code) return refused(code.error());
         const auto done = usecases::take_factor(api.house, s, *code);
         return done ? empty(204) : refused(done.error());
       })},
      {Method::put, "/api/session/acting", "act_as", api.signed_in([api](Request& r, const Params&, const Session& s) -> Response {
         auto body = body_of(r, {"role", "unit"}, 1024);
         if (!body) return refused(body.error());
         auto role_word = text_of(*body, "role"), unit_text = text_of(*body, "unit");
         if (!role_word || !unit_text) return refused({ProblemCode::wrong_type, {}});
         const auto role = domain::role_of(*role_word);
         const auto unit = UnitId::parse(*unit_text);
         if (!role || !unit) return refused({ProblemCode::wrong_type, {}});
         auto acts = usecases::act_as(api.house, s, *role, *unit);
         return acts ? empty(204) : refused(acts.error());
       }, kUnproven)},
      {Method::get, "/api/session", "who_am_i", api.signed_in([api](Request&, const Params&, const Session& s) { return who_am_i(api, s); }, kUnproven)},
      {Method::del, "/api/session", "sign_out", api.signed_in([api](Request&, const Params&, const Session& s) {
         usecases::sign_out(api.house, s);
         Response r = empty(204);
         api.clear_cookie(r);
         // Not "storage": there lies what was written and is not sent yet, sealed. The browser takes what could be read off by itself, also without us.
         r.headers.set("clear-site-data", "\"cache\"");
         return r;
       }, kHalf)},
  };
}

}  // namespace nibbi::http
