#pragma once
// The public site: pages rendered here, readable without JavaScript, without a cookie. In this stage its front page, in three languages.
#include <vector>

#include "http/server/router.hpp"
#include "usecases/house.hpp"

namespace nibbi::http {

std::vector<Route> public_routes(usecases::House&);

}  // namespace nibbi::http
