#include "http/api_support.hpp"

#include <charconv>

#include "http/server/headers.hpp"
#include "usecases/presence.hpp"

namespace nibbi::http {

namespace {

/// For how long nobody has touched the page that asks, as it says itself: a page that says nothing, or nothing that can be read, has somebody before it.
/// It can only end its own session sooner by what it says.
Milliseconds untouched(const Request& r) {
  const std::string_view said = r.header("nibbi-idle");
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), seconds);
  const bool read = error == std::errc{} && end == said.data() + said.size() && seconds > 0 && seconds <= hours(24).count / 1000;
  return {read ? seconds * 1000 : 0};
}

}  // namespace

Json object() { return Json(jsoncons::json_object_arg); }
Json array() { return Json(jsoncons::json_array_arg); }
int status_about_child(ProblemCode code) {
  using enum ProblemCode;
  const bool denied = code == not_found || code == not_allowed || code == file_closed || code == file_held || code == erased;
  return denied ? 404 : http_status(code);
}
Response ok(const Json& j) { return json(200, wire::write_json(j)); }

void Api::set_cookie(Response& r, const std::string& token) const {
  r.headers.add("set-cookie", cookie_name() + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + (options.secure ? "; Secure" : ""));
}
void Api::clear_cookie(Response& r) const {
  r.headers.add("set-cookie", cookie_name() + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" + (options.secure ? "; Secure" : ""));
}

std::optional<Response> Api::refuse_unsafe(const Request& r, std::string_view takes) const {
  if (is_safe(r.method)) return std::nullopt;
  if (auto cross = refuse_cross_site(r, options.own_origin)) return problem(*cross);
  // A header that no form can send: with it, a page elsewhere needs a preflight that is never answered.
  if (r.header("nibbi-request") != "1") return problem({ProblemCode::cross_site, {}});
  if (!r.body.empty() && r.content_type != takes) return problem({ProblemCode::wrong_media_type, {}});
  return std::nullopt;
}

RouteHandler Api::open_door(std::function<Response(Request&, const Params&)> handler, std::string_view takes) const {
  return [this_ = *this, handler = std::move(handler), takes](Request& r, const Params& p) -> Response {
    if (auto refused = this_.refuse_unsafe(r, takes)) return std::move(*refused);
    try {
      return handler(r, p);
    } catch (const usecases::StoreFailed&) {
      // The database is full or gone: nothing of this request was kept, and asking again is right.
      return problem({ProblemCode::unavailable, {}});
    }
  };
}

RouteHandler Api::signed_in(Signed handler, Needs needs, std::string_view takes) const {
  return open_door([this_ = *this, handler = std::move(handler), needs](Request& r, const Params& p) -> Response {
    const auto session = usecases::session_of(this_.house, this_.token(r), untouched(r));
    if (!session) return problem({ProblemCode::sign_in_first, {}});
    if (session->factor_pending && !needs.also_pending) return problem({ProblemCode::factor_needed, {}});
    if (session->device.is_none() || !needs.proof) return handler(r, p, *session);
    Response response;
    const auto device = this_.proven(r);
    if (!device) response = problem(device.error());
    else if (device->id != session->device) response = problem({ProblemCode::proof_needed, {}});
    else if (device->revoked && !needs.revoked) response = problem({ProblemCode::device_revoked, {}});
    else response = handler(r, p, *session);
    this_.give_nonce(response, session->device);
    return response;
  }, takes);
}

RouteHandler Api::by_device(std::function<Response(Request&, DeviceId)> handler) const {
  return open_door([this_ = *this, handler = std::move(handler)](Request& r, const Params&) -> Response {
    const auto named = usecases::device_named_in(r.header("nibbi-proof"));
    const auto device = this_.proven(r);
    Response response;
    if (!device) response = problem(device.error());
    else if (device->revoked) response = problem({ProblemCode::device_revoked, {}});
    else response = handler(r, device->id);
    if (named) this_.give_nonce(response, *named);
    return response;
  });
}

Result<usecases::Device> Api::proven(const Request& r) const {
  return usecases::check_proof(house, {word(r.method), r.target, r.body, r.header("nibbi-proof")});
}

void Api::give_nonce(Response& response, DeviceId device) const { response.headers.set("nibbi-nonce", house.proofs.nonce(device, house.now())); }

Result<Json> body_of(const Request& r, std::initializer_list<std::string_view> keys, std::size_t bytes) {
  if (r.body.empty()) return object();
  auto json = wire::read_json(r.body, {.bytes = bytes, .depth = 8});
  if (!json) return json;
  if (!json->is_object()) return refuse(ProblemCode::wrong_type);
  for (const auto& member : json->object_range())
    if (std::find(keys.begin(), keys.end(), std::string_view(member.key())) == keys.end()) return refuse(ProblemCode::unknown_field);
  return json;
}

Result<std::string> text_of(const Json& j, const char* key) {
  if (!j.contains(key)) return std::string{};
  if (!j[key].is_string()) return refuse(ProblemCode::wrong_type, {{"field", key}});
  return j[key].as<std::string>();
}

}  // namespace nibbi::http
