#pragma once
// The doors of the server (docs/decisions/0003, contract/openapi.yaml): parse, authenticate, call one use case, render.
#include <string>
#include <vector>

#include "http/server/message.hpp"
#include "http/server/router.hpp"
#include "usecases/house.hpp"

namespace nibbi::http {

struct ApiOptions {
  std::string own_origin;      ///< "http://localhost:8080": what an unsafe request must come from
  bool secure = false;         ///< over TLS: the cookie is Secure and has the __Host- prefix
  std::string version;
};

/// Every route under /api. `house` and what it refers to outlive them.
std::vector<Route> api_routes(usecases::House&, const ApiOptions&);

}  // namespace nibbi::http
