#include "http/api.hpp"

#include <algorithm>

#include "crypto/text_form.hpp"
#include "http/api_support.hpp"
#include "http/routes.hpp"

namespace nibbi::http {

std::vector<Route> api_routes(usecases::House& house, const ApiOptions& options) {
  const Api api{house, options};
  std::vector<Route> routes;
  for (auto add : {session_routes, passkey_routes, entry_routes, child_routes, attachment_routes, list_routes, unit_routes, concern_routes, device_routes, admin_routes, enrolment_routes, look_routes, incident_routes, kept_apart_routes, lease_routes, tracing_routes, beside_routes}) {
    auto more = add(api);
    std::move(more.begin(), more.end(), std::back_inserter(routes));
  }
  return routes;
}

}  // namespace nibbi::http
