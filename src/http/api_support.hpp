#pragma once
// What every route needs: the session behind the cookie, the body as strict JSON, answers as JSON.
#include <functional>
#include <optional>
#include <string>

#include "http/api.hpp"
#include "usecases/accounts.hpp"
#include "usecases/devices.hpp"
#include "wire/json.hpp"

namespace nibbi::http {

using wire::Json;

/// What a body is, where a route does not say otherwise.
inline constexpr std::string_view kJson = "application/json";

/// What a door asks of whoever is signed in.
struct Needs {
  bool also_pending = false;  ///< open also before the second factor was given
  bool proof = true;          ///< shut to a session that has a device, without its proof
  bool revoked = false;       ///< open also to a device that was revoked
};

struct Api {
  usecases::House& house;
  ApiOptions options;

  std::string cookie_name() const { return options.secure ? "__Host-nibbi" : "nibbi"; }
  std::string token(const Request& r) const { return r.cookie(cookie_name()).value_or(""); }
  void set_cookie(Response&, const std::string& token) const;
  void clear_cookie(Response&) const;

  /// Refuses cross_site, wrong_media_type.
  std::optional<Response> refuse_unsafe(const Request&, std::string_view takes) const;

  /// Wraps a handler that needs somebody signed in. Where their session has a device, the request must be proven to come from it.
  using Signed = std::function<Response(Request&, const Params&, const usecases::Session&)>;
  RouteHandler signed_in(Signed, Needs = {}, std::string_view takes = kJson) const;
  /// Wraps a handler that needs no session, and a device that shows that it is one of ours and not revoked.
  RouteHandler by_device(std::function<Response(Request&, DeviceId)>) const;
  /// What the device's next proofs may be signed with.
  void give_nonce(Response&, DeviceId) const;
  Result<usecases::Device> proven(const Request&) const;
  RouteHandler open_door(std::function<Response(Request&, const Params&)>, std::string_view takes = kJson) const;
};

/// The body as a JSON object with exactly some of these keys. Refuses malformed, unknown_field, wrong_type.
Result<Json> body_of(const Request&, std::initializer_list<std::string_view> keys, std::size_t bytes = 1'000'000);
/// A text of the body; empty when absent. Not text: refuses wrong_type.
Result<std::string> text_of(const Json&, const char* key);

/// About a child, what is denied is not there (404), whatever the code tells to who may know of the file; other refusals have their own status.
int status_about_child(ProblemCode);
inline Response refused_about_child(const Problem& p) { return problem(p, status_about_child(p.code)); }
Response ok(const Json&);
inline Response refused(const Problem& p) { return problem(p); }
Json object();
Json array();

}  // namespace nibbi::http
