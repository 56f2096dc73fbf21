#pragma once
// What every route needs: the session behind the cookie, the body as strict JSON, answers as JSON.
#include <functional>
#include <optional>
#include <string>

#include "http/api.hpp"
#include "usecases/accounts.hpp"
#include "wire/json.hpp"

namespace nibbi::http {

using wire::Json;

/// What a body is, where a route does not say otherwise.
inline constexpr std::string_view kJson = "application/json";

struct Api {
  usecases::House& house;
  ApiOptions options;

  std::string cookie_name() const { return options.secure ? "__Host-nibbi" : "nibbi"; }
  std::string token(const Request& r) const { return r.cookie(cookie_name()).value_or(""); }
  void set_cookie(Response&, const std::string& token) const;
  void clear_cookie(Response&) const;

  /// Refuses cross_site, wrong_media_type.
  std::optional<Response> refuse_unsafe(const Request&, std::string_view takes) const;

  /// Wraps a handler that needs somebody signed in (with their second factor given, unless `also_pending`).
  using Signed = std::function<Response(Request&, const Params&, const usecases::Session&)>;
  RouteHandler signed_in(Signed, bool also_pending = false, std::string_view takes = kJson) const;
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
