#pragma once
// The routes, feature by feature.
#include <vector>

#include "http/api_support.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/leases.hpp"
#include "usecases/passkeys.hpp"

namespace nibbi::http {

std::vector<Route> session_routes(const Api&);
std::vector<Route> passkey_routes(const Api&);
std::vector<Route> entry_routes(const Api&);
std::vector<Route> child_routes(const Api&);
std::vector<Route> attachment_routes(const Api&);
std::vector<Route> list_routes(const Api&);
std::vector<Route> unit_routes(const Api&);
std::vector<Route> concern_routes(const Api&);
std::vector<Route> device_routes(const Api&);
std::vector<Route> admin_routes(const Api&);
std::vector<Route> enrolment_routes(const Api&);
std::vector<Route> look_routes(const Api&);
std::vector<Route> incident_routes(const Api&);
std::vector<Route> kept_apart_routes(const Api&);
std::vector<Route> lease_routes(const Api&);
std::vector<Route> tracing_routes(const Api&);
std::vector<Route> beside_routes(const Api&);

/// A receipt as it travels.
Json receipt_json(const usecases::Receipt&);
/// What a passkey answered. Refuses wrong_type, unknown_field.
Result<usecases::PasskeyAnswer> passkey_answer(const Json&);
/// A trip lease as it travels.
Json lease_json(const usecases::Lease&);

}  // namespace nibbi::http
