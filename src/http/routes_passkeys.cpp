#include "crypto/text_form.hpp"
#include "http/routes.hpp"

namespace nibbi::http {
namespace {

using usecases::Session;

constexpr Needs kHalf{.also_pending = true, .proof = false};

/// Bytes of the body, base64url as everywhere.
Result<std::string> bytes_at(const Json& j, const char* key) {
  auto text = text_of(j, key);
  if (!text) return text;
  auto bytes = crypto::from_base64url(*text);
  if (!bytes) return refuse(ProblemCode::wrong_type, {{"field", key}});
  return *bytes;
}

/// Each in turn, or the first refusal.
Result<void> read_bytes(const Json& j, std::initializer_list<std::pair<const char*, std::string*>> fields) {
  for (const auto& [key, into] : fields) {
    auto bytes = bytes_at(j, key);
    if (!bytes) return std::unexpected(bytes.error());
    *into = std::move(*bytes);
  }
  return {};
}

Response no_place() { return refused({ProblemCode::not_found, {}}); }

Response question(const Api& api, const Session& s) {
  const auto place = usecases::passkey_place(api.options.own_origin);
  if (!place) return no_place();
  const auto asked = usecases::ask_passkey(api.house, s);
  if (!asked) return refused(asked.error());
  Json j = object();
  j["challenge"] = crypto::base64url(asked->challenge);
  j["place"] = place->host;
  j["known"] = array();
  for (const std::string& id : asked->known) j["known"].push_back(crypto::base64url(id));
  return ok(j);
}

Response list(const Api& api, const Session& s) {
  Json j = object();
  j["possible"] = usecases::passkey_place(api.options.own_origin).has_value();
  j["passkeys"] = array();
  for (const usecases::Passkey& one : usecases::passkeys_of(api.house.store, s)) {
    Json line = object();
    line["handle"] = usecases::passkey_handle(one);
    line["name"] = usecases::passkey_name(api.house, s, one);
    line["added_at"] = one.added.text();
    if (one.used) line["used_at"] = one.used->text();
    j["passkeys"].push_back(std::move(line));
  }
  return ok(j);
}

Response add(const Api& api, Request& r, const Session& s) {
  const auto place = usecases::passkey_place(api.options.own_origin);
  if (!place) return no_place();
  auto body = body_of(r, {"name", "algorithm", "client_data", "authenticator_data"}, 16 * 1024);
  if (!body) return refused(body.error());
  usecases::NewPasskey given;
  auto name = text_of(*body, "name");
  if (!name) return refused(name.error());
  given.name = *name;
  if (!body->contains("algorithm") || !(*body)["algorithm"].is_int64()) return refused({ProblemCode::wrong_type, {{"field", "algorithm"}}});
  given.algorithm = (*body)["algorithm"].as<std::int64_t>();
  if (auto read = read_bytes(*body, {{"client_data", &given.client_data}, {"authenticator_data", &given.authenticator_data}}); !read) return refused(read.error());
  auto added = usecases::add_passkey(api.house, s, *place, given);
  return added ? empty(204) : refused(added.error());
}

}  // namespace

Result<usecases::PasskeyAnswer> passkey_answer(const Json& j) {
  if (!j.is_object()) return refuse(ProblemCode::wrong_type, {{"field", "passkey"}});
  if (j.size() != 4) return refuse(ProblemCode::unknown_field, {{"field", "passkey"}});
  usecases::PasskeyAnswer out;
  auto read = read_bytes(j, {{"id", &out.id}, {"client_data", &out.client_data}, {"authenticator_data", &out.authenticator_data}, {"signature", &out.signature}});
  if (!read) return std::unexpected(read.error());
  return out;
}

std::vector<Route> passkey_routes(const Api& api) {
  return {
      {Method::post, "/api/session/passkey", "ask_passkey", api.signed_in([api](Request&, const Params&, const Session& s) { return question(api, s); }, kHalf)},
      {Method::get, "/api/passkeys", "my_passkeys", api.signed_in([api](Request&, const Params&, const Session& s) { return list(api, s); })},
      {Method::post, "/api/passkeys", "add_passkey", api.signed_in([api](Request& r, const Params&, const Session& s) { return add(api, r, s); })},
      {Method::del, "/api/passkeys/{handle}", "remove_passkey", api.signed_in([api](Request&, const Params& p, const Session& s) -> Response {
         auto gone = usecases::remove_passkey(api.house, s, p["handle"]);
         return gone ? empty(204) : refused(gone.error());
       })},
  };
}

}  // namespace nibbi::http
