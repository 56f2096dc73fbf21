#pragma once
// The routes, feature by feature.
#include <vector>

#include "http/api_support.hpp"

namespace nibbi::http {

std::vector<Route> session_routes(const Api&);
std::vector<Route> entry_routes(const Api&);
std::vector<Route> child_routes(const Api&);
std::vector<Route> attachment_routes(const Api&);
std::vector<Route> list_routes(const Api&);
std::vector<Route> concern_routes(const Api&);

}  // namespace nibbi::http
